"""A company's own questions: read from a file, stored with version, approver and date."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput
from knowledge.interviews import own_questions
from knowledge.interviews.own_questions import OwnQuestion, Taken, parsed
from knowledge.standards.companions import interview_roles
from knowledge.standards.loading import shipped
from knowledge.storage.drill_tables import DrillQuestion
from tests.knowledge.people.building import NOW, TODAY

HEAD = "id,text,key_points,version,approver,approved_on,role,clause,kind,parts\n"
LINE = (
    "B-1,Where is the red cage?,beside cell A; locked,2,Priya Nair,2026-11-02,operator,8.7.1,"
    "show me,what I do; record\n"
)


def read(text: str, name: str = "own.csv") -> list[OwnQuestion]:
    pack = shipped().edition("2015")
    return parsed(text, name, roles=interview_roles(), pack=pack)


def take(session: Session, text: str) -> Taken:
    return own_questions.take(session, read(text), edition="2015", by=None, now=NOW, today=TODAY)


def test_a_line_of_csv_is_a_question() -> None:
    [one] = read(HEAD + LINE)

    assert one == OwnQuestion(
        id="B-1",
        text="Where is the red cage?",
        kind="show me",
        parts=("what_i_do", "record"),
        key_points=("beside cell A", "locked"),
        version="2",
        approver="Priya Nair",
        approved_on=date(2026, 11, 2),
        role="operator",
        clause="8.7.1",
    )


def test_lines_of_json_and_semicolons_say_the_same() -> None:
    json_line = (
        '{"id": "B-1", "text": "Where is the red cage?", "key_points": ["beside cell A", "locked"],'
        ' "version": 2, "approver": "Priya Nair", "approved_on": "2026-11-02", "role": "operator",'
        ' "clause": "8.7.1", "kind": "show me", "parts": ["what_i_do", "record"]}\n'
    )
    german = (HEAD + LINE.replace("; ", "|")).replace(",", ";")

    assert read(json_line, "own.jsonl") == read(HEAD + LINE) == read(german)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE.replace("Priya Nair", ""), "own.csv, line 2: approver is missing."),
        (LINE.replace("2026-11-02", "soon"), "line 2: 'soon' is no date like 2026-11-16."),
        (LINE.replace("operator", "pilot"), "line 2: there is no role 'pilot'"),
        (LINE.replace("8.7.1", "99.1"), "line 2: ISO 9001:2015 has no clause 99.1."),
        (LINE.replace("show me", "riddle"), "line 2: There is no kind of question 'riddle'"),
        (LINE.replace("record\n", "luck\n"), "line 2: There is no part 'luck'"),
        (LINE + LINE, "own.csv, line 3: the id B-1 stands there twice."),
        ("", "own.csv holds no question."),
    ],
)
def test_a_line_that_cannot_be_used_is_named(line: str, words: str) -> None:
    with pytest.raises(BadInput) as error:
        read(HEAD + line)

    assert words in str(error.value)


def test_what_is_no_json_is_named() -> None:
    with pytest.raises(BadInput, match="Line 1 is no JSON"):
        read("not json", "own.jsonl")


def test_taking_the_same_file_again_changes_nothing(session: Session) -> None:
    assert take(session, HEAD + LINE) == Taken(added=1, replaced=0, unchanged=0)
    assert take(session, HEAD + LINE) == Taken(added=0, replaced=0, unchanged=1)


def test_a_new_version_takes_the_place_of_the_old_one(session: Session) -> None:
    take(session, HEAD + LINE)
    newer = LINE.replace(",2,", ",3,").replace("beside cell A", "beside the saw")

    assert take(session, HEAD + newer) == Taken(added=0, replaced=1, unchanged=0)

    rows = session.scalars(select(DrillQuestion).order_by(DrillQuestion.id)).all()
    assert [(row.state, row.version, row.retired_why) for row in rows] == [
        ("retired", "2", "Version 3 takes its place."),
        ("approved", "3", None),
    ]
    assert (rows[1].approved_by, rows[1].approved_on) == ("Priya Nair", date(2026, 11, 2))
