"""Questions in Slack: heard and stored, answered by a worker, shown when they are sent."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import inbox
from bot.conversations import Message
from bot.inbox import Incoming, Job
from bot.outbox import Claimed
from bot.sending import APOLOGY, Render, Unwanted
from bot.slack.answer_blocks import Shown, answer_message, words_message
from bot.slack.floor import Feature, Floor
from bot.slack.mrkdwn import plain
from bot.slack.people import People
from bot.working import Ending, Kind
from knowledge.access import Viewer, viewer_named
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import BadInput, NotFound
from knowledge.search.published import withdrawn_keys
from knowledge.storage.tables import Answer, DocumentIssue

log = logging.getLogger("coach.slack")

QUESTION = "question"
ANSWER = "answer"
WORDS = "words"
LOOKING = "is looking it up…"
ONLY_EMPLOYEES = (
    "Only employees get answers from the documents. "
    "If you are one, ask the quality team: your account is not a full member here."
)
CHANGED = (
    "The documents this answer came from have been withdrawn or are no longer open to you. "
    "Please ask again."
)
UNDELIVERABLE = (
    "Your question was answered, but the answer can't be shown here. "
    "The quality team has been told; please ask them, or ask again in other words."
)
SHARED_CHANNEL = (
    "This channel is shared with another organisation, so nothing is quoted here. "
    "Ask in a direct message."
)


def feature(floor: Floor) -> Feature:
    """Questions by direct message and mention."""
    answerer = Answerer(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={QUESTION: answerer.kind},
        renderers=renderers(floor.people, floor.company.audiences),
    )


def register(app: App, floor: Floor) -> None:
    """Hear direct messages and mentions. They are stored before Bolt acknowledges them: Bolt
    does so ahead of a listener, but after a listener's middleware."""

    def store(body: dict[str, Any], context: dict[str, Any], next: Callable[[], None]) -> None:
        context["question"] = _stored(floor, body)
        next()

    def look_it_up(context: dict[str, Any], client: WebClient) -> None:
        if context["question"] is not None:
            _show_status(client, context["question"])
            _let_begin(floor, context["question"])

    app.event("message", middleware=[store])(look_it_up)
    app.event("app_mention", middleware=[store])(look_it_up)


def _stored(floor: Floor, body: dict[str, Any]) -> Incoming | None:
    """Store a question; None if it is none for us, or known already."""
    question = question_in(body, floor)
    if question is None:
        return None
    now = floor.clock()
    # The answer waits for a moment, so that the status can't arrive after it and stay.
    due_at = now + floor.timing.status_first
    with floor.database.begin() as session:
        new = inbox.record(session, question, now=now, due_at=due_at)
    return question if new else None


def question_in(body: dict[str, Any], floor: Floor) -> Incoming | None:
    """The question in an event of Slack's, if it is one for us."""
    event = body.get("event") or {}
    if body.get("team_id") != floor.team or not _by_a_person(event):
        return None
    text = str(event.get("text") or "")
    direct = event.get("channel_type") == "im"
    if not direct and f"<@{floor.bot_user}>" not in text:
        return None
    channel, ts = str(event["channel"]), str(event["ts"])
    return Incoming(
        floor.team,
        str(body["event_id"]),
        QUESTION,
        {
            "text": text,
            "person": str(event["user"]),
            "conversation": channel,
            "ts": ts,
            "thread": str(event.get("thread_ts") or ts),
            "direct": direct,
        },
        subject=f"message {channel} {ts}",
    )


def _by_a_person(event: dict[str, Any]) -> bool:
    changed = event.get("subtype") not in (None, "file_share", "thread_broadcast")
    return not changed and "bot_id" not in event and bool(event.get("user"))


def _show_status(client: WebClient, question: Incoming) -> None:
    """Says at once that somebody is at it. It may be lost, the answer may not."""
    place = question.payload
    try:
        client.assistant_threads_setStatus(
            channel_id=place["conversation"], thread_ts=place["thread"], status=LOOKING
        )
    except (SlackClientError, OSError) as error:
        log.info("the status could not be shown: %s", type(error).__name__)


def _let_begin(floor: Floor, question: Incoming) -> None:
    with floor.database.begin() as session:
        inbox.ready(session, question, now=floor.clock())


@dataclass(frozen=True)
class Answerer:
    """Answers questions from the documents, as whoever asked."""

    floor: Floor

    @property
    def kind(self) -> Kind:
        return Kind(self.work, self.apologise)

    def work(self, job: Job) -> Ending:
        text = plain(job.payload["text"])
        viewer = self._viewer(job)
        reply = self.floor.asking.reply(text, viewer=viewer, wait_for_model=False, in_slack=True)
        as_everyone = not job.payload["direct"]
        what = {"answer": reply.answer_id, "as_everyone": as_everyone}
        return lambda session: [self._delivery(job, ANSWER, what)]

    def apologise(self, job: Job, words: str) -> Sequence[NewDelivery]:
        return [self._delivery(job, WORDS, {"words": words})]

    def _viewer(self, job: Job) -> Viewer:
        """In a channel everyone reads along, so only what everyone may see is used."""
        person = self.floor.people.person(job.payload["person"])
        if person is None or not person.employee:
            raise BadInput(ONLY_EMPLOYEES)
        if job.payload["direct"]:
            return viewer_of(person.id, person.email, self.floor.company.audiences)
        if self.floor.channels.is_shared(job.payload["conversation"]):
            raise BadInput(SHARED_CHANNEL)
        return Viewer()

    def _delivery(self, job: Job, kind: str, what: dict[str, Any]) -> NewDelivery:
        """One reply to one message: an answer and an apology for it have the same key."""
        place = job.payload
        item = f"{place['conversation']} {place['ts']}"
        key = key_of(self.floor.secret, job.team, "reply", item, place["person"])
        to = Address(job.team, place["person"], place["conversation"], place["thread"])
        return NewDelivery(key, to, kind, what, lane=REPLY)


def viewer_of(account: str, email: str, audiences: dict[str, tuple[str, ...]]) -> Viewer:
    """The viewer for an account: the audiences that list it, or its e-mail. Else everyone."""
    mine: set[str] = set()
    for name in (account, email):
        try:
            mine |= viewer_named(name, audiences).audiences if name else set()
        except NotFound:
            continue
    return Viewer(account, Viewer().audiences | mine)


def renderers(people: People, audiences: dict[str, tuple[str, ...]]) -> dict[str, Render]:
    """How replies are put into words when they are sent."""

    def answer(session: Session, claimed: Claimed) -> Message | Unwanted:
        row = session.get(Answer, claimed.subject["answer"])
        if row is None:
            return words_message(CHANGED)
        viewer = Viewer()
        if not claimed.subject["as_everyone"] and claimed.person:
            person = people.remembered(claimed.person)
            viewer = viewer_of(claimed.person, person.email if person else "", audiences)
        if not _still_open(session, row, viewer):
            return words_message(CHANGED)
        return answer_message(
            Shown(
                row.id,
                row.status,
                row.text,
                row.citations,
                row.trace.get("notices", ()),
                row.trace.get("conflicts", ()),
            )
        )

    def words(session: Session, claimed: Claimed) -> Message | Unwanted:
        return words_message(claimed.subject["words"])

    def apology(session: Session, claimed: Claimed) -> Message | Unwanted:
        return words_message(UNDELIVERABLE)

    return {ANSWER: answer, WORDS: words, APOLOGY: apology}


def _still_open(session: Session, row: Answer, viewer: Viewer) -> bool:
    """Whether whoever asked may see every document that is cited, now that it is sent."""
    ids = [citation["issue_id"] for citation in row.citations]
    issues = session.scalars(select(DocumentIssue).where(DocumentIssue.id.in_(ids))).all()
    withdrawn = withdrawn_keys(session)
    return len(issues) == len(set(ids)) and all(
        viewer.may_see(issue.audience)
        and issue.handling != "never in Slack"
        and issue.group_key not in withdrawn
        for issue in issues
    )
