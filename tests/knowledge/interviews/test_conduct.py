"""Conduct by rule, both ways: what costs points, and what is close to it and never does."""

from __future__ import annotations

import pytest

from knowledge.interviews.conduct import OPEN, REASONS, conduct_in

CONCEALED = [
    "I would not tell the auditor.",
    "I just don't mention it to quality.",
    "We keep quiet about it until the audit is over.",
    "Nobody needs to know that.",
    "I would hide the part under the bench.",
    "We cover it up and carry on.",
    "I throw the red tag away before the auditor comes.",
    "I'd say nothing to the boss, so nobody finds out.",
    "I would pretend that I know it.",
    "If it is only small we don't report it to quality.",
    "I always sweep it under the carpet.",
    "We put the old forms away before the audit.",
    "I won't show the auditor the second list.",
]
BACKDATED = [
    "I backdate the form.",
    "Then I would backdate it, that is quickest.",
    "I write yesterday's date on it.",
    "We fill in the missing records the day before the audit.",
    "I sign for my colleague when he is away.",
    "I make up the readings.",
    "I copy last month's values.",
    "We tidy up the records before the auditor arrives.",
    "I tick the boxes without checking.",
    "We just put the old date on the form.",
    "I would put in the planned date so that it fits.",
    "We pre-sign the sheets on Monday.",
]
BLAMED = [
    "That's the night shift's fault.",
    "It is always Gareth's fault.",
    "That was not my fault.",
    "The guys in machining never check anything.",
    "He always forgets it.",
    "Purchasing is to blame for that.",
    "The others mess everything up.",
    "I blame the late shift.",
    "It was their fault, they are lazy.",
]
NEVER_COSTS = [
    "We never backdate.",
    "We never backdate a form; if it is late we write today's date and say why.",
    "Backdating is not allowed here.",
    "Nobody may backdate a record.",
    "I would not hide anything from the auditor.",
    "If somebody asked me to backdate it, I would say no.",
    "If my lead told me to hide the part I would refuse and tell quality.",
    "Instead of hiding it I put a red tag on it.",
    "We don't hide mistakes.",
    "Nobody signs for a colleague here.",
    "I don't tick the boxes without checking.",
    "I don't make up readings, I write down what the gauge shows.",
    "I would not tell the auditor a guess.",
    "I don't blame anybody, I write the NCR.",
    "It is nobody's fault, it happens.",
    "The fault is with the gauge, so I tag it.",
    "The valve had a fault in the seat.",
    "I do not report it by e-mail but on form F-007.",
    "I don't tell the customer before quality has decided.",
    "The part goes to the quarantine area, it is a quiet area.",
    "That is not my department, ask purchasing.",
    "I put the date of the test on the form.",
    "We complete the records after each test.",
    "I fill in the record at the end of the shift with the real time.",
    "We keep the records in the folder for ten years.",
    "I sign the release for the order.",
    "We make the figures visible on the board.",
    "I tell my lead and write it down.",
    "Purchasing is responsible for the supplier list.",
    "The old form goes in the bin when the new issue comes.",
    "I remove the obsolete copy from the folder.",
]
DISCLOSED = [
    "I have to admit that we skipped the second test last Tuesday.",
    "To be honest, nobody filled in the form.",
    "We forgot to calibrate the gauge.",
    "I backdated one form last year, that was wrong.",
    "I'm afraid the record is missing.",
    "The training is overdue.",
    "There is no record of that.",
    "I made a mistake and mixed up two lots.",
    "Last month I signed for a colleague. I told Priya about it.",
    "We didn't do the check in week 40.",
]
OPENLY = [
    ("Can you repeat the question please?", "asked again"),
    ("What do you mean by that?", "asked again"),
    ("I don't understand the question.", "asked again"),
    ("I don't know.", "did not know"),
    ("No idea, sorry.", "did not know"),
    ("I would look in QP-0009.", "would look it up"),
    ("I ask my lead.", "would look it up"),
    ("Maybe three days, I would look it up in the procedure.", "would look it up"),
    ("me look paper, ask boss", "would look it up"),
    ("Weiß ich nicht.", "did not know"),
]
HALF = [
    ("I guess it is three days.", "guessed"),
    ("Probably the quality manager.", "guessed"),
    ("Maybe five.", "guessed"),
    ("We usually check it.", "stayed vague"),
    ("Sometimes I fill it in.", "stayed vague"),
]
WITH_CASES = [
    "We usually check five parts; for new orders we check all of them.",
    "Normally the inspector releases it. If he is away, the deputy does.",
    "Sometimes I measure twice, when the first value is close to the limit.",
]
SIMPLE = [
    "i stop machine. i put red tag. i tell boss.",
    "Me no good english. I make test, write number in book.",
    "Stop, tag, tell.",
]


@pytest.mark.parametrize("text", CONCEALED)
def test_keeping_something_back_costs_all_points_for_conduct(text: str) -> None:
    found = conduct_in(text)

    assert found.score == (0, REASONS["concealed"])
    assert found.shows("concealed")


@pytest.mark.parametrize("text", BACKDATED)
def test_backdating_and_inventing_costs_all_points_for_conduct(text: str) -> None:
    assert conduct_in(text).score == (0, REASONS["backdated"])


@pytest.mark.parametrize("text", BLAMED)
def test_blaming_costs_all_points_for_conduct(text: str) -> None:
    assert conduct_in(text).score == (0, REASONS["blamed"])


@pytest.mark.parametrize("text", [*NEVER_COSTS, *WITH_CASES, *SIMPLE])
def test_what_is_only_close_to_a_breach_costs_nothing(text: str) -> None:
    assert conduct_in(text).score.score == 2, conduct_in(text)


@pytest.mark.parametrize("text", DISCLOSED)
def test_telling_of_a_problem_costs_nothing(text: str) -> None:
    found = conduct_in(text)

    assert found.score == (2, REASONS["disclosed"])
    assert found.shows("disclosed")


@pytest.mark.parametrize(("text", "sign"), OPENLY)
def test_asking_again_not_knowing_and_looking_up_cost_nothing(text: str, sign: str) -> None:
    found = conduct_in(text)

    assert found.score.score == 2
    assert sign in {one.sign for one in found.signs}
    assert {one.sign for one in found.signs} <= OPEN


@pytest.mark.parametrize(("text", "sign"), HALF)
def test_a_guess_and_a_usually_without_cases_earn_one_point(text: str, sign: str) -> None:
    found = conduct_in(text)

    assert found.score == (1, REASONS[sign])  # type: ignore[index]


def test_a_sign_quotes_the_sentence_that_shows_it() -> None:
    found = conduct_in(
        "I check the gauge first. If it is late I backdate the form. Then I go home."
    )

    assert [one.quote for one in found.signs] == ["If it is late I backdate the form."]


def test_telling_of_a_problem_does_not_excuse_hiding_the_next_one() -> None:
    found = conduct_in(
        "We skipped the test last week. So nobody notices I would backdate the form."
    )

    assert found.score.score == 0
    assert found.shows("disclosed")


def test_a_long_answer_says_more_than_was_asked() -> None:
    found = conduct_in("I check the part with the gauge and write it down. " * 20)

    assert found.score == (1, "Much more than was asked. Answer the question, then stop.")


def test_there_are_at_least_sixty_cases() -> None:
    groups = (
        CONCEALED,
        BACKDATED,
        BLAMED,
        NEVER_COSTS,
        DISCLOSED,
        OPENLY,
        HALF,
        WITH_CASES,
        SIMPLE,
    )
    assert sum(len(group) for group in groups) >= 60
