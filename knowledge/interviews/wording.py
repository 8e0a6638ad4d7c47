"""What the interviewer says around the questions, calm or brisk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from knowledge.interviews.questions import Part, Question

Manner = Literal["calm", "brisk"]
Mode = Literal["practice", "rehearsal"]

_PURPOSE: dict[Manner, str] = {
    "calm": "This is practice, so take your time. I ask the way an auditor would; there are no "
    "trick questions, and “I don't know, I would look in …” is a good answer. "
    "It is no internal audit and no verdict on you.",
    "brisk": "Practice, no audit, no verdict on you. Short answers are fine; if you don't know, "
    "say where you would look.",
}
_FEEDBACK: dict[Mode, str] = {
    "practice": "I tell you after each answer what was good and what was missing.",
    "rehearsal": "I keep my comments for the end.",
}
_CLOSING: dict[Manner, str] = {
    "calm": "That was my last question. {summary} Thank you for your time and for talking openly. "
    "Your report follows; only you see it.",
    "brisk": "That's all. {summary} Thank you. Your report follows; only you see it.",
}
_LOST = "Where would you look it up, or whom would you ask?"
Forms = tuple[Sequence[str], Sequence[str]]
_FOLLOW_UPS: dict[Part, Forms] = {
    "what_i_do": (
        (
            "Could you take me through it step by step: what do you do yourself?",
            "What comes first, and what comes after that?",
            "How would I see you do it, if I stood beside you?",
        ),
        ("What exactly do you do there, and what comes next?", "What else belongs to it?"),
    ),
    "governing_document": (
        ("Which document says so?", "Where is that laid down?"),
        ("How do you know that this is the current issue?",),
    ),
    "record": (
        (
            "Where is that written down, and where could I see it?",
            "What is there on paper or in a system that shows it?",
        ),
        ("Where exactly is that record kept?",),
    ),
    "how_i_know": (
        (
            "How would you notice that something is not right there?",
            "What do you look at to see that it is right?",
        ),
        ("How exactly do you see that it is right: by which check, limit or figure?",),
    ),
    "when_it_goes_wrong": (
        ("And what if it goes wrong?", "What do you do when it doesn't go to plan?"),
        ("Whom do you tell then, and what is written down?",),
    ),
}
"""For each part: when nothing was said of it, and when only half was; another way each time."""
_OF_A_DOCUMENT: Forms = (
    ("If you had to look that up, where would you look?",),
    ("That is part of it. What else belongs to it?",),
)
"""The same for what a document lays down: another way to say it would only be another guess."""
_OF_A_WHAT_IF: Forms = (
    ("What would you do first, and whom would you tell?",),
    ("And what is written down then?",),
)
_OF_AN_OPENING: Forms = (
    ("What did you do yourself today, for instance?",),
    ("What do you do yourself there, and with whom?",),
)
_OF_A_RECORD: Forms = (
    ("Who does what about it, and by when?",),
    ("And what is the next step, by when?",),
)
"""For what the person's own records hold: an auditor has read them already."""
_OF_ITS_RESULT: Forms = (
    ("How will you know that it worked?",),
    ("How will you know that it worked?",),
)
_OF_SOMEBODY_AWAY: Forms = (
    ("Who stands in then, and where could I see that?",),
    ("Who stands in then, and where could I see that?",),
)
_OF_A_CLOSING: Forms = (
    ("Is there anything that you would put right if you could?",),
    ("Who knows of it, and what became of it?",),
)
_TO_BE_SHOWN: Forms = (
    ("Which number does it have, or where could I see it?",),
    ("Which number does it have, or where could I see it?",),
)
_LED_IN: dict[Manner, tuple[str, ...]] = {
    "calm": ("Thank you. ", "I see. ", "All right. "),
    "brisk": ("",),
}
_GOES_ON = ("Thank you. ", "Let us go on. ")


def purpose(manner: Manner, mode: Mode) -> str:
    """What is said before the first question."""
    return f"{_PURPOSE[manner]} {_FEEDBACK[mode]}"


def closing(manner: Manner, summary: str) -> str:
    return _CLOSING[manner].format(summary=summary)


def not_found(name: str, manner: Manner) -> str:
    """What is asked when a document was named that nobody has."""
    if manner == "brisk":
        return f"{name}? The register hasn't got it. Which document is it?"
    return f"I don't find {name} in the register. Which document says so, and where would you look?"


def not_about_it(name: str, manner: Manner) -> str:
    """What is asked when a document was named that is about something else."""
    if manner == "brisk":
        return f"{name} is about something else. Which document is it?"
    return f"I don't think {name} is about this. Which document is, or where would you look?"


def follow_up(
    part: Part,
    score: int,
    manner: Manner,
    position: int,
    question: Question,
    *,
    lost: bool = False,
    before: int = 0,
) -> str:
    """What is asked when this part is missing (0) or half there (1), or nothing was known.

    `before`: how often this interview has asked for the part already.
    """
    led_in = _LED_IN[manner][position % len(_LED_IN[manner])]
    forms = _forms(part, question)[1 if score else 0]
    return led_in + (_LOST if lost else forms[before % len(forms)])


def _forms(part: Part, question: Question) -> Forms:
    special: dict[tuple[str, Part], Forms] = {
        ("opening", "what_i_do"): _OF_AN_OPENING,
        ("closing", "when_it_goes_wrong"): _OF_A_CLOSING,
        ("what if", "when_it_goes_wrong"): _OF_A_WHAT_IF,
        ("show me", "record"): _TO_BE_SHOWN,
        ("document", "what_i_do"): _OF_A_DOCUMENT,
        ("record", "what_i_do"): _OF_A_RECORD,
        ("record", "how_i_know"): _OF_ITS_RESULT,
    }
    if question.source == "trail" and part == "what_i_do":
        return _OF_SOMEBODY_AWAY
    by_source = special.get((question.source, part))
    return by_source or special.get((question.kind, part)) or _FOLLOW_UPS[part]


def asked(text: str, manner: Manner, position: int) -> str:
    """A question as it is put: calmly with a word before it, briskly bare."""
    if manner == "brisk" or position == 0:
        return text
    return f"{_GOES_ON[position % 2]}{text}"
