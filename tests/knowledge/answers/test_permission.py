"""May I: what asks for permission, and whom the documents name to give it."""

import pytest

from knowledge.answers.permission import asks_permission, authorities, may_authorise
from knowledge.answers.reply import Citation, CitedDocument

SIGNED = "It is signed by Daniel Okafor and Nadia Petrov; safety matters also by Priya Nair."


@pytest.mark.parametrize(
    "text",
    [
        "may I ship it?",
        "can we use it anyway",
        "can I just skip the shell test?",
        "is it ok to rework this?",
        "are we allowed to weld a body?",
        "ok to ship with a scratch?",
        "could we just weld up a leaking body?",
        "may a visitor take pictures in cell A",
        "can an agency worker use the bench",
        "red light. can I try it again?",
        "can we extend our temporary change?",
        "M16 torque? – and may I use duplex ones then (WI-103)",
    ],
)
def test_these_ask_for_permission(text):
    assert asks_permission(text)


@pytest.mark.parametrize(
    "text",
    [
        "how can I ship this?",
        "who can I ask",
        "when can we bin it",
        "what can a level 3 do that a 2 can't",
        "how fast am I allowed to ramp up the pressure",
        "first piece is at the inspector. how many more may I run meanwhile",
        "how long are records kept?",
        "who isn't allowed to work at basin 3",
        "the torque may be too low",
    ],
)
def test_these_ask_for_something_else(text):
    assert not asks_permission(text)


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        (SIGNED, ["Daniel Okafor", "Nadia Petrov"]),
        ("Nobody but the Managing director may overrule such a stop.", ["Managing director"]),
        ("The Quality manager may allow up to ten working days.", ["Quality manager"]),
        ("Only these may release: Owen Tate, Priya Nair, and the shift testers named in REG-05.",
         ["Owen Tate", "Priya Nair", "shift testers"]),
        ("Where it can't wait, the Quality manager may let parts go into machining.",
         ["Quality manager"]),
        ("The Quality manager approves by signing part 4.", ["Quality manager"]),
        ("Only with Ruth Calder's agreement.", ["Ruth Calder"]),
        ("It needs the approval of the Quality engineer or the Design lead.",
         ["Quality engineer", "Design lead"]),
        ("Peter Lamb may not release anything.", []),
        ("Approved on 3 May 2026.", []),
        ("The shift lead fills in F-016.", []),
    ],
)  # fmt: skip
def test_who_may_authorise_is_read_off_a_sentence(sentence, named):
    assert authorities(sentence) == named


def cite(quote, passage="", *, rank=1, file="QP-0018.docx"):
    document = CitedDocument("QP-0018", "Final test and release", "E", "current")
    return Citation(
        rank, "/srv", file, document, "9", 1, quote, passage or quote, "", 1.0, rank, 1, "quote",
        None, None, None,
    )  # fmt: skip


def test_the_quotation_comes_before_its_passage_and_other_documents_do_not_count():
    rule = "A concession is valid for 90 days."

    assert may_authorise("may I ship it?", [cite(rule, f"{rule} {SIGNED}")]) == {
        "roles": ["Daniel Okafor", "Nadia Petrov"],
        "citation": {"rank": 1, "sentence": SIGNED},
    }
    elsewhere = [cite(rule), cite(SIGNED, rank=2, file="QP-0001.docx")]
    assert may_authorise("may I ship it?", elsewhere) == {"roles": [], "citation": None}


def test_other_questions_name_nobody():
    assert may_authorise("how long is a concession valid?", [cite(SIGNED)]) is None
