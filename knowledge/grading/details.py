"""The details that decide: figures, documents, roles, colours, days; said, missing or another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from knowledge.grading.figures import Figure, figures
from knowledge.grading.vocabulary import CLASS_OF, FUNCTION_WORDS, stem
from knowledge.grading.wording import EXAMPLE, words_of

_CODE = re.compile(
    r"\b(?P<letters>[A-Z]{1,4}|[a-z]{2,3}(?=[- ]?0))[-‑ ]?(?P<digits>\d{1,5}(?:[.-]\d+)*)\b"
    r"|\b(?:form|procedure|instruction)\s(?:no\.?\s)?(?P<plain>\d{1,4})\b"
)
_NO_CODES = frozenset(("PN", "DN", "G", "ISO", "EN", "DIN", "M", "A"))
_HEADS = (
    "manager|director|lead|leader|supervisor|foreman|officer|technician|inspector|operator|"
    "controller|coordinator|planner|tester|setter|chair|buyer|auditor|engineer|owner|customer|"
    "supplier|purchasing|designer|fitter|welder|storekeeper|deputy|hr"
)
_ROLE = re.compile(rf"\b((?:[a-z]+(?:-[a-z]+)?\s){{0,3}})({_HEADS})s?\b")
_SAME_HEAD = {"leader": "lead", "supervisor": "lead", "foreman": "lead"}
_MODIFIERS = """quality managing operations operation shift deputy document calibration purchasing
assembly machining test warehouse sales hr maintenance design site surface treatment complaints
goods-in goods production department dept team plant project laboratory lab stores logistics
technical finance safety process line mrb engineering works factory general internal external
hygiene training despatch welding inspection incoming final chief second"""
_ALONE = frozenset(("hr", "purchasing", "foreman"))  # roles that need no second word
_LEVEL = re.compile(r"\b(level|category|grade|class|stage)\s(\d|one|two|three|four|five)\b")
_DIGIT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_LANGUAGES = {"deutsch": "german", "englisch": "english", "polnisch": "polish"}


@dataclass(frozen=True)
class Detail:
    """One deciding detail: what kind, its comparable value, and the words that said it."""

    kind: str
    value: str
    words: str
    start: int
    figure: Figure | None = None
    named: tuple[str, ...] = ()  # stems of the plain name beside a document's number

    @property
    def decides(self) -> bool:
        """Whether a point lacks something without it; "the operator" alone does not."""
        if self.kind == "period":
            return False
        return self.kind != "role" or " " in self.value or self.value in _ALONE

    def same_as(self, other: Detail) -> bool:
        if self.figure is not None and other.figure is not None:
            return self.figure.same_as(other.figure)
        if self.kind != other.kind:
            return False
        return _same_role(self.value, other.value) if self.kind == "role" else (
            self.value == other.value
        )  # fmt: skip

    def rivals(self, other: Detail) -> bool:
        """Whether saying the other instead of this one is wrong."""
        if self.figure is not None and other.figure is not None:
            comparable = self.figure.comparable(other.figure) and "" not in (
                self.figure.kind,
                other.figure.kind,
            )
            return self.figure.other_unit(other.figure) or (
                comparable and not self.figure.same_as(other.figure)
            )
        if self.kind == "role" and not (self.decides and other.decides):
            return False
        return self.kind == other.kind and not self.same_as(other)


def deciding(text: str, people: Mapping[str, str]) -> list[Detail]:
    """The details of a key point; what it gives as an example decides nothing."""
    return details(EXAMPLE.sub(lambda found: " " * len(found.group()), text), people)


def details(text: str, people: Mapping[str, str]) -> list[Detail]:
    """All deciding details of a text; `people` maps names in lower case to their roles."""
    found = [_of_figure(text, figure) for figure in figures(text)]
    found += _codes(text) + _periods(text)
    found += _roles(text, people) + _levels(text)
    words, places = words_of(text)
    for word, (start, _) in zip(words, places, strict=True):
        plain = _LANGUAGES.get(word, word)
        if plain in CLASS_OF:
            found.append(Detail(CLASS_OF[plain], plain, word, start))
    return sorted(found, key=lambda detail: detail.start)


def _of_figure(text: str, figure: Figure) -> Detail:
    """The figure in its own words, with the unit or what it counts."""
    end = figure.end
    if figure.kind not in ("", "o'clock"):
        unit = re.match(r"\s?(?:working |calendar )?[^\s,;.)]+(?:\sper \w+)?", text[end:])
        end += unit.end() if unit else 0
    start = figure.start - (text[: figure.start][-1:] in ("£", "€", "$", "±"))
    words = text[start:end] if figure.kind not in ("pound", "euro", "dollar") else (
        text[start : figure.end]
    )  # fmt: skip
    return Detail("figure", str(figure.value), words.strip(), figure.start, figure)


_PERIOD = re.compile(
    r"\b(?:same|next|that|the|this|each|every) (day|week|month|year)\b", re.IGNORECASE
)


def _periods(text: str) -> list[Detail]:
    return [
        Detail("period", match[1].lower(), match.group(), match.start())
        for match in _PERIOD.finditer(text)
    ]


def _codes(text: str) -> list[Detail]:
    found = []
    for match in _CODE.finditer(text):
        letters = (match["letters"] or "F").upper()
        digits = match["digits"] or match["plain"]
        if letters not in _NO_CODES:
            value = letters + re.sub(r"(?<!\d)0+(?=\d)", "", digits)
            named = _named_beside(text[: match.start()], text[match.end() :])
            found.append(Detail("document", value, match.group(), match.start(), named=named))
    return found


def _named_beside(before: str, after: str) -> tuple[str, ...]:
    """The plain name of a document: "the red tag (T-07)", "F-001 Document change request"."""
    left = re.search(r"((?:[a-z]+ ){0,2}[a-z]+) ?\(?$", before)
    words = [word for word in left[1].split() if word not in FUNCTION_WORDS] if left else []
    if left and any(word in FUNCTION_WORDS for word in left[1].split()[-1:]):
        words = []
    right = re.match(r" ([A-Z][a-z]+(?: [a-z]+){0,2})", after)
    words = words or (right[1].lower().split() if right else [])
    return tuple(stem(word) for word in words[-2:] if word not in FUNCTION_WORDS)


def _roles(text: str, people: Mapping[str, str]) -> list[Detail]:
    plain = text.lower()
    found = []
    for match in _ROLE.finditer(plain):
        modifiers = _modifiers(match[1])
        head = _SAME_HEAD.get(match[2], match[2])
        words = " ".join([*modifiers, match[2]])
        found.append(Detail("role", " ".join([*modifiers, head]), words, match.start(2)))
    taken: list[range] = []
    for name, role in sorted(people.items(), key=lambda person: -len(person[0])):
        for match in re.finditer(rf"\b{re.escape(name)}\b", plain):
            if not any(match.start() in place for place in taken):
                taken.append(range(*match.span()))
                found.append(Detail("role", role.lower(), match.group().title(), match.start()))
    return found


def _levels(text: str) -> list[Detail]:
    return [
        Detail(match[1], _DIGIT.get(match[2], match[2]), match.group(), match.start())
        for match in _LEVEL.finditer(text.lower())
    ]


@lru_cache(maxsize=1)
def _modifiers_known() -> frozenset[str]:
    return frozenset(stem(word) for word in _MODIFIERS.split())


def _modifiers(before: str) -> list[str]:
    kept: list[str] = []
    for word in reversed(before.split()):
        if stem(word) not in _modifiers_known():
            break
        kept.insert(0, "department" if word == "dept" else word)
    return kept


def _same_role(ours: str, theirs: str) -> bool:
    """The quality manager is a manager; her deputy is somebody else."""
    first, second = ({stem(word) for word in role.split()} for role in (ours, theirs))
    if ("deputi" in first) != ("deputi" in second):
        return False
    return first <= second or second <= first


@dataclass(frozen=True)
class Compared:
    """What became of a point's details in an answer."""

    said: tuple[Detail, ...]
    missing: tuple[Detail, ...]
    rivals: tuple[tuple[Detail, Detail], ...]


def compare(
    expected: list[Detail],
    given: list[Detail],
    span: tuple[int, int],
    elsewhere: list[Detail],
    stems: Collection[str],
) -> Compared:
    """Look for each expected detail among the given ones.

    A detail counts as said wherever it stands; as replaced by another only inside `span`, and
    only if nothing else that was asked (`elsewhere`) calls for that other. `stems` are those of
    the answer, among which a document's plain name may stand.
    """
    said, missing, rivals = [], [], []
    for detail in expected:
        if detail.decides and any(detail.same_as(other) for other in given):
            said.append(detail)
            continue
        if any(detail.same_as(other) for other in given):
            continue
        rival = _rival(detail, expected, given, span, elsewhere)
        if rival is not None:
            rivals.append((detail, rival))
        elif detail.named and all(stemmed in stems for stemmed in detail.named):
            said.append(detail)
        elif detail.decides:
            missing.append(detail)
    return Compared(tuple(said), tuple(missing), tuple(rivals))


def _calls_for(wanted: Detail, other: Detail) -> bool:
    """Whether another point asks for just this; five times are not five questions."""
    if wanted.figure and other.figure and wanted.figure.kind != other.figure.kind:
        return "" in (wanted.figure.kind, other.figure.kind) and wanted.same_as(other)
    return wanted.same_as(other)


def _rival(
    detail: Detail,
    expected: list[Detail],
    given: list[Detail],
    span: tuple[int, int],
    elsewhere: list[Detail],
) -> Detail | None:
    for other in given:
        called_for = any(_calls_for(wanted, other) for wanted in [*expected, *elsewhere])
        if span[0] <= other.start < span[1] and detail.rivals(other) and not called_for:
            return other
    return None
