"""Sessions in Slack: a lead records several people at once, with trainer, day, list and proof."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from knowledge import registers, training
from knowledge.evidence import evidence_for
from knowledge.people import find
from tests.bot.slack.brennick import copy_to, keep_here, wait_until_matched
from tests.bot.slack.documents import NOW
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

LIST = b"%PDF-1.4 a signed list"
QP_0009 = "reading:QP-0009 F"
TORQUE = "course:C-05"


@pytest.fixture
def coach(coach, tmp_path):
    copy_to(tmp_path)
    coach.clock = MovedClock(NOW)
    return coach


@pytest.fixture
def serving(serving, coach):
    """With everybody's account known."""

    wait_until_matched(coach)
    return serving


@pytest.fixture
def gareth(workspace, serving):
    """He leads machining, where four people have QP-0009 to read."""
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def aisha(workspace, serving):
    """She leads assembly."""
    return Seated(workspace, "aisha.rahman")


def words_of(view):
    return [
        block["text"]["text"] if "text" in block else block["elements"][0]["text"]
        for block in view.view["blocks"]
        if block["type"] in ("section", "context", "header")
    ]


def field(modal, name):
    return next(
        block["element"]
        for block in modal.view["blocks"]
        if block["block_id"].partition("~")[0] == name
    )


def groups(modal, name):
    return {
        group["label"]["text"]: [option["text"]["text"] for option in group["options"]]
        for group in field(modal, name)["option_groups"]
    }


def value_of(modal, name, words):
    """The value of the option that begins with these words."""
    return next(
        option["value"]
        for group in field(modal, name)["option_groups"]
        for option in group["options"]
        if option["text"]["text"].startswith(words)
    )


def shows(person, words):
    return lambda: person.seat.modal is not None and words in str(person.seat.modal.view)


def opens(person, topic=None):
    person.seat.runs("/qms", "session")
    assert wait_for(shows(person, "What was it about?"), 10)
    if topic is not None:
        person.seat.clicks(person.seat.modal, "record_topic", topic)
        assert wait_for(shows(person, "On which day?"), 10)
    return person.seat.modal


def picks(person, name, typed):
    return person.seat.searches(person.seat.modal, f"person_{name}", typed)[0]["value"]


def records(person, *names, **given):
    """Hand the form in for those of the list whose names begin so."""
    modal = person.seat.modal
    given = {"attended": [value_of(modal, "attended", name) for name in names], **given}
    typed = {}
    for block in modal.view["blocks"]:
        name = block["block_id"].partition("~")[0]
        if given.get(name) is not None:
            typed[block["block_id"]] = {block["element"]["action_id"]: given[name]}
    return person.seat.submits(modal, typed)


def shows_kind(person, kind, field_then):
    person.seat.clicks(person.seat.modal, "record_kind", kind)
    assert wait_for(shows(person, f"'block_id': '{field_then}'"), 10)


def test_the_form_first_asks_what_it_was_about_and_then_who_was_there(gareth):
    first = opens(gareth)
    topics = groups(first, "topic")
    assert [block["type"] for block in first.view["blocks"]] == ["context", "input"]
    assert topics["Open now"] == [
        "WI-110 revision 3 · open for 7",
        "QP-0009 revision F · open for 4",
        "C-13 First-off inspection at the CNC machine · open for 2",
    ]
    assert topics["Other courses"][0] == "C-01 Induction (TRN-01)"

    form = opens(gareth, QP_0009)

    assert groups(form, "attended") == {
        "It is open for": [
            "Graham Boyle · 0025 · no account",
            "Joanne Webb · 0174",
            "Keith Sandford · 0007 · no account",
            "Tomasz Lis · 0124 · no account",
        ]
    }
    assert words_of(form)[-1] == (
        "The training register is kept in a file. What you record here is *reported, waiting for "
        "confirmation*: reminders stop, and the next import of the file confirms it."
    )


def test_a_session_is_reported_for_each_with_the_list_as_evidence(gareth, coach):
    opens(gareth, QP_0009)
    card = gareth.seat.uploads("list.pdf", LIST)

    assert records(
        gareth, "Joanne", "Keith", performed_on="2026-11-05", file=[card.id],
        from_outside="Northgate Training Ltd",
    ) == {"closed": True}  # fmt: skip

    digest = hashlib.sha256(LIST).hexdigest()
    told = gareth.reads(gareth.seat.direct, "The session on QP-0009")
    assert told.text == (
        "The session on QP-0009 revision F of 2026-11-05, given by Northgate Training Ltd, is "
        "recorded for 2 people. It was entered 11 days after it was held and shows as late. "
        f"Evidence: signed form list.pdf. Our copy has the SHA-256 {digest[:12]}…\n"
        "• Joanne Webb (TA-0627): reported, waiting for confirmation\n"
        "• Keith Sandford (TA-0610): reported, waiting for confirmation\n"
        "The next import of the register's file confirms what is reported."
    )
    with coach.database.read() as session:
        waiting = registers.waiting(session, "training")
        assert sorted(row.item for row in waiting) == ["TA-0610", "TA-0627"]
        (row,) = evidence_for(session, "training", "TA-0610")
        keith, joanne = find(session, "0007"), find(session, "0174")
        assert (row.file_hash, row.person_id) == (digest, keith.id)
        assert row.attended == sorted([keith.id, joanne.id])


def test_an_account_of_several_people_is_named_and_its_people_recorded(gareth, coach):
    with coach.database.begin() as session:
        find(session, "0007").slack_account = find(session, "0174").slack_account

    form = opens(gareth, QP_0009)

    assert "Keith Sandford · 0007 · several people use their account" in str(form.view)
    shows_kind(gareth, "record reference", "system")
    records(
        gareth, "Keith", performed_on="2026-11-16", from_outside="Northgate Training Ltd",
        system="Binder 12", identifier="26/114", dated_on="2026-11-16",
    )  # fmt: skip
    gareth.reads(gareth.seat.direct, "• Keith Sandford (TA-0610): reported")


def test_a_qualification_asks_who_was_found_able_and_counts_at_once(aisha, coach):
    keep_here(coach.database, "training")
    form = opens(aisha, TORQUE)
    assert "Who was there and was found able to do it?" in str(form.view)
    assert words_of(form)[-1] == (
        "It counts at once: you record it for others, and nobody can record their own."
    )
    shows_kind(aisha, "observation", "person_assessor")
    tracy = picks(aisha, "assessor", "Tracy Bell")
    picks(aisha, "trainer", "Tracy Bell")

    done = records(
        aisha, "Rob Yates", performed_on="2026-11-14", person_trainer=tracy,
        person_assessor=tracy, note="Ten valves each, all within limits.",
    )  # fmt: skip

    assert done == {"closed": True}
    told = aisha.reads(aisha.seat.direct, "The session on C-05")
    assert told.text.endswith("• Rob Yates (TA-0529): recorded")
    with coach.database.read() as session:
        rob = find(session, "0192")
        assert training.barred(session, rob, today=NOW.date()) == []
        done = training.history(session, rob)[0]
        assert (done.result, done.performed_on) == ("passed", date(2026, 11, 14))


def test_who_was_not_assigned_can_be_chosen_and_is_reported_by_course_and_number(gareth, coach):
    opens(gareth, "course:C-03")
    card = gareth.seat.uploads("list.pdf", LIST)

    records(gareth, "Keith", performed_on="2026-11-16", file=[card.id], from_outside="R. Calder")

    gareth.reads(
        gareth.seat.direct, "• Keith Sandford (C-03 of 0007): reported, waiting for confirmation"
    )


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"performed_on": "2026-11-17"}, "That day is still to come. Give the day it was done."),
        ({"from_outside": None}, "Choose who gave it, or name them below."),
        ({"system": None}, "Please complete this required field."),
        ({"attended": []}, "Please complete this required field."),
    ],
)
def test_what_can_not_be_is_said_below_its_field(gareth, coach, given, errors):
    opens(gareth, QP_0009)
    shows_kind(gareth, "record reference", "system")
    known = {
        "performed_on": "2026-11-16", "from_outside": "Northgate", "system": "Binder 12",
        "identifier": "26/114", "dated_on": "2026-11-16",
    }  # fmt: skip

    refused = records(gareth, "Keith", **known | given)

    assert list(refused["errors"].values()) == [errors]
    with coach.database.read() as session:
        assert registers.waiting(session, "training") == []


def test_nobody_trains_themselves(aisha):
    opens(aisha, TORQUE)
    shows_kind(aisha, "record reference", "system")
    rob = picks(aisha, "trainer", "Rob Yates")

    refused = records(
        aisha, "Rob Yates", performed_on="2026-11-16", person_trainer=rob, system="Binder",
        identifier="1", dated_on="2026-11-16",
    )  # fmt: skip

    assert refused == {
        "errors": {"person_trainer": "Nobody trains themselves. Take them off the list."}
    }


def test_quality_records_a_session_of_people_of_any_team(workspace, serving):
    priya = Seated(workspace, "priya.nair")
    form = opens(priya, QP_0009)
    assert "Keith Sandford · 0007 · no account" in groups(form, "attended")["It is open for"]
    assert "Who else?" in str(form.view)

    opens(priya, "course:C-03")
    picks(priya, "others", "Graham Boyle")
    graham = picks(priya, "others", "Graham Boyle")
    card = priya.seat.uploads("list.pdf", LIST)
    records(
        priya, performed_on="2026-11-16", file=[card.id], from_outside="R. Calder",
        person_others=[graham],
    )  # fmt: skip

    priya.reads(priya.seat.direct, "• Graham Boyle (C-03 of 0025): reported")


def test_only_leads_record_sessions_and_home_and_help_say_so(workspace, serving, gareth):
    joanne = Seated(workspace, "joanne.webb")
    joanne.seat.runs("/qms", "session")
    assert wait_for(
        shows(joanne, "Sessions are recorded by leads and quality. Ask one of them."), 10
    )

    for person in (joanne, gareth):
        person.seat.opens_app("home")
    assert wait_for(lambda: joanne.seat.home and gareth.seat.home, 10)
    assert "record_session" not in str(joanne.seat.home.view)
    gareth.seat.clicks(gareth.seat.home, "record_session")
    assert wait_for(shows(gareth, "What was it about?"), 10)

    gareth.seat.runs("/qms", "help")
    gareth.reads(gareth.seat.direct, button="`/qms session` is for leads")
