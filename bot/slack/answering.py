"""A question's way to its reply: who asks on whose behalf, what is said, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import turns
from bot.slack.asked import Asked, asked_by
from bot.slack.audience import viewer_for
from bot.slack.floor import Floor
from bot.slack.follow_ups import is_for_us
from bot.slack.help import HELP, asks_for_help
from bot.slack.passing_on import to_quality_team
from bot.slack.pilot import PILOT, is_kept_from
from bot.slack.private_replies import shown_privately
from bot.slack.replies import ANSWER, WORDS
from bot.slack.status import LOOKING, show_status
from bot.slack.threads import remark_of, thread_of
from bot.slack.typed_text import (
    is_grateful,
    is_greeting,
    is_objection,
    is_sharing,
    is_stop,
    is_thanks,
)
from bot.working import Ending, Kind, NotYet
from knowledge.access import Viewer
from knowledge.answers.other_languages import english_only
from knowledge.answers.reply import Reply
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import CoachError, NothingIndexed

ONE_LINE = (
    "Ask me how we work, in your own words, and you get the words of our documents with the "
    "place they stand in. “help” says more."
)
WELCOME = "You're welcome."
ALL_RIGHT = "All right. Ask me whenever you like."
NOTHING_TO_STOP = "Nothing is on its way to you here. Ask me whenever you like."
SAY_WHAT_IS_WRONG = (
    "If an answer of mine is wrong, press *Not helpful* below it and choose “It is wrong”: the "
    "quality team then looks at it, and you hear what they found."
)
NOT_INDEXED = (
    "Nothing is indexed yet. As soon as the documents are, questions can be answered; "
    "the quality team can tell you when."
)
ONLY_A_FILE = (
    "The file was not read: I answer questions from our own documents and read nothing that is "
    "sent to me. Write what you want to know in words, or ask the quality team."
)
HOW_TO_SHARE = (
    "Only an answer to `/qms` is yours alone: press *Share here* below it, or write `/qms share` "
    "where you asked. What you ask by mentioning me everybody here reads anyway."
)
GUEST = (
    "You are a guest here, so only documents marked public are quoted to you, and none of them "
    "says this. Ask whoever invited you."
)
SHARED_CHANNEL = (
    "People from outside the company read along here, so only documents marked public are quoted, "
    "and none of them says this. Employees can ask me in a direct message."
)


@dataclass(frozen=True)
class Said:
    """What a question gets: a kind of delivery and its subject.

    `outcome` is None for what is no question. `also`: what else has to go out, made in the
    transaction that ends the job.
    """

    kind: str
    what: dict[str, Any]
    outcome: str | None = None
    answer_id: str | None = None
    understood: str | None = None
    also: Callable[[Session], Sequence[NewDelivery]] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Answerer:
    """Answers questions from the documents, as whoever asked."""

    floor: Floor

    @property
    def kind(self) -> Kind:
        return Kind(self.work, self.apologise)

    def work(self, job: Job) -> Ending:
        asked = asked_by(job)
        with self.floor.database.read() as session:
            if turns.goes_before(session, asked):
                raise NotYet
        if not self._wanted(asked):
            return _silence
        said = self._said(asked)
        if said is None:
            return _silence
        shown = asked.private and shown_privately(self.floor, asked, said.kind, said.what)

        def ending(session: Session) -> Sequence[NewDelivery]:
            before = self._reply_before(session, asked)
            if said.outcome is not None:
                turn = turns.turn_of(asked, job.received_at, said.outcome)
                turn.answer_id, turn.understood = said.answer_id, said.understood
                session.add(turn)
            also = list(said.also(session)) if said.also else []
            reply = self._delivery(asked, said.kind, said.what)
            return also if shown else [replace(reply, after=before), *also]

        return ending

    def apologise(self, job: Job, words: str) -> Sequence[NewDelivery]:
        return [self._delivery(asked_by(job), WORDS, {"words": words})]

    def _wanted(self, asked: Asked) -> bool:
        """Not from somebody who has left, nor what people say to each other."""
        person = self.floor.people.person(asked.person)
        if person is not None and not person.active:
            return False
        if asked.way != "follow_up":
            return True
        if not is_for_us(remark_of(asked), thread_of(self.floor, asked)):
            return False
        show_status(self.floor.client, asked, LOOKING)
        return True

    def _said(self, asked: Asked) -> Said | None:
        """None: the right answer is silence."""
        text = asked.text
        if not text and asked.files:
            return _words(ONLY_A_FILE, "unread")
        if not text or is_greeting(text):
            return _words(ONE_LINE)
        if is_thanks(text):
            return _words(WELCOME if is_grateful(text) else ALL_RIGHT) if asked.alone else None
        if is_stop(text):
            return _words(NOTHING_TO_STOP)
        if is_objection(text):
            return _words(SAY_WHAT_IS_WRONG)
        if is_sharing(text):
            return _words(HOW_TO_SHARE)
        if asks_for_help(text):
            return Said(HELP, {})
        if is_kept_from(self.floor, asked.person):
            return _words(PILOT, "pilot")
        return self._answered(asked)

    def _answered(self, asked: Asked) -> Said:
        floor = self.floor
        viewer = viewer_for(floor, asked.person, asked.conversation, private=asked.alone)
        with floor.database.read() as session:
            before = turns.earlier(session, asked, now=floor.clock())
        try:
            reply = floor.asking.reply(
                asked.text, viewer=viewer, wait_for_model=False, in_slack=True, earlier=before
            )
        except NothingIndexed:
            return _words(NOT_INDEXED, "refused")
        except CoachError as refusal:  # kept with the question, unlike what goes wrong
            return _words(str(refusal), "refused")
        return self._said_of(asked, viewer, reply)

    def _said_of(self, asked: Asked, viewer: Viewer, reply: Reply) -> Said:
        spoken = reply.trace.get("spoken")
        if spoken:
            return _in_another_language(self.floor, asked, reply, spoken)
        if viewer.is_outsider and not _says_something(reply):
            words = GUEST if asked.alone else SHARED_CHANNEL
            return Said(WORDS, {"words": words}, reply.status, reply.answer_id)
        what = {
            "answer": reply.answer_id,
            "as_everyone": not asked.alone,
            "audiences": sorted(viewer.audiences),
            "private": asked.private,
            "files": asked.files,
        }
        understood = reply.trace.get("understood_as")
        return Said(ANSWER, what, reply.status, reply.answer_id, understood)

    def _reply_before(self, session: Session, asked: Asked) -> str | None:
        """The key of the reply before this one in its thread, which it may not overtake."""
        before = turns.of_thread(session, asked) if not asked.private else []
        if not before or before[-1].message is None:
            return None
        item = f"{before[-1].conversation} {before[-1].message}"
        return key_of(self.floor.secret, asked.team, "reply", item, before[-1].person or "")

    def _delivery(self, asked: Asked, kind: str, what: dict[str, Any]) -> NewDelivery:
        """One reply to one message: an answer and an apology for it have the same key."""
        key = key_of(self.floor.secret, asked.team, "reply", asked.item, asked.person)
        return NewDelivery(key, asked.address, kind, what, lane=REPLY)


def _in_another_language(floor: Floor, asked: Asked, reply: Reply, spoken: str) -> Said:
    pass_on = to_quality_team(floor, asked, reply.answer_id)
    if floor.company.languages == ("en",):
        words = english_only(spoken, passed_on=pass_on is not None)
    else:
        words = " ".join(reply.notices)
    return Said(WORDS, {"words": words}, "other_language", reply.answer_id, also=pass_on)


def _says_something(reply: Reply) -> bool:
    return bool(reply.citations or reply.trace.get("standard") or reply.trace.get("approved"))


def _words(words: str, outcome: str | None = None) -> Said:
    return Said(WORDS, {"words": words}, outcome)


def _silence(session: Session) -> Sequence[NewDelivery]:
    return []
