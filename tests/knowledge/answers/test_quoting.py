from __future__ import annotations

from knowledge.answers.quoting import quotation
from tests.knowledge.answers.building import evidence


def test_the_sentence_that_says_it_is_quoted_alone() -> None:
    found = evidence(
        ("sentence", "The aim is order."),
        ("sentence", "Records are kept for seven years."),
        ("sentence", "The archive is dry."),
        best=1,
    )

    assert quotation(found).quote == "Records are kept for seven years."


def test_an_exception_goes_with_its_rule() -> None:
    found = evidence(
        ("sentence", "Gauges are calibrated every year."),
        ("sentence", "Except for plug gauges, which are checked every six months."),
        ("sentence", "The list is REG-04."),
    )

    assert quotation(found).quote == (
        "Gauges are calibrated every year. "
        "Except for plug gauges, which are checked every six months."
    )


def test_a_sentence_that_leans_back_brings_the_one_before() -> None:
    found = evidence(
        ("sentence", "A concession is limited in time."),
        ("sentence", "It is valid for 90 days."),
        best=1,
    )

    assert quotation(found).quote == "A concession is limited in time. It is valid for 90 days."


def test_a_row_is_shown_under_its_column_headers() -> None:
    found = evidence(
        ("row", "Certificates | 7 years"),
        ("row", "Drawings | 12 years"),
        best=1,
        columns=("Record", "Kept for"),
    )

    shown = quotation(found)

    assert shown.quote == "Drawings | 12 years"
    assert shown.text == "Record | Kept for\nDrawings | 12 years"


def test_an_item_is_shown_with_its_list_and_lead_in() -> None:
    found = evidence(
        ("item", "the order number"),
        ("item", "the heat number"),
        best=1,
        lead_in="The label shows:",
    )

    assert quotation(found).text == "The label shows:\nthe order number\nthe heat number"


def test_a_quote_is_a_part_of_the_passage_however_long() -> None:
    found = evidence(("sentence", " ".join(f"word{n}" for n in range(150)) + "."))

    assert quotation(found).quote in found.passage.text


def test_a_row_of_crosses_is_told_in_words() -> None:
    found = evidence(("row", "Setter | x | x"), marked=("Setter: First aid, Crane",))

    assert quotation(found).text == "Setter: First aid, Crane\nSetter | x | x"
