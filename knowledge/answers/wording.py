"""The sentences around an answer."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.decision import Outcome
from knowledge.answers.reply import Citation
from knowledge.language import language_name

NOT_SAID = "The documents don't say this."
CORRECTED = "An earlier answer to this question was wrong."
NOT_IN_SO_MANY_WORDS = "Nothing says this in so many words"
"""How the notice of such an outcome begins; out of place where the standard answered."""


def other_language(spoken: str, known: Sequence[str], contact: str) -> str:
    """What a person hears who asked in a language that is not searched."""
    names = " and ".join(language_name(code) for code in known)
    return (
        f"This looks like {language_name(spoken)}. Questions are understood in {names} so far. "
        f"Ask again in {names}, or ask {contact}."
    )


def look_in(number: str | None, title: str, section: str | None) -> str:
    """The answer where a document may be linked and not quoted."""
    name = f"{number} {title}" if number else title
    place = f", section {section}" if section else ""
    return f"See {name}{place}. This document may be opened and not quoted."


def corrected(words: str, document: str | None) -> str:
    """What is told to whoever asks what was answered wrongly before."""
    see = f" (see {document})" if document else ""
    return f"{CORRECTED} The quality team says what is right{see}: “{words.strip()}”"


def bare(words: str) -> str:
    """What is told to whoever names a subject and asks nothing of it."""
    return (
        f"“{words.strip(' ?!.')}” alone can mean many things. Ask a whole question, such as “how "
        "often …” or “who …”; these passages come closest."
    )


def named_alone(number: str) -> str:
    """What is told to whoever names a document and asks nothing of it."""
    return (
        f"You named {number} and asked nothing of it: its controlled original is named below. Or "
        "ask what you want to know of it."
    )


def only_superseded(name: str, revision: str | None) -> str:
    issue = f"{name} revision {revision}" if revision else name
    return (
        f"Only a superseded issue speaks of this: {issue}. It is no longer in force; "
        "don't work by it."
    )


def notices(
    cited: Sequence[Citation], outcome: Outcome, mode: str, contact: str, *, instead: str = ""
) -> tuple[str, ...]:
    """What the asker should know besides the words that are quoted; `instead` is told where nothing
    was asked of what was named."""
    found: list[str] = []
    if mode == "words":
        found.append("Found by words alone: the language model is not available at the moment.")
    if outcome == "not_found":
        found.append(f"{NOT_SAID} Ask {contact}.")
    if instead:
        found.append(instead)
    elif outcome == "nearest":
        found.append(
            f"{NOT_IN_SO_MANY_WORDS}; these passages come closest. "
            f"If they don't help, ask {contact}."
        )
    warned = {citation.document.status for citation in cited} - {"current"}
    if warned:
        found.append(f"Not in force: quoted from an issue that is {' and '.join(sorted(warned))}.")
    return tuple(found)
