"""What a person reads who asks about the standard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.local_workspace import Seat
from bot.slack.answer_blocks import answer_message
from bot.slack.answer_record import Shown, shown_of
from bot.slack.sharing import shared_message
from bot.slack.standard_blocks import standard_modal
from knowledge.answers.standard import is_beside_the_point
from tests.bot.slack.documents import NOW, keep_answer, publish
from tests.proofs.delivery.places import wait_for

QUESTION = "What does 8.4.1 ask for?"
NOT_FOUND = "The documents don't say this. Ask Priya Nair."


def standard(edition="2015", **changes):
    other = "2026" if edition == "2015" else "2015"
    known = {
        "kind": "clause",
        "standard": "ISO 9001",
        "edition": edition,
        "clauses": [
            {"edition": edition, "number": "8.4.1", "title": "Choosing and watching suppliers"},
            {"edition": edition, "number": "8.4.2", "title": "How closely to look"},
        ],
        "about": "What is bought in has to be right.",
        "asks": ["Choose suppliers by rule.", "Watch them.", "Look again."],
        "items": [{"label": "a", "topic": "criteria"}],
        "evidence": ["supplier list"],
        "findings": ["a supplier without evaluation"],
        "documented": [{"number": "8.4.1", "text": "Results of evaluation", "ours": ["REG-03"]}],
        "our_documents": [
            {"issue_id": 1, "number": "QP-0005", "title": "Purchasing", "section": "3"},
        ],
        "gaps": ["Criteria (8.4.1)"],
        "other_editions": [{"edition": other, "number": "8.4.1", "title": "The same"}],
        "notice": "Not confirmed by the quality team yet.",
    }
    return known | changes


def shown(status="not_found", citations=(), **changes):
    known = {"notices": [NOT_FOUND], "standard": standard()}
    return Shown("ab12", status, "", citations, **known | changes)


def texts(blocks):
    return [
        block["text"]["text"] if block["type"] == "section" else block["elements"][0]["text"]
        for block in blocks
        if block["type"] in ("section", "context")
    ]


def test_a_clause_is_explained_in_short_and_never_called_not_found():
    message = answer_message(shown())

    assert texts(message.blocks) == [
        "*ISO 9001:2015 – 8.4.1 Choosing and watching suppliers*\n"
        "What is bought in has to be right.",
        "*What it asks for:*\n• Choose suppliers by rule.\n• Watch them.\n… and 1 more",
        "*Our documents for it:*\n• QP-0005 Purchasing, section 3",
        "*Nothing found here for:*\n• Criteria (8.4.1)",
        "Not confirmed by the quality team yet.",
        "answer ab12",
    ]
    assert message.text == (
        "ISO 9001:2015 – 8.4.1 Choosing and watching suppliers. What is bought in has to be right."
    )


def test_a_clause_can_be_opened_and_its_edition_changed():
    row = next(block for block in answer_message(shown()).blocks if block["type"] == "actions")

    assert [(one["text"]["text"], one["value"]) for one in row["elements"]] == [
        ("Helpful", "ab12"),
        ("Not helpful", "ab12"),
        ("Ask the quality team", "ab12"),
        ("More on this clause", "ab12 2015"),
        ("Edition 2026", "ab12 2026"),
    ]


def test_passages_that_only_come_near_are_left_to_those_who_want_them():
    near = {"quote": "Suppliers are valued.", "passage": "", "document": {"status": "current"}}

    message = answer_message(shown("nearest", [near, near]))

    assert "Suppliers are valued" not in str(message.blocks)
    assert "More passages" in str(message.blocks)


def test_the_modal_holds_all_of_it():
    written = texts(standard_modal(standard(), "ab12")["blocks"])

    assert written == [
        "*ISO 9001:2015 – 8.4.1 Choosing and watching suppliers*",
        "What is bought in has to be right.\n",
        "*Parts*\n• a) criteria",
        "*What it asks for*\n• Choose suppliers by rule.\n• Watch them.\n• Look again.",
        "*What to show*\n• supplier list",
        "*To be in writing*\n• Results of evaluation (8.4.1): REG-03",
        "*Our documents for it*\n• QP-0005 Purchasing, section 3",
        "*Nothing found here for*\n• Criteria (8.4.1)",
        "*Often found in audits*\n• a supplier without evaluation",
        "*Clauses near it*\n• 8.4.2 How closely to look",
        "Not confirmed by the quality team yet.",
    ]


def test_a_long_list_of_changes_is_not_cut():
    lines = [f"{number} Something that has been changed in this edition" for number in range(200)]

    said = "".join(texts(standard_modal(standard(about="\n".join(lines)), "ab12")["blocks"][1:]))

    assert all(line in said for line in lines)


def test_a_shared_copy_names_none_of_our_documents():
    message = shared_message(shown(), "U0SHARER")

    assert "8.4.1 Choosing and watching suppliers" in str(message.blocks)
    assert "QP-0005" not in str(message.blocks)


@pytest.fixture
def asker(workspace, answering, serving, published, replies):
    published("QP-0005")  # the issue that the card names
    answering.standards = {"2015": standard("2015"), "2026": standard("2026", about="As before.")}
    seat = Seat(workspace, "priya.nair")
    seat.tells_app(QUESTION)
    replies(1)
    return seat, next(m for m in reversed(seat.sees(seat.direct)) if m.bot_id)


def test_the_edition_is_switched_to_and_fro_in_the_modal(asker):
    seat, message = asker

    seat.clicks(message, "answer_clause")
    assert wait_for(lambda: seat.modal and "has to be right" in str(seat.modal.view), 10)
    seat.clicks(seat.modal, "answer_clause_edition_2026")
    assert wait_for(lambda: "As before." in str(seat.modal.view), 10)
    seat.clicks(seat.modal, "answer_clause_edition_2015")
    assert wait_for(lambda: "has to be right" in str(seat.modal.view), 10)


def test_home_lists_it_as_answered(asker):
    seat, _ = asker

    seat.opens_app("home")

    assert wait_for(lambda: seat.home and "Answered about the standard" in str(seat.home.view), 10)


@pytest.mark.parametrize(
    ("card", "beside"),
    [
        ({"by_number": True, "serving": [1, 2]}, True),
        ({"by_number": True, "serving": [1, 7]}, False),
        ({"by_number": False, "serving": []}, False),
        ({"kind": "changes"}, True),
        ({}, False),
    ],
)
def test_our_section_with_the_number_of_the_clause_is_no_answer(card, beside):
    assert is_beside_the_point(standard(**card), [{"issue_id": 7}]) is beside


def test_what_is_beside_the_point_is_not_quoted(database):
    with database.begin() as session:
        passage = publish(session, "QM-01", "Minutes on F-004.", heading="8.4 Management review")
        card = standard(by_number=True, serving=[passage.issue_id + 1])
        row = keep_answer(session, QUESTION, passage, trace={"standard": card, "scope": {}})
        seen = shown_of(session, row, now=NOW, stale_after=timedelta(days=1))

    assert "Minutes on F-004." not in str(answer_message(seen).blocks)
    assert row.status == "answered"


def test_a_place_named_as_its_document_is_named_once():
    register = {
        "issue_id": 1,
        "number": "REG-03",
        "title": "Suppliers",
        "section": "REG-03 Suppliers",
    }
    message = answer_message(shown(standard=standard(our_documents=[register])))

    assert "*Our documents for it:*\n• REG-03 Suppliers" in texts(message.blocks)
