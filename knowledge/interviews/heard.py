"""One answer as it was heard: what it says, names and takes up, before its parts are scored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from knowledge.documents import same_number
from knowledge.grading import Grade
from knowledge.grading.vocabulary import FUNCTION_WORDS, stem
from knowledge.grading.wording import words_of
from knowledge.interviews.conduct import Conduct
from knowledge.interviews.judgement import Facts, KeyPassage, Named
from knowledge.interviews.part_words import EMPTY_TALK, REGISTER
from knowledge.interviews.questions import Part, Question

RELEVANT = 0.22
"""A point's score from which on an answer speaks of it. Of sixteen good answers to shipped
questions the best point reaches .23 once and .77 or more else; of sixty-four that speak of
something else, .20 at most."""
SPECIFIC = 8
"""Words beside those of the question from which on an answer to an open question is specific."""
OWN_WORK = 5
"""The same for an opening, which puts at ease: "I buy castings and seals" is a beginning."""
_OF_ASKING = frozenset(
    stem(one)
    for one in (
        *FUNCTION_WORDS,
        *("tell", "please", "describe", "moment", "know", "here", "now", "set"),
        *("go", "goes", "going", "many", "much", "part"),
    )
)
"""Words of a question that an answer to it takes up by saying nothing."""
KEYED: tuple[Part, ...] = (
    "what_i_do", "when_it_goes_wrong", "how_i_know", "record", "governing_document",
)  # fmt: skip
"""Which part the key points are about: the first of these that the question asks for."""


@dataclass(frozen=True)
class Heard:
    """One answer with all that was made of it before the parts are scored."""

    question: Question
    text: str
    facts: Facts
    conduct: Conduct
    grade: Grade | None

    @property
    def strict(self) -> bool:
        """Whether the key points are the company's own words rather than what to look out for."""
        return self.question.source in ("document", "own") or self.question.passage_id is not None

    @property
    def passage(self) -> KeyPassage | None:
        """The passage that came with the question; one found for it decides nothing."""
        found = self.facts.passage
        return found if found is not None and found.given else None

    @property
    def keyed(self) -> Part | None:
        return next((part for part in KEYED if part in self.question.parts), None)

    @cached_property
    def claims(self) -> str:
        """The answer without the sentences that tell openly of a problem."""
        return without_disclosed(self.text, self.conduct)

    @cached_property
    def best_point(self) -> float:
        return max((point.score for point in self.grade.points), default=0.0) if self.grade else 0.0

    @property
    def points_said(self) -> int:
        return sum(point.met == "yes" for point in self.grade.points) if self.grade else 0

    @cached_property
    def own_words(self) -> int:
        """Different words with a meaning that the question didn't say already."""
        asked = {stem(word) for word in words_of(self.question.text)[0]}
        meant = EMPTY_TALK.sub(" ", self.text)
        said = {stem(word) for word in words_of(meant)[0] if word not in FUNCTION_WORDS}
        return len(said - asked)

    @cached_property
    def takes_up(self) -> bool:
        """Whether it goes on with a word of the question that has a meaning, or of one's job."""
        known = f"{self.question.text} {self.facts.job} {self.facts.place or ''}"
        asked = {stem(word) for word in words_of(known)[0]} - _OF_ASKING
        said = {stem(word) for word in words_of(self.text)[0] if word not in FUNCTION_WORDS}
        return bool(asked & said)

    @property
    def relevant(self) -> bool:
        return self.grade is None or self.best_point >= RELEVANT

    def named(self, *kinds: str) -> list[Named]:
        """What is named; what is wrong in a sentence that tells of a problem is not held against
        the person."""
        return [
            one
            for one in self.facts.named
            if one.kind in kinds and (in_force(one) or one.said.lower() in self.claims.lower())
        ]

    def contradictions(self) -> list[str]:
        """What the passage or its key points say otherwise, in words."""
        limits = [one.detail for one in self.named("time limit") if one.standing == "contradicts"]
        graded = self.grade.points if self.grade is not None and self.strict else ()
        points = [point.reason for point in graded if point.met == "contradicted"]
        return list(dict.fromkeys([*limits, *points]))

    def governing(self) -> list[Named]:
        """Documents in force that say what was asked, or are named where it is said."""
        named = self.named("document", "form")
        right = [one for one in named if in_force(one) and not one.beside]
        passage = self.passage
        if passage is None:
            documents = [one for one in right if one.kind == "document"]
            documents.sort(key=lambda one: REGISTER.search(one.detail) is not None)
            expected = self.facts.on_clause
            return [
                one
                for one in documents
                if not expected or any(same_number(one.name, number) for number in expected)
            ]
        own = [one for one in right if same_number(one.name, passage.document)]
        return own + [one for one in right if one not in own and spoken_of(one.name, passage.text)]

    @cached_property
    def names_title(self) -> bool:
        """Whether the passage's document is named by its title."""
        passage = self.passage
        if passage is None:
            return False
        title = {stem(word) for word in words_of(passage.title)[0] if word not in FUNCTION_WORDS}
        said = {stem(word) for word in words_of(self.text)[0]}
        asked = {stem(word) for word in words_of(self.question.text)[0]}
        return len(title) > 1 and len(title & said) >= 0.6 * len(title) and bool(title - asked)

    @property
    def looks_it_up(self) -> bool:
        return self.conduct.shows("would look it up")


def without_disclosed(text: str, conduct: Conduct) -> str:
    """An answer without the sentences that tell openly of a problem."""
    for one in conduct.signs:
        if one.sign == "disclosed":
            text = text.replace(one.quote, " ")
    return text.strip()


def in_force(named: Named) -> bool:
    return named.standing in ("right", "verified")


def spoken_of(number: str, text: str) -> bool:
    codes = re.findall(r"\b[A-Za-z]{1,5}[-‑– ]?\d[\w.-]*\b", text)
    return any(same_number(number, one) for one in codes)
