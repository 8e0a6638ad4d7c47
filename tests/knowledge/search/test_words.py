from __future__ import annotations

import pytest

from knowledge.search.words import terms


@pytest.mark.parametrize("typed", ["QP-0012", "qp0012", "QP 12", "qp_0012", "QP.0012"])
def test_a_document_number_is_found_however_it_is_typed(typed: str) -> None:
    written, asked = set(terms("see QP-0012 Rev D")), terms(typed)

    assert set(asked) <= written | {"0012"}
    assert "12" in asked


@pytest.mark.parametrize("typed", ["8.5.1", "ISO 9001:2015", "F-007", "4.5 Nm", "DN80"])
def test_figures_are_never_lost(typed: str) -> None:
    assert set(terms(typed)) & set(terms(f"as in {typed} above"))
    assert terms(typed)


def test_words_are_stemmed_and_function_words_dropped() -> None:
    assert terms("How are the calibrated gauges kept?") == ["calibr", "gaug", "kept"]


def test_words_that_decide_stay() -> None:
    assert terms("not before release") == ["not", "befor", "releas"]
