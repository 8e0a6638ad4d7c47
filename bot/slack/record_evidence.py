"""What shows that something was done, as it came with a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from bot.slack.record_entry import BadField, Entry
from knowledge import evidence
from knowledge.errors import BadInput, NotAllowed
from knowledge.evidence import Kind, NewEvidence
from knowledge.registers import Register
from knowledge.storage.action_tables import Evidence

SHOWN_HASH = 12


def attached_to(
    entry: Entry,
    register: Register | None,
    item: str,
    performed_on: date,
    *,
    person_id: int | None = None,
    attended: Sequence[int] = (),
) -> Evidence | None:
    """The evidence that came with it; None where none is asked for, or on trial its file waits.

    `attended` are the ids of all who were at a session. Raises CoachError.
    """
    kind = entry.text("kind")
    if kind in ("", "none"):
        return None
    if entry.said.get("file") and entry.file is None:
        if entry.trial:
            return None
        raise BadInput("The file has not arrived. Please hand it in again.")
    if register is None or register == "people":
        raise NotAllowed("This takes no evidence here. Ask the quality team.")
    digest, name = entry.file or (None, None)
    new = NewEvidence(
        register,
        item,
        cast(Kind, kind),
        performed_on,
        person_id=person_id,
        file_hash=digest,
        file_name=name,
        system=entry.text("system") or None,
        identifier=entry.text("identifier") or None,
        dated_on=entry.day_if_any("dated_on"),
        assessor_id=entry.person("assessor").id if kind == "observation" else None,
        attended=tuple(attended),
        note=entry.text("note") or None,
    )
    if kind == "observation" and new.assessor_id == person_id:
        raise BadField("person_assessor", "Nobody assesses themselves. Name who watched.")
    return evidence.attach(
        entry.session, new, by=entry.by, folder=entry.folder, today=entry.today, now=entry.now
    )


def in_words(shown: Evidence) -> str:
    """Evidence as it is told to whoever added it."""
    if shown.file_hash is not None:
        return f"{shown.kind} {shown.file_name}"
    if shown.kind == "record reference":
        return f"{shown.system} {shown.identifier} of {shown.dated_on}"
    return f"{shown.kind}: {shown.note}"


def with_proof(words: str, shown: Evidence | None) -> str:
    """What was recorded, with what shows it."""
    if shown is None:
        return words
    proof = f" Evidence: {in_words(shown).rstrip('.')}."
    if shown.file_hash is not None:
        proof += f" Our copy has the SHA-256 {shown.file_hash[:SHOWN_HASH]}…"
    return words + proof
