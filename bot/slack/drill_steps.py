"""Steps of an interview that need no thinking: skip, hint, pause, go on, stop; and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Incoming, Job
from bot.slack.drill_blocks import DISAGREED, STOPPED
from bot.slack.drill_messages import Sending
from bot.slack.drill_places import held_at, mine, my_turn, place_of
from bot.slack.floor import Floor
from bot.slack.nudge_messages import marks_about
from bot.slack.replies import WORDS
from bot.slack.told import refusal
from bot.working import Ending, Kind
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import NotAllowed
from knowledge.interviews import conversation
from knowledge.interviews.objections import disagree
from knowledge.nudges.drills import key_of as key_of_item
from knowledge.storage.drill_tables import Interview, InterviewTurn
from knowledge.storage.record_tables import Person

STEP = "drill_step"
PRINTING = "drill_printing"

Step = Literal["skip", "hint", "why", "pause", "stop", "resume", "disagree"]
OF_A_TURN = frozenset({"skip", "hint", "why", "disagree"})
"""Steps whose button names a turn; the others name an interview."""
A_SECOND = timedelta(seconds=1)
"""A conversation gets one message a second, so the paper comes after the messages."""
NOTHING_OPEN = "Nothing is asked at the moment."
_TYPED: dict[str, Step] = {
    "skip": "skip",
    "skip it": "skip",
    "next": "skip",
    "hint": "hint",
    "a hint please": "hint",
    "why": "why",
    "why do you ask": "why",
    "pause": "pause",
    "stop": "stop",
    "go on": "resume",
    "continue": "resume",
    "resume": "resume",
}


def step_named(text: str) -> Step | None:
    """The step that somebody asks for in words, as with its button."""
    return _TYPED.get(" ".join(text.casefold().split()).strip(" .!?"))


@dataclass(frozen=True)
class Wanted:
    """A step as it is taken: by whom, in which interview, about which turn."""

    session: Session
    job: Job
    interview: Interview
    turn: InterviewTurn | None

    @property
    def person(self) -> str:
        return str(self.job.payload["person"])

    @property
    def asked(self) -> InterviewTurn:
        """Raises NotAllowed where nothing is open."""
        if self.turn is None:
            raise NotAllowed(NOTHING_OPEN)
        return self.turn


@dataclass(frozen=True)
class Steps:
    floor: Floor

    def kind(self) -> Kind:
        return Kind(self.work, lambda job, words: refusal(self.floor, job, words))

    def work(self, job: Job) -> Ending:
        """A button: its value names the turn or the interview."""
        step, value = job.payload["step"], int(job.payload["value"])

        def ending(session: Session) -> list[NewDelivery]:
            person = job.payload["person"]
            turn = my_turn(session, value, person) if step in OF_A_TURN else None
            interview = mine(session, turn.interview_id if turn else value, person)
            return self._taken(Wanted(session, job, interview, turn), step)

        return ending

    def by_words(self, job: Job, interview_id: int, step: Step) -> Ending:
        """The same, typed in the thread: it is about the question that is open."""

        def ending(session: Session) -> list[NewDelivery]:
            interview = mine(session, interview_id, job.payload["person"])
            turns = conversation.turns_of(session, interview.id)
            turn = next((one for one in turns if one.state == "open"), None)
            return self._taken(Wanted(session, job, interview, turn), step)

        return ending

    def next_in(
        self, session: Session, interview: Interview, account: str, *, offer: int | None = None
    ) -> list[NewDelivery]:
        """What comes next in an interview, to its thread; at its end the report."""
        sending = self._sending(session, interview, account)
        if interview.state == "stopped":
            return [sending.late_offer(offer)] if offer is not None else []
        now, today = self.floor.clock(), self.floor.today()
        turn = conversation.next_turn(session, interview.id, now=now, today=today)
        wanted = [sending.turn(turn.id, about=turn.feedback_on, offer=offer)]
        if turn.kind == "closing":
            wanted += self._end(session, interview, account, after=wanted[0].key)
            wanted += self._reminders(session, interview)
        return wanted

    def _reminders(self, session: Session, interview: Interview) -> list[NewDelivery]:
        """What was said of a campaign's drill, now that it is done."""
        if interview.campaign_id is None:
            return []
        by = session.get_one(Person, interview.person_id)
        key, occasion = key_of_item(interview.campaign_id, by.id), f"drill {interview.id}"
        return marks_about(self.floor, session, key, by=by, occasion=occasion)

    def _end(
        self, session: Session, interview: Interview, account: str, *, after: str
    ) -> list[NewDelivery]:
        """Feedback that was kept for the end, and the report as message and as PDF."""
        turns = conversation.turns_of(session, interview.id)
        kept_back = [
            one.id
            for one in turns
            if interview.mode == "rehearsal" and one.kind == "question" and one.judgement
        ]
        now, what = self.floor.clock(), {"interview": interview.id, "person": account}
        printing = Incoming(self.floor.team, f"drill report {interview.id}", PRINTING, what)
        after_the_rest = now + A_SECOND * (len(kept_back) + 3)
        inbox.record(session, printing, now=now, due_at=after_the_rest)
        return self._sending(session, interview, account).end(kept_back, after=after)

    def _taken(self, wanted: Wanted, step: Step) -> list[NewDelivery]:
        held_at(wanted.session, wanted.interview.id, wanted.job.payload)
        steps: Mapping[Step, Callable[[Wanted], list[NewDelivery]]] = {
            "skip": self._skip,
            "hint": self._hint,
            "why": self._explain,
            "pause": self._pause,
            "stop": self._stop,
            "resume": self._resume,
            "disagree": self._disagree,
        }
        return steps[step](wanted)

    def _skip(self, wanted: Wanted) -> list[NewDelivery]:
        session, interview = wanted.session, wanted.interview
        conversation.skip(session, interview.id, wanted.asked.id, now=self.floor.clock())
        return self.next_in(session, interview, wanted.person)

    def _hint(self, wanted: Wanted) -> list[NewDelivery]:
        interview, turn = wanted.interview.id, wanted.asked.id
        words = conversation.hint(wanted.session, interview, turn, now=self.floor.clock())
        return [self._sends(wanted).hinted(turn, words)]

    def _explain(self, wanted: Wanted) -> list[NewDelivery]:
        interview, turn = wanted.interview.id, wanted.asked.id
        words = conversation.explain(wanted.session, interview, turn, now=self.floor.clock())
        return [self._sends(wanted).explained(turn, words)]

    def _pause(self, wanted: Wanted) -> list[NewDelivery]:
        conversation.pause(wanted.session, wanted.interview.id, now=self.floor.clock())
        return [self._sends(wanted).paused(f"{wanted.job.id}")]

    def _resume(self, wanted: Wanted) -> list[NewDelivery]:
        """The question that was left open is shown again; one that is new comes as always."""
        session, interview = wanted.session, wanted.interview
        now, today = self.floor.clock(), self.floor.today()
        conversation.resume(session, interview.id, now=now)
        was_open = any(one.state == "open" for one in conversation.turns_of(session, interview.id))
        if not was_open:
            return self.next_in(session, interview, wanted.person)
        turn = conversation.next_turn(session, interview.id, now=now, today=today)
        return [self._sends(wanted).resumed(turn.id, f"{wanted.job.id}")]

    def _stop(self, wanted: Wanted) -> list[NewDelivery]:
        session, interview = wanted.session, wanted.interview
        if interview.state in ("stopped", "finished"):
            return []
        conversation.stop(session, interview.id, now=self.floor.clock())
        said = self._words(wanted, "stopped", STOPPED)
        return [said, *self._end(session, interview, wanted.person, after=said.key)]

    def _disagree(self, wanted: Wanted) -> list[NewDelivery]:
        disagree(wanted.session, wanted.asked.id, now=self.floor.clock())
        return [self._words(wanted, f"disagreed {wanted.asked.id}", DISAGREED)]

    def _words(self, wanted: Wanted, item: str, words: str) -> NewDelivery:
        to = place_of(wanted.session, self.floor, wanted.interview, wanted.person)
        name = f"{wanted.interview.id} {item}"
        key = key_of(self.floor.secret, self.floor.team, "drill words", name, "")
        return NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)

    def _sends(self, wanted: Wanted) -> Sending:
        return self._sending(wanted.session, wanted.interview, wanted.person)

    def _sending(self, session: Session, interview: Interview, account: str) -> Sending:
        to = place_of(session, self.floor, interview, account)
        return Sending(self.floor, interview, to)
