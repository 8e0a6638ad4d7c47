from __future__ import annotations

import pytest

from knowledge.answers.question import understand
from knowledge.errors import BadInput


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("how long do we keep calibration records?", {"time"}),
        ("how often is the torque wrench checked", {"interval"}),
        ("how many pieces do I sample", {"figure"}),
        ("who signs a concession", {"person"}),
        ("which form for a bad part?", {"code"}),
        ("where do the old drawings go", {"place"}),
        ("what does MRB mean?", {"meaning"}),
        ("can I ship without the certificate?", set()),
    ],
)
def test_the_kind_of_answer_is_understood(asked: str, wanted: set[str]) -> None:
    assert understand(asked).wanted == wanted


@pytest.mark.parametrize(
    ("asked", "words", "met"),
    [
        ("how long do we keep records?", "Records are kept for seven years.", True),
        ("how long do we keep records?", "Records are kept in the archive.", False),
        ("how often is it checked?", "It is checked each shift.", True),
        ("how often is it checked?", "It is checked by the setter.", False),
        ("who signs it?", "The test lead signs it.", True),
        ("who signs it?", "It is signed on the back.", False),
        ("which form do I need?", "Fill in F-007.", True),
        ("what happens then?", "Anything at all.", True),
    ],
)
def test_words_meet_a_question_that_hold_the_kind_of_thing(
    asked: str, words: str, met: bool
) -> None:
    assert understand(asked).is_met_by(words) is met


@pytest.mark.parametrize(
    ("asked", "codes", "revision"),
    [
        ("what did QP-0008 issue 3 say?", ("QP-0008",), "3"),
        ("QP-0007 rev c limits", ("QP-0007",), "c"),
        ("CSC PR.013 review", ("CSC PR.013",), None),
        ("where is form 7", ("form 7",), None),
        ("ISO 14001 waste", ("ISO 14001",), None),
        ("must do with a level 3 risk within 30 days", (), None),
        ("rev of D WI.008 we refer to?", ("D WI.008",), None),
    ],
)
def test_documents_and_revisions_that_are_named_are_seen(
    asked: str, codes: tuple[str, ...], revision: str | None
) -> None:
    question = understand(asked)

    assert (question.codes, question.revision) == (codes, revision)


@pytest.mark.parametrize("nothing", ["", "   ", "???", "\n\t", "🔧", "\x00"])
def test_what_holds_no_word_is_no_question(nothing: str) -> None:
    with pytest.raises(BadInput, match="There is no question in this"):
        understand(nothing)


def test_a_whole_document_is_no_question() -> None:
    with pytest.raises(BadInput, match=r"50,000 characters long; a question may have 2,000"):
        understand("x" * 50_000)
