"""Questions that lean on what was said before, made to stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers.question import named_codes
from knowledge.language import language_of_question
from knowledge.search.words import terms

SUBJECT = 300
"""Characters of the earlier question that are carried over."""
LONGEST = 700
"""Characters of the whole; where it would be longer, the question in between is left out."""

_JOINS = re.compile(
    r"(?:(?:ok(?:ay)?|right|thanks|thank you|great|good)[,.! ]+)?"
    r"(?:and|or|but|also|plus|so|then|even|same (?:for|with)|(?:what|how) (?:about|if)|"
    r"(?:for|in|with|within|without|by|after|until|since|before) (?:how|what|whom?|which)|"
    r"what else|who else|where else|why|which (?:one|ones)|not)\b",
    re.IGNORECASE,
)
"""Openings that go on from something."""
_POINTS = re.compile(
    r"\b(?:it|its|it'?s|that|that'?s|this|these|those|they|them|their|they'?re|theirs|he|she|him|"
    r"his|her|one|ones|there|thereof|afterwards|then|same|such)\b",
    re.IGNORECASE,
)
"""Words that stand for something said before."""
_POINTS_AT_NOTHING = re.compile(
    r"(?:(?<=\bis )|(?<=\bwas ))it(?= (?:ok(?:ay)?|all ?right|fine|allowed|permitted|possible|"
    r"enough|true|safe|necessary|needed|required) (?:to|that|if|when|for)\b)|"
    r"(?<=\s)((?:an?|the|any|each|every|some|no|all|of|which)\s+[\w-]+(?:\s+[\w-]+)?)\s+"
    r"that(?:'?s|'?re)?\b",
    re.IGNORECASE,
)
"""The same words where they stand for nothing said before: "is it ok to …", "a gauge that's …"."""
_CLAUSE = re.compile(r"(?:clause|section)?\s*\d{1,2}(?:\.\d{1,2}){1,4}", re.IGNORECASE)
"""The number of a clause and nothing else."""
_EXPLAINS = re.compile(
    r"\b(?:wh?at'?s|what is|what are|what does|meaning of|define)\b|\bmeans?\b|\bstands? for\b",
    re.IGNORECASE,
)
"""Asks what a word means: one word is enough for that."""
_SAYS_LITTLE = frozenset(
    terms(
        """about again also anybody anyone anything end else ever every exactly few far first get
        go happen have how keep last late long lot make many may mean more most much must need next
        not now ok okay often one only other please really right same say take tell then thing use
        want way whole who whose work yes ve re ll s t d m first second afterwards finally"""
    )
)
"""Stems that fit any subject."""

FEW = 3
"""A question with more words of its own than this speaks for itself."""


@dataclass(frozen=True)
class Earlier:
    """A question asked before in the same thread, as it was typed, and what was cited first."""

    question: str
    document: str | None = None


def standalone(earlier: Sequence[Earlier], text: str) -> str | None:
    """The question with what it leans on, oldest first; None if it speaks for itself.

    What is carried over is the last question that spoke for itself, the one asked just before,
    and the number of the document that was cited for the former.
    """
    if not earlier or not leans(text):
        return None
    at = _subject(earlier)
    subject = earlier[at]
    between = earlier[-1].question if at < len(earlier) - 1 else ""
    document = f" ({subject.document})" if subject.document else ""
    parts = [_shortened(subject.question), _squeezed(between), _squeezed(text)]
    whole = " – ".join(part for part in parts if part) + document
    if len(whole) > LONGEST:
        whole = f"{parts[0]} – {parts[2]}{document}"
    return whole


def leans(text: str) -> bool:
    """Whether a question says too little of its own to be looked up alone.

    It does if it has next to no words of its own; if it opens by going on ("and …", "what about
    …") and has few; or if a word in it points back ("it", "they") before it has named two things.
    A question that names a document, code or clause stands alone, as does one that asks what a
    word means or is in another language.
    """
    if language_of_question(text) not in (None, "en"):
        return False
    own = _own_words(text)
    joins = _JOINS.match(text.strip()) is not None
    if not joins and (named_codes(text) or _CLAUSE.fullmatch(text.strip(" ?!."))):
        return False
    if joins:
        return len(own) <= FEW
    if _points_back(text):
        return True
    return len(own) <= 1 and not (own and _EXPLAINS.search(text))


def goes_on(text: str) -> bool:
    """Whether a question leans by how it is put, and not only for being short: a bare word is a
    follow-up in a thread, and outside of one as likely a new subject."""
    put = _JOINS.match(text.strip()) is not None or _points_back(text)
    return leans(text) and (put or not _own_words(text))


def _points_back(text: str) -> bool:
    """A word that points back is read as pointing into the sentence once two things are named."""
    text = _POINTS_AT_NOTHING.sub(r"\1", text)
    pointing = _POINTS.search(text)
    if pointing is None:
        return False
    named = len(_own_words(text[: pointing.start()]))
    return len(_own_words(text)) <= (FEW if named < 2 else 2)


def _own_words(text: str) -> set[str]:
    return {term for term in terms(text) if term not in _SAYS_LITTLE}


def _subject(earlier: Sequence[Earlier]) -> int:
    """The place of the last question that spoke for itself; of the first, if none did."""
    return next((at for at in reversed(range(len(earlier))) if not leans(earlier[at].question)), 0)


def _shortened(question: str) -> str:
    whole = _squeezed(question)
    return whole if len(whole) <= SUBJECT else whole[:SUBJECT].rsplit(" ", 1)[0] + "…"


def _squeezed(text: str) -> str:
    return " ".join(text.split())
