"""How often each method may be called (facts: tiers a minute, one post a second and channel)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from bot.local_workspace.clock import Clock

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
TIER_1_BURST = 20  # a few restarts in a row are let through


@dataclass
class Bucket:
    """Holds up to `size` calls and fills at `per_second`."""

    size: float
    per_second: float
    level: float = -1.0
    seen: float = 0.0

    def fill(self, now: float) -> None:
        if self.level < 0:
            self.level = self.size
        else:
            self.level = min(self.size, self.level + (now - self.seen) * self.per_second)
        self.seen = now

    @property
    def wait(self) -> float:
        """Seconds until one call fits."""
        return max(0.0, (1.0 - self.level) / self.per_second)


@dataclass
class RateLimits:
    """Token buckets per method, and for posts per channel and for the workspace."""

    clock: Clock
    enabled: bool = True
    channel_burst: int = 5
    channel_per_second: float = 1.0
    workspace_burst: int = 100
    workspace_per_second: float = 6.0
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def wait(self, method: str, tier: int | None, channel: str | None = None) -> int:
        """0 and the call is counted, or the whole seconds for `Retry-After`."""
        if not self.enabled:
            return 0
        now = self.clock.time()
        buckets = [
            self._bucket(key, size, rate) for key, size, rate in self._rules(method, tier, channel)
        ]
        for bucket in buckets:
            bucket.fill(now)
        longest = max((bucket.wait for bucket in buckets), default=0.0)
        if longest > 0:
            return max(1, math.ceil(longest))
        for bucket in buckets:
            bucket.level -= 1
        return 0

    def _rules(
        self, method: str, tier: int | None, channel: str | None
    ) -> list[tuple[str, float, float]]:
        rules: list[tuple[str, float, float]] = []
        if tier is not None:
            a_minute = TIERS[tier]
            rules.append((method, TIER_1_BURST if tier == 1 else a_minute, a_minute / 60))
        if method == "chat.postMessage":
            rules.append(("posts", self.workspace_burst, self.workspace_per_second))
            if channel:
                rules.append((f"posts/{channel}", self.channel_burst, self.channel_per_second))
        if method == "chat.scheduleMessage" and channel:
            rules.append((f"scheduled/{channel}", 30, 30 / 300))
        return rules

    def _bucket(self, key: str, size: float, per_second: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(size, per_second))

    def reset(self) -> None:
        self._buckets.clear()
