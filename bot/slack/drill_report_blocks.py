"""A drill's report as blocks: for the thread, and for the modal that Home opens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations import Message
from bot.slack.answer_places import web_address
from bot.slack.blocks import context, divider, header, message, section
from bot.slack.dates import day
from bot.slack.drill_blocks import Found, finding_block
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted
from knowledge.interviews.judgement import PracticeFinding
from knowledge.interviews.report import Points, Reading, Report

TITLE = "Report of your practice interview"
NEXT_STEPS = "Both are in the Home tab under *My drills*, where you find it again."
LINE = 400
MOST_FINDINGS = 6
SHARES = ((0.75, "strong"), (0.4, "partly there"), (0.0, "thin"))


def report_message(report: Report, seen: frozenset[int] = frozenset()) -> Message:
    """`seen` are the passages that may be quoted and linked to its reader now."""
    last = [context(escaped(report.practice)), context(f"{escaped(report.yours)} {NEXT_STEPS}")]
    return message(aloud(report), report_blocks(report, seen), last)


def report_blocks(report: Report, seen: frozenset[int] = frozenset()) -> list[Block]:
    return [
        header(TITLE),
        section(_head(report)),
        *_points("What a good answer holds", report.parts),
        *_points("By clause", report.clauses, "Clause "),
        *_findings(report),
        *_readings(report.to_read, seen),
        section(f"*Next drill*\nAbout {day(report.next_on)}, on {escaped(report.next_about)}."),
        context(escaped(report.content)),
    ]


def aloud(report: Report) -> str:
    findings = len(report.findings)
    found = f"{findings} practice finding{'s' * (findings != 1)}" if findings else "no finding"
    return (
        f"{TITLE}: {report.answered} of {len(report.asked)} questions answered, {found}. "
        f"{report.practice}"
    )


def _head(report: Report) -> str:
    ended = "" if report.finished else " It was stopped before its end."
    return (
        f"*{escaped(report.role)}* · ISO 9001:{escaped(report.edition)} · {report.mode} · "
        f"{day(report.held_on)}\n{report.answered} of {len(report.asked)} questions were "
        f"answered.{ended}"
    )


def _points(title: str, points: Sequence[Points], before: str = "") -> list[Block]:
    """In words first: points are there to see what grows, not to be compared with anybody."""
    if not points:
        return []
    lines = [
        f"• {before}{escaped(one.label)}: {_grown(one)} ({one.reached} of {one.most})"
        for one in points[:12]
    ]
    return [section("\n".join([f"*{title}*", *lines]))]


def _grown(points: Points) -> str:
    return next(words for share, words in SHARES if points.share >= share)


def _findings(report: Report) -> list[Block]:
    shown = [finding_block(_found(one)) for one in report.findings[:MOST_FINDINGS]]
    good = [finding_block(_found(one)) for one in report.good_practice[:2]]
    if not shown:
        shown = [
            section(
                "*Practice findings*\nNone: nothing that was said contradicts a "
                "document in force or a record."
            )
        ]
    return [divider(), *shown, *good, divider()]


def _found(finding: PracticeFinding) -> Found:
    return Found(finding.grade, finding.requirement, finding.evidence, finding.statement)


def _readings(readings: Sequence[Reading], seen: frozenset[int]) -> list[Block]:
    allowed = [one for one in readings if one.passage_id in seen]
    if not allowed:
        return []
    return [section("*Worth reading*"), *(section(_reading(one)) for one in allowed)]


def _reading(reading: Reading) -> str:
    name = cut(escaped(" ".join(reading.citation.split())), LINE)
    address = web_address({"address": reading.address})
    if address is not None:
        name = f"<{address.replace('&', '&amp;')}|{name.replace('|', '¦')}>"
    quote = f"\n{cut(quoted(reading.quote), LINE)}" if reading.quote else ""
    return f"{name}{quote}\n{cut(escaped(reading.why), LINE)}"
