"""What is quoted of a passage can be said by itself."""

from __future__ import annotations

from typing import Any

from knowledge.interviews.advice import better_answer
from knowledge.interviews.judgement import KeyPassage
from knowledge.interviews.key_sentences import quoted, ranked
from knowledge.interviews.questions import Question


def passage(text: str) -> KeyPassage:
    return KeyPassage(1, "QP-0005", "Purchasing", "E", "3", None, text, None, "current")


def asks(*key_points: str) -> Question:
    known: dict[str, Any] = {"clause": "8.4.1", "edition": "2015", "role": None, "kind": "open"}
    return Question("document-1", "document", "By when?", parts=("what_i_do",),
                    key_points=key_points, **known)  # fmt: skip


def test_a_sentence_that_leans_on_another_is_quoted_with_it() -> None:
    text = "Purchasing sends the questionnaire F-005. It must be back within fifteen working days."

    assert quoted(asks("back within fifteen working days"), passage(text)) == text


def test_a_lead_in_is_quoted_with_its_items() -> None:
    text = (
        "A corrective action is opened on F-008 when:\n"
        "an internal audit finds a nonconformity;\na complaint is found to be justified.\n"
    )

    assert ranked(asks("a complaint is justified"), passage(text)) == [
        "A corrective action is opened on F-008 when: an internal audit finds a nonconformity; "
        "a complaint is found to be justified."
    ]


def test_a_better_answer_says_nothing_twice() -> None:
    text = "Purchasing sends the questionnaire F-005. It must be back within fifteen working days."
    shown = passage(text)

    said = better_answer(shown, ranked(asks("back within fifteen working days"), shown))

    assert said == (
        "I work to QP-0005 revision E, which says: “Purchasing sends the questionnaire F-005. It "
        "must be back within fifteen working days”. When I am not sure, I look it up there before "
        "I go on."
    )
