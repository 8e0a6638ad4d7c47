"""An unmodified Bolt app over Socket Mode."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.local_workspace import NotAnswered, Refused, Seat, Workspace
from tests.bot.local_workspace.building import (
    Coach,
    actions,
    button,
    modal,
    mrkdwn,
    option,
    plain,
    section,
    text_input,
    until,
)


def texts(seat: Seat) -> list[str]:
    return [message.text for message in seat.sees(seat.direct)]


def test_a_direct_message_is_answered(coach, priya, workspace):
    @coach.app.event("message")
    def answer(event, say):
        say(f"You asked: {event['text']}")

    priya.tells_app("Which procedure covers calibration?")

    until(workspace, lambda: len(texts(priya)) == 2)
    assert texts(priya)[1] == "You asked: Which procedure covers calibration?"


def test_a_mention_arrives_as_message_and_as_mention_with_the_same_ts(coach, priya, workspace):
    coach.app.event("message")(lambda body: coach.hears(body))
    coach.app.event("app_mention")(lambda body: coach.hears(body))

    said = priya.says("#quality", "@Readiness Coach who releases a lot?")

    heard = [coach.next(), coach.next()]
    assert {one["event"]["type"] for one in heard} == {"message", "app_mention"}
    assert {one["event"]["ts"] for one in heard} == {said.ts}
    assert heard[0]["event_id"] != heard[1]["event_id"]
    assert heard[0]["event"]["text"] == f"<@{workspace.bot.id}> who releases a lot?"


def test_the_app_hears_nothing_in_channels_it_is_not_in(coach, workspace):
    coach.app.event("message")(lambda body: coach.hears(body))
    gareth = Seat(workspace, "gareth.pugh")

    gareth.says("#general", "Lunch is at noon.")
    gareth.says("#quality", "The gauge is back.")

    assert coach.next()["event"]["text"] == "The gauge is back."
    assert coach.heard_nothing_more


def test_a_slash_command_is_answered_to_the_person_alone(coach, priya, workspace):
    coach.app.command("/qms")(lambda ack, body: ack(f"Noted: {body['text']}"))

    priya.runs("/qms", "ask @daniel.okafor about #quality", channel="#quality")

    answer = priya.sees("#quality")[-1]
    daniel = workspace.person("daniel.okafor")
    quality = workspace.channel("quality")
    assert answer.text == (f"Noted: ask <@{daniel.id}|daniel.okafor> about <#{quality.id}|quality>")
    assert answer.ephemeral_for == priya.person.id
    assert Seat(workspace, "daniel.okafor").sees("#quality") == []


def test_a_command_that_the_app_does_not_have_is_refused(coach, priya):
    with pytest.raises(Refused, match="invalid_command"):
        priya.runs("/weather")


def test_response_url_takes_five_posts(coach, priya, workspace):
    @coach.app.command("/qms")
    def answer(ack, respond):
        ack()
        for number in range(6):
            coach.hears({"status": respond(f"Part {number}").status_code})

    priya.runs("/qms")

    assert [coach.next()["status"] for _ in range(6)] == [200, 200, 200, 200, 200, 404]
    assert texts(priya) == [f"Part {number}" for number in range(5)]
    assert workspace.record.of("response_url")[-1]["error"] == "used_url"


def test_a_button_says_which_message_it_stood_in_and_what_else_was_chosen(coach, priya, client):
    blocks = [
        section("Ready?"),
        actions(
            button("ready", "I am", value="42"),
            {
                "type": "static_select",
                "action_id": "when",
                "options": [option("now"), option("later")],
            },
            block_id="choice",
        ),
    ]
    client.chat_postMessage(channel=priya.direct.id, text="Ready?", blocks=blocks)
    message = priya.sees(priya.direct)[-1]

    @coach.app.action("ready")
    def pressed(ack, body, respond):
        ack()
        coach.hears(body)
        respond("Thank you.", replace_original=True)

    priya.clicks(message, "ready", typed={"choice": {"when": "later"}})

    body = coach.next()
    assert body["actions"][0]["value"] == "42"
    assert body["container"]["message_ts"] == body["message"]["ts"] == message.ts
    assert body["state"]["values"]["choice"]["when"]["selected_option"]["value"] == "later"
    until(coach.workspace, lambda: message.text == "Thank you.")


def test_a_modal_stays_open_with_errors_and_closes_when_all_is_well(coach, priya):
    @coach.app.command("/qms")
    def open_form(ack, client, body):
        client.views_open(trigger_id=body["trigger_id"], view=modal())
        ack()

    @coach.app.view("finding")
    def submitted(ack, view):
        text = view["state"]["values"]["what"]["value"]["value"]
        if len(text) < 10:
            ack(response_action="errors", errors={"what": "Say a little more."})
        else:
            ack()

    priya.runs("/qms")

    assert priya.submits(priya.modal, {}) == {
        "errors": {"what": "Please complete this required field."}
    }
    assert priya.submits(priya.modal, {"what": {"value": "Leak"}}) == {
        "errors": {"what": "Say a little more."}
    }
    assert priya.submits(priya.modal, {"what": {"value": "Leak at the flange"}}) == {"closed": True}
    assert priya.modal is None


def test_submissions_can_push_update_and_clear_the_stack(coach, priya):
    answers = iter(
        [
            {"response_action": "push", "view": modal(section("second"), callback_id="second")},
            {"response_action": "update", "view": modal(section("third"), callback_id="third")},
            {"response_action": "clear"},
        ]
    )
    coach.app.command("/qms")(
        lambda ack, client, body: (
            client.views_open(trigger_id=body["trigger_id"], view=modal(section("first"))),
            ack(),
        )
    )
    for callback_id in ("finding", "second", "third"):
        coach.app.view(callback_id)(lambda ack: ack(**next(answers)))

    priya.runs("/qms")
    first = priya.modal
    priya.submits(first, {})
    assert priya.modal.previous == first.id
    priya.submits(priya.modal, {})
    assert priya.modal.view["callback_id"] == "third"
    priya.submits(priya.modal, {})
    assert priya.modal is None


def test_closing_a_modal_is_told_when_it_asked_for_that(coach, priya):
    coach.app.command("/qms")(
        lambda ack, client, body: (
            client.views_open(trigger_id=body["trigger_id"], view=modal(notify_on_close=True)),
            ack(),
        )
    )
    coach.app.view_closed("finding")(lambda ack, body: (ack(), coach.hears(body)))

    priya.runs("/qms")
    priya.closes(priya.modal)

    assert coach.next()["is_cleared"] is False
    assert priya.modal is None


def test_an_external_menu_asks_the_app_for_its_options(coach, priya):
    menu = {
        "type": "input",
        "block_id": "document",
        "label": plain("Document"),
        "element": {"type": "external_select", "action_id": "pick"},
    }
    coach.app.command("/qms")(
        lambda ack, client, body: (
            client.views_open(trigger_id=body["trigger_id"], view=modal(menu)),
            ack(),
        )
    )
    coach.app.options("pick")(lambda ack, payload: ack(options=[option(f"{payload['value']}-1")]))
    coach.app.view("finding")(lambda ack, view: (coach.hears(view), ack()))

    priya.runs("/qms")
    offered = priya.searches(priya.modal, "pick", "QP")
    priya.submits(priya.modal, {"document": {"pick": "QP-1"}})

    assert offered == [option("QP-1")]
    chosen = coach.next()["state"]["values"]["document"]["pick"]
    assert chosen == {"type": "external_select", "selected_option": option("QP-1")}


def test_shortcuts_reach_the_app(coach, priya):
    coach.app.shortcut("ask_about_message")(lambda ack, body: (ack(), coach.hears(body)))
    coach.app.shortcut("start_audit")(lambda ack, body: (ack(), coach.hears(body)))
    said = priya.says("#quality", "Do we need a second signature?")

    priya.uses_shortcut("ask_about_message", said)
    priya.uses_shortcut("start_audit")

    assert coach.next()["message"]["text"] == "Do we need a second signature?"
    assert coach.next()["type"] == "shortcut"


def test_the_home_tab_is_drawn_when_it_is_opened(coach, priya, workspace):
    coach.app.event("app_home_opened")(
        lambda event, client: client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [section("Good morning")]}
        )
    )

    priya.opens_app("home")

    until(workspace, lambda: priya.home is not None)
    assert priya.home.view["blocks"][0]["text"] == mrkdwn("Good morning")


def test_a_reaction_a_file_and_an_edit_are_heard(coach, priya):
    coach.app.event("message")(lambda event: coach.hears(event))
    coach.app.event({"type": "message", "subtype": "message_changed"})(
        lambda event: coach.hears(event)
    )
    coach.app.event("reaction_added")(lambda event: coach.hears(event))
    report = priya.uploads("report.pdf", b"%PDF")

    said = priya.says("#quality", "Here it is", files=[report])
    assert coach.next()["files"][0]["name"] == "report.pdf"
    priya.reacts(said, "eyes")
    assert coach.next()["reaction"] == "eyes"
    priya.edits(said, "Here is the report")
    assert coach.next()["message"]["text"] == "Here is the report"


def test_an_interaction_without_an_app_says_so(workspace, priya):
    with pytest.raises(NotAnswered, match="no_connection"):
        priya.runs("/qms")


def test_an_interaction_waits_three_seconds(coach, priya, workspace):
    @coach.app.command("/qms")
    def late(ack):
        workspace.clock.move(timedelta(seconds=3.1))

    with pytest.raises(NotAnswered, match="timeout"):
        priya.runs("/qms")


def test_text_that_people_type_holds_no_control_sequence(coach, priya):
    coach.app.event("message")(lambda event: coach.hears(event))

    priya.tells_app("Is <!channel> & <@U1> a ping?")

    assert coach.next()["text"] == "Is &lt;!channel&gt; &amp; &lt;@U1&gt; a ping?"


def test_a_message_from_another_company_is_marked(coach, workspace):
    coach.app.event("message")(lambda body: coach.hears(body))

    Seat(workspace, "rolf.hagen").says("#supplier-hagen", "The castings have left.")

    body = coach.next()
    assert body["is_ext_shared_channel"] is True
    assert body["event"]["user_team"] == "T0HAGENCASTG"


def test_dispatching_inputs_act_at_once(coach, priya, client, workspace: Workspace):
    block = {**text_input("name"), "dispatch_action": True}
    client.views_publish(user_id=priya.person.id, view={"type": "home", "blocks": [block]})
    coach.app.action("value")(lambda ack, body: (ack(), coach.hears(body)))

    priya.clicks(priya.home, "value", "Priya")

    body = coach.next()
    assert body["actions"][0]["value"] == "Priya"
    assert body["container"]["type"] == "view"


def test_coach_is_the_unmodified_app(coach: Coach):
    assert type(coach.app).__module__ == "slack_bolt.app.app"
