"""What a person takes away from a drill: parts, clauses, findings, what to read, what next.

It belongs to the person. It says that it is practice, no internal audit and no verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotFound
from knowledge.interviews.findings import proposed_majors
from knowledge.interviews.judgement import Judgement, PracticeFinding, judgement_from
from knowledge.interviews.questions import PARTS, Part, Question, question_from
from knowledge.standards.companions import InterviewRoles, interview_roles
from knowledge.standards.loading import shipped
from knowledge.standards.schema import Pack
from knowledge.storage.drill_tables import Interview, InterviewAnswer, InterviewTurn
from knowledge.storage.record_tables import Person

RULES_VERSION = "3"
"""Of the rules for points, conduct and findings; raised with every change of what they decide."""
NEXT_AFTER = timedelta(days=7)
"""Until the next drill: even spacing holds better than several in a row (Latimier 2021)."""
TO_READ = 3

PRACTICE = (
    "This was practice: no internal audit, no verdict on you, and not for appraisal. What is said "
    "in a chat proves nothing yet; a practice finding is what an auditor would probably ask or "
    "write."
)
YOURS = "Only you see this report. You can release it as evidence of awareness, or erase the drill."
PART_TITLES: dict[Part, str] = {
    "what_i_do": "What I do",
    "governing_document": "Which document says so",
    "record": "Which record proves it",
    "how_i_know": "How I know that it worked",
    "when_it_goes_wrong": "What I do when it goes wrong",
    "conduct": "How I answer",
}


@dataclass(frozen=True)
class Points:
    """Points reached of the most that could be; `name` is a part or a clause with its `title`."""

    name: str
    reached: int
    most: int
    title: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name

    @property
    def share(self) -> float:
        return self.reached / self.most if self.most else 1.0


@dataclass(frozen=True)
class Asked:
    """One question with what came of it; `judgement` is None where it was skipped."""

    number: int
    turn_id: int
    question: Question
    said: tuple[str, ...]
    judgement: Judgement | None


@dataclass(frozen=True)
class Reading:
    """A passage worth reading before the next drill, and why."""

    citation: str
    quote: str
    address: str | None
    why: str
    passage_id: int


@dataclass(frozen=True)
class Report:
    interview_id: int
    person: str
    role: str
    edition: str
    mode: str
    held_on: date
    finished: bool
    asked: tuple[Asked, ...]
    parts: tuple[Points, ...]
    clauses: tuple[Points, ...]
    findings: tuple[PracticeFinding, ...]
    good_practice: tuple[PracticeFinding, ...]
    to_read: tuple[Reading, ...]
    next_on: date
    next_about: str
    content: str
    practice: str = PRACTICE
    yours: str = YOURS

    @property
    def answered(self) -> int:
        return sum(1 for one in self.asked if one.judgement is not None)


def report(
    session: Session,
    interview_id: int,
    *,
    now: datetime,
    person_id: int | None = None,
    roles: InterviewRoles | None = None,
) -> Report:
    """The report of a drill, so far if it still goes on.

    `person_id` is who asks for it: NotFound for anybody else's drill, and for an erased one.
    """
    interview = session.get(Interview, interview_id)
    if interview is None or person_id not in (None, interview.person_id):
        raise NotFound("There is no drill of yours with this number. It may have been erased.")
    pack = roles or interview_roles()
    asked = _asked(session, interview_id)
    judgements = [one.judgement for one in asked if one.judgement is not None]
    clauses = _by_clause(asked, shipped().edition(interview.edition))
    held = (interview.finished_at or now).date()
    found = list(dict.fromkeys(one for judged in judgements for one in judged.findings))
    return Report(
        interview_id,
        session.get_one(Person, interview.person_id).name,
        _title(pack, interview.role),
        interview.edition,
        interview.mode,
        held,
        interview.state == "finished",
        tuple(asked),
        _by_part(judgements),
        clauses,
        (*proposed_majors(found), *sorted(_against(found), key=_weight)),
        tuple(one for one in found if one.grade == "good practice"),
        tuple(_to_read(asked)),
        held + NEXT_AFTER,
        _next_about(clauses),
        f"Questions: version {pack.interview_roles.version}. Rules: version {RULES_VERSION}.",
    )


def _against(found: Iterable[PracticeFinding]) -> list[PracticeFinding]:
    return [one for one in found if one.grade != "good practice"]


def _weight(finding: PracticeFinding) -> int:
    """What an auditor would write comes before what would only be asked."""
    return 0 if finding.grade == "would write" else 1


def history(session: Session, person_id: int) -> list[Interview]:
    """A person's drills that are over, the newest first."""
    over = select(Interview).where(
        Interview.person_id == person_id, Interview.state.in_(("finished", "stopped"))
    )
    return list(session.scalars(over.order_by(Interview.started_at.desc())))


def _asked(session: Session, interview_id: int) -> list[Asked]:
    mine = select(InterviewTurn).where(InterviewTurn.interview_id == interview_id)
    turns = list(session.scalars(mine.order_by(InterviewTurn.position)))
    said: dict[int, list[str]] = defaultdict(list)
    of = {turn.id: turn.follows_id or turn.id for turn in turns}
    answers = select(InterviewAnswer).where(InterviewAnswer.interview_id == interview_id)
    for answer in session.scalars(answers.order_by(InterviewAnswer.id)):
        said[of[answer.turn_id]].append(answer.text or ", ".join(answer.files))
    questions = [turn for turn in turns if turn.kind == "question" and turn.state != "open"]
    return [
        Asked(
            number,
            turn.id,
            question_from(turn.question),
            tuple(said[turn.id]),
            judgement_from(turn.judgement) if turn.judgement is not None else None,
        )
        for number, turn in enumerate(questions, 1)
    ]


def _by_part(judgements: Iterable[Judgement]) -> tuple[Points, ...]:
    scores: dict[Part, list[int]] = defaultdict(list)
    for judgement in judgements:
        for part, given in judgement.parts.items():
            scores[part].append(given.score)
    return tuple(
        Points(PART_TITLES[part], sum(scores[part]), 2 * len(scores[part]))
        for part in PARTS
        if part in scores
    )


def _by_clause(asked: Iterable[Asked], pack: Pack) -> tuple[Points, ...]:
    scores: dict[str, list[int]] = defaultdict(list)
    for one in asked:
        if one.judgement is not None and one.question.clause:
            scores[one.question.clause] += [part.score for part in one.judgement.parts.values()]
    return tuple(
        Points(clause, sum(given), 2 * len(given), _clause_title(pack, clause))
        for clause, given in sorted(scores.items(), key=lambda item: _order(item[0]))
        if given
    )


def _clause_title(pack: Pack, number: str) -> str:
    clause = pack.get(number)
    return clause.title if clause is not None else ""


def _to_read(asked: Sequence[Asked]) -> list[Reading]:
    """The passages behind the weakest answers, each once, three at most."""
    judged = [(one, one.judgement) for one in asked if one.judgement is not None]
    weakest = sorted(judged, key=lambda pair: pair[1].share)
    found: dict[int, Reading] = {}
    for one, judgement in weakest:
        advice = judgement.advice
        if advice.passage_id is None or advice.citation is None or judgement.share == 1:
            continue
        why = f"It answers question {one.number}: {one.question.text}"
        found.setdefault(
            advice.passage_id,
            Reading(advice.citation, advice.quote, advice.address, why, advice.passage_id),
        )
    return list(found.values())[:TO_READ]


def _next_about(clauses: Sequence[Points]) -> str:
    weakest = min(clauses, key=lambda one: one.share, default=None)
    if weakest is None or weakest.share == 1:
        return "what an auditor would ask you"
    return f"clause {weakest.label}"


def _title(pack: InterviewRoles, role: str) -> str:
    return next((one.title for one in pack.roles if one.id == role), role)


def _order(clause: str) -> tuple[int, ...]:
    return tuple(int(part) for part in clause.split(".") if part.isdecimal())
