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
_GREETING = re.compile(
    rf"{_FILLER}(?:hi|hiya|hello|hey|hej|hallo|moin|servus|ciao|yo|test|ping|"
    rf"good (?:morning|afternoon|evening|day)|morning|afternoon){_FILLER}",
    re.IGNORECASE,
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
