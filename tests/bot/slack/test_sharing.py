"""Share here: a private answer, shown to the others where all of them may see it."""

from __future__ import annotations

import pytest

from bot.local_workspace import Seat
from bot.slack.answer_blocks import words_message
from bot.slack.sharing import NOTHING_TO_SHARE
from knowledge import feedback
from knowledge.deliveries import Address
from tests.bot.slack.documents import NOW, keep_answer
from tests.proofs.delivery.places import wait_for

QUESTION = "How long are records kept?"


@pytest.fixture
def ask(workspace, answering, serving):
    """Ask with the command in a channel; who asked, and the reply that only they see."""

    def asked(channel, *passages, who="priya.nair"):
        seat = Seat(workspace, who)
        answering.prepare(QUESTION, *passages)
        seat.runs("/qms", QUESTION, channel=channel)
        assert wait_for(lambda: private_reply(seat, channel), 10)
        return seat, private_reply(seat, channel)

    return asked


def private_reply(seat, channel):
    return next((one for one in seat.sees(channel) if one.ephemeral_for), None)


def share(seat, message):
    seat.clicks(message, "answer_share")


def in_channel(workspace, channel):
    """What the app has said there for everybody."""
    ours = [m for m in workspace.history(channel) if m.get("bot_id")]
    return [m for m in ours if not m["ephemeral_for"]]


def test_an_answer_all_may_see_is_shown_under_the_name_of_who_shared_it(workspace, ask, published):
    seat, message = ask("#quality", published("QP-0008", "Records are kept for ten years."))

    share(seat, message)

    assert wait_for(lambda: in_channel(workspace, "#quality"), 10)
    shared = in_channel(workspace, "#quality")[0]
    assert shared["blocks"][0]["text"]["text"] == (
        f"<@{seat.person.id}> shared an answer to “How long are records kept?”"
    )
    assert shared["blocks"][1]["text"]["text"] == ">Records are kept for ten years."


def test_it_is_shown_once_and_who_shares_it_again_is_told(workspace, ask, published, replies):
    seat, message = ask("#quality", published("QP-0008"))
    share(seat, message)
    assert wait_for(lambda: in_channel(workspace, "#quality"), 10)
    share(seat, message)

    told = [one for one in replies(2) if one["channel"] == seat.direct.id]
    assert [one["text"] for one in told] == ["This answer has been shared there already."]
    assert len(in_channel(workspace, "#quality")) == 1


@pytest.mark.parametrize("words", ["share", "Share here", "please share it"])
def test_the_latest_answer_is_shared_by_words(workspace, ask, published, words):
    seat, _ = ask("#quality", published("QP-0008", "Records are kept for ten years."))

    seat.runs("/qms", words, channel="#quality")

    assert wait_for(lambda: in_channel(workspace, "#quality"), 10)
    shared = in_channel(workspace, "#quality")[0]
    assert shared["blocks"][1]["text"]["text"] == ">Records are kept for ten years."


def test_only_ones_own_answer_in_the_same_place_is_shared_by_words(
    workspace, ask, published, replies
):
    ask("#quality", published("QP-0008"))
    gareth, priya = Seat(workspace, "gareth.pugh"), Seat(workspace, "priya.nair")

    gareth.runs("/qms", "share here", channel="#quality")
    priya.runs("/qms", "share here", channel="#qms-team")

    for seat in (gareth, priya):
        told = [one for one in replies(2) if one["channel"] == seat.direct.id]
        assert [one["text"] for one in told] == [words_message(NOTHING_TO_SHARE).text]
    assert in_channel(workspace, "#quality") == []


def test_what_found_nothing_is_not_offered_for_sharing(ask):
    _, message = ask("#quality")

    assert "Not found" in message.text
    assert "answer_share" not in str(message.blocks)


def test_what_not_everyone_may_see_stays_private(workspace, ask, published, replies):
    seat, message = ask("#quality", published("MB-03", audience="managers"))

    share(seat, message)

    told = replies(1)[0]
    assert told["channel"] == seat.direct.id
    assert told["text"] == (
        "This was not shared: not everyone there may see the documents it quotes. "
        "They can ask for themselves and get what they may see."
    )
    assert in_channel(workspace, "#quality") == []


def test_managers_among_themselves_may_share_what_is_for_managers(workspace, ask, published, coach):
    room = workspace.channel("#management-review")
    room.members = [m for m in room.members if m != workspace.person("tom.ridley").id]
    seat, message = ask("#management-review", published("MB-03", audience="managers"))

    share(seat, message)

    assert wait_for(lambda: in_channel(workspace, "#management-review"), 10)


def test_nothing_is_shared_with_another_organisation(workspace, ask, published, replies):
    seat, message = ask("#supplier-hagen", published("QP-0008"), who="daniel.okafor")

    share(seat, message)

    assert replies(1)[0]["text"] == (
        "This was not shared: people from outside the company, or guests, read along there. "
        "Send the link to the document to those who need it instead."
    )


def test_a_guest_in_the_channel_counts(workspace, ask, published, replies):
    workspace.channel("#quality").members.append(workspace.person("ines.calder").id)
    seat, message = ask("#quality", published("QP-0008"))

    share(seat, message)

    assert "or guests, read along there" in replies(1)[0]["text"]


def test_what_is_public_may_be_shared_with_everybody(workspace, ask, published):
    seat, message = ask(
        "#supplier-hagen", published("QM-01", audience="public"), who="daniel.okafor"
    )

    share(seat, message)

    assert wait_for(lambda: in_channel(workspace, "#supplier-hagen"), 10)


def test_a_correction_is_shared_only_with_those_who_may_read_it(
    workspace, ask, published, coach, answering
):
    secret = published("MB-03", "Nine years.", audience="managers")
    right = "An earlier answer to this question was wrong. The quality team says what is right"
    answering.more = {"trace": {"scope": {}, "notices": [f"{right} (see MB-03): “Ten years.”"]}}
    with coach.database.begin() as session:
        wrong = keep_answer(session, QUESTION, session.merge(secret, load=False))
        by = Address(workspace.team.id, workspace.person("helen.marsh").id)
        found = feedback.report(session, wrong.id, by=by, comment="", now=NOW)
        priya = feedback.Member(workspace.person("priya.nair").id, frozenset({"quality"}))
        feedback.judge(
            session, found.id, "wrong", by=priya, words="Ten years.", document="MB-03", now=NOW
        )
    seat, message = ask("#quality", published("QP-0008", "Records are kept for seven years."))
    assert "(see MB-03): “Ten years.”" in message.text

    share(seat, message)

    assert wait_for(lambda: in_channel(workspace, "#quality"), 10)
    shared = str(in_channel(workspace, "#quality")[0])
    assert "MB-03" not in shared
    assert "Ten years" not in shared
    assert (
        "An earlier answer to this question was wrong. Ask me yourself to read what the quality "
        "team says is right."
    ) in shared
