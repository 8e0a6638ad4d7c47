"""Whether somebody knows where to look it up; where the place is the right one that is enough."""

from __future__ import annotations

from knowledge.interviews import part_words as words
from knowledge.interviews.heard import Heard
from knowledge.interviews.judgement import PartScore

KNOWN_PLACE = "You know where to look it up"


def where_it_stands(heard: Heard) -> PartScore:
    """Knowing where to look it up counts in full where the place is the right one."""
    if not heard.looks_it_up:
        return PartScore(0, "")
    return known_place(heard) or looked_up_in(heard)


def known_place(heard: Heard) -> PartScore | None:
    """Whoever names the document that says it, to look it up there, knows enough."""
    found = heard.governing()
    if not heard.looks_it_up or not (found or heard.names_title):
        return None
    name = found[0].name if found else heard.passage.title  # type: ignore[union-attr]
    return PartScore(2, f"{KNOWN_PLACE}: {name}. That counts in full.")


def looked_up_in(heard: Heard) -> PartScore:
    if heard.looks_it_up and (
        words.ISSUE_KNOWN.search(heard.text) or words.PLACE.search(heard.text)
    ):
        return PartScore(2, f"{KNOWN_PLACE}. That counts in full.")
    if heard.looks_it_up:
        return PartScore(1, "Looking it up or asking is fine. Say where it stands, or whom.")
    return PartScore(0, "No document is named, and no place to look it up.")
