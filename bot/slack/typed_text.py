"""What somebody typed, read before it is looked up: the question in it, or that there is none."""

from __future__ import annotations

import re

from bot.slack.mrkdwn import plain

SHORT = 80
"""Characters; whoever writes more has something to say."""

_FENCE = re.compile(r"```+|`")
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'\-]+:(?![\w])", re.IGNORECASE)
_FILLER = (
    r"(?:[\s,.!…]|\b(?:there|all|everyone|coach|team|again|so|very|much|a lot|lots|ok|okay)\b)*"
)
_PLEASANTRY = (
    r"(?:how are (?:you|things|we)(?: doing| going)?(?: today)?|"
    r"how(?:'?s it| is it|'?s things) going|(?:are )?you (?:there|ok(?:ay)?|all ?right|awake|up)|"
    r"(?:is )?any(?:one|body) there|what'?s up|nice to meet you|pleased to meet you)"
)
_GREETING = re.compile(
    rf"{_FILLER}{_PLEASANTRY}{_FILLER}|{_FILLER}(?:hi|hiya|hello|hey|hej|hallo|moin|servus|ciao|yo|test|ping|"
    rf"good (?:morning|afternoon|evening|day)|morning|afternoon)"
    rf"{_FILLER}(?:{_PLEASANTRY}{_FILLER})?",
    re.IGNORECASE,
)
_GRATEFUL = re.compile(r"\b(?:thanks?|thank ?you|thx|ta|cheers|danke|merci|tack)\b", re.IGNORECASE)
_OBJECTION = re.compile(
    r"(?:no[, ]+)?(?:sorry[, ]+)?"
    r"(?:(?:that|this|it|you|(?:your|the|that|this) answer)(?:'?s|'?re| is| are| was| were)? )?"
    r"(?:just |completely |totally |all )?"
    r"(?:(?:not|(?:is|was|are)n'?t) (?:right|correct|true)|wrong(?: answer)?|incorrect|false|"
    r"nonsense|rubbish|bullshit|useless|stupid|not what i asked)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"(?:please )?(?:stop|cancel|abort|never ?mind|forget it)(?: it| that| please)?", re.I
)
_THANKS = re.compile(
    rf"{_FILLER}(?:thanks|thank you|thankyou|thx|ta|cheers|danke|merci|tack|"
    r"great|perfect|brilliant|super|nice(?: one)?|lovely|cool|good(?: stuff| to know)?|awesome|"
    r"got it|gotcha|understood|noted|makes sense|will do|all good|fine|right|yes|yep|yeah|no|nope|"
    r"done|sorted|exactly|agreed|i see|that helps?|that helped|helpful|(?:no )?worries|"
    r"that'?s (?:it|all|great|perfect|what i (?:needed|wanted|was looking for)))"
    rf"(?:{_FILLER}(?:thanks|thank you|cheers|mate|that helps?|for (?:that|this|(?:your|the) help)|"
    rf"will do|got it|great|perfect|everybody|guys|folks|then|now))*{_FILLER}|ok(?:ay)?[\s.!…]*",
    re.IGNORECASE,
)

_SHARE = re.compile(
    r"(?:please )?share(?: it| this| that)?(?: here)?(?: please)?(?: with everyone)?", re.IGNORECASE
)


def question_text(raw: str) -> str:
    """A message as a question: no mentions, emoji or marks of code; "" if nothing is left."""
    text = _EMOJI.sub(" ", plain(_FENCE.sub(" ", raw)))
    found = " ".join(text.split())
    return found if re.search(r"[^\W_]|^\?+$", found) else ""


def is_greeting(text: str) -> bool:
    """Whether somebody says hello and nothing else."""
    return len(text) <= SHORT and _GREETING.fullmatch(text.strip(" ?!.,")) is not None


def is_thanks(text: str) -> bool:
    """Whether somebody says thank you, agrees or takes note, and asks nothing."""
    if len(text) > SHORT or "?" in text:
        return False
    return _THANKS.fullmatch(text.strip(" !.,")) is not None


def is_grateful(text: str) -> bool:
    return _GRATEFUL.search(text) is not None


def is_objection(text: str) -> bool:
    """Whether somebody says that an answer is wrong and asks nothing."""
    return "?" not in text and _OBJECTION.fullmatch(text.strip(" !.,")) is not None


def is_stop(text: str) -> bool:
    """Whether somebody wants nothing more, in words instead of by Slack's Stop."""
    return _STOP.fullmatch(text.strip(" !.,")) is not None


def is_sharing(text: str) -> bool:
    """Whether somebody wants an answer shared and asks nothing."""
    return _SHARE.fullmatch(text.strip(" !.,")) is not None
