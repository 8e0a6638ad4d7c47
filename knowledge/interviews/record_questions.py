"""Questions from a person's own records: an overdue training, an open action, an open finding."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from knowledge import audits, capa, training
from knowledge.audits import AuditItem
from knowledge.capa import ActionItem
from knowledge.interviews.questions import Part, Question, hint_from
from knowledge.storage.record_tables import Person
from knowledge.training import TrainingItem

MOST = 3


def record_questions(
    session: Session, person: Person, *, edition: str, role: str | None, today: date
) -> list[Question]:
    """What an auditor who has seen the records would ask this person, the most pressing first."""
    open_training = training.open_items(session, today=today, person=person)
    late = [item for item in open_training if item.state in ("overdue", "expired")]
    late.sort(key=lambda item: not item.barred)
    actions = [one for one in capa.open_items(session, today=today) if one.owner_id == person.id]
    found = [one for one in audits.open_items(session, today=today) if _is_mine(one, person)]
    questions = [
        *(_of_training(item) for item in late[:1]),
        *(_of_action(item) for item in actions[:1]),
        *(_of_finding(item) for item in found[:1]),
        *(_of_training(item) for item in late[1:2]),
    ]
    return [_placed(question, edition, role) for question in questions[:MOST]]


def _of_training(item: TrainingItem) -> Question:
    since = item.valid_until if item.state == "expired" else item.due_on
    state = "ran out" if item.state == "expired" else "was due"
    points = [f"{item.title} {state} on {_day(since)}" if since else f"{item.title} is open"]
    points.append("names the new date, or whom to ask for one")
    if item.barred and item.may_not:
        points.append(item.may_not)
    text = (
        f"Your training record says that {item.title} {state}"
        f"{f' on {_day(since)}' if since else ''}. What is being done about it, and what does it "
        "mean for your work until then?"
    )
    parts: tuple[Part, ...] = ("what_i_do", "record")
    return _question(f"training:{item.id}", text, "7.2", parts, tuple(points), item.title)


def _of_action(item: ActionItem) -> Question:
    due = f", due on {_day(item.due_on)}" if item.due_on else ""
    text = f"You own {item.number}, “{item.title}”. Where does it stand, and what comes next?"
    points = (f"it is at the stage “{item.stage}”", f"next is to {item.next_step}{due}")
    parts: tuple[Part, ...] = ("what_i_do", "record", "how_i_know")
    return _question(f"capa:{item.number}", text, "10.2.1", parts, points, item.number)


def _of_finding(item: AuditItem) -> Question:
    text = f"{item.number} is still open: “{item.title}”. What have you done about it so far?"
    due = f"it is due on {_day(item.due_on)}" if item.due_on else "says by when it will be done"
    points = (due, f"names {item.action}" if item.action else "says what is being done and by whom")
    parts: tuple[Part, ...] = ("what_i_do", "record", "how_i_know")
    clause = item.clause or "10.2.1"
    return _question(f"finding:{item.number}", text, clause, parts, points, item.number)


def _question(
    key: str, text: str, clause: str, parts: tuple[Part, ...], points: tuple[str, ...], about: str
) -> Question:
    return Question(
        id=f"record:{key}"[:120],
        source="record",
        text=text,
        clause=clause,
        edition=None,
        role=None,
        kind="open",
        parts=parts,
        key_points=points,
        why_asked="An auditor has read the records before coming, and asks about what is open.",
        hint=hint_from(parts),
        about=about,
        clauses=(clause,),
    )


def _placed(question: Question, edition: str, role: str | None) -> Question:
    return Question(**{**question.__dict__, "edition": edition, "role": role})


def _is_mine(item: AuditItem, person: Person) -> bool:
    return item.owner_id == person.id and item.kind in ("finding", "external finding")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
