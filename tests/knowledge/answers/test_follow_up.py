"""Questions that lean on what was said before."""

import pytest

from knowledge.answers.follow_up import LONGEST, Earlier, goes_on, leans, standalone

SEALS = Earlier("How many years do EPDM seals last in store?", "QP-0017")


@pytest.mark.parametrize(
    "text",
    [
        "and who signs it?",
        "what about silicone",
        "for how long?",
        "how long does that take?",
        "who approves it in the end",
        "and for temps",
        "how many lots do we stay on that",
        "do they need greasing first?",
        "why?",
        "who?",
        "and when they're over that, what tag do they get",
        "and QP-0011?",
        "is it ok to ship it?",
        "is that allowed?",
        "is it enough?",
    ],
)
def test_these_say_too_little_of_their_own(text):
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "How often are torque wrenches calibrated?",
        "who owns form 22",
        "what is a DCR?",
        "what does concession mean",
        "pallet photos - how long do they stay on the server",
        "Priya wrote the procedure herself. so who approves it?",
        "bath log from passivation, when can we bin it",
        "and what is the maximum weight on a racking bay",
        "what does QP-0011 say of it?",
        "und wer unterschreibt das?",
        "8.4",
        "clause 7.1.5.2?",
        "Is it ok to use a gauge that's out of calibration?",
        "was it necessary to stop the machine",
        "what do we do with a part that is rejected",
    ],
)
def test_these_speak_for_themselves(text):
    assert not leans(text)
    assert standalone([SEALS], text) is None


def test_the_subject_and_its_document_are_carried_over():
    assert standalone([SEALS], "what about silicone?") == (
        "How many years do EPDM seals last in store? – what about silicone? (QP-0017)"
    )


def test_a_second_follow_up_carries_the_first_one_too():
    earlier = [SEALS, Earlier("what about silicone?", "WI-125")]

    assert standalone(earlier, "and what tag do they get then") == (
        "How many years do EPDM seals last in store? – what about silicone? – "
        "and what tag do they get then (QP-0017)"
    )


def test_a_question_that_speaks_for_itself_is_the_new_subject():
    earlier = [SEALS, Earlier("How often are torque wrenches calibrated?", "QP-0013")]

    assert standalone(earlier, "and who does it?") == (
        "How often are torque wrenches calibrated? – and who does it? (QP-0013)"
    )


def test_without_anything_before_nothing_is_carried_over():
    assert standalone([], "and who signs it?") is None


def test_a_long_question_before_is_shortened_and_what_came_between_left_out():
    earlier = [Earlier("seals " * 200, "QP-0017"), Earlier("and " + "them " * 150)]

    understood = standalone(earlier, "for how long?")

    assert understood.endswith("… – for how long? (QP-0017)")
    assert len(understood) <= LONGEST


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("gauges", False),
        ("training?", False),
        ("why?", True),
        ("and gauges?", True),
        ("is it?", True),
    ],
)
def test_a_bare_word_may_be_a_new_subject(text, goes):
    assert leans(text)
    assert goes_on(text) is goes
