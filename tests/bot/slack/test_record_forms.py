"""Records in Slack: what is done is entered with its evidence, and what is forbidden is said."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from knowledge import capa, registers, training
from knowledge.evidence import evidence_for, read_file
from knowledge.people import find
from knowledge.storage.record_tables import Person
from tests.bot.slack.brennick import copy_to, keep_here
from tests.bot.slack.documents import NOW
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

FORM_COPY = b"%PDF-1.4 a torque check"
TORQUE, READING, ACTION = "training:TA-0529", "training:TA-0627", "action:CAPA-2026-011"


@pytest.fixture
def coach(coach, tmp_path):
    copy_to(tmp_path)
    coach.clock = MovedClock(NOW)
    return coach


@pytest.fixture
def serving(serving, coach):
    """With everybody's account known."""
    assert wait_for(lambda: _has_account(coach), 10), "nobody was matched"
    return serving


def _has_account(coach):
    with coach.database.read() as session:
        return find(session, "0174").slack_account is not None


@pytest.fixture
def joanne(workspace, serving):
    """A planner of Gareth's team who has something to read."""
    return Seated(workspace, "joanne.webb")


@pytest.fixture
def rob(workspace, serving):
    """A fitter of Aisha's whose qualification for torque has run out."""
    return Seated(workspace, "rob.yates")


@pytest.fixture
def gareth(workspace, serving):
    """Joanne's lead."""
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def aisha(workspace, serving):
    """She leads assembly."""
    return Seated(workspace, "aisha.rahman")


@pytest.fixture
def priya(workspace, serving):
    return Seated(workspace, "priya.nair")


def opens_list(person):
    person.seat.runs("/qms", "records")
    assert wait_for(lambda: person.seat.modal and "For you" in str(person.seat.modal.view), 10)
    return person.seat.modal


def opens_form(person, key, what="done", showing="block_id"):
    """Choose something from the menu at an item of my records."""
    made = opens_list(person)
    for block in made.view["blocks"]:
        element = block.get("accessory") or {}
        values = [element.get("value")] + [one["value"] for one in element.get("options", [])]
        if f"{what}|{key}" in values:
            given = None if element["type"] == "button" else f"{what}|{key}"
            person.seat.clicks(made, element["action_id"], given)
            break
    else:
        raise AssertionError(f"{key} is not among the records: {made.view['blocks']}")
    opened = "One moment"
    assert wait_for(
        lambda: person.seat.modal.id != made.id and opened not in str(person.seat.modal.view), 10
    )
    return person.seat.modal


def words_of(view):
    return [
        block["text"]["text"] if "text" in block else block["elements"][0]["text"]
        for block in view.view["blocks"]
        if block["type"] in ("section", "context", "header")
    ]


def fills(person, **given):
    """Hand the open form in; menus have an action of their own name."""
    own = {"kind": "record_kind", "move": "record_move"}
    typed = {
        name: {own.get(name, name): value} for name, value in given.items() if value is not None
    }
    return person.seat.submits(person.seat.modal, typed)


def picks(person, field, name):
    """Type into a menu of people and take the first."""
    person.seat.searches(person.seat.modal, f"person_{field}", name)
    options = person.seat.searches(person.seat.modal, f"person_{field}", name)
    return options[0]["value"]


def chooses_kind(person, kind):
    modal = person.seat.modal
    person.seat.clicks(modal, "record_kind", kind)
    fields = {"signed form": "file", "observation": "person_assessor"}
    wanted = {"block_id": fields.get(kind, "system")}
    assert wait_for(
        lambda: any(wanted.items() <= one.items() for one in person.seat.modal.view["blocks"]), 10
    )


def test_my_records_are_listed_and_without_any_the_list_says_so(joanne, priya):
    words = words_of(opens_list(joanne))

    assert words[:2] == [
        "For you",
        "*TA-0627 QP-0009 revision F*\n:red_circle: due 13 Nov 2026, 3 days late",
    ]
    assert words[2:] == ["*TA-0649 WI-110 revision 3*\ndue 30 Nov 2026"]


def test_a_lead_sees_what_is_late_in_the_team_and_nothing_of_others(gareth):
    words = words_of(opens_list(gareth))

    assert words[:3] == ["For you", "Nothing is open for you.", "Late in your team"]
    late = words[3:]
    assert [line.split("\n")[0] for line in late] == [
        "*TA-0610 QP-0009 revision F* · Keith Sandford",
        "*TA-0612 QP-0009 revision F* · Graham Boyle",
        "*TA-0618 QP-0009 revision F* · Tomasz Lis",
        "*TA-0627 QP-0009 revision F* · Joanne Webb",
    ]


def test_reading_is_reported_where_the_register_is_a_file(joanne, coach):
    form = opens_form(joanne, READING)
    assert words_of(form) == [
        "*TA-0627 · QP-0009 revision F*\nDue 13 Nov 2026",
        "This register is kept in a file. What you hand in here is *reported, waiting for "
        "confirmation*: reminders stop, and the next import of the file confirms it.",
    ]

    assert joanne.seat.submits(form, {}) == {"closed": True}

    assert joanne.reads(joanne.seat.direct, "QP-0009").text == (
        "You have read QP-0009 revision F: reported, waiting for confirmation. The next import "
        "of the register's file confirms it."
    )
    with coach.database.read() as session:
        assert [row.item for row in registers.waiting(session, "training")] == ["TA-0627"]


def test_reading_counts_at_once_where_the_coach_keeps_the_register(joanne, coach):
    keep_here(coach.database, "training")
    form = opens_form(joanne, READING)

    joanne.seat.submits(form, {})

    joanne.reads(joanne.seat.direct, "You have read QP-0009 revision F: recorded.")
    with coach.database.read() as session:
        person = find(session, "0174")
        open_now = training.open_items(session, today=NOW.date(), person=person)
        assert "TA-0627" not in [item.id for item in open_now]


def test_an_account_of_several_people_acknowledges_for_nobody(joanne, coach):
    with coach.database.begin() as session:
        find(session, "0200").slack_account = joanne.id
    joanne.seat.runs("/qms", "records")

    assert wait_for(
        lambda: (
            joanne.seat.modal
            and words_of(joanne.seat.modal)
            == [
                "This account is shared, so nobody can tell who has read it. "
                "Ask your lead to record a session with trainer, date and list."
            ]
        ),
        10,
    )


def test_a_file_is_copied_with_its_hash_before_it_counts(rob, coach):
    opens_form(rob, TORQUE)
    chooses_kind(rob, "signed form")
    card = rob.seat.uploads("torque check.pdf", FORM_COPY)

    assert fills(rob, performed_on="2026-11-14", file=[card.id]) == {"closed": True}

    digest = hashlib.sha256(FORM_COPY).hexdigest()
    told = rob.reads(rob.seat.direct, "Torque")
    assert told.text == (
        "TA-0529 Torque: reported, waiting for confirmation. The next import of the "
        "register's file confirms it. Evidence: signed form torque check.pdf. "
        f"Our copy has the SHA-256 {digest[:12]}…"
    )
    assert read_file(coach.evidence, digest) == FORM_COPY
    with coach.database.read() as session:
        (row,) = evidence_for(session, "training", "TA-0529")
        assert (row.file_hash, row.performed_on) == (digest, date(2026, 11, 14))


def test_a_file_that_slack_does_not_give_counts_for_nothing(rob, coach, workspace):
    opens_form(rob, TORQUE)
    chooses_kind(rob, "signed form")
    card = rob.seat.uploads("card.pdf", FORM_COPY)
    workspace.files[card.id].content = FORM_COPY[:10]
    card.length = 10
    del workspace.files[card.id]

    fills(rob, performed_on="2026-11-14", file=[card.id])

    with coach.database.read() as session:
        assert evidence_for(session, "training", "TA-0529") == []
        assert registers.waiting(session, "training") == []


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        (
            {"performed_on": "2026-11-17"},
            {"performed_on": "That day is still to come. Give the day it was done."},
        ),
        (
            {"performed_on": "1926-11-14"},
            {"performed_on": "That date is long past. Check the year."},
        ),
        (
            {"performed_on": "2026-11-14", "system": None},
            {"system": "Please complete this required field."},
        ),
    ],
)
def test_what_can_not_be_is_said_below_its_field(rob, coach, given, errors):
    opens_form(rob, TORQUE)
    chooses_kind(rob, "record reference")
    known = {"system": "Training file", "identifier": "0070/26", "dated_on": "2026-11-14"}

    assert fills(rob, **known | given) == {"errors": errors}

    with coach.database.read() as session:
        assert evidence_for(session, "training", "TA-0529") == []


def test_nobody_observes_themselves(rob):
    opens_form(rob, TORQUE)
    chooses_kind(rob, "observation")
    me = picks(rob, "assessor", "Rob Yat")

    refused = fills(rob, performed_on="2026-11-14", note="All ten right.", person_assessor=me)

    assert refused == {
        "errors": {"person_assessor": "Nobody assesses themselves. Name who watched."}
    }


def test_a_lead_records_an_observation_and_it_counts(aisha, coach):
    keep_here(coach.database, "training")
    opens_form(aisha, TORQUE)
    chooses_kind(aisha, "observation")
    watched = picks(aisha, "assessor", "Tracy Bell")

    handed_in = fills(
        aisha,
        performed_on="2026-11-14",
        note="Ten valves, all within limits.",
        person_assessor=watched,
    )

    assert handed_in == {"closed": True}
    assert aisha.reads(aisha.seat.direct, "Torque").text == (
        "TA-0529 Torque: recorded. Evidence: observation: Ten valves, all within limits."
    )
    with coach.database.read() as session:
        person = find(session, "0192")
        assert training.barred(session, person, today=NOW.date()) == []


def test_a_corrective_action_moves_on_by_its_rules(aisha, coach):
    keep_here(coach.database, "capa")
    with coach.database.read() as session:
        before = capa.find(session, "CAPA-2026-011").stage
    form = opens_form(aisha, ACTION)
    assert before == "action planned"
    assert "*CAPA-2026-011 · Body cap leaks" in words_of(form)[0]

    fills(aisha, performed_on="2026-11-16")

    aisha.reads(aisha.seat.direct, "recorded. It is now implemented.")
    with coach.database.read() as session:
        action = capa.find(session, "CAPA-2026-011")
        assert action.stage == "implemented"
        assert capa.steps_of(session, action)[-1].recorded_by == action.owner_id


def test_a_step_asks_for_its_facts(aisha, coach):
    keep_here(coach.database, "capa")
    with coach.database.begin() as session:
        capa.find(session, "CAPA-2026-011").stage = "cause found"
    opens_form(aisha, ACTION)
    known = {
        "performed_on": "2026-11-16",
        "action": "Torque is checked after each change of gasket.",
        "criterion": "No leak in the next lots.",
        "measure": "The test sheets.",
    }

    assert fills(aisha, **known) == {
        "errors": {"effectiveness_due_on": "Give a day here, or a number of lots below."}
    }
    assert fills(aisha, **known, lots_to_check="5") == {"closed": True}

    aisha.reads(aisha.seat.direct, "recorded. It is now action planned.")
    with coach.database.read() as session:
        assert capa.find(session, "CAPA-2026-011").lots_to_check == 5


def test_effectiveness_by_lots_asks_how_many_were_checked(priya, coach):
    keep_here(coach.database, "capa")
    with coach.database.begin() as session:
        action = capa.find(session, "CAPA-2026-011")
        action.stage, action.lots_to_check, action.effectiveness_due_on = "implemented", 5, None
        action.closer_id = find(session, "0083").id
    form = opens_form(priya, "effectiveness:CAPA-2026-011")
    assert "How many of the 5 lots have been checked?" in str(form.view)
    known = {"performed_on": "2026-11-16", "finding": "No leak."}

    few = fills(priya, **known, lots_checked="4")
    enough = fills(priya, **known, lots_checked="5")

    assert few == {
        "errors": {
            "move": "CAPA-2026-011 has seen 4 of 5 lots. "
            "It can be called effective when all have been seen."
        }
    }
    assert enough == {"closed": True}
    priya.reads(priya.seat.direct, "recorded. It is now effectiveness reviewed.")


def test_a_step_of_an_action_kept_in_a_file_is_reported(aisha, coach):
    form = opens_form(aisha, ACTION)
    assert [block["block_id"] for block in form.view["blocks"]][1:4] == [
        "move", "performed_on", "kind",
    ]  # fmt: skip

    fills(aisha, performed_on="2026-11-16")

    aisha.reads(aisha.seat.direct, "CAPA-2026-011", "reported, waiting for confirmation")
    with coach.database.read() as session:
        (row,) = registers.waiting(session, "capa")
        assert (row.item, row.payload) == ("CAPA-2026-011", {"implemented_on": "2026-11-16"})


def presses(person, action_id, showing):
    made = opens_list(person)
    person.seat.clicks(made, action_id)
    assert wait_for(
        lambda: showing in str(person.seat.modal.view) and person.seat.modal.id != made.id, 10
    ), person.seat.modal.view
    return person.seat.modal


def test_a_lead_adds_a_corrective_action(gareth, coach):
    keep_here(coach.database, "capa")
    presses(gareth, "record_new_action", "What happened?")
    owner = picks(gareth, "owner", "simon")
    known = {
        "title": "Coolant on the floor at CNC 4",
        "description": "A hose came off during the night shift.",
        "source": "process",
        "person_owner": owner,
        "clause": "7.1.4",
    }

    past = fills(gareth, **known, due_on="2026-11-01")
    unset = fills(gareth, **known | {"source": "certification body"}, due_on="2026-12-01")
    fills(gareth, **known, due_on="2026-12-01")

    assert past == {"errors": {"title": "2026-11-01 is past. Give a due date from today on."}}
    assert unset == {
        "errors": {
            "fixed_on": "The certification body's date goes with its actions, and only with them."
        }
    }
    gareth.reads(gareth.seat.direct, "CAPA-2026-028 Coolant on the floor at CNC 4 is recorded")
    with coach.database.read() as session:
        action = capa.find(session, "CAPA-2026-028")
        assert session.get_one(Person, action.owner_id).name == "Simon Whitlock"


def test_what_belongs_into_the_file_is_not_added_here(gareth):
    made = presses(gareth, "record_new_action", "kept in a file")

    assert words_of(made) == [
        "The capa register is kept in a file: report what was done here, "
        "and the next import confirms it."
    ]


def test_only_leads_and_quality_are_offered_to_add(joanne, gareth):
    assert "record_new_action" not in str(opens_list(joanne).view)
    assert "record_new_action" in str(opens_list(gareth).view)


def test_a_lead_assigns_training(gareth, coach):
    keep_here(coach.database, "training")
    presses(gareth, "record_new_assignment", "Who is to be trained?")
    someone = picks(gareth, "person", "jamie")
    options = next(
        block["element"]["options"]
        for block in gareth.seat.modal.view["blocks"]
        if block.get("block_id") == "course"
    )
    assert options[0]["text"]["text"] == "C-01 Induction (TRN-01)"

    fills(gareth, person_person=someone, course=options[3]["value"], due_on="2026-12-15")

    gareth.reads(
        gareth.seat.direct,
        "Drawing reading and geometrical tolerances is assigned to Jamie Ortega",
        "due on 2026-12-15.",
    )


def test_a_lead_gives_more_time_and_the_first_date_stays(gareth, coach):
    keep_here(coach.database, "training")
    opens_form(gareth, READING, "extend")

    assert fills(gareth, to_on="2026-11-16", reason="away") == {
        "errors": {"to_on": "Choose a day after today."}
    }
    fills(gareth, to_on="2026-11-27", reason="away at a customer's")

    gareth.reads(gareth.seat.direct, "is now due on 2026-11-27")
    with coach.database.read() as session:
        row = training.assignment(session, "TA-0627")
        assert (row.due_on, row.first_due_on) == (date(2026, 11, 27), date(2026, 11, 13))


def test_quality_hands_an_action_over(priya, aisha, coach):
    keep_here(coach.database, "capa")
    aisha_form = opens_form(aisha, ACTION, "reassign")
    assert "Who takes it over?" in str(aisha_form.view)
    other = picks(aisha, "other", "Tracy Bell")

    fills(aisha, person_other=other, reason="She leads the cell.")

    aisha.reads(aisha.seat.direct, "CAPA-2026-011 is now Tracy Bell's.")


def test_names_are_offered_to_those_in_the_register_alone(workspace, serving, coach, rob):
    opens_form(rob, TORQUE)
    chooses_kind(rob, "observation")
    assert rob.seat.searches(rob.seat.modal, "person_assessor", "zzz") == []
    with coach.database.begin() as session:
        find(session, "0192").slack_account = None

    assert rob.seat.searches(rob.seat.modal, "person_assessor", "Simon") == []
