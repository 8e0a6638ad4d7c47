"""A drill's report as a PDF for its person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus.flowables import Flowable, KeepTogether, Spacer

from bot.reports import paper
from bot.reports.paper import HEADING, LABEL, POINT, QUOTE, SMALL, TITLE, text
from knowledge.interviews.judgement import PracticeFinding
from knowledge.interviews.report import Asked, Points, Reading, Report

GRADES = {
    "major": "Taken together: possibly a major nonconformity",
    "would write": "An auditor would probably write this",
    "would ask": "An auditor would probably ask on",
    "good practice": "Good practice",
}
NO_FINDINGS = "None. Nothing that was said contradicts a document in force or a record."
NOTHING_TO_READ = "Nothing in particular: no answer lacked what a document says."


def drill_report(report: Report) -> bytes:
    """The bytes of the PDF; the same report gives the same bytes."""
    return paper.build(
        lambda: list(_story(report)),
        title=f"Practice interview, {_day(report.held_on)}",
        foot=f"Practice interview of {report.person}, {_day(report.held_on)}. {report.content}",
    )


def _story(report: Report) -> Iterator[Flowable]:
    yield from _head(report)
    yield from _points("By part", report.parts)
    yield from _points("By clause", report.clauses, "Clause ")
    yield from _findings("Practice findings", report.findings, NO_FINDINGS)
    if report.good_practice:
        yield from _findings("Good practice", report.good_practice, "")
    yield from _reading(report.to_read)
    yield text("Next drill", HEADING)
    yield text(f"On or after {_day(report.next_on)}, three questions on {report.next_about}.")
    yield text("Your answers, one by one", HEADING)
    for one in report.asked:
        yield from _asked(one)
    yield Spacer(1, 6 * mm)
    yield text(report.yours, SMALL)


def _head(report: Report) -> Iterator[Flowable]:
    yield text("Your practice interview", TITLE)
    asked = len(report.asked)
    ended = "" if report.finished else " The drill was stopped before its end."
    yield text(
        f"{report.person} · {report.role} · ISO 9001:{report.edition} · {_day(report.held_on)} · "
        f"{report.answered} of {asked} questions answered.{ended}",
        SMALL,
    )
    yield Spacer(1, 3 * mm)
    yield paper.boxed([text(report.practice)])


def _points(title: str, points: Sequence[Points], before: str = "") -> Iterator[Flowable]:
    if not points:
        return
    yield text(title, HEADING)
    yield paper.grid(
        [
            [
                text(f"{before}{one.label}"),
                paper.Bar(one.share, paper.WIDTH * 0.38),
                text(f"{one.reached} of {one.most} points", SMALL),
            ]
            for one in points
        ],
        (0.4, 0.42, 0.18),
    )


def _findings(title: str, found: Sequence[PracticeFinding], none: str) -> Iterator[Flowable]:
    heading = text(title, HEADING)
    if not found:
        yield from (heading, text(none))
    for place, finding in enumerate(found):
        parts = [
            text(GRADES[finding.grade], LABEL),
            text(f"Requirement: {finding.requirement}"),
            text(f"Evidence: {finding.evidence}"),
            text(f"Statement: {finding.statement}"),
        ]
        above = [heading] if place == 0 else []
        yield KeepTogether([*above, paper.boxed(parts), Spacer(1, 2 * mm)])


def _reading(readings: Sequence[Reading]) -> Iterator[Flowable]:
    yield text("Worth reading", HEADING)
    if not readings:
        yield text(NOTHING_TO_READ)
    for number, one in enumerate(readings, 1):
        parts: list[Flowable] = [paper.link(f"{number}. {one.citation}", one.address)]
        parts += [text(f"“{one.quote}”", QUOTE)] if one.quote else []
        yield KeepTogether([*parts, text(one.why, SMALL), Spacer(1, 2 * mm)])


def _asked(one: Asked) -> Iterator[Flowable]:
    clause = f" (clause {one.question.clause})" if one.question.clause else ""
    yield text(f"{one.number}. {one.question.text}{clause}", LABEL)
    if one.judgement is None:
        yield text("Skipped. Skipping costs nothing.", SMALL)
        return
    for said in one.said:
        yield text(f"“{said}”", QUOTE)
    yield from _advice(one)


def _advice(one: Asked) -> Iterator[Flowable]:
    advice = one.judgement.advice if one.judgement is not None else None
    if advice is None:
        return
    for title, points in (("Good", advice.good), ("Missing", advice.missing)):
        for point in points:
            yield text(f"{title}: {point}", POINT, bullet="•")
    if advice.citation:
        where = "What I found on it is" if advice.found else "It is"
        yield paper.link(f"{where} in {advice.citation}", advice.address)
    if advice.ask:
        yield text(advice.ask)
    if advice.better_answer and advice.missing:
        yield text(f"A better answer: {advice.better_answer}")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
