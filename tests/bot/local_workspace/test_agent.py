"""What is shown around a conversation with the app: status, prompts, streams, Stop."""

from __future__ import annotations

import pytest

from tests.bot.local_workspace.building import refusal, section, until


@pytest.fixture
def asked(priya):
    return priya.tells_app("Which procedure covers calibration?")


def test_the_status_stands_until_the_app_answers(client, workspace, asked):
    client.assistant_threads_setStatus(
        channel_id=asked.channel, thread_ts=asked.ts, status="is thinking…"
    )
    thread = workspace.thread(workspace.channels[asked.channel], asked.ts)
    assert thread.status == "is thinking…"

    client.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="Here it is.")

    assert thread.status == ""


def test_a_status_needs_a_thread_that_is_there(client, asked):
    def status(ts):
        return lambda: client.assistant_threads_setStatus(
            channel_id=asked.channel, thread_ts=ts, status="x"
        )

    assert refusal(status("1.000001")) == "invalid_thread_ts"
    assert refusal(status("now")) == "invalid_thread_ts"


def test_titles_are_kept(client, workspace, asked):
    client.assistant_threads_setTitle(
        channel_id=asked.channel, thread_ts=asked.ts, title="Calibration"
    )
    assert workspace.thread(workspace.channels[asked.channel], asked.ts).title == "Calibration"


def test_four_prompts_are_suggested_and_no_more(client, workspace, direct):
    prompt = {"title": "Practise", "message": "Start a drill"}

    def suggest(count, **more):
        return lambda: client.assistant_threads_setSuggestedPrompts(
            channel_id=direct, prompts=[prompt] * count, **more
        )

    suggest(4, title="Try this")()
    assert workspace.prompts[direct] == {"title": "Try this", "prompts": [prompt] * 4}
    assert refusal(suggest(5)) == "invalid_arguments"
    assert refusal(suggest(0)) == "invalid_arguments"


def test_prompts_for_a_thread_do_nothing_in_an_app_with_agent_view(client, workspace, asked):
    client.assistant_threads_setSuggestedPrompts(
        channel_id=asked.channel,
        thread_ts=asked.ts,
        prompts=[{"title": "x", "message": "y"}],
    )
    assert asked.channel not in workspace.prompts


def test_bolt_sets_the_status_and_streams_an_answer(coach, priya, workspace):
    @coach.app.event("message")
    def answer(set_status, say_stream):
        set_status("is reading…")
        stream = say_stream(buffer_size=1)
        stream.append(markdown_text="See **QP-0012**")
        stream.append(markdown_text=", section 3.")
        stream.stop(blocks=[section("Was this useful?")])

    asked = priya.tells_app("What do we check at goods-in?")
    until(
        workspace,
        lambda: any(one.thread_ts == asked.ts and not one.streaming for one in asked.replies),
    )

    written = asked.replies[0]
    assert written.text == "See **QP-0012**, section 3."
    assert [block["type"] for block in written.blocks] == ["markdown", "section"]


def test_a_stream_is_appended_to_until_it_stops(client, asked):
    started = client.chat_startStream(
        channel=asked.channel, thread_ts=asked.ts, markdown_text="One"
    )
    where = {"channel": asked.channel, "ts": started["ts"]}

    client.chat_appendStream(**where, markdown_text=" two")
    assert refusal(lambda: client.chat_update(**where, text="x")) == "streaming_state_conflict"
    stopped = client.chat_stopStream(**where, markdown_text=" three")

    assert stopped["message"]["text"] == "One two three"
    late = lambda: client.chat_appendStream(**where, markdown_text="x")  # noqa: E731
    assert refusal(late) == "message_not_in_streaming_state"


def test_streams_in_channels_name_their_reader(client, priya):
    said = priya.says("#quality", "hello")
    start = lambda: client.chat_startStream(channel=said.channel, thread_ts=said.ts)  # noqa: E731
    assert refusal(start) == "missing_recipient_team_id"


def test_a_stream_takes_chunks_it_knows(client, asked):
    def start(chunk):
        return lambda: client.chat_startStream(
            channel=asked.channel, thread_ts=asked.ts, chunks=[chunk]
        )

    assert start({"type": "task_update", "id": "1", "title": "Reading", "status": "in_progress"})()
    assert refusal(start({"type": "drum_roll"})) == "invalid_chunks"
    assert refusal(start({"type": "markdown_text", "text": "x" * 12_001})) == "msg_too_long"


def test_stop_ends_the_stream_and_tells_the_app(coach, priya, client, workspace):
    coach.app.event("message")(lambda: None)
    coach.app.event("agent_session_stopped")(lambda event: coach.hears(event))
    asked = priya.tells_app("A long question")
    client.agents_sessions_setStatus(
        channel_id=asked.channel, thread_ts=asked.ts, status="processing", title="Long"
    )
    started = client.chat_startStream(channel=asked.channel, thread_ts=asked.ts)

    priya.stops(priya.direct, asked.ts)

    event = coach.next()
    assert event["streaming_message_ts"] == [started["ts"]]
    assert event["user"] == priya.person.id
    late = lambda: client.chat_appendStream(  # noqa: E731
        channel=asked.channel, ts=started["ts"], markdown_text="x"
    )
    assert refusal(late) == "stopped_by_user"


def test_sessions_know_four_states_and_can_be_renamed(client, asked, workspace):
    where = {"channel_id": asked.channel, "thread_ts": asked.ts}
    rename = lambda: client.agents_sessions_rename(**where, title="New")  # noqa: E731

    assert refusal(rename) == "session_not_found"
    assert client.agents_sessions_setStatus(**where, status="processing")["status"] == "processing"
    assert rename()["title"] == "New"
    wrong = lambda: client.agents_sessions_setStatus(**where, status="asleep")  # noqa: E731
    assert refusal(wrong) == "invalid_status"


def test_the_app_is_told_what_is_looked_at_beside_it(coach, priya, workspace):
    coach.app.event("app_home_opened")(lambda event: coach.hears(event))
    coach.app.event("app_context_changed")(lambda event: coach.hears(event))

    priya.looks_at("#quality")
    priya.opens_app()
    opened = coach.next()
    priya.looks_at("#general")
    changed = coach.next()

    quality, general = (workspace.channel(name).id for name in ("quality", "general"))
    assert opened["tab"] == "messages"
    assert opened["app_context"]["entities"][0]["value"] == quality
    assert changed["context"]["entities"][0]["value"] == general
