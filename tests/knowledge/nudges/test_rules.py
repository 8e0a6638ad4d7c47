from __future__ import annotations

from typing import Any

import pytest

from knowledge.errors import BadInput
from knowledge.nudges import Rule, Rules, rules_from
from knowledge.nudges.rules import STANDARD


def test_nothing_set_is_the_default() -> None:
    assert rules_from({}) == Rules()
    assert Rules().rule_for("training") == Rule((14, 3), (3, 7), 7, 7, 21)


def test_what_a_company_sets_holds_for_all_kinds_but_those_it_sets_apart() -> None:
    rules = rules_from(
        {"lead_after": 5, "snoozes": 1, "kinds": {"reading": {"before": [1, 10], "lead_after": 3}}}
    )

    assert rules.snoozes == 1
    assert rules.rule_for("training").lead_after == 5
    assert rules.rule_for("document review").before == STANDARD["document review"].before
    assert rules.rule_for("document review").lead_after == 5
    assert rules.rule_for("reading") == Rule((10, 1), (3, 7), 7, 3, 21)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"befor": [3]}, r"^nudges: there is no setting 'befor'\.$"),
        ({"kinds": {"poetry": {}}}, r"^nudges\.kinds: there is no kind 'poetry': training, "),
        ({"lead_after": "7"}, r"^nudges\.lead_after takes whole days, not '7'\.$"),
        ({"before": [3, -1]}, r"^nudges\.before takes days from 0 to 366, not \[3, -1\]\.$"),
        ({"after": []}, "after needs a day at least"),
        ({"then_every": 0}, "then_every 1 or more"),
        ({"weekend": [0, 1, 2, 3, 4, 5, 6]}, "leaves one free"),
        ({"kinds": {"reading": {"often": 1}}}, r"^nudges\.kinds\.reading takes: before, after, "),
        ({"kinds": ["reading"]}, r"^nudges\.kinds lists kinds with their settings\.$"),
    ],
)
def test_what_can_not_be_used_is_named(given: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        rules_from(given)
