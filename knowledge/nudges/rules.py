"""When somebody is reminded of what: the company's rules, with the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from knowledge.errors import BadInput

Kind = Literal[
    "training",
    "requalification",
    "reading",
    "corrective action",
    "effectiveness review",
    "audit finding",
    "audit preparation",
    "management review",
    "document review",
    "approved answer",
    "drill",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

FARTHEST = 366
"""Days; a step further away from the due day is a slip of the pen."""


@dataclass(frozen=True)
class Rule:
    """Days before and after the due day on which the owner is told, then every so many days;
    days after which the lead and quality are told too. `may_mute`: what comes before the due day.
    """

    before: tuple[int, ...] = (14, 3)
    after: tuple[int, ...] = (3, 7)
    then_every: int = 7
    lead_after: int = 7
    quality_after: int = 21
    may_mute: bool = True


STANDARD: Mapping[Kind, Rule] = {
    "requalification": Rule(before=(42, 14, 3)),
    "reading": Rule(before=(7, 2)),
    "audit preparation": Rule(before=(28, 7, 2)),
    "management review": Rule(before=(28, 7)),
    "document review": Rule(before=(42, 14)),
    "approved answer": Rule(before=(28, 7)),
    "drill": Rule(before=(7, 2)),
}


@dataclass(frozen=True)
class Rules:
    """One rule for all kinds and those that differ. `weekend`: weekdays without messages, 0 is
    Monday. `snoozes`: how often one item may be put off, each time by at most `snooze_days`.
    """

    every_kind: Rule = field(default_factory=Rule)
    by_kind: Mapping[Kind, Rule] = field(default_factory=lambda: dict(STANDARD))
    weekend: tuple[int, ...] = (5, 6)
    snoozes: int = 3
    snooze_days: int = 7
    promise_days: int = 30

    def rule_for(self, kind: Kind) -> Rule:
        return self.by_kind.get(kind, self.every_kind)


def rules_from(given: Mapping[str, Any]) -> Rules:
    """The rules with what a company set. Its keys are those of Rule and Rules; `kinds` holds those
    of single kinds, which else are the company's, then ours.

    Raises BadInput naming the setting that can't be used.
    """
    told = dict(given)
    kinds = told.pop("kinds", None) or {}
    own = {name: told.pop(name) for name in list(told) if name in Rule.__dataclass_fields__}
    every_kind = _rule(Rule(), own, "nudges")
    by_kind = {kind: _rule(rule, own, "nudges") for kind, rule in STANDARD.items()}
    if not isinstance(kinds, Mapping):
        raise BadInput("nudges.kinds lists kinds with their settings.")
    for name, settings in kinds.items():
        if name not in KINDS:
            raise BadInput(f"nudges.kinds: there is no kind {name!r}: {', '.join(KINDS)}.")
        before = by_kind.get(name, every_kind)
        by_kind[name] = _rule(before, settings or {}, f"nudges.kinds.{name}")
    known = {"weekend", "snoozes", "snooze_days", "promise_days"}
    if set(told) - known:
        raise BadInput(f"nudges: there is no setting {min(set(told) - known)!r}.")
    figures = {name: _days(value, f"nudges.{name}") for name, value in told.items()}
    return _checked(replace(Rules(every_kind, by_kind), **figures))


def _rule(rule: Rule, given: Mapping[str, Any], place: str) -> Rule:
    if not isinstance(given, Mapping) or set(given) - set(Rule.__dataclass_fields__):
        names = ", ".join(Rule.__dataclass_fields__)
        raise BadInput(f"{place} takes: {names}.")
    changes = {
        name: value if name == "may_mute" else _days(value, f"{place}.{name}")
        for name, value in given.items()
    }
    made = replace(rule, **changes)
    if made.then_every < 1 or not made.after:
        raise BadInput(f"{place}: after needs a day at least, and then_every 1 or more.")
    if not isinstance(made.may_mute, bool):
        raise BadInput(f"{place}.may_mute is true or false.")
    return replace(
        made,
        before=tuple(sorted(set(made.before), reverse=True)),
        after=tuple(sorted(set(made.after))),
    )


def _days(value: Any, place: str) -> Any:
    several = place.rpartition(".")[2] in ("before", "after", "weekend")
    found = tuple(value) if several and isinstance(value, list | tuple) else (value,)
    if any(isinstance(one, bool) or not isinstance(one, int) for one in found):
        raise BadInput(f"{place} takes whole days, not {value!r}.")
    if not all(0 <= one <= FARTHEST for one in found):
        raise BadInput(f"{place} takes days from 0 to {FARTHEST}, not {value!r}.")
    return found if several else found[0]


def _checked(rules: Rules) -> Rules:
    if not set(rules.weekend) <= set(range(7)) or len(set(rules.weekend)) == 7:
        raise BadInput("nudges.weekend lists weekdays from 0, Monday, to 6, and leaves one free.")
    return rules
