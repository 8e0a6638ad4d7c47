from __future__ import annotations

from knowledge.grading.wording import wording


def _negated(text: str) -> list[str]:
    read = wording(text)
    return [word for word, negated in zip(read.words, read.negated, strict=True) if negated]


def test_a_negation_reaches_to_the_next_comma() -> None:
    assert _negated("It isn't deleted, it is moved.") == ["deleted"]


def test_not_more_than_negates_nothing() -> None:
    assert _negated("They must not be more than 3 apart.") == []


def test_what_is_meant_is_described_and_what_is_said_is_denied() -> None:
    prints = wording("Prints that are not controlled must be destroyed.")
    used = wording("Prints without a stamp are not used.")

    assert not prints.denies(0, len(prints.text))
    assert used.denies(0, len(used.text))


def test_figures_and_single_letters_are_names() -> None:
    read = wording("Bulb B at 45 volts")

    named = [word for word, name in zip(read.words, read.identifiers, strict=True) if name]
    assert named == ["b", "45"]


def test_places_lead_back_to_the_text() -> None:
    text = "We don't use it."

    read = wording(text)

    assert [text[slice(*place)] for place in read.places][:2] == ["We", "do"]
