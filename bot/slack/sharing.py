"""Share here: a private answer shown to the conversation it was asked in, if all may see it; by
its button, or with `/qms share` for the latest one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from slack_bolt import Ack, App
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import inbox
from bot.conversations import Message
from bot.inbox import Incoming, Job
from bot.outbox import Claimed
from bot.sending import Unwanted
from bot.slack.answer_blocks import answer_message
from bot.slack.answer_buttons import SHARE
from bot.slack.answer_record import Shown, shown_of
from bot.slack.asked import QUESTION
from bot.slack.audience import viewer_for
from bot.slack.blocks import section
from bot.slack.floor import Feature, Floor
from bot.slack.limits import TEXT
from bot.slack.listening import Body, click, keep, team_of
from bot.slack.mrkdwn import cut, escaped
from bot.slack.pilot import PILOT, is_kept_from
from bot.slack.replies import WORDS
from bot.slack.standard_blocks import for_everybody
from bot.slack.typed_text import is_sharing
from bot.working import Ending, Kind, NotYet
from knowledge.access import Viewer
from knowledge.answers.standing import readers_of
from knowledge.answers.wording import CORRECTED, corrected
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import NotAllowed, NotFound
from knowledge.feedback import Inquiry, correction_for
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.expertise_tables import WithdrawnAnswer
from knowledge.storage.tables import Answer

SHARED = "shared_answer"
ASKED = 500

GONE = "This answer can't be shared any more. Please ask again, then share the new one."
OUTSIDERS = (
    "This was not shared: people from outside the company, or guests, read along there. "
    "Send the link to the document to those who need it instead."
)
NOT_FOR_ALL = (
    "This was not shared: not everyone there may see the documents it quotes. "
    "They can ask for themselves and get what they may see."
)
UNKNOWN = (
    "This was not shared: Slack doesn't tell who is in that conversation. Invite the app to it, "
    "then try again."
)
ALREADY = "This answer has been shared there already."
NOTHING_TO_SHARE = (
    "There is no answer of yours here to share. Ask with `/qms` and your question first: only you "
    "see the answer, and `/qms share` or its button shows it to the others."
)
ASK_YOURSELF = "Ask me yourself to read what the quality team says is right."
BY_WORDS = timedelta(hours=1)
"""How old an answer may be that is shared by words."""
COMMAND = "/qms"


@dataclass(frozen=True)
class Place:
    """Where something is shared."""

    conversation: str
    thread: str | None = None


def feature(floor: Floor) -> Feature:
    """Sharing private answers."""
    sharer = Sharer(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={SHARE: Kind(sharer.work, sharer.apologise)},
        renderers={SHARED: lambda session, claimed: render(floor, session, claimed)},
    )


def register(app: App, floor: Floor) -> None:
    def store(ack: Ack, body: Body) -> None:
        incoming = click(floor, body, SHARE)
        if incoming is not None:
            keep(floor, incoming)
        ack()

    def by_words(ack: Ack, body: Body) -> None:
        if team_of(body) == floor.team:
            said = {"person": str(body["user_id"]), "conversation": str(body["channel_id"])}
            name = f"command {body['trigger_id']}"
            keep(floor, Incoming(floor.team, name[:255], SHARE, said | {"value": ""}))
        ack()

    app.action(SHARE)(store)
    app.command(COMMAND, matchers=[_asks_to_share])(by_words)


def _asks_to_share(body: Body) -> bool:
    return is_sharing(str(body.get("text") or ""))


def latest_in(session: Session, job: Job, since: datetime) -> str:
    """The person's latest private answer in the conversation they write in.

    Raises NotYet while a question of theirs is being worked, NotFound if there is none.
    """
    person, conversation = job.payload["person"], job.payload["conversation"]
    for row in inbox.waiting(session, job.team, QUESTION):
        if (row.payload.get("person"), row.payload.get("conversation")) == (person, conversation):
            raise NotYet
    found = session.scalars(
        select(Turn.answer_id)
        .where(
            Turn.team == job.team,
            Turn.person == person,
            Turn.conversation == conversation,
            Turn.private.is_(True),
            Turn.answer_id.is_not(None),
            Turn.asked_at > since,
        )
        .order_by(Turn.id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound(NOTHING_TO_SHARE)
    return found


@dataclass(frozen=True)
class Sharer:
    """Shares an answer once in a conversation, whoever presses the button and however often."""

    floor: Floor

    def work(self, job: Job) -> Ending:
        person = job.payload["person"]
        if is_kept_from(self.floor, person):
            raise NotAllowed(PILOT)
        with self.floor.database.read() as session:
            since = self.floor.clock() - BY_WORDS
            answer_id = job.payload["value"] or latest_in(session, job, since)
            needed = _needed(session, answer_id)
            place = asked_in(session, answer_id) or Place(job.payload["conversation"])
        if needed is None:
            raise NotFound(GONE)
        readers = self._readers(place.conversation)
        if not all(readers.may_see(audience) for audience in needed):
            raise NotAllowed(OUTSIDERS if readers.is_outsider else NOT_FOR_ALL)
        wanted = self._delivery(job.team, answer_id, person, place, readers)

        def ending(session: Session) -> Sequence[NewDelivery]:
            known = session.scalars(select(Delivery.id).where(Delivery.key == wanted.key)).first()
            return [wanted] if known is None else self.apologise(job, ALREADY)

        return ending

    def apologise(self, job: Job, words: str) -> Sequence[NewDelivery]:
        """Tells whoever pressed the button, in person."""
        key = self._key(job.team, "share refused", f"{job.id}", job.payload["person"])
        to = Address(job.team, job.payload["person"])
        return [NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)]

    def _readers(self, conversation: str) -> Viewer:
        """Everyone in a conversation at once, as for a mention there. Asks Slack."""
        if self.floor.channels.members(conversation) is None:
            raise NotAllowed(UNKNOWN)
        return viewer_for(self.floor, "", conversation, private=False)

    def _delivery(
        self, team: str, answer_id: str, person: str, place: Place, readers: Viewer
    ) -> NewDelivery:
        key = self._key(team, "share", answer_id, place.conversation)
        to = Address(team, None, place.conversation, place.thread)
        what = {"answer": answer_id, "by": person, "audiences": sorted(readers.audiences)}
        return NewDelivery(key, to, SHARED, what, lane=REPLY)

    def _key(self, team: str, kind: str, item: str, to: str) -> str:
        return key_of(self.floor.secret, team, kind, item, to)


def asked_in(session: Session, answer_id: str) -> Place | None:
    """The conversation where a question was asked, if that is known."""
    turn = session.scalars(
        select(Turn).where(Turn.answer_id == answer_id).order_by(Turn.id).limit(1)
    ).first()
    return Place(turn.conversation, turn.thread) if turn is not None else None


def _needed(session: Session, answer_id: str) -> frozenset[str] | None:
    """Whom the quoted documents are for; None if the answer may be shown to nobody any more."""
    row = session.get(Answer, answer_id)
    if row is None or session.get(WithdrawnAnswer, answer_id) is not None:
        return None
    return readers_of(session, row)


def render(floor: Floor, session: Session, claimed: Claimed) -> Message | Unwanted:
    """The answer as it stands now, without buttons, under the name of who shared it."""
    what = claimed.subject
    row, needed = session.get(Answer, what["answer"]), _needed(session, what["answer"])
    readers = Viewer(audiences=frozenset(what["audiences"]))
    if row is None or needed is None or not all(map(readers.may_see, needed)):
        return Unwanted("the documents are no longer open to everyone there")
    stale_after = floor.company.stale_after
    shown = shown_of(session, row, now=floor.clock(), stale_after=stale_after, live=False)
    notices = [_for_readers(session, row, one, readers) for one in shown.notices]
    return shared_message(replace(shown, notices=notices), what["by"])


def _for_readers(session: Session, row: Answer, notice: str, readers: Viewer) -> str:
    """A notice as it was, but a correction only for those who may read it."""
    if not notice.startswith(CORRECTED):
        return notice
    fault = correction_for(session, Inquiry(row.question), readers)
    told = corrected(fault.correction, fault.document) if fault is not None else ""
    return notice if notice == told else f"{CORRECTED} {ASK_YOURSELF}"


def shared_message(shown: Shown, by: str) -> Message:
    """An answer, headed by who shared it and what was asked.

    What stands beside the passages stays behind: it may be for fewer people.
    """
    asked = cut(escaped(shown.understood_as or shown.question), ASKED)
    head = f"<@{by}> shared an answer to “{asked}”"
    standard = for_everybody(shown.standard) if shown.standard else None
    kept = replace(shown, understood_as=None, approved=None, unclear=None)
    copy = replace(kept, standard=standard, live=False)
    made = answer_message(copy, above=[section(head)])
    return replace(made, text=cut(f"{head}: {made.text}", TEXT))
