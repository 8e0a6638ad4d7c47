"""Questions that ask for permission, and whom the documents name to give it.

A reply never says yes: it quotes the rule and names who may authorise, where a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.answers.reply import Citation
from knowledge.sentences import spans

_DEEDS = (
    r"(?:ship|send|release|despatch|dispatch|deliver|hand over|rework|repair|weld|regrind|grind|"
    r"re-?test|re-?use|re-?start|try|skip|omit|leave|drop|bypass|by-?pass|override|overrule|ignore|"
    r"waive|use|fit|mix|swap|substitute|replace|start|run|carry on|go ahead|go on|continue|proceed|"
    r"work|sign|approve|pass|accept|reject|deviate|change|alter|move|remove|take|open|unlock|"
    r"scrap|bin|throw|destroy|shred|dispose|extend|buy|order|purchase|let|give|keep|store|put|do)"
)
_ASKS = re.compile(
    r"\b(?:"
    r"may (?:i|we|he|she|they|you|an? \w+|the \w+)\b|"
    rf"(?:can|could|shall) (?:i|we|he|she|they|you|one|(?:an? |the )(?:\w+ ){{1,2}}?\w+) "
    rf"(?:just |still |also |already |simply |now |then )?{_DEEDS}\b|"
    r"(?:am|are|is|be) (?:i|we|he|she|they|it|\w+ )?\s?(?:allowed|permitted|authori[sz]ed|"
    r"ok(?:ay)?|fine|all right|alright|acceptable) (?:to|if|for)\b|"
    r"(?:ok(?:ay)?|fine|all right|alright|allowed|permitted) to \w+|"
    r"(?:do|have|has|got) (?:i|we|they)?\s?(?:have |got )?(?:the )?(?:permission|authority) to\b)",
    re.IGNORECASE,
)
_ASKS_ELSE = re.compile(
    r"\W*(?:(?:and|so|but|then|or|at|by|in|on|from|to|for) )?"
    r"(?:how|what|when|where|whom?|whose|which|why)\b(?! if\b)",
    re.IGNORECASE,
)
"""A clause that asks for a figure, a person, a time."""
_CLAUSE_END = re.compile(r"[.,;:?!–]\s|\s-\s")

_ROLE_NOUN = (
    r"(?:[Mm]anager|[Dd]irector|[Ee]ngineer|[Ll]eader|[Ll]ead|[Ss]upervisor|[Ii]nspector|"
    r"[Tt]echnician|[Oo]fficer|[Cc]oordinator|[Cc]ontroller|[Bb]uyer|[Pp]lanner|[Tt]ester|"
    r"[Aa]uditor|[Oo]wner|[Hh]ead|[Bb]oard|[Cc]ommittee|[Rr]epresentative|[Dd]eputy|[Tt]eam|"
    r"[Ff]oreman|[Ww]arehouse|[Cc]ustomer|[Mm]anagement)"
)
_NAMED = r"(?:[A-ZÄÖÜ][\w’'-]+(?: (?:de|van|von))?(?: [A-ZÄÖÜ][\w’'-]+)+)"
_ONE = (
    rf"(?:(?:the |a |an |his |her |their |our )?(?:(?!(?:of|by|and|or|the|an?)\b)[\w-]+ ){{0,2}}"
    rf"{_ROLE_NOUN}s?(?: of [\w-]+)?|{_NAMED})"
)
_WHO = rf"(?P<who>{_ONE}(?:(?:,? (?:and|or) |, | / ){_ONE})*)"
_DONE = (
    r"(?:signed(?: off)?|approved|authori[sz]ed|allowed|permitted|granted|released|accepted|agreed|"
    r"decided|waived|countersigned|cleared|given)"
)
_DOES = (
    r"(?:release|allow|approve|authori[sz]e|permit|grant|extend|decide|waive|sign|overrule|accept|"
    r"clear|agree|shorten|lift|let)"
)
_NAMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DONE}(?: \w+){{0,2}}? (?:only )?by {_WHO}",
        rf"{_WHO} (?:alone )?(?:may|can|must)(?! not| no| never) (?:\w+ )?{_DOES}\b",
        rf"[Oo]nly these may {_DOES}: {_WHO}",
        rf"{_WHO} (?:alone )?{_DOES}s\b",
        rf"\b(?:with|without|on|needs?|requires?) (?:an? |the )?(?:written |prior )*"
        rf"(?:approval|agreement|permission|consent|release|signature) (?:of|by|from) {_WHO}",
        rf"\b(?:with|without) {_WHO}['’]s? (?:\w+ )?(?:approval|agreement|permission|consent)",
    )
)  # fmt: skip
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|their|our) ", re.IGNORECASE)
_BETWEEN = re.compile(r",? and (?=[A-Z])|,? or (?=[A-Zt])|, | / | and (?=the )")
_LEADING = re.compile(r"^(?:(?i:only|but|nobody|if|then|where|also|it|and|or|by)\b\W*)+")


def asks_permission(text: str) -> bool:
    """Whether somebody asks to be allowed something: "may I ship", "can we skip", "is it ok to"."""
    plain = " ".join(text.split())
    return any(
        not _ASKS_ELSE.match(plain[_clause_start(plain, found.start()) :])
        for found in _ASKS.finditer(plain)
    )


def _clause_start(text: str, at: int) -> int:
    return max((end.end() for end in _CLAUSE_END.finditer(text, 0, at)), default=0)


def may_authorise(text: str, cited: Sequence[Citation]) -> dict[str, Any] | None:
    """`{"roles": […], "citation": {"rank", "sentence"} | None}`; None if permission isn't asked.

    The first sentence of what is cited counts that names somebody: of the quotation, then of its
    passage, then of other passages of the same document.
    """
    if not asks_permission(text):
        return None
    for citation, sentence in _sentences(cited):
        if roles := authorities(sentence):
            return {"roles": roles, "citation": {"rank": citation.rank, "sentence": sentence}}
    return {"roles": [], "citation": None}


def authorities(sentence: str) -> list[str]:
    """Whom a sentence names as signing, approving, releasing or allowing something."""
    for pattern in _NAMES:
        if found := pattern.search(sentence):
            names = (_bare(part) for part in _BETWEEN.split(found["who"]))
            return list(dict.fromkeys(name for name in names if name))
    return []


def _bare(name: str) -> str:
    return _ARTICLE.sub("", _LEADING.sub("", name.strip()))


def _sentences(cited: Sequence[Citation]) -> Iterator[tuple[Citation, str]]:
    same = [one for one in cited if one.file == cited[0].file] if cited else []
    for citation in same:
        for text in (citation.quote, citation.passage):
            for start, end in spans(text):
                yield citation, text[start:end]
