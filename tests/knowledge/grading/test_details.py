from __future__ import annotations

from knowledge.grading.details import compare, deciding, details

PEOPLE = {"marek zielinski": "Calibration technician", "marek": "Calibration technician"}


def _values(text: str) -> list[tuple[str, str]]:
    return [(detail.kind, detail.value) for detail in details(text, PEOPLE)]


def test_figures_documents_roles_and_colours_are_details() -> None:
    assert _values("The shift leader hangs a red tag and fills in F-007.") == [
        ("role", "shift lead"),
        ("colour", "red"),
        ("document", "F7"),
    ]


def test_a_name_is_the_role_of_its_person() -> None:
    assert _values("Marek Zielinski tells her") == [("role", "calibration technician")]


def test_what_is_given_as_an_example_decides_nothing() -> None:
    assert deciding("Shrinks tenfold, e.g. 300 mm to 30 mm.", {}) == []


def _compared(point: str, answer: str, elsewhere: str = ""):  # type: ignore[no-untyped-def]
    from knowledge.grading.wording import wording

    return compare(
        deciding(point, PEOPLE),
        details(answer, PEOPLE),
        (0, len(answer)),
        details(elsewhere, PEOPLE),
        wording(answer).stems,
    )


def test_another_figure_of_the_same_kind_stands_against_the_right_one() -> None:
    found = _compared("Kept for ten years.", "We keep them five years.")

    assert [(wanted.words, said.words) for wanted, said in found.rivals] == [
        ("ten years", "five years")
    ]


def test_a_figure_that_another_point_asks_for_contradicts_nothing() -> None:
    found = _compared("Kept for ten years.", "The logs five years.", elsewhere="five years")

    assert not found.rivals
    assert [detail.words for detail in found.missing] == ["ten years"]


def test_the_plain_name_of_a_form_is_enough() -> None:
    found = _compared("A red tag (T-07) is hung on it.", "I hang the red tag on it.")

    assert not found.missing
    assert not found.rivals


def test_a_wrong_form_number_is_wrong_whatever_it_is_called() -> None:
    found = _compared("Compared with the document list QP-0012.", "with the document list QP-0021")

    assert [said.words for _, said in found.rivals] == ["QP-0021"]


def test_a_deputy_is_somebody_else() -> None:
    found = _compared("The quality manager signs.", "The deputy quality manager signs.")

    assert [said.value for _, said in found.rivals] == ["deputy quality manager"]
