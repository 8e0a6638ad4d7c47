"""The card about a clause: what it says, what the company has, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge import answers
from knowledge.access import OUTSIDER, Viewer
from knowledge.answers.standard import StandardDesk, StandardPart, standard_part
from knowledge.clauses.finding import shipped_index
from knowledge.clauses.tags import issues_seen
from knowledge.search.library import Scope
from knowledge.standards import company, confirming
from knowledge.standards.companions import glossary
from knowledge.standards.loading import shipped
from knowledge.storage.database import Database
from tests.conftest import NOW
from tests.embedders import TopicEmbedder

TODAY = date(2026, 11, 16)
PACKS = shipped()
EVERYBODY = Viewer()
Ask = Callable[..., StandardPart]


@pytest.fixture
def ask(database: Database, tmp_path: Path, topics: TopicEmbedder) -> Ask:
    """Asks by words alone, about a company with a few documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for number, title, kind in (
        ("QP-0002", "Management review", "procedure"),
        ("QP-0005", "Supplier evaluation", "procedure"),
        ("F-006", "Supplier evaluation Hadley", "record"),
        ("QP-0006", "Internal audits", "procedure"),
        ("F-012", "Internal audit 2026-08", "record"),
    ):
        (folder / f"{number}.md").write_text(
            f"---\nnumber: {number}\ntitle: {title}\nkind: {kind}\nstatus: approved\n---\n"
            f"# {title}\n\nSo it is done.\n"
        )
    with Reader() as reader:
        shop = Workshop(database, reader, topics, Rules(), packs=PACKS)
        pipeline.index(shop, str(folder), now=NOW)

    def asked(text: str, edition: str | None = None, viewer: Viewer = EVERYBODY) -> StandardPart:
        thought = answers.think(text, None)
        with database.read() as session:
            seen = issues_seen(session, viewer=viewer, scope=Scope(TODAY))
            whole = issues_seen(session, viewer=EVERYBODY, scope=Scope(TODAY))
            in_force = None if viewer.is_outsider else lambda: whole
            desk = StandardDesk(
                session, shipped_index(), glossary(), lambda: seen, edition, in_force
            )
            return standard_part(desk, thought.standard, None)

    return asked


def test_a_card_says_what_the_clause_asks_and_what_the_company_has(ask: Ask) -> None:
    card = ask("what does 8.4.1 want from us?").answer

    assert card is not None
    assert (card.kind, card.edition, card.clauses[0].number) == ("clause", "2015", "8.4.1")
    assert card.asks
    assert card.evidence
    assert [one.number for one in card.our_documents] == ["QP-0005", "F-006"]
    assert [one.ours for one in card.documented] == [("F-006 Supplier evaluation Hadley",)]
    assert card.gaps == ()
    assert card.notice == ""


def test_a_procedure_about_a_review_is_no_record_of_it(ask: Ask) -> None:
    card = ask("clause 9.3").answer

    assert card is not None
    assert [one.number for one in card.our_documents] == ["QP-0002"]
    assert card.gaps == ("Results of management reviews (9.3.3)",)


def test_what_is_named_for_a_clause_serves_all_that_stands_below_it(ask: Ask) -> None:
    card = ask("what does 9.2.2 want from us?").answer

    assert card is not None
    assert {(one.number, one.clause) for one in card.our_documents} == {
        ("QP-0006", "9.2"),
        ("F-012", "9.2"),
    }
    assert [one.ours for one in card.documented] == [("F-012 Internal audit 2026-08",)]
    assert card.gaps == ()


def test_people_from_outside_are_told_of_no_gaps(ask: Ask) -> None:
    nobody = ask("what does 8.4.1 want from us?", viewer=OUTSIDER).answer
    there = ask("clause 9.3").answer

    assert nobody is not None
    assert (nobody.our_documents, nobody.gaps) == ((), ())
    assert there is not None
    assert there.gaps


def test_whether_a_procedure_is_needed_is_answered_first(ask: Ask) -> None:
    card = ask("do we need a procedure for management review?").answer

    assert card is not None
    assert card.kind == "documented"
    assert card.about.startswith(
        "No procedure is asked for by name; what has to be there is the proof: results of "
        "management reviews. Whether you write a procedure as well is your decision."
    )


def test_a_wrong_number_and_a_new_edition_are_noted(ask: Ask) -> None:
    card = ask("10.3", "2026").answer

    assert card is not None
    assert card.clauses[0].number == "10.1"
    assert card.notice == (
        "ISO 9001:2026 has no 10.3: what stood there in 2015 is now in 10.1. "
        "From secondary sources; check your copy."
    )
    assert [(one.edition, one.number) for one in card.other_editions] == [
        ("2015", "10.1"),
        ("2015", "10.3"),
    ]


def test_what_is_confirmed_says_by_whom(ask: Ask, database: Database) -> None:
    with database.begin() as session:
        confirming.confirm(session, PACKS, "2026", by="Priya Nair", on=TODAY, now=NOW)

    card = ask("clause 7.3", "2026").answer

    assert card is not None
    assert card.notice == "Checked against a licensed copy by Priya Nair on 2026-11-16."


def test_a_clause_that_does_not_apply_has_no_gaps(ask: Ask, database: Database) -> None:
    with database.begin() as session:
        company.leave_out(
            session,
            PACKS,
            "8.3",
            edition="2015",
            reason="customers give us every design",
            by="priya",
            now=NOW,
        )

    card = ask("clause 8.3.4").answer

    assert card is not None
    assert card.gaps == ()
    assert card.notice == (
        "The company has declared 8.3.4 not applicable: customers give us every design."
    )


def test_the_company_s_edition_holds_until_another_is_asked_for(
    ask: Ask, database: Database
) -> None:
    with database.begin() as session:
        company.set_standing(session, PACKS, edition="2026", by="priya", now=NOW)

    cards = [ask("clause 7.3").answer, ask("clause 7.3 of ISO 9001:2015").answer]
    cards.append(ask("clause 7.3 of ISO 9001:2015", "2026").answer)

    assert [card.edition for card in cards if card] == ["2026", "2015", "2026"]


def test_what_changed_is_told_overall_and_for_a_clause(ask: Ask) -> None:
    overall = ask("what changed in 2026?")
    clause = ask("what changed in 6.3 in the 2026 edition?").answer
    same = ask("what changed in 7.4 in 2026?").answer

    assert overall.clauses == ()
    assert overall.answer is not None
    assert {"6.1.3", "7.1.6", "10.1"} <= {one.number for one in overall.answer.changes}
    assert clause is not None
    assert clause.about.startswith("What changed in 6.3 in ISO 9001:2026 against 2015:\n6.3 ")
    assert same is not None
    assert same.about == "7.4 in ISO 9001:2026 against 2015: no change is reported."


def test_a_word_of_the_field_is_explained(ask: Ask) -> None:
    part = ask("what does documented information mean?")

    assert part.answer is not None
    assert part.answer.kind == "meaning"
    assert part.answer.about.startswith("Documented information: ")
    assert part.clauses[0].number.startswith("7.5")


def test_another_standard_is_named_and_given_no_clause(ask: Ask) -> None:
    part = ask("what does ISO 14001 say about waste?")

    assert (part.clauses, part.answer) == ((), None)
    assert part.notices == (
        "This is about ISO 14001. The coach knows ISO 9001:2015, ISO 9001:2026 and no other "
        "standard, so it names no clause.",
    )


def test_the_company_s_own_business_gets_no_card(ask: Ask) -> None:
    part = ask("how are suppliers evaluated and re-evaluated by us?")

    assert part.answer is None
    assert part.clauses[0].number == "8.4.1"


def test_a_card_is_plain_json_with_all_that_a_view_needs(ask: Ask) -> None:
    card = ask("clause 8.4").answer

    assert card is not None
    plain = card.plain()
    assert json.loads(json.dumps(plain)) == plain
    assert {"clauses", "about", "asks", "evidence", "documented", "our_documents", "gaps"} < set(
        plain
    )
