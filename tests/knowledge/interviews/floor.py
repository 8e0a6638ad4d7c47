"""A corner of the sample company for drills: four documents, a few records, somebody to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from knowledge.interviews.facts_named import look_up
from knowledge.interviews.judgement import Facts
from knowledge.interviews.questions import Question
from knowledge.storage.action_tables import CorrectiveAction
from knowledge.storage.record_tables import Person
from tests.bot.slack.documents import publish
from tests.knowledge.people.building import TODAY, add_person, add_team
from tests.knowledge.training.building import add_assignment, add_course, add_result

RAISING = (
    "F-007 is raised in the same shift, and in any case within eight hours of finding. The finder "
    "fills in part 1; the shift lead fills in part 2 with quantity, location and what was done to "
    "contain the problem. The NCR number is taken from the log: NCR, year, running number."
)
MARKING = (
    "Whoever finds a suspect part stops work on it, tells the shift lead and hangs a red tag "
    "(T-07) on the part or the container at once. The part goes into the nearest red cage before "
    "the end of the same shift. The cages are locked."
)


@dataclass
class Floor:
    """Rob Yates assembles valves; Aisha Rahman leads him. `raising` and `marking` are passages."""

    session: Session
    rob: Person
    raising: int
    marking: int

    def asks(self, text: str = "How soon is the NCR raised?", **facts: Any) -> Question:
        known: dict[str, Any] = {
            "id": "document-1",
            "source": "document",
            "clause": "8.7.1",
            "edition": "2015",
            "role": "operator",
            "kind": "open",
            "parts": ("what_i_do", "governing_document", "conduct"),
            "key_points": ("F-007 is raised in the same shift, within eight hours of finding",),
            "passage_id": self.raising,
        }
        return Question(text=text, **known | facts)

    def what_if(self, **facts: Any) -> Question:
        return self.asks(
            **{
                "text": "What do you do if you find a suspect part?",
                "kind": "what if",
                "parts": ("what_i_do", "when_it_goes_wrong", "conduct"),
                "key_points": (
                    "stops work on it and tells the shift lead",
                    "hangs a red tag on the part or the container at once",
                ),
                "passage_id": self.marking,
                **facts,
            }
        )

    def facts(self, question: Question, text: str, **more: Any) -> Facts:
        return look_up(self.session, question, text, person_id=self.rob.id, today=TODAY, **more)


def furnish(session: Session, **facts: Any) -> Floor:
    """Publish the documents and add the records; the day is 16 November 2026.

    `facts` are of the first part of QP-0009.
    """
    raising = _document(
        session,
        "QP-0009",
        "Control of nonconforming product",
        "F",
        RAISING,
        "5 Raising the NCR",
        **facts,
    )
    marking = _document(
        session, "QP-0009", "Control of nonconforming product", "F", MARKING, "4 Finding", part=2
    )
    _document(session, "QP-0007", "Control of documents", "C", effective_on=date(2024, 3, 4))
    _document(session, "QP-0007", "Control of documents", "D", effective_on=date(2026, 3, 2))
    _document(session, "QP-0018", "Final test and release", "E")
    _document(session, "QP-0018", "Final test and release", "F", effective_on=date(2027, 1, 11))
    _document(session, "F-007", "Nonconformance report", "3", kind="form")
    _document(session, "HR-02", "Health surveillance", "1", audience="managers")
    lead = add_person(session, "Aisha Rahman", job_title="Assembly lead")
    team = add_team(session, "ASM")
    team.name = "Assembly"
    rob = add_person(session, "Rob Yates", job_title="Assembler", lead_id=lead.id, team_id=team.id)
    _records(session, rob, lead)
    return Floor(session, rob, raising, marking)


def _document(
    session: Session,
    number: str,
    title: str,
    revision: str,
    words: str = "Records are kept.",
    heading: str = "1 Purpose",
    *,
    part: int = 1,
    **facts: Any,
) -> int:
    passage = publish(
        session,
        number,
        words,
        title=title,
        revision=revision,
        heading=heading,
        file=f"{number} {revision} {part}.docx",
        **facts,
    )
    return passage.id


def _records(session: Session, rob: Person, lead: Person) -> None:
    session.add(
        CorrectiveAction(
            number="CAPA-2026-021",
            title="Porosity",
            kind="corrective",
            source="process",
            description="Porosity in heat 52316",
            recorded_on=date(2026, 9, 1),
            stage="implemented",
        )
    )
    torque = add_course(session, "C-05", "Torque tightening")
    done = add_assignment(session, rob, number="TA-0412", course_id=torque.id)
    add_result(session, done, date(2023, 10, 1), evidence="CER-2023-118")
    add_assignment(session, rob, number="TA-0500", course_id=torque.id, due_on=date(2026, 11, 2))
    add_assignment(session, lead, number="TA-0700", course_id=torque.id)
    session.flush()
