"""How Slack says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A call answered with `ok: false`. The code is Slack's own; `details` go beside it."""

    def __init__(
        self,
        code: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **details: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = dict(headers or {})
        self.details = details

    def body(self) -> Json:
        return {"ok": False, "error": self.code, **self.details}


def invalid_arguments(*messages: str) -> Refused:
    return Refused(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )


def rate_limited(seconds: int) -> Refused:
    return Refused("ratelimited", status=429, headers={"Retry-After": str(seconds)})
