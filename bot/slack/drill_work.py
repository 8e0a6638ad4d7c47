"""What is done about a drill: begin, take and judge an answer, go on, pause, end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Incoming, Job
from bot.slack import drill_messages as messages
from bot.slack.asked import Asked
from bot.slack.audience import viewer_for
from bot.slack.drill_judging import Graders, Judged, judge_all
from bot.slack.drill_messages import Sending
from bot.slack.drill_places import held_at, mine
from bot.slack.drill_steps import Steps, step_named
from bot.slack.drill_threads import interview_by_message
from bot.slack.floor import Floor
from bot.slack.quality_team import refuse_outsiders
from bot.slack.told import own_place, refusal
from bot.working import Ending, Kind
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.evidence import person_behind
from knowledge.interviews import conversation
from knowledge.interviews.conversation import Scope, keep_judgement, unjudged
from knowledge.interviews.locking import locked
from knowledge.interviews.raising import offer
from knowledge.standards.company import standing
from knowledge.storage.drill_tables import DrillCampaign, Interview

START = "drill_start"
ANSWER = "drill_answer"
WANTED = "drill_wanted"
FILES = "drill_files"


@dataclass(frozen=True)
class Drills:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor
    graders: Graders

    def kinds(self) -> Mapping[str, Kind]:
        works: dict[str, Callable[[Job], Ending]] = {
            START: self.start,
            ANSWER: self.answer,
            WANTED: self.invite,
        }
        return {name: Kind(work, self.apologise) for name, work in works.items()}

    def invite(self, job: Job) -> Ending:
        """Forms open from a button alone, so whoever asked in words is given one."""
        refuse_outsiders(self.floor, job.payload["person"])

        def ending(session: Session) -> list[NewDelivery]:
            said = job.payload
            person_behind(session, said["person"])
            item = f"{said['conversation']} {job.id}"
            key = key_of(self.floor.secret, job.team, messages.INVITED, item, said["person"])
            to = own_place(job.team, said)
            return [NewDelivery(key, to, messages.INVITED, {}, lane=REPLY)]

        return ending

    def start(self, job: Job) -> Ending:
        floor, chosen = self.floor, job.payload
        refuse_outsiders(floor, chosen["person"])

        def ending(session: Session) -> list[NewDelivery]:
            interview = self._started(session, chosen)
            turn = conversation.next_turn(
                session, interview.id, now=floor.clock(), today=floor.today()
            )
            to = Address(job.team, chosen["person"])
            return [Sending(floor, interview, to).opening(turn.id)]

        return ending

    def _started(self, session: Session, chosen: Mapping[str, Any]) -> Interview:
        """A campaign says itself what it is about, and how long it is."""
        person = person_behind(session, chosen["person"])
        length, clauses = chosen["length"], tuple(chosen["clauses"])
        campaign = session.get(DrillCampaign, chosen["campaign"] or 0)
        if campaign is not None:
            length, clauses = campaign.length, tuple(campaign.clauses)
        return conversation.start(
            session,
            person_id=person.id,
            role=chosen["role"],
            scope=Scope(clauses, chosen["process"]),
            length=length,
            mode=chosen["mode"],
            manner=chosen["manner"],
            edition=standing(session).edition,
            now=self.floor.clock(),
            today=self.floor.today(),
            campaign_id=chosen["campaign"],
        )

    def answer(self, job: Job) -> Ending:
        """Kept first; then judged with everything said to its question; then what comes next."""
        floor, said = self.floor, job.payload
        found = said["interview"] or interview_by_message(
            floor, said["conversation"], said["thread"]
        )
        if not found:
            return lambda session: self._pass_on(session, job)
        step = step_named(said["text"]) if not said["files"] else None
        if step is not None:
            return Steps(floor).by_words(job, found, step)
        refuse_outsiders(floor, said["person"])
        viewer = viewer_for(floor, said["person"], said["conversation"], private=True)
        self._keep(job, found)
        judged = judge_all(floor, self.graders, found, viewer)
        return lambda session: self._ending(session, job, found, judged)

    def _keep(self, job: Job, interview_id: int) -> None:
        """In a transaction of its own, so that it is there however long judging takes. A message
        is taken once."""
        said = job.payload
        with self.floor.database.begin() as session:
            mine(session, interview_id, said["person"])
            conversation.take_answer(
                session,
                interview_id,
                said["text"],
                said["message"],
                now=self.floor.clock(),
                files=[one["name"] for one in said["files"]],
            )
            held_at(session, interview_id, said)

    def _ending(
        self, session: Session, job: Job, interview_id: int, judged: list[Judged]
    ) -> list[NewDelivery]:
        """What is asked next, unless more was said meanwhile: then whoever works that goes on."""
        now = self.floor.clock()
        interview = locked(session, interview_id)
        for one in judged:
            keep_judgement(session, one.answered, one.judgement, now=now)
        self._let_go_of_files(session, job)
        inbox.forget(session, job)
        if unjudged(session, interview_id) or interview.state == "paused":
            return []
        offers = [
            one.answered.turn_id
            for one in judged
            if one.judgement.deviation is not None
            and offer(session, one.answered.turn_id, one.judgement.deviation, now=now)
        ]
        told = next(iter(offers), None)
        return Steps(self.floor).next_in(session, interview, job.payload["person"], offer=told)

    def _let_go_of_files(self, session: Session, job: Job) -> None:
        files = [one["id"] for one in job.payload["files"] if one["id"]]
        if files:
            where = {name: job.payload[name] for name in ("person", "conversation", "thread")}
            what = where | {"files": files}
            incoming = Incoming(job.team, f"drill files {job.id}", FILES, what)
            now = self.floor.clock()
            inbox.record(session, incoming, now=now, due_at=now)

    def _pass_on(self, session: Session, job: Job) -> list[NewDelivery]:
        """It stands below something else: it is a question like any other."""
        said, now = job.payload, self.floor.clock()
        where, ts = said["conversation"], said["message"]
        asked = Asked(
            job.team, f"{where} {ts}", "direct", said["text"], said["person"], where,
            said["thread"], None, files=len(said["files"]),
        )  # fmt: skip
        inbox.record(session, asked.incoming(f"passed on {job.id}"), now=now, due_at=now)
        return []

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)
