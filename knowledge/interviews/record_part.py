"""The points for the record that proves it: checked, shown, or said where it is kept."""

from __future__ import annotations

from knowledge.interviews import part_words as words
from knowledge.interviews.heard import OWN_WORK, SPECIFIC, Heard, in_force, spoken_of
from knowledge.interviews.judgement import Named, PartScore
from knowledge.interviews.known_places import known_place


def record(heard: Heard) -> PartScore:
    """The points for the record that was asked for."""
    if heard.question.id.startswith("trail:record"):
        return _record_found(heard)
    shown = [one for one in heard.named("record") if in_force(one)]
    if registers := _registers(heard):
        return PartScore(2, f"Checked: {registers[0].detail}")
    if verified := [one for one in shown if one.standing == "verified"]:
        return PartScore(2, f"Checked: {verified[0].detail}")
    if shown:
        return PartScore(1, shown[0].detail)
    unknown = [one for one in heard.named("record", "form") if one.standing == "does not exist"]
    if unknown:
        return PartScore(0, unknown[0].detail)
    if heard.facts.files:
        return PartScore(
            1, f"Shown, not verified: {heard.facts.files[0]}. A number can be checked."
        )
    return _record_in_words(heard)


def _registers(heard: Heard) -> list[Named]:
    """Registers and lists of the company that were named where something was to be shown."""
    if heard.question.kind != "show me":
        return []
    return [
        one
        for one in heard.named("document")
        if in_force(one) and words.REGISTER.search(one.detail)
    ]


def _record_found(heard: Heard) -> PartScore:
    """The record was named before: now it is what it shows and where it is found."""
    place = words.PLACE.search(heard.text) or heard.facts.files
    if place and heard.own_words >= SPECIFIC:
        return PartScore(2, "You say what it shows and where it is found.")
    if place:
        return PartScore(1, "You say where it is found. Say what it shows.")
    if heard.own_words >= OWN_WORK and not heard.conduct.shows("did not know"):
        return PartScore(1, "You say what it shows. Say where it is found.")
    return PartScore(0, "Neither what it shows nor where it is found is said yet.")


def _record_in_words(heard: Heard) -> PartScore:
    forms = [one for one in heard.named("form") if in_force(one)]
    if not forms and heard.passage is not None and known_place(heard):
        return PartScore(1, "No number or link yet; you know where to look up where it is kept.")
    place = bool(words.PLACE.search(heard.text))
    if not heard.relevant and not forms:
        return PartScore(0, "No record is named.")
    if heard.question.kind == "show me" and (forms or words.RECORD.search(heard.text) or place):
        return PartScore(1, "You say where one would find it. Its number or a link can be checked.")
    if (forms or words.RECORD.search(heard.text)) and place:
        return PartScore(2, "You name the record and say where it is kept.")
    if forms:
        return PartScore(1, f"{_titled(heard, forms[0])} Say where the filled-in one is kept.")
    if words.RECORD.search(heard.text):
        return PartScore(1, "You say that it is written down. Say on which form, and where it is.")
    return PartScore(0, "No record is named.")


def _titled(heard: Heard, form: Named) -> str:
    """That a form is the right one can only be said where the passage names it."""
    passage = heard.passage
    if passage is not None and spoken_of(form.name, passage.text):
        return f"{form.name} is right."
    return f"You name a form: {form.detail}"
