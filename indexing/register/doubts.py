"""What a document controller should look at before relying on a document's facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.documents import DocumentFacts, revision_key, same_scheme

_FIRST_YEAR, _LAST_YEAR = 1980, 2075
_FAR_AHEAD = 5 * 366  # days between approval and coming into force that no plan bridges
_WITHOUT_ISSUE = ("external", "training")


def doubts_about(
    facts: DocumentFacts, found: Iterable[str], last_change: str | None
) -> DocumentFacts:
    """The facts with every doubt about them: those met while reading, then the missing ones."""
    if facts.kind == "record":
        doubts = list(_record(facts))
    else:
        doubts = [*found, *_dates(facts), *_history(facts, last_change), *_missing(facts)]
    return replace(facts, doubts=tuple(dict.fromkeys(doubts)))


def _record(facts: DocumentFacts) -> Iterator[str]:
    """A record only has to say what it is filled in on, or when."""
    if not facts.number and not facts.effective_on:
        yield "This record shows neither the number of its form nor a date."


def _missing(facts: DocumentFacts) -> Iterator[str]:
    if facts.kind in _WITHOUT_ISSUE:
        if facts.kind == "external" and not facts.external_issue and not facts.revision:
            yield "No issue was found for this external document: check that it is the current one."
        return
    if facts.kind in ("form", "register") and not facts.revision and not facts.effective_on:
        yield f"This {facts.kind} shows neither revision nor effective date; it counts as current."
        return
    if not facts.number:
        yield "No document number was found."
    if not facts.revision:
        yield "No revision was found."
    if not facts.effective_on and facts.approval != "draft":
        yield "No effective date was found; the document counts as in force."
    if not facts.owner:
        yield "No owner was found."


def _dates(facts: DocumentFacts) -> Iterator[str]:
    effective, approved, review = facts.effective_on, facts.approved_on, facts.review_on
    named = (("effective date", effective), ("approval date", approved), ("next review", review))
    for name, day in named:
        if day and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            yield f"The {name} {day.isoformat()} looks like a typing error in the year."
            return
    if effective and review and effective > review:
        yield (
            f"The effective date {effective.isoformat()} lies after the next review "
            f"{review.isoformat()}."
        )
    if effective and approved and effective < approved:
        yield (
            f"It became effective on {effective.isoformat()}, before it was approved on "
            f"{approved.isoformat()}."
        )
    if effective and approved and (effective - approved).days > _FAR_AHEAD:
        yield (
            f"It becomes effective on {effective.isoformat()}, years after its approval on "
            f"{approved.isoformat()}: check the year."
        )


def _history(facts: DocumentFacts, last_change: str | None) -> Iterator[str]:
    """The newest line in the table of changes should be the revision itself."""
    if not last_change or not facts.revision or facts.kind == "form":
        return
    keys = revision_key(last_change), revision_key(facts.revision)
    if same_scheme(*keys) and keys[0] != keys[1]:
        yield (
            f"The last revision in the table of changes is {last_change}, the document says "
            f"{facts.revision}."
        )
