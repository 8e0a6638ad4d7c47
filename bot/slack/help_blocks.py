"""Help that needs no manual: what can be asked and where, what is kept, who the quality team is."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations import Message
from bot.slack.blocks import context, message, modal, section
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped

TITLE = "What you can ask"
ASK = (
    "Ask how we work, in your own words. You get the words of our own documents, with the place "
    "they stand in. If the documents don't say it, you are told so."
)
WHERE = (
    "*Where to ask*\n"
    "• In a direct message to me: only you see it.\n"
    "• In a channel, by mentioning {bot}: everyone there reads the answer.\n"
    "• With `/qms` and your question, anywhere: only you see the answer, and *Share here* or "
    "`/qms share` shows it to the others.\n"
    "• From a message somebody wrote: its menu, *Ask the QMS about this*.\n"
    "In the thread of an answer you can just go on: “and who signs it?”"
)
WRONG = (
    "*If it doesn't help*\n"
    "• *Not helpful* asks you why. If it is wrong, the quality team looks at it.\n"
    "• *Ask the quality team* passes your question on, with or without your name."
)
RECORDS = (
    "*What you have to do*\n"
    "• `/qms records` lists it: training, reading, corrective actions. What is done is recorded "
    "there with what shows it.\n"
    "• `/qms session` is for leads: a training of several people at once, also of those without "
    "an account or with a shared one.\n"
    "• `/qms drill` is a practice interview of ten minutes, as an auditor would ask. It is yours "
    "alone."
)
FOR_GUESTS = (
    "You are a guest here, so only documents marked public are quoted to you. What they don't say, "
    "ask whoever invited you."
)
TEAM = "*The quality team*\n{contact}"
KEPT = (
    "The controlled original alone is binding. Slack keeps what you type as it keeps every "
    "message; the coach keeps questions and answers as records, and who asked for 90 days."
)


def help_message(
    examples: Sequence[str], contact: str, bot_user: str, *, outside: bool = False
) -> Message:
    """Help as a message; a guest (`outside`) is offered what guests can do."""
    aloud = [ASK, *(["Try:", *examples] if examples else []), f"The quality team: {contact}."]
    return message(escaped(" ".join(aloud)), help_blocks(examples, contact, bot_user, outside))


def help_modal(
    examples: Sequence[str], contact: str, bot_user: str, *, outside: bool = False
) -> Block:
    """The same as a modal."""
    return modal(TITLE, help_blocks(examples, contact, bot_user, outside))


def help_blocks(examples: Sequence[str], contact: str, bot_user: str, outside: bool) -> list[Block]:
    for_employees = [section(WRONG), section(RECORDS)]
    return [
        section(ASK),
        *example_blocks(examples),
        section(WHERE.format(bot=f"<@{bot_user}>")),
        *([section(FOR_GUESTS)] if outside else for_employees),
        section(TEAM.format(contact=cut(escaped(contact), 300))),
        context(KEPT),
    ]


def example_blocks(examples: Sequence[str]) -> list[Block]:
    """Questions to try; none where nothing is indexed yet."""
    if not examples:
        return []
    lines = "\n".join(f"• {cut(escaped(example), 250)}" for example in examples[:3])
    return [section(f"*Try one of these*\n{lines}")]
