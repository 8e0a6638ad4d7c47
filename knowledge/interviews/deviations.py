"""Whether an answer tells of something that really went wrong, and the draft to raise it."""

from __future__ import annotations

import re

from knowledge.interviews.conduct import LONGEST_SENTENCE
from knowledge.interviews.judgement import Deviation, Facts
from knowledge.interviews.key_sentences import quoted
from knowledge.interviews.questions import Question
from knowledge.sentences import spans

_WHO = r"\b(?:i|we|he|she|they|you|somebody|someone|my \w+|our \w+|the \w+|[A-Z]\w+)"
_NOT_YET = (
    r"(?:did not|didn['’]?t|have not|haven['’]?t|has not|hasn['’]?t|had not|hadn['’]?t|never)"
)
_NOT_DENIED = r"(?<!not )(?<!never )(?<!n't )(?<!n’t )"
_DUTY = (
    r"(?:do|done|did|fill|filled|sign|signed|check|checked|test|tested|record|recorded|calibrate|"
    r"calibrated|train|trained|review|reviewed|measure|measured|inspect|inspected|tag|tagged|"
    r"write|written|wrote|report|reported|close|closed|make|made|complete|completed|update|updated)"
)
_WENT_WRONG = re.compile(
    rf"{_WHO} (?:\w+ )?{_NOT_DENIED}(?:skipped|forgot|missed|omitted|overlooked|left out|"
    r"mixed up|back-?dated|"
    r"falsified|made up|signed for|shipped (?:it|them) without|used (?:it|an? \w+ \w+) without)\b|"
    rf"{_WHO} {_NOT_YET} (?:\w+ )?{_DUTY}\b|"
    rf"\bnobody (?:has |had )?{_DUTY}\b|"
    rf"\b(?:was|were|has|have|had)(?: not|n['’]?t| never) (?:been )?{_DUTY}\b|"
    r"\b(?:was|were) (?:still )?(?:overdue|missing|expired|out of date|incomplete|lost)\b",
    re.IGNORECASE,
)
_IS_WRONG = re.compile(
    r"\b(?:is|are|['’]s) (?:still |already |now )?"
    r"(?:overdue|missing|expired|out of date|incomplete|"
    r"lost|broken)\b|"
    r"\bthere (?:is|are) no (?:record|form|entry|signature|certificate)s?\b|"
    r"\bhas (?:expired|run out)\b",
    re.IGNORECASE,
)
_UNSAFE = re.compile(
    r"\b(?:guard|cover|fence|interlock|light curtain|emergency stop|e-stop|safety switch|lock ?out)"
    r"(?: \w+){0,5} (?:off|removed|missing|broken|open|bridged|bypassed|disabled|defeated|taped)\b|"
    r"\b(?:bridged|bypassed|removed|disabled|defeated|took off|taped) the (?:\w+ )?(?:guard|cover|"
    r"fence|interlock|light curtain|emergency stop|safety switch)\b|"
    r"\bwithout (?:a |the |my |any )?(?:guard|gloves|goggles|glasses|harness|mask|lock ?out|"
    r"ear protection|helmet)\b|"
    r"\b(?:acid|gas|oil|solvent) (?:is |was )?(?:leaking|leaks|spilled|spilling)\b|"
    r"\b(?:fire exit|escape route|emergency exit) (?:is |was )?(?:blocked|locked)\b|"
    r"\b(?:live wire|exposed cable|crane (?:is |was )?overloaded)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|once|in case|should|would|could|might|suppose|imagine|unless|before|"
    r"until|whether|say)\b|['’]d\b",
    re.IGNORECASE,
)
_TURNED_DOWN = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|without|isn['’]?t|aren['’]?t|wasn['’]?t|don['’]?t)\b[^,;.]*$",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:yesterday|today|this (?:morning|week|month|shift)|last (?:week|month|year|night|shift|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)|on (?:monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday)|(?:\d+|two|three|four|five|a|a few|some) "
    r"(?:hours?|days?|weeks?|months?) ago|"
    r"in (?:week \d+|january|february|march|april|may|june|july|"
    r"august|september|october|november|december)|on \d{1,2}\.? ?\w+)\b",
    re.IGNORECASE,
)
_NEVER_WITHOUT = re.compile(
    r"\bnever (?:\w+ ){1,8}?"
    r"(?:not|\w+n['’]t|without|unless|before|until|if|unsigned|unchecked)\b",
    re.IGNORECASE,
)
"""A good habit: "I never write a number that I did not see"."""
TO_ADD = "(please add)"


def deviation_in(question: Question, text: str, facts: Facts) -> Deviation | None:
    """The first sentence that tells of something real; one about safety goes first.

    What is only supposed ("if the tag is missing") and what is denied is none. In reply to a
    "what if" only the past counts.
    """
    sentences = [text[start:end][:LONGEST_SENTENCE] for start, end in spans(text)]
    unsafe = [one for one in sentences if _tells(_UNSAFE, one)]
    if unsafe:
        return Deviation(
            unsafe[0], _draft(question, unsafe[0], text, facts), True, facts.lead or "your lead"
        )
    patterns = (_WENT_WRONG,) if question.kind == "what if" else (_WENT_WRONG, _IS_WRONG)
    for sentence in sentences:
        if any(_tells(pattern, sentence) for pattern in patterns):
            return Deviation(sentence, _draft(question, sentence, text, facts))
    return None


def _tells(pattern: re.Pattern[str], sentence: str) -> bool:
    if _NEVER_WITHOUT.search(sentence):
        return False
    for match in pattern.finditer(sentence):
        before = sentence[: match.start()]
        supposed = _SUPPOSED.search(before) or _SUPPOSED.match(match.group())
        if not supposed and not _TURNED_DOWN.search(before):
            return True
    return False


def _draft(question: Question, sentence: str, text: str, facts: Facts) -> str:
    """What, where, when and the requirement, for the person to put right."""
    when = _WHEN.search(sentence) or _WHEN.search(text)
    lines = {
        "What": sentence,
        "Where": facts.place or TO_ADD,
        "When": when.group() if when else TO_ADD,
        "Requirement": _requirement(question, facts),
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


def _requirement(question: Question, facts: Facts) -> str:
    passage = facts.passage
    if passage is not None and passage.given:
        quote = quoted(question, passage)
        return f"{passage.citation}: “{quote}”" if quote else passage.citation
    return f"Clause {question.clause}" if question.clause else TO_ADD
