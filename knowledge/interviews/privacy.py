"""A drill belongs to its person: kept for a set time, erased on request, released by the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from knowledge import audit_log, evidence
from knowledge.errors import NotAllowed, NotFound
from knowledge.evidence import NewEvidence
from knowledge.storage.action_tables import Evidence
from knowledge.storage.drill_tables import (
    DrillDisagreement,
    Interview,
    InterviewAnswer,
    InterviewTurn,
    RaiseOffer,
)
from knowledge.storage.record_tables import Person

SLACK_KEEPS = (
    "Slack keeps what was typed there as your company has set it. You can delete your own "
    "messages; ours are deleted with the drill."
)
_OVER = ("finished", "stopped")


@dataclass(frozen=True)
class Erased:
    """What was erased. `threads` are (conversation, thread), where our own messages are to go."""

    interviews: tuple[int, ...]
    answers: int
    threads: tuple[tuple[str, str], ...]
    released: int

    @property
    def drills(self) -> int:
        return len(self.interviews)

    def words(self) -> str:
        """What the person is told."""
        if not self.drills:
            return "There was no drill of yours to erase."
        said = [f"Erased: {_counted(self.drills, 'drill')}, {_counted(self.answers, 'answer')}."]
        if self.released:
            said.append(
                f"{_counted(self.released, 'report')} that you released as evidence of awareness "
                "stays with the training records."
            )
        return " ".join([*said, SLACK_KEEPS])


def erase(
    session: Session, person_id: int, *, interview_id: int | None = None, now: datetime
) -> Erased:
    """Erase one drill of a person, or all. Raises NotFound for a drill of somebody else.

    That a campaign's drill was done stays known; nothing of how it went does.
    """
    wanted = select(Interview).where(Interview.person_id == person_id)
    if interview_id is not None:
        wanted = wanted.where(Interview.id == interview_id)
    found = list(session.scalars(wanted))
    if interview_id is not None and not found:
        raise NotFound("There is no drill of yours with this number. It may have been erased.")
    erased = _erase(session, found, now)
    if erased.drills:
        audit_log.add(
            session,
            who=person_id,
            what="drills erased",
            payload={"drills": erased.drills},
            now=now,
        )
    return erased


def forget_old(session: Session, *, now: datetime, kept: timedelta) -> Erased:
    """Erase what was not touched for as long as drills are kept; for a daily chore."""
    old = select(Interview).where(Interview.touched_at < now - kept)
    return _erase(session, [one for one in session.scalars(old) if one.plan], now)


def release(
    session: Session,
    interview_id: int,
    pdf: bytes,
    *,
    person: Person,
    folder: Path,
    today: date,
    now: datetime,
) -> Evidence:
    """Put a finished drill's report among the training records, as evidence of awareness.

    Awareness only: competence takes evidence that somebody else accepts. Raises NotFound for
    somebody else's drill, NotAllowed before its end and for the second time.
    """
    interview = session.get(Interview, interview_id)
    if interview is None or interview.person_id != person.id:
        raise NotFound("There is no drill of yours with this number. It may have been erased.")
    if interview.state not in _OVER:
        raise NotAllowed("The drill still goes on. Finish it, then release its report.")
    if interview.released_at is not None:
        raise NotAllowed("This report was released already. It is among the training records.")
    new = NewEvidence(
        subject="training",
        item=f"Drill {interview.id}",
        kind="record reference",
        performed_on=(interview.finished_at or now).date(),
        person_id=person.id,
        file_hash=evidence.store_file(folder, pdf),
        file_name=f"drill-{interview.id}.pdf",
        system="Readiness Coach",
        identifier=f"Drill {interview.id}",
        dated_on=today,
        note="Awareness, released by the person. No evidence of competence.",
    )
    row = evidence.attach(session, new, by=person, folder=folder, today=today, now=now)
    interview.released_at = now
    return row


def _erase(session: Session, interviews: Sequence[Interview], now: datetime) -> Erased:
    ids = [one.id for one in interviews]
    threads = {(one.conversation, one.thread) for one in interviews}
    released = sum(one.released_at is not None for one in interviews)
    answers = _erase_contents(session, ids)
    for interview in interviews:
        if interview.campaign_id is None:
            session.delete(interview)
        else:
            _bare(interview, now)
    session.flush()
    return Erased(
        tuple(ids),
        answers,
        tuple(sorted((place, thread) for place, thread in threads if place and thread)),
        released,
    )


def _erase_contents(session: Session, ids: Sequence[int]) -> int:
    turns = select(InterviewTurn.id).where(InterviewTurn.interview_id.in_(ids))
    _cut_off(session, turns)
    session.execute(delete(RaiseOffer).where(RaiseOffer.turn_id.in_(turns)))
    answers = list(
        session.scalars(select(InterviewAnswer.id).where(InterviewAnswer.interview_id.in_(ids)))
    )
    session.execute(delete(InterviewAnswer).where(InterviewAnswer.interview_id.in_(ids)))
    followed = InterviewTurn.interview_id.in_(ids)
    session.execute(delete(InterviewTurn).where(followed, InterviewTurn.follows_id.is_not(None)))
    session.execute(delete(InterviewTurn).where(followed))
    return len(answers)


def _cut_off(session: Session, turns: Select[int]) -> None:
    """Leave quality the points that were objected to, without answer and drill."""
    objected = select(DrillDisagreement).where(DrillDisagreement.turn_id.in_(turns))
    for one in session.scalars(objected):
        one.turn_id = None
        one.shown = {key: value for key, value in one.shown.items() if key != "answer"}
    session.flush()


def _bare(interview: Interview, now: datetime) -> None:
    """Leave only that it was done, for the campaign that asked for it."""
    interview.process, interview.clauses, interview.plan = None, [], []
    interview.conversation = interview.thread = None
    if interview.state not in _OVER:
        interview.state, interview.finished_at = "stopped", now


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
