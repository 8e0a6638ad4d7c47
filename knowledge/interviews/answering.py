"""What a person answers, and what is to be judged of it. A message is taken once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotAllowed
from knowledge.interviews.judgement import Judgement
from knowledge.interviews.locking import locked
from knowledge.interviews.questions import Question, question_from
from knowledge.sentences import count_words
from knowledge.storage.drill_tables import Interview, InterviewAnswer, InterviewTurn

_REFERS_BACK = re.compile(
    r"\b(?:same (?:as|answer)\b|as (?:before|above)\b|like (?:before|i said|we said)\b|"
    r"as (?:i|we)(?:['’]ve| have)? (?:just |already )?(?:said|told|explained|mentioned)\b|"
    r"see (?:my |the )?(?:last|previous|earlier|first|answer)\b|"
    r"already (?:said|told|answered|explained|mentioned)\b|wie (?:oben|gesagt|vorhin)\b)",
    re.IGNORECASE,
)
_FEW_WORDS = 15
"""Words of an answer that points to an earlier one and says little itself."""
_LOOKED_BACK = 3
"""Questions that it may point to."""


@dataclass(frozen=True)
class Answered:
    """Everything said so far to one question and its follow-ups, not judged yet.

    `count` answers were read; a judgement of fewer never replaces one of more.
    """

    turn_id: int
    interview_id: int
    person_id: int
    question: Question
    text: str
    files: tuple[str, ...]
    count: int


def take_answer(
    session: Session,
    interview_id: int,
    text: str,
    message: str,
    *,
    now: datetime,
    files: Sequence[str] = (),
) -> InterviewAnswer:
    """Keep an answer to the open turn; it resumes a paused drill. `message` names it for good.

    The same message again changes nothing. What comes before the next turn was asked belongs to
    the last one. Raises BadInput for nothing said, NotAllowed once the drill is over.
    """
    interview = locked(session, interview_id)
    known = session.scalars(
        select(InterviewAnswer).where(
            InterviewAnswer.interview_id == interview_id, InterviewAnswer.message == message
        )
    ).first()
    if known is not None:
        return known
    if not text.strip() and not files:
        raise BadInput("There was nothing in this answer. Write a sentence, or say “skip”.")
    turn = _turn_to_answer(session, interview)
    interview.state, interview.touched_at = "asking", now
    turn.state, turn.settled_at = "answered", turn.settled_at or now
    answer = InterviewAnswer(
        interview_id=interview_id,
        turn_id=turn.id,
        message=message,
        text=text.strip(),
        files=list(files),
        given_at=now,
    )
    session.add(answer)
    session.flush()
    return answer


def unjudged(session: Session, interview_id: int) -> list[Answered]:
    """The questions of which something was answered that no judgement has read."""
    turns = list(
        session.scalars(
            select(InterviewTurn)
            .where(InterviewTurn.interview_id == interview_id)
            .order_by(InterviewTurn.position)
        )
    )
    interview = session.get(Interview, interview_id)
    person_id = interview.person_id if interview is not None else 0
    found = []
    for turn in turns:
        given = answers_to(session, turn, turns) if turn.kind == "question" else []
        if len(given) > turn.judged:
            found.append(_answered(turn, person_id, given, _pointed_to(session, turn, turns)))
    return found


def keep_judgement(
    session: Session, answered: Answered, judgement: Judgement, *, now: datetime
) -> bool:
    """Store a judgement; False where a later one, of more answers, is there already."""
    turn = session.scalars(
        select(InterviewTurn).where(InterviewTurn.id == answered.turn_id).with_for_update()
    ).first()
    if turn is None or turn.judged >= answered.count:
        return False
    turn.judgement = judgement.plain()
    turn.judged, turn.judged_at = answered.count, now
    session.flush()
    return True


def answers_to(
    session: Session, question: InterviewTurn, turns: Sequence[InterviewTurn]
) -> list[InterviewAnswer]:
    """The answers to a question and to its follow-ups, in the order they came."""
    ids = [question.id, *(turn.id for turn in turns if turn.follows_id == question.id)]
    wanted = select(InterviewAnswer).where(InterviewAnswer.turn_id.in_(ids))
    return list(session.scalars(wanted.order_by(InterviewAnswer.id)))


def _pointed_to(
    session: Session, question: InterviewTurn, turns: Sequence[InterviewTurn]
) -> list[InterviewAnswer]:
    """What was said before, where the answer says "same as before": it need not be said twice."""
    first = next(iter(answers_to(session, question, [])), None)
    if first is None or not _refers_back(first):
        return []
    earlier = [
        [one for one in answers_to(session, turn, turns) if not _refers_back(one)]
        for turn in turns
        if turn.kind == "question" and turn.position < question.position
    ]
    return [answer for given in [one for one in earlier if one][-_LOOKED_BACK:] for answer in given]


def _refers_back(answer: InterviewAnswer) -> bool:
    few = count_words(answer.text) <= _FEW_WORDS
    return few and _REFERS_BACK.search(answer.text) is not None


def _answered(
    turn: InterviewTurn,
    person_id: int,
    given: Sequence[InterviewAnswer],
    pointed_to: Sequence[InterviewAnswer],
) -> Answered:
    return Answered(
        turn.id,
        turn.interview_id,
        person_id,
        question_from(turn.question),
        "\n".join(answer.text for answer in (*given, *pointed_to) if answer.text),
        tuple(name for answer in given for name in answer.files),
        len(given),
    )


def _turn_to_answer(session: Session, interview: Interview) -> InterviewTurn:
    if interview.state in ("finished", "stopped"):
        raise NotAllowed("This drill is over; nothing was added to it. Start a new one.")
    spoken = session.scalars(
        select(InterviewTurn)
        .where(InterviewTurn.interview_id == interview.id)
        .order_by(InterviewTurn.position.desc())
    ).first()
    if spoken is None:
        raise NotAllowed("Nothing was asked yet. The first question is on its way.")
    return spoken
