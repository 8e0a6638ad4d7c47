"""What the interviewer says around the questions, calm or brisk."""

from __future__ import annotations

from typing import Literal

from knowledge.interviews.questions import Part

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
_FOLLOW_UPS: dict[Part, tuple[str, str]] = {
    "what_i_do": (
        "Could you take me through it step by step: what do you do yourself?",
        "What exactly do you do there, and by when?",
    ),
    "governing_document": (
        "Which document says so?",
        "How do you know that this is the current issue?",
    ),
    "record": (
        "Where is that written down, and where could I see it?",
        "Where exactly is that record kept?",
    ),
    "how_i_know": (
        "How do you know that it worked?",
        "Which limit or figure do you go by?",
    ),
    "when_it_goes_wrong": (
        "And what if it goes wrong?",
        "Whom do you tell then, and what is written down?",
    ),
}
"""For each part: when nothing was said of it, and when only half was."""
_OF_A_DOCUMENT = (
    "If you had to look that up, where would you look?",
    "That is part of it. What else belongs to it?",
)
"""The same for what a document lays down: another way to say it would only be another guess."""
_OF_A_WHAT_IF = (
    "What would you do first, and whom would you tell?",
    "And what is written down then?",
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


def follow_up(
    part: Part,
    score: int,
    manner: Manner,
    position: int,
    *,
    lost: bool = False,
    written: bool = False,
    supposed: bool = False,
) -> str:
    """What is asked when this part is missing (0) or half there (1), or nothing was known.

    `written`: a document lays down what was asked; `supposed`: it was a "what if" already.
    """
    led_in = _LED_IN[manner][position % len(_LED_IN[manner])]
    forms = _FOLLOW_UPS[part]
    if written and part == "what_i_do":
        forms = _OF_A_DOCUMENT
    elif supposed and part == "when_it_goes_wrong":
        forms = _OF_A_WHAT_IF
    return led_in + (_LOST if lost else forms[1 if score else 0])


def asked(text: str, manner: Manner, position: int) -> str:
    """A question as it is put: calmly with a word before it, briskly bare."""
    if manner == "brisk" or position == 0:
        return text
    return f"{_GOES_ON[position % 2]}{text}"
