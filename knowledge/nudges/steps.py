"""Which step of its rule an item has reached for whom. Nothing here touches a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.nudges.items import Item
from knowledge.nudges.rules import Rule

Audience = Literal["owner", "lead", "quality"]

ASKED = "newly asked"


@dataclass(frozen=True)
class Step:
    """A step of a rule and the day it is for. `rule` is what reports print and count."""

    audience: Audience
    rule: str
    on: date

    @property
    def name(self) -> str:
        """Unique among the steps of an item, also when its due day moves."""
        return f"{self.rule}, {self.on}"


def owner_step(item: Item, rule: Rule, today: date) -> Step | None:
    """The latest step that the owner should have been told at; None before the first."""
    steps = [
        _critical("owner", item, today),
        _by_due_day(item, rule, today),
        _newly_asked(item, today),
    ]
    return max((step for step in steps if step), key=lambda step: step.on, default=None)


def lead_step(item: Item, rule: Rule, today: date) -> Step | None:
    """The latest step at which the owner's lead should have been told."""
    return _escalation("lead", item, rule.lead_after, today)


def quality_step(item: Item, rule: Rule, today: date) -> Step | None:
    """The latest step at which quality should have been told."""
    return _escalation("quality", item, rule.quality_after, today)


def _escalation(audience: Audience, item: Item, after: int, today: date) -> Step | None:
    """The clock runs from the first due day; what was given more time is let alone until then."""
    steps = [_critical(audience, item, today)]
    if item.due_on is not None and item.first_due_on is not None:
        day = max(item.first_due_on + timedelta(days=after), item.due_on + timedelta(days=1))
        if day <= today:
            steps.append(Step(audience, f"to {audience} after {after}", day))
    return max((step for step in steps if step), key=lambda step: step.on, default=None)


def _critical(audience: Audience, item: Item, today: date) -> Step | None:
    if not item.critical or item.critical_on is None or item.critical_on > today:
        return None
    return Step(audience, f"critical, to {audience}", item.critical_on)


def _newly_asked(item: Item, today: date) -> Step | None:
    """Takes the place of the steps that were over when it was asked."""
    if item.asked_on is None or item.asked_on > today:
        return None
    return Step("owner", ASKED, item.asked_on)


def _by_due_day(item: Item, rule: Rule, today: date) -> Step | None:
    if item.due_on is None:
        return None
    late = (today - item.due_on).days
    if late < 0:
        days = min((days for days in rule.before if days >= -late), default=None)
        return None if days is None else _before(item.due_on, days)
    if late >= rule.after[-1]:
        rounds = (late - rule.after[-1]) // rule.then_every
        days = rule.after[-1] + rounds * rule.then_every
        return _after(item.due_on, days)
    days = max(days for days in (0, *rule.after) if days <= late)
    return Step("owner", "on the day", item.due_on) if days == 0 else _after(item.due_on, days)


def _before(due_on: date, days: int) -> Step:
    return Step("owner", f"{days} days before", due_on - timedelta(days=days))


def _after(due_on: date, days: int) -> Step:
    return Step("owner", f"{days} days after", due_on + timedelta(days=days))
