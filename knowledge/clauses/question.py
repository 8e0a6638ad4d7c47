"""What a question asks of the standard: numbers, edition, and if it asks the standard at all."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from knowledge.clauses.numbers import Named, named_alone, named_by_cue
from knowledge.clauses.others import (
    earlier_edition,
    names_iso_9001,
    other_standards,
    product_standards,
)

Wish = Literal["clause", "changes", "documented", "meaning"]

_NEEDS = r"(?:need|have|required|obliged|supposed|ought|got|must)"
_WRITTEN = (
    r"(?:procedures?|documents?|documented|records?|manual|instructions?|forms?|written|writing|"
    r"write|written down|on paper|paperwork|evidence)"
)
# "the standard" of itself, not "the standard torque".
_STANDARD = (
    r"\b(?:the|this|that|our|by|per|against) standards?(?:'s)?(?=\s*(?:$|[?.!,:;-]|says?|wants?|"
    r"asks?|requires?|expects?|needs?|means?|tells?|demands?|allows?|covers?|calls?|makes?|lets?|"
    r"mentions?|deals?|on|about|and|with|that|itself|does|do|really|actually|clauses?))"
)
_NAMES_A_CLAUSE = r"\b(?:claus|clasu|cluas|caluse)\w*|§|\bsub-?clause"
_CERTAINLY = re.compile(
    rf"{_NAMES_A_CLAUSE}|{_STANDARD}|\bstandard (?:clause|wise|says?|wants?|requires?)|"
    r"\baccording to standard|\b(?:which|what|wich|wot) requir\w*|"
    r"\brequir\w*.{0,20}\b(?:standard|iso|edition)\b|\bdocumented information\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\biso\b(?![ /\-]*(?:[A-Z]+\s*)?\d)|\biso ?900[01]\b|\b9001\b|"
    r"\b(?:external |third[- ]party |certification )?auditors?\b.{0,25}\b(?:want|ask|look|see|"
    r"expect|check|find|show|need)|\b(?:show|tell|prepare for|ready for)\b.{0,15}\bauditors?\b|"
    r"\b(?:certification|certifying) body\b.{0,25}\b(?:want|ask|look|expect|check|need)|"
    rf"\b(?:do|does|are|must|should|shall|is) (?:we|i|it|there|a|the company|one)\b.{{0,25}}"
    rf"\b{_NEEDS}\b.{{0,30}}\b{_WRITTEN}\b|"
    rf"\b(?:is|are) (?:a |an |the )?(?:\w+ ){{0,4}}{_WRITTEN} (?:\w+ ){{0,3}}(?:mandatory|"
    rf"required|compulsory|obligatory|needed|necessary)\b|"
    rf"\b(?:mandatory|compulsory|obligatory|required) (?:\w+ ){{0,2}}{_WRITTEN}",
    re.IGNORECASE,
)
# Signs that the company's own arrangements are asked for, whatever else is named.
_OWN_BUSINESS = re.compile(
    r"\bwho(?:m|se)?\b|\b(?:can|may|could) (?:i|we|he|she|they|you)\b|"
    r"\bhow (?:fast|soon|long|quick\w*|many|much)\b|\bwhen (?:do|does|is|are|was|were|will|did)\b|"
    r"\b(?:are|is|were) (?:we|our \w+) (?:\w+ )?(?:certified|accredited|registered)|\bexpir\w*|"
    r"\bour (?:\w+ )?certificate|\b(?:somebody|someone|something)\b|\bmy\b",
    re.IGNORECASE,
)
_EDITION = re.compile(r"(?<!\d)(2015|2026)(?!\d)")
_NEW = re.compile(r"\b(?:new|next|coming|latest) (?:edition|version|revision|standard|iso)\b", re.I)
_OLD = re.compile(r"\b(?:old|previous|former|current) (?:edition|version of (?:the|iso))\b", re.I)
_CHANGES = re.compile(
    r"\b(?:what|wot|whats|anything|something|much|how)\b.{0,25}\b(?:chang\w*|new|differen\w*)\b|"
    r"\bdid\b.{0,30}\bchang\w*|\bchang\w* (?:in|with|between|from|since|for|by)\b|"
    r"\bdifferences?\b|\bnew in\b|\btransition\b|\bcompared? (?:to|with)\b|\bversus\b|\bvs\b",
    re.IGNORECASE,
)
_DOCUMENTED = re.compile(
    rf"\b{_NEEDS}\b.{{0,40}}\b{_WRITTEN}\b|\b{_WRITTEN}\b.{{0,40}}\b(?:mandatory|required|"
    rf"compulsory|obligatory|needed|necessary)\b|\b(?:mandatory|compulsory|required) "
    rf"(?:\w+ ){{0,2}}{_WRITTEN}|\bmake us (?:keep|write|have)\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"\bwh?at(?:'?s| is| are| does| do)? (?:is )?(?:meant by |the meaning of )?(?:an? |the )?"
    r"[\"'“‘]?(?P<term>[\w\- ]{3,40}?)[\"'”’]?(?: mean(?:s|ing)?| stand for)?"
    r"(?: (?:in|for|under|by|according to) (?:the |this )?(?:iso\b.*|standard|9001.*))?\s*\??$|"
    r"\b(?:define|definition of|meaning of|explain (?:the term|the word)) (?:an? |the )?[\"'“‘]?"
    r"(?P<defined>[\w\- ]{3,40}?)[\"'”’]?\s*\??$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:section|chapter|paragraph|step|clause) [\d.]+ (?:of|in) (?:the |our )?(?:\w+ )?"
    r"(?:manual|procedure|instruction|policy|handbook|plan|contract|agreement)\b",
    re.IGNORECASE,
)
# What is asked with, rather than about: taken out before clauses are looked for.
_FRAME = re.compile(
    r"\biso\b(?:[ /]*900[01])?(?:\s*:\s*20\d\d)?|\b9001\b(?:\s*:\s*20\d\d)?|§|\b(?:2015|2026)\b|"
    r"\b(?:sub-?)?(?:claus|clasu|cluas|caluse)\w*|\b(?:the|this|that|our)? ?standards?(?:'s)?\b|"
    r"\brequir\w*|\b(?:external |an? |the )?auditors?\b|\beditions?\b|\bwh?[io]c?h part\b|"
    r"\b(?:wh?ich|what|where|wot|does|do|is|are|say|says|want|wants|ask|asks|expect|expects|need|"
    r"needs|cover|covers|deal|deals|come|comes|under|look|looks|at|please|explain|tell|me|us|we|"
    r"according|section|chapter|wise|make|makes|see|for|about|on|in|of|to|with|it|they|that|"
    r"this|one|when|have|did)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:anything|chang\w*|new|differen\w*|transition)\b", re.IGNORECASE)
_ON_PAPER = re.compile(
    r"\b(?:procedures?|documents?|documented|records?|forms?|written|writing|write|paper|keep|"
    r"kept|mandatory|compulsory|obligatory|necessary|must|an?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class StandardQuestion:
    """A question as the standard's own desk reads it.

    `asks`: it asks what the standard says; `own`: it asks what the company does. `subject` is
    what is left when the words it is asked with are taken out.
    """

    text: str
    subject: str
    asks: bool
    wish: Wish
    own: bool = False
    numbers: tuple[Named, ...] = ()
    edition: str | None = None
    earlier_edition: str | None = None
    others: tuple[str, ...] = ()
    term: str | None = None

    @property
    def about_another(self) -> bool:
        """It is about another standard and not about ISO 9001."""
        return bool(self.others) and not names_iso_9001(self.text)


def read(text: str, *, codes: Collection[str] = (), latest: str = "2026") -> StandardQuestion:
    """Read a question; `codes` are the documents and identifiers that it names."""
    theirs = _ELSEWHERE.search(text) is not None or any(_is_a_document(code) for code in codes)
    own = _OWN_BUSINESS.search(text) is not None
    asks = bool(_CERTAINLY.search(text) or (_LIKELY.search(text) and not own))
    changes = _CHANGES.search(text) is not None
    edition = _edition(text, latest) if asks or changes else None
    asks = asks or (changes and edition is not None and _short_of_a_subject(text))
    numbers = _numbers(text, asks, theirs)
    others = tuple(other_standards(text) or (product_standards(text) if asks else ()))
    meaning = _MEANING.search(text)
    wish = _wish(text, changes and edition is not None)
    return StandardQuestion(
        text=text,
        subject=_subject(text, wish),
        asks=asks or bool(numbers),
        wish=wish,
        numbers=tuple(numbers),
        edition=edition or _edition_if(text, bool(numbers), latest),
        earlier_edition=earlier_edition(text),
        others=others,
        own=own and not asks,
        term=(meaning["term"] or meaning["defined"]).strip() if meaning else None,
    )


def _is_a_document(code: str) -> bool:
    """A number of one of the company's documents rather than of a clause or standard."""
    return re.match(r"(?i)(?!iso|iatf|as\d|en\d|vda|api)[a-z]+[ .\-_/]*\d", code) is not None


def _numbers(text: str, asks: bool, theirs: bool) -> list[Named]:
    cued = named_by_cue(text)
    if theirs:
        clause = re.search(
            r"\b(?:claus|clasu|cluas|caluse)\w*|§|\biso\b|\b9001\b", text, re.IGNORECASE
        )
        return cued if clause else []
    mentioned = [one for one in cued if asks or "." in one.number]
    alone = named_alone(text, trusted=asks)
    known = {one.number for one in mentioned}
    return mentioned + [one for one in alone if one.number not in known]


def _edition(text: str, latest: str) -> str | None:
    years = _EDITION.findall(text)
    if latest in years or _NEW.search(text):
        return latest
    if years or _OLD.search(text):
        return years[0] if years else "2015"
    return None


def _edition_if(text: str, wanted: bool, latest: str) -> str | None:
    return _edition(text, latest) if wanted else None


def _short_of_a_subject(text: str) -> bool:
    """Nothing but change and year is spoken of ("what changed in 2026?")."""
    return len(_subject(text, "changes").split()) <= 2 or _NEW.search(text) is not None


def _wish(text: str, changes: bool) -> Wish:
    if changes:
        return "changes"
    return "documented" if _DOCUMENTED.search(text) else "clause"


def _subject(text: str, wish: Wish = "clause") -> str:
    plain = _FRAME.sub(" ", text)
    if wish == "changes":
        plain = _CHANGED.sub(" ", plain)
    if wish == "documented":
        without = _ON_PAPER.sub(" ", plain)
        plain = without if re.search(r"\w{4}", without) else plain
    plain = re.sub(r"\d+(?:\.\d+)+|[?!.,:;§]", " ", plain)
    return " ".join(plain.split())
