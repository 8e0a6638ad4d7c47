"""Turns of speech that say how something is answered: not known, looked up, addressed to us."""

from __future__ import annotations

import re


def _one_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_WE = r"\b(?:i|we)(?:['’]m| am| really| honestly)? ?"
_CANNOT = r"(?:do not|don['’]?t|wouldn['’]t|can['’]?t|cannot) (?:really |exactly |actually )?"
_WOULD = r"\b(?:i['’]?d|i would|i will|would|i) "
_THE_ANSWER = r"(?:this|it|me|my answer|the answer|all)\b"
_RIGHT = r"(?:met|right|correct|yes|full|complete|passed|100|1\.0|ten|perfect)"

UNKNOWN = _one_of(
    _WE + _CANNOT + r"(?:know|remember|recall|say|tell)\b",
    r"\b(?:do not|don['’]?t) know\b",
    r"\bno (?:idea|clue)\b",
    r"\bnot sure\b",
    r"\b(?:idk|dunno|never heard)\b",
    r"\bhaven['’]t a clue\b",
    r"\bcouldn['’]t tell you\b",
    r"\bwei(?:ß|ss) (?:ich )?nicht\b",
    r"\bkeine ahnung\b",
    r"\bnot my (?:job|department|area)\b",
)
LOOK_UP = _one_of(
    r"\blook(?:ed)? (?:it|that|this|them)? ?(?:up|in)\b",
    r"\bhave a look\b",
    _WOULD + r"(?:look|check|ask|open|search|read)\b",
    r"\bis (?:written )?in (?:the )?[a-z]{1,3}[- ]?\d",
    r"\bstands in\b",
    r"\blook before\b",
    r"\bask (?:the )?(?:quality|my|our)\b",
)
TO_THE_GRADER = _one_of(
    r"ignore (?:all |any |your |the |my |previous |prior |earlier )+"
    r"(?:instruction|rule|prompt|rubric|key|reference)",
    r"disregard (?:all|any|your|the|previous)",
    r"full marks",
    r"\b(?:mark|grade|rate|score|count|accept|treat) " + _THE_ANSWER + r".{0,40}\b" + _RIGHT,
    r"\b(?:system|assistant|instruction|note to (?:the )?(?:grader|examiner|marker))"
    r" ?(?:prompt|message)?:",
    r"\b(?:verdict|score|points?|met)['\"]? ?[:=] ?['\"]?(?:met|yes|1|full|true|all|100)",
    r"you are (?:now |a |an |the )+(?:lenient |helpful )?"
    r"(?:grader|assistant|language model|examiner)",
    r"as an? (?:ai|grader)\b",
    r"\bdear (?:grader|examiner|ai|model)\b",
    r"(?:hello|hi|hey),? (?:grader|examiner|grading)",
    r"give (?:me|this|it|him|her|us|the answer) (?:a |the |all )*"
    r"(?:full|maximum|top|highest|best|100|points|met)",
    r"(?:all|every|each) (?:key )?points? (?:is|are|was|were|have been|counts?) "
    r"(?:met|there|covered|present|said|satisfied|yes)",
    r"</?(?:system|answer|prompt|grade|instruction)",
    r"output (?:only )?(?:met|yes|1)",
    r"respond with (?:met|yes|a score)",
    r"the (?:answer|response) (?:above |below |here )?is (?:fully |completely |entirely )+"
    r"(?:correct|right|met)",
    r"award (?:full|all|the)\b",
)
NOTHING = re.compile(
    r"\W*(?:no (?:submission|response|answer)(?: submitted)?|n\s*/\s*a|none|nil|nothing|pass|skip"
    r"|test|asdf+|lorem ipsum.*|bla(?: bla)*)?\W*",
    re.IGNORECASE,
)
ASKS_FOR_A_LIST = re.compile(
    r"\b(?:name|list|state|enumerate|give|which|what are|mention)\b", re.IGNORECASE
)
"""Questions to which a bare list is an answer."""
