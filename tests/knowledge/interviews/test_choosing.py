"""Which question comes next, and which never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.errors import BadInput
from knowledge.interviews.choosing import (
    SLOTS,
    Past,
    Wanted,
    alike,
    lay_out,
    pick,
    urgency,
)
from knowledge.interviews.judgement import Named
from knowledge.interviews.questions import Kind, Question, from_pack
from knowledge.interviews.trail import trail_questions
from knowledge.standards.companions import interview_roles

TODAY = date(2026, 11, 16)
ROLES = [role.id for role in interview_roles().roles]


def operator() -> list[Question]:
    return from_pack(interview_roles(), role="operator", edition="2015")


def made(key: str, text: str, clause: str = "8.6", kind: Kind = "open") -> Question:
    return Question(
        key, "pack", text, clause, "2015", "operator", kind, ("what_i_do",), ("x",),
        clauses=(clause,),
    )  # fmt: skip


def held(pool: list[Question], wanted: Wanted, past: Past | None = None) -> list[Question]:
    """A whole interview without trail and records."""
    plan = lay_out(pool, wanted, past or Past(), today=TODAY)
    asked: list[Question] = []
    chosen = {"first": wanted.first, "clauses": wanted.clauses}
    while (question := pick(plan, asked, length=wanted.length, **chosen)) is not None:
        asked.append(question)
    return asked


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("length", [3, 6, 10])
def test_every_role_has_a_whole_interview_in_the_order_of_an_auditor(
    role: str, length: int
) -> None:
    pool = from_pack(interview_roles(), role=role, edition="2015")

    asked = held(pool, Wanted(length, seed=3))

    kinds = ["open" if one.kind == "awareness" else one.kind for one in asked]
    assert kinds == list(SLOTS[length])
    assert len({one.id for one in asked}) == length


def test_the_same_seed_asks_the_same_and_another_seed_something_else() -> None:
    first, again, other = (held(operator(), Wanted(6, seed=seed)) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_the_order_of_the_pool_changes_nothing() -> None:
    assert held(operator(), Wanted(10)) == held(operator()[::-1], Wanted(10))


def test_a_length_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="A drill has 3, 6 or 10 questions, not 4"):
        lay_out(operator(), Wanted(4), Past(), today=TODAY)


def test_chosen_clauses_come_first_and_the_rest_fills_up() -> None:
    asked = held(operator(), Wanted(6, clauses=("8.7",)))

    assert any(one.startswith("8.7") for one in asked[1].clauses)
    assert len(asked) == 6


def test_a_campaigns_questions_are_asked_whatever_else_is_urgent() -> None:
    wanted = [one.id for one in operator() if one.kind == "open"][-1:]

    for seed in range(10):
        asked = held(operator(), Wanted(3, first=frozenset(wanted), seed=seed))
        assert wanted[0] in [one.id for one in asked]


def test_weak_clauses_come_before_strong_ones_and_old_ones_before_fresh_ones() -> None:
    yesterday, month = TODAY - timedelta(days=1), TODAY - timedelta(days=30)
    past = Past({"8.1": (0.1, yesterday), "8.2": (0.9, yesterday), "8.3": (0.9, month)})
    weak, fresh, old = (made(f"q{n}", f"text {n}", f"8.{n}") for n in (1, 2, 3))
    never = made("q4", "text 4", "9.9")

    ranked = sorted(
        (fresh, old, weak, never), key=lambda one: -urgency(one, Wanted(3), past, TODAY)
    )

    assert [one.id for one in ranked[-1:]] == ["q2"]
    assert ranked[0].id == "q4"


def test_a_question_asked_last_week_waits_until_its_spacing_is_over() -> None:
    recent = Past(questions={"q1": TODAY - timedelta(days=6)})
    long_ago = Past(questions={"q1": TODAY - timedelta(days=20)})
    question = made("q1", "text")

    assert urgency(question, Wanted(3), recent, TODAY) < urgency(
        question, Wanted(3), long_ago, TODAY
    )


def test_two_that_ask_the_same_are_never_both_asked() -> None:
    pool = [
        *operator(),
        made("twin-1", "How long are calibration records kept here?"),
        made("twin-2", "Calibration records: how long are they kept?"),
    ]

    for seed in range(20):
        asked = [one.id for one in held(pool, Wanted(10, clauses=("8.6",), seed=seed))]
        assert not {"twin-1", "twin-2"} <= set(asked)


def test_meaning_tells_twins_that_share_no_words() -> None:
    one, other = "Who signs the release?", "Which person lets goods go?"

    assert not alike(one, other)
    assert alike(one, other, lambda a, b: 0.9)


def test_a_question_goes_on_from_the_last_one() -> None:
    last = made("last", "Tell me about packing.", "8.5.4")
    near = made("near", "How are seals stored?", "8.5.4")
    far = made("far", "Who approves suppliers?", "8.4.1")

    chosen = pick([far, near], [replace(last, kind="opening")], length=3)

    assert chosen == near


def test_what_was_named_is_followed_but_not_twice_in_a_row() -> None:
    named = (Named("document", "QP-0013", "right"), Named("form", "F-013", "right"))
    trail = trail_questions(named, edition="2015", role="operator")
    opening = made("o", "What do you do?", kind="opening")
    plan = [made("a", "Who signs?"), made("b", "Where is the gauge label?")]

    second = pick(plan, [opening], length=6, trail=trail)
    assert second is not None
    third = pick(plan, [opening, second], length=6, trail=trail)

    assert second.text == (
        "You named QP-0013. Where would you open it now, and how do you see that it is the "
        "current issue?"
    )
    assert third is not None
    assert third.source == "pack"


def test_a_name_is_spelled_as_the_person_did_and_followed_once() -> None:
    named = (Named("form", "F007", "right", said="F-007"), Named("form", "F007", "verified"))

    [question] = trail_questions(named, edition="2015", role=None)

    assert question.text == (
        "You named F-007. Show me the last one that was filled in, or tell me where it lies."
    )


def test_what_does_not_exist_leads_nowhere() -> None:
    named = (
        Named("document", "QP-9999", "does not exist"),
        Named("document", "QP-1", "superseded"),
    )

    assert trail_questions(named, edition="2015", role=None) == []


def test_a_third_of_an_interview_at_most_is_from_the_records() -> None:
    records = [
        replace(made(f"r{n}", text), source="record")
        for n, text in enumerate(("Your torque course is late.", "You own CAPA-1.", "Finding 7?"))
    ]
    opening = made("o", "What do you do?", kind="opening")
    asked = [opening, records[0]]

    assert pick(operator(), [opening], length=3, records=records) == records[0]
    chosen = pick(operator(), asked, length=3, records=records)
    assert chosen is not None
    assert chosen.source == "pack"
