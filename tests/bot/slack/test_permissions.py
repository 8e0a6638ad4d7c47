"""Who reads along decides what is quoted: in channels, to guests, to other organisations."""

from datetime import UTC, datetime

import pytest
from slack_sdk.web import WebClient

from bot.local_workspace import Seat, events
from bot.local_workspace.people import Person
from bot.slack.answering import GUEST, SHARED_CHANNEL
from bot.slack.channels import MOST_MEMBERS
from bot.slack.people import People
from bot.slack.pilot import PILOT
from bot.slack.replies import CHANGED
from knowledge.pilot import sign
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.tables import DocumentIssue
from tests.bot.slack.attentive import Attentive, settled
from tests.proofs.delivery.places import wait_for

QUESTION = "Who follows when somebody leaves?"
SECRET = "The succession plan names three people."
COMMON = "Everyone hands over in writing."
OPEN = "Visitors sign the visitors' book."


@pytest.fixture
def answering(coach):
    return Attentive(coach)


@pytest.fixture
def managers_only(published):
    return published("HR-1", SECRET, audience="managers")


@pytest.fixture
def for_all(published):
    return published("QP-8", COMMON)


@pytest.fixture
def public(published):
    return published("PUB-1", OPEN, audience="public")


@pytest.fixture
def ask_in(workspace, coach, serving):
    """Ask by mention; the reply that the asker reads."""

    def ask(channel, who="priya.nair"):
        seat = Seat(workspace, who)
        room = workspace.channel(channel)
        if workspace.bot.id not in room.members:
            room.members.append(workspace.bot.id)
        seat.says(channel, f"@Readiness Coach {QUESTION}")
        settled(workspace, coach)
        return [one.text for one in seat.sees(channel) if one.bot_id][-1]

    return ask


@pytest.fixture
def tell(workspace, coach, serving):
    def told(who):
        seat = Seat(workspace, who)
        seat.tells_app(QUESTION)
        settled(workspace, coach)
        return [one.text for one in seat.sees(seat.direct) if one.bot_id]

    return told


def test_a_person_alone_is_answered_from_all_that_they_may_see(tell, managers_only):
    (reply,) = tell("priya.nair")

    assert SECRET in reply


def test_in_a_channel_only_what_everyone_there_may_see(ask_in, answering, managers_only, for_all):
    reply = ask_in("#quality")  # not all who are there are managers

    assert SECRET not in reply
    assert COMMON in reply
    assert answering.asked == [(QUESTION, ["everyone"])]


def test_in_a_channel_of_managers_their_documents_are_quoted(workspace, ask_in, managers_only):
    room = workspace.channel("#management-review")
    room.members = [
        one for one in room.members if one != workspace.person("tom.ridley").id
    ]  # the settings of this test don't list him

    assert SECRET in ask_in("#management-review")


def test_one_who_may_not_see_it_is_enough(ask_in, managers_only):
    assert SECRET not in ask_in("#management-review")


def test_who_joins_a_channel_counts_at_once(workspace, coach, ask_in, managers_only):
    room, tom = workspace.channel("#management-review"), workspace.person("tom.ridley")
    room.members.remove(tom.id)
    assert SECRET in ask_in("#management-review")
    room.members.append(tom.id)
    events.membership(workspace, room, tom.id, joined=True)
    settled(workspace, coach)

    assert SECRET not in ask_in("#management-review")


def test_who_has_left_reads_along_no_more(workspace, ask_in, managers_only):
    workspace.person("tom.ridley").deleted = True

    assert SECRET in ask_in("#management-review")


def test_other_apps_in_a_channel_are_no_readers(workspace, ask_in, for_all):
    app = Person("poll", "Polls", kind="app", team_id=workspace.team.id)
    workspace.people[app.id] = app
    workspace.channel("#quality").members.append(app.id)

    assert COMMON in ask_in("#quality")


def test_more_than_two_hundred_people_get_what_everyone_may_see(
    workspace, ask_in, answering, managers_only, for_all
):
    crowd = [Person(f"person.{number}", f"Person {number}") for number in range(MOST_MEMBERS)]
    for one in crowd:
        one.team_id = workspace.team.id
    workspace.people |= {one.id: one for one in crowd}
    workspace.channel("#management-review").members += [one.id for one in crowd]

    assert COMMON in ask_in("#management-review")
    assert answering.asked == [(QUESTION, ["everyone"])]
    assert len(workspace.record.of("users.info")) < 5


def test_a_crowd_is_looked_up_in_the_list_of_members(workspace, ask_in, for_all):
    crowd = [Person(f"person.{number}", f"Person {number}") for number in range(60)]
    for one in crowd:
        one.team_id = workspace.team.id
    workspace.people |= {one.id: one for one in crowd}
    workspace.channel("#quality").members += [one.id for one in crowd]

    assert COMMON in ask_in("#quality")
    assert len(workspace.record.of("users.list")) == 1
    assert len(workspace.record.of("users.info")) < 5


def test_where_slack_does_not_list_the_members_everyone_counts(
    workspace, ask_in, answering, managers_only, for_all
):
    workspace.faults.next("server_error", 20, only="conversations.members")

    assert COMMON in ask_in("#management-review")
    assert answering.asked == [(QUESTION, ["everyone"])]


def test_a_guest_gets_public_documents_alone(tell, for_all, public):
    (reply,) = tell("ines.calder")

    assert OPEN in reply
    assert COMMON not in reply


def test_a_guest_is_offered_nothing_that_is_for_employees(
    workspace, tell, for_all, public, serving
):
    tell("ines.calder")
    guest = Seat(workspace, "ines.calder")
    answer = [one for one in guest.sees(guest.direct) if one.bot_id][-1]

    assert "answer_open" in str(answer.blocks)
    for offered in ("answer_helpful", "answer_unhelpful", "answer_ask_quality"):
        assert offered not in str(answer.blocks)

    guest.tells_app("help")
    assert wait_for(lambda: "only documents marked public" in str(guest.sees(guest.direct)[-1]), 10)
    helped = str(guest.sees(guest.direct)[-1].blocks)
    assert "/qms records" not in helped
    assert "Ask the quality team" not in helped


def test_a_guest_is_told_if_nothing_public_says_it(tell, for_all, coach):
    assert tell("ines.calder") == [GUEST]
    with coach.database.read() as session:
        assert session.query(Turn).one().outcome == "not_found"


def test_a_guest_in_a_channel_narrows_it_to_what_is_public(workspace, ask_in, for_all, public):
    workspace.channel("#quality").members.append(workspace.person("ines.calder").id)

    reply = ask_in("#quality")

    assert OPEN in reply
    assert COMMON not in reply


def test_a_channel_shared_with_another_organisation_gets_public_documents_alone(
    ask_in, for_all, public
):
    reply = ask_in("#supplier-hagen", "sofia.brandt")

    assert OPEN in reply
    assert COMMON not in reply


def test_a_shared_channel_is_told_if_nothing_public_says_it(ask_in, for_all):
    assert ask_in("#supplier-hagen", "sofia.brandt") == SHARED_CHANNEL


def test_somebody_of_another_organisation_gets_public_documents_alone(ask_in, for_all, answering):
    assert ask_in("#supplier-hagen", "rolf.hagen") == SHARED_CHANNEL
    assert answering.asked == [(QUESTION, [])]


def test_where_slack_does_not_say_whether_a_channel_is_shared_it_counts_as_shared(
    workspace, ask_in, for_all
):
    workspace.faults.next("server_error", 20, only="conversations.info")

    assert ask_in("#quality") == SHARED_CHANNEL


def test_a_private_reply_in_a_shared_channel_is_for_the_asker_alone(
    workspace, coach, serving, for_all
):
    seat = Seat(workspace, "sofia.brandt")
    seat.runs("/qms", QUESTION, channel="#supplier-hagen")
    settled(workspace, coach)

    (reply,) = [one for one in seat.sees("#supplier-hagen") if one.bot_id]
    assert COMMON in reply.text
    assert reply.ephemeral_for == seat.person.id


def test_what_is_withdrawn_from_everyone_before_it_is_sent_is_not_sent(
    workspace, coach, serving, for_all
):
    workspace.faults.next("rate_limit", only="chat.postMessage")
    seat = Seat(workspace, "gareth.pugh")
    seat.tells_app(QUESTION)

    def held_back():
        with coach.database.begin() as session:
            one = session.query(Delivery).first()
            if one is None or one.state != "pending" or not one.attempt:
                return False
            session.query(DocumentIssue).update({"audience": "managers"})
            return True

    assert wait_for(held_back, 10)
    assert wait_for(lambda: [one for one in seat.sees(seat.direct) if one.bot_id], 10)
    assert [one.text for one in seat.sees(seat.direct) if one.bot_id] == [CHANGED]


def test_somebody_who_has_left_gets_nothing(workspace, coach, serving, for_all, answering):
    seat = Seat(workspace, "gareth.pugh")
    seat.tells_app(QUESTION)
    settled(workspace, coach)
    seat.person.deleted = True
    workspace.emit({"type": "user_change", "user": {"id": seat.person.id, "deleted": True}})
    settled(workspace, coach)
    seat.tells_app("And drawings?")
    settled(workspace, coach)

    assert len(answering.asked) == 1
    assert len([one for one in seat.sees(seat.direct) if one.bot_id]) == 1


def test_a_change_of_a_person_counts_at_once(workspace, coach, serving, tell, managers_only):
    assert SECRET in tell("priya.nair")[0]
    workspace.person("priya.nair").kind = "guest"
    workspace.emit({"type": "user_change", "user": {"id": workspace.person("priya.nair").id}})
    settled(workspace, coach)

    assert tell("priya.nair")[1] == GUEST


# Names, zones, e-mail


@pytest.fixture
def people(workspace):
    client = WebClient(workspace.app.bot_token, base_url=f"{workspace.address}/api/")
    return People(client, lambda: datetime(2026, 11, 16, 9, 0, tzinfo=UTC))


def test_a_person_has_the_name_the_zone_and_the_e_mail_that_slack_has(workspace, people):
    katrin = workspace.person("katrin.vogel")

    known = people.person(katrin.id)

    assert (known.name, known.zone) == ("Katrin Vogel", "Europe/Berlin")
    assert known.email == "katrin.vogel@brennick.example"
    assert (known.active, known.employee, known.bot) == (True, True, False)


def test_what_is_known_of_a_person_is_asked_for_again_once_it_changed(workspace, people):
    katrin = workspace.person("katrin.vogel")
    people.person(katrin.id)
    katrin.tz = "Europe/London"

    assert people.person(katrin.id).zone == "Europe/Berlin"
    people.forget(katrin.id)
    assert people.remembered(katrin.id) is None
    assert people.person(katrin.id).zone == "Europe/London"


# The pilot


@pytest.fixture
def pilot(coach):
    coach.company = coach.company.model_copy(update={"pilot": True})


def test_in_the_pilot_only_the_quality_team_is_answered(pilot, tell, for_all, answering):
    assert tell("gareth.pugh") == [PILOT]
    assert COMMON in tell("priya.nair")[0]
    assert len(answering.asked) == 1


def test_once_it_is_signed_everyone_is_answered(pilot, tell, for_all, coach):
    with coach.database.begin() as session:
        sign(session, "Priya Nair", {"quality"}, live=True, generation_id=None, now=coach.clock())

    assert COMMON in tell("gareth.pugh")[0]


def test_back_in_the_pilot_what_was_answered_shows_and_shares_no_more(
    pilot, workspace, serving, for_all, coach, published
):
    for number in range(5):
        published(f"QP-1{number}")

    def signed(live):
        with coach.database.begin() as session:
            roles = {"quality"}
            sign(session, "Priya Nair", roles, live=live, generation_id=None, now=coach.clock())

    signed(live=True)
    seat = Seat(workspace, "gareth.pugh")
    seat.runs("/qms", QUESTION, channel="#quality")
    assert wait_for(lambda: any(COMMON in one.text for one in seat.sees("#quality")), 10)
    answer = next(one for one in seat.sees("#quality") if COMMON in one.text)
    settled(workspace, coach)
    signed(live=False)

    seat.clicks(answer, "answer_more")
    assert wait_for(lambda: seat.modal and PILOT in str(seat.modal.view), 10)
    seat.closes(seat.modal, everything=True)
    seat.clicks(answer, "answer_share")
    assert wait_for(lambda: any(one.text == PILOT for one in seat.sees(seat.direct)), 10)
    settled(workspace, coach)

    shared = [one for one in seat.sees("#quality") if one.bot_id and not one.ephemeral_for]
    assert shared == []
    signed(live=True)
    seat.clicks(answer, "answer_more")
    assert wait_for(lambda: seat.modal and COMMON in str(seat.modal.view), 10)
