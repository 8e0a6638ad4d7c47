from __future__ import annotations

from datetime import date

import pytest

from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.standards import company
from knowledge.standards.confirming import certainty_line, confirm, confirmed
from knowledge.standards.loading import shipped
from knowledge.storage.database import Database
from tests.conftest import NOW

PACKS = shipped()


def test_until_something_is_set_the_edition_is_2015(database: Database) -> None:
    with database.read() as session:
        stated = company.standing(session)

    assert (stated.edition, stated.is_set) == ("2015", False)


def test_what_is_set_later_leaves_the_rest(database: Database) -> None:
    with database.begin() as session:
        company.set_standing(
            session, PACKS, scope="Valves", sites=["Northgate", " "], by="priya", now=NOW
        )
        company.set_standing(session, PACKS, target_edition="2026", by="priya", now=NOW)
        company.set_date(
            session,
            "transition ends",
            date(2029, 9, 30),
            source="certification body",
            checked_on=date(2026, 11, 2),
            by="priya",
        )

    with database.read() as session:
        stated = company.standing(session)
    assert (stated.edition, stated.target_edition) == ("2015", "2026")
    assert (stated.scope, stated.sites) == ("Valves", ("Northgate",))
    assert stated.dates["transition ends"].source == "certification body"


def test_a_clause_may_be_left_out_with_a_reason_and_taken_back_in(database: Database) -> None:
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
    with database.begin() as session:
        stated = company.standing(session)
        below = company.reason_left_out(stated, PACKS, "2015", "8.3.4")
        later = company.reason_left_out(stated, PACKS, "2026", "8.3.4")
        company.take_back_in(session, "8.3", edition="2015")
        after = company.standing(session)

    assert below == later == "customers give us every design"
    assert after.left_out == {}


def test_a_clause_that_applies_to_everybody_can_not_be_left_out(database: Database) -> None:
    with database.begin() as session, pytest.raises(NotAllowed) as refused:
        company.leave_out(
            session, PACKS, "8.4", edition="2015", reason="we buy nothing", by="p", now=NOW
        )

    assert str(refused.value).startswith(
        "8.4 (Control of what is bought or outsourced) can't be left out: it applies to every "
        "company. What may be left out: "
    )


def test_leaving_out_needs_a_reason_and_a_clause_that_is_there(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(BadInput, match="Say in a sentence why"):
            company.leave_out(session, PACKS, "8.3", edition="2015", reason="no", by="p", now=NOW)
        with pytest.raises(NotFound, match="ISO 9001:2026 has no clause"):
            company.leave_out(
                session, PACKS, "10.3", edition="2026", reason="it is gone", by="p", now=NOW
            )
        with pytest.raises(NotFound, match="There is no pack for the edition 2008"):
            company.set_standing(session, PACKS, edition="2008", by="p", now=NOW)


def test_a_day_needs_its_source(database: Database) -> None:
    with database.begin() as session, pytest.raises(BadInput, match="needs a name, a source"):
        company.set_date(
            session, "expires", date(2028, 1, 1), source=" ", checked_on=NOW.date(), by="p"
        )


def test_the_new_edition_is_from_secondary_sources_until_somebody_checks(
    database: Database,
) -> None:
    clause = PACKS.edition("2026").by_number["7.3"]
    with database.begin() as session:
        before = certainty_line(clause, "2026", confirmed(session, PACKS, "2026"))
        confirm(session, PACKS, "2026", by="Priya Nair", on=date(2026, 11, 10), now=NOW)
        after = certainty_line(clause, "2026", confirmed(session, PACKS, "2026"))

    assert before == "from secondary sources; check your copy"
    assert after == "checked against a licensed copy by Priya Nair on 2026-11-10"


def test_a_check_can_not_lie_in_the_future_or_be_nobodys(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(BadInput, match="is still to come"):
            confirm(session, PACKS, "2026", by="Priya", on=date(2027, 1, 1), now=NOW)
        with pytest.raises(BadInput, match="Say who compared the pack"):
            confirm(session, PACKS, "2026", by=" ", on=date(2026, 1, 1), now=NOW)
