from __future__ import annotations

from dataclasses import replace

from knowledge.answers.decision import Judge, Signs

STRONG = Signs(
    cosine=0.8, coverage=0.9, passage_coverage=1.0, fits=True, total=20.0, lead=8.0
)  # fmt: skip
WEAK = Signs(cosine=0.1, coverage=0.0, passage_coverage=0.1, fits=False, total=1.0, lead=0.1)


def test_strong_evidence_is_an_answer_and_none_is_not_found() -> None:
    judge = Judge()

    assert judge.outcome(judge.confidence(STRONG)) == "answered"
    assert judge.outcome(judge.confidence(WEAK)) == "not_found"


def test_each_sign_raises_confidence() -> None:
    judge = Judge()
    middle = replace(WEAK, cosine=0.4, coverage=0.4, passage_coverage=0.4, total=8.0)

    for better in (
        replace(middle, cosine=0.6),
        replace(middle, fits=True),
        replace(middle, lead=4.0),
    ):
        assert judge.confidence(better) > judge.confidence(middle)


def test_without_the_model_words_stand_in_for_meaning() -> None:
    judge = Judge()
    by_words = replace(STRONG, cosine=0.0, degraded=True)

    assert judge.outcome(judge.confidence(by_words)) == "answered"
    assert judge.outcome(judge.confidence(replace(by_words, coverage=0.1, lead=0.5))) != "answered"


def test_what_lacks_the_document_that_was_named_is_no_answer() -> None:
    judge = Judge()

    assert judge.outcome(judge.confidence(replace(STRONG, unknown_codes=1))) != "answered"
