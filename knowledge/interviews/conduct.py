"""How somebody answered, by rule: openly, or hiding, backdating, blaming, guessing.

Telling of a problem, asking again, looking it up and simple language never cost anything. What
happened in the past is told openly, whatever it was; what costs is what somebody means to do, or
does as a habit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.interviews import conduct_words as words
from knowledge.interviews.judgement import ConductSign, Judgement, PartScore, Sign
from knowledge.sentences import count_words, spans

BREACHES: frozenset[Sign] = frozenset({"concealed", "backdated", "blamed"})
"""What an auditor takes as dishonest or unfair: no points for conduct, asked for or not."""
OPEN: frozenset[Sign] = frozenset({"disclosed", "asked again", "did not know", "would look it up"})
LONG = 150
"""Words of one line from which on it says more than an auditor asked (our own choice)."""
LONGEST_SENTENCE = 600
"""Characters of a sentence that are looked at; nobody says more in one."""

REASONS: dict[Sign, str] = {
    "concealed": "Keeps something back. An auditor who notices trusts nothing else that is said.",
    "backdated": "A record that says what did not happen is worse than a missing one.",
    "blamed": "Puts it on somebody. Say what you do; whose fault it was is not the question.",
    "guessed": "A guess. “I don't know, I would look in …” is the better answer.",
    "stayed vague": "“Usually” is fine when you say when, and what happens otherwise.",
    "said too much": "Much more than was asked. Answer the question, then stop.",
    "disclosed": "Tells openly of a problem. That is never held against you.",
    "asked again": "Asks what is meant. That is always fine.",
    "did not know": "Says openly what is not known instead of guessing.",
    "would look it up": "Looks it up or asks instead of guessing.",
}
"""What each sign is told as, the heaviest first."""
PLAIN = "Answers what was asked."

_RULES: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    ("concealed", words.CONCEALS),
    ("backdated", words.FALSIFIES),
    ("blamed", words.BLAMES),
)
_MARKS: tuple[tuple[Sign, re.Pattern[str]], ...] = (
    ("asked again", words.ASKS_AGAIN),
    ("did not know", words.NOT_KNOWN),
    ("would look it up", words.LOOKS_UP),
)


@dataclass(frozen=True)
class Conduct:
    """Its score and why, with all that was noticed."""

    score: PartScore
    signs: tuple[ConductSign, ...] = ()

    def shows(self, *signs: Sign) -> bool:
        return any(one.sign in signs for one in self.signs)


def conduct_in(text: str) -> Conduct:
    """Judge how it was said. `text` is plain: marks and asides to a grader are taken out."""
    sentences = [text[start:end][:LONGEST_SENTENCE] for start, end in spans(text)]
    signs = [sign for sentence in sentences for sign in _in_sentence(sentence)]
    if not any(one.sign == "disclosed" for one in signs):
        signs += [*_guesses(sentences, {one.sign for one in signs}), *_vague(sentences)]
    if any(count_words(line) > LONG for line in text.splitlines()):
        signs.append(ConductSign("said too much", sentences[0]))
    found = {one.sign for one in signs}
    heaviest = next((sign for sign in REASONS if sign in found), None)
    return Conduct(_score(heaviest), tuple(signs))


def manners(judgement: Judgement) -> list[str]:
    """What to change about how it was said, whether or not the question asked for that."""
    told = [REASONS[one.sign] for one in judgement.conduct if one.sign not in OPEN]
    return list(dict.fromkeys([*told, *judgement.notes]))


def _score(heaviest: Sign | None) -> PartScore:
    if heaviest is None:
        return PartScore(2, PLAIN)
    if heaviest in BREACHES:
        return PartScore(0, REASONS[heaviest])
    return PartScore(2 if heaviest in OPEN else 1, REASONS[heaviest])


def _in_sentence(sentence: str) -> list[ConductSign]:
    signs = [sign for sign, rule in _RULES if _breaks(rule, sentence)]
    told = _tells(sentence) or (signs and words.PAST.search(sentence))
    if told and not (signs and words.MEANT.search(sentence)):
        signs = ["disclosed"]
    signs += [sign for sign, rule in _MARKS if rule.search(sentence)]
    return [ConductSign(sign, sentence) for sign in signs]


def _tells(sentence: str) -> bool:
    """Whether it tells of something real; "if the tag is missing" only supposes it, and "I never
    sign what I did not see" tells of none."""
    found = words.TELLS_OF.search(sentence)
    before = sentence[: found.start()] if found is not None else ""
    supposed = words.SUPPOSED.search(before) or words.NEVER_DOES.search(before)
    return found is not None and not supposed


def _breaks(rule: re.Pattern[str], sentence: str) -> bool:
    """Whether the rule holds somewhere in the sentence without being turned down there."""
    return any(not _turned_down(sentence, match) for match in rule.finditer(sentence))


def _turned_down(sentence: str, match: re.Match[str]) -> bool:
    """Whether it is refused: "we never backdate", "backdating is forbidden"."""
    before = sentence[: match.start()]
    clause = re.split(r"[,;:]| but | and then | so ", before)[-1]
    return bool(
        words.TURNED_DOWN_BEFORE.search(clause)
        or words.IF_SOMEBODY.search(before)
        or words.TURNED_DOWN_AFTER.match(sentence[match.end() :])
    )


def _guesses(sentences: Sequence[str], signs: set[Sign]) -> list[ConductSign]:
    """Guesses of somebody who neither looks it up nor says that it isn't known."""
    if signs & {"would look it up", "did not know", "asked again"}:
        return []
    return [ConductSign("guessed", one) for one in sentences if words.GUESSES.search(one)]


def _vague(sentences: Sequence[str]) -> list[ConductSign]:
    """“Usually” without any case named in its sentence or the next."""
    return [
        ConductSign("stayed vague", sentence)
        for place, sentence in enumerate(sentences)
        if words.VAGUE.search(sentence)
        and not words.NAMES_CASES.search(" ".join(sentences[place : place + 2]))
    ]
