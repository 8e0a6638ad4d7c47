"""Further passages: a modal with all that an answer cites, as far as its reader may see it now."""

from __future__ import annotations

import pytest

from bot.local_workspace import Seat
from knowledge.storage.tables import DocumentIssue, Withdrawal
from tests.bot.slack.documents import NOW
from tests.proofs.delivery.places import wait_for

QUESTION = "How long are records kept?"


@pytest.fixture
def reader(workspace, answering, serving, replies):
    """Ask in a direct message; a seat with the answer's message."""

    def asked(*passages):
        seat = Seat(workspace, "priya.nair")
        answering.prepare(QUESTION, *passages)
        seat.tells_app(QUESTION)
        replies(1)
        return seat, next(m for m in reversed(seat.sees(seat.direct)) if m.bot_id)

    return asked


def texts(view):
    return [
        block["text"]["text"] if block["type"] == "section" else block["elements"][0]["text"]
        for block in view.view["blocks"]
        if block["type"] in ("section", "context")
    ]


def filled(seat):
    """The modal once it shows more than that one has to wait."""
    assert wait_for(lambda: seat.modal and "One moment" not in str(texts(seat.modal)), 10)
    return texts(seat.modal)


def test_every_cited_passage_is_shown_whole_with_its_place(reader, published):
    seat, message = reader(
        published("QP-0008", "Records are kept for ten years."),
        published("REG-02", "Drawings are kept for ever.", title="Retention", address=None),
    )

    seat.clicks(message, "answer_more")

    assert filled(seat) == [
        "Asked: “How long are records kept?”",
        ">Records are kept for ten years.",
        "<https://docs.example/QP-0008|QP-0008 Record control> · rev. 4 · effective 5 Jan 2026 · "
        "section 4.2 Retention · page 3 · owner Quality Manager",
        ">Drawings are kept for ever.",
        "*REG-02 Retention* · rev. 4 · effective 5 Jan 2026 · section 4.2 Retention · page 3 · "
        "owner Quality Manager\nControlled original: REG-02.docx",
    ]


def test_sixty_passages_are_turned_over_page_by_page(reader, published):
    seat, message = reader(*(published(f"QP-{n:04}", f"Rule {n}.") for n in range(60)))

    seat.clicks(message, "answer_more")
    assert filled(seat)[-1] == "Passages 1 to 10 of 60"
    for _ in range(5):
        before = texts(seat.modal)
        seat.clicks(seat.modal, "passages_page_next")
        assert wait_for(lambda before=before: texts(seat.modal) != before, 10)

    assert texts(seat.modal)[-1] == "Passages 51 to 60 of 60"
    assert ">Rule 59." in texts(seat.modal)
    assert "passages_page_next" not in str(seat.modal.view)
    assert "passages_page_back" in str(seat.modal.view)


def test_what_was_closed_since_is_not_shown(reader, published, coach):
    closed = published("MB-03", "Priya Nair follows.")
    seat, message = reader(published("QP-0008", "Records are kept."), closed)
    with coach.database.begin() as session:
        session.get_one(DocumentIssue, closed.issue_id).audience = "board"

    seat.clicks(message, "answer_more")

    shown = filled(seat)
    assert "Priya Nair follows" not in str(shown)
    assert shown[-1] == "One more passage of this answer can't be shown to you any more."


def test_what_was_withdrawn_since_is_not_shown(reader, published, coach):
    seat, message = reader(published("QP-0008"), published("QP-0009"))
    with coach.database.begin() as session:
        for number in ("QP-0008", "QP-0009"):
            key = f"number:{number}:en"
            session.add(Withdrawal(group_key=key, withdrawn_at=NOW, withdrawn_by="priya"))

    seat.clicks(message, "answer_more")

    assert filled(seat) == [
        "None of these passages can be shown any more. Please ask your question again."
    ]


def test_what_was_superseded_since_is_marked(reader, published):
    seat, message = reader(published("QP-0008", revision="3"), published("QP-0009"))
    published("QP-0008", revision="5", file="QP-0008 rev 5.docx")

    seat.clicks(message, "answer_more")

    assert "*SUPERSEDED*" in filled(seat)[2]
    assert "*SUPERSEDED*" not in texts(seat.modal)[4]


def test_a_linked_document_is_named_and_not_quoted(reader, published):
    linked = published("EXT-04", "Ra 0.8 at most.", handling="link only")
    seat, message = reader(published("QP-0008"), linked)

    seat.clicks(message, "answer_more")

    assert "Ra 0.8" not in str(filled(seat))
    assert "EXT-04" in str(texts(seat.modal))


def test_a_manager_still_sees_what_was_closed_to_the_others(reader, published, coach):
    kept = published("MB-03", "Priya Nair follows.")
    seat, message = reader(published("QP-0008"), kept)
    with coach.database.begin() as session:
        session.get_one(DocumentIssue, kept.issue_id).audience = "managers"

    seat.clicks(message, "answer_more")

    assert "Priya Nair follows" in str(filled(seat))
