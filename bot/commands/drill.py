"""`coach drill`: a practice interview in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from bot.commands.drill_campaigns import campaigns_app
from bot.commands.drill_questions import questions_app

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.asking import Asking
    from bot.assembly import Coach
    from knowledge.grading import Grader
    from knowledge.interviews.conversation import Turn
    from knowledge.interviews.judgement import Advice, Judgement, PracticeFinding
    from knowledge.interviews.report import Report

WIDTH = 92
HELP = (
    "Answer in your own words; a line ends the answer.\n"
    "  /skip   the next question, please      /hint   what to think of\n"
    "  /why    why is this asked              /pause  go on another day\n"
    "  /stop   end it here"
)

drill_app = typer.Typer(help="Practice for an audit: an interview, and the questions for it.")
drill_app.add_typer(questions_app, name="questions")
drill_app.add_typer(campaigns_app, name="campaigns")


@drill_app.callback(invoke_without_command=True)
def drill(
    context: typer.Context,
    person: Annotated[
        str, typer.Option("--as", help="Who is interviewed: number, e-mail or full name.")
    ] = "",
    role: Annotated[
        str | None, typer.Option(help="Questions for this role; without it, by the person's job.")
    ] = None,
    length: Annotated[int, typer.Option(help="3, 6 or 10 questions.")] = 3,
    clause: Annotated[
        list[str] | None, typer.Option(help="Only what is about this clause; once for each.")
    ] = None,
    process: Annotated[
        str | None, typer.Option(help="The process it is about, in your words.")
    ] = None,
    rehearsal: Annotated[bool, typer.Option(help="Comments at the end, as in an audit.")] = False,
    brisk: Annotated[bool, typer.Option(help="A brisk interviewer instead of a calm one.")] = False,
    campaign: Annotated[int | None, typer.Option(help="The number of a campaign.")] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As of this day instead of today."),
    ] = None,
) -> None:
    """Be interviewed as by an auditor. A drill that is open is gone on with."""
    if context.invoked_subcommand is not None:
        return
    if not person:
        raise typer.BadParameter("say who is interviewed", param_hint="--as")
    from bot.assembly import Coach

    coach = Coach()
    chosen = Chosen(
        role, length, tuple(clause or ()), process, rehearsal, brisk, campaign
    )  # fmt: skip
    today = on.date() if on else coach.today()
    Interviewer(coach, _begun(coach, person, chosen, today), today).run()


@dataclass(frozen=True)
class Chosen:
    role: str | None
    length: int
    clauses: tuple[str, ...]
    process: str | None
    rehearsal: bool
    brisk: bool
    campaign: int | None


def _begun(coach: Coach, name: str, chosen: Chosen, today: date) -> int:
    """The drill to hold: the open one, or a new one."""
    from knowledge import people
    from knowledge.interviews import conversation
    from knowledge.standards.company import standing

    with coach.database.begin() as session:
        person = people.find(session, name)
        current = conversation.running(session, person.id)
        if current is not None:
            typer.echo("Going on with the drill that you left open.\n")
            conversation.resume(session, current.id, now=coach.clock())
            return current.id
        length, clauses = _length_and_clauses(session, chosen)
        started = conversation.start(
            session,
            person_id=person.id,
            role=chosen.role or conversation.suggested_role(person),
            scope=conversation.Scope(clauses, chosen.process),
            length=length,
            mode="rehearsal" if chosen.rehearsal else "practice",
            manner="brisk" if chosen.brisk else "calm",
            edition=standing(session).edition,
            campaign_id=chosen.campaign,
            now=coach.clock(),
            today=today,
        )
        return started.id


def _length_and_clauses(session: Session, chosen: Chosen) -> tuple[int, tuple[str, ...]]:
    """A campaign says itself what it is about, and how long it is."""
    from knowledge.interviews import campaigns

    if chosen.campaign is None:
        return chosen.length, chosen.clauses
    campaign = campaigns.find(session, chosen.campaign)
    return campaign.length, tuple(str(one) for one in campaign.clauses)


class Interviewer:
    """Holds one drill at the terminal. Every step is stored before the next one."""

    def __init__(self, coach: Coach, interview_id: int, today: date) -> None:
        self._coach = coach
        self._id = interview_id
        self._today = today
        self._held: tuple[Asking, Grader] | None = None
        self._shown: set[int] = set()

    def run(self) -> None:
        typer.echo(HELP + "\n")
        while True:
            turn = self._next()
            self._show(turn)
            if turn.kind == "closing":
                return self._end()
            if not self._answered(turn):
                return None

    def _next(self) -> Turn:
        from knowledge.interviews import conversation

        with self._coach.database.begin() as session:
            return conversation.next_turn(
                session, self._id, now=self._coach.clock(), today=self._today
            )

    def _show(self, turn: Turn) -> None:
        if turn.feedback_on is not None and turn.feedback_on not in self._shown:
            self._shown.add(turn.feedback_on)
            typer.echo(self._feedback(turn.feedback_on))
        if turn.lead_in:
            typer.echo(_wrapped(turn.lead_in) + "\n")
        number = f"{turn.number}/{turn.of}  " if turn.kind == "question" else ""
        typer.echo(_wrapped(f"{number}{turn.text}"))

    def _answered(self, turn: Turn) -> bool:
        """Take what is typed until the turn is settled; False ends the program."""
        while True:
            text = _typed()
            if text in ("/pause", ""):
                self._do("pause")
                typer.echo("Paused. `coach drill` goes on from here.")
                return False
            if text == "/stop":
                self._do("stop")
                self._end()
                return False
            if text == "/skip":
                self._do("skip", turn.id)
                return True
            if text in ("/hint", "/why"):
                said = self._do("hint" if text == "/hint" else "explain", turn.id)
                typer.echo(_wrapped(str(said)))
            elif text.startswith("/"):
                typer.echo(HELP)
            else:
                self._take(text)
                return True

    def _do(self, deed: str, *arguments: int) -> object:
        from knowledge.interviews import conversation

        deeds: dict[str, Callable[..., object]] = {
            "pause": conversation.pause,
            "stop": conversation.stop,
            "skip": conversation.skip,
            "hint": conversation.hint,
            "explain": conversation.explain,
        }
        with self._coach.database.begin() as session:
            return deeds[deed](session, self._id, *arguments, now=self._coach.clock())

    def _take(self, text: str) -> None:
        from knowledge.interviews import conversation

        with self._coach.database.begin() as session:
            conversation.take_answer(
                session, self._id, text, f"terminal-{uuid4().hex}", now=self._coach.clock()
            )
        self._judge()

    def _judge(self) -> None:
        """Look facts up, judge outside any transaction, and keep what was found."""
        from bot.drill_passages import found_for
        from knowledge.access import Viewer
        from knowledge.interviews import conversation
        from knowledge.interviews.facts_named import look_up
        from knowledge.interviews.judging import judged

        asking, grader = self._loaded()
        viewer = Viewer()
        with self._coach.database.read() as session:
            waiting = conversation.unjudged(session, self._id)
            known = [
                look_up(
                    session,
                    one.question,
                    one.text,
                    person_id=one.person_id,
                    today=self._today,
                    viewer=viewer,
                    found=found_for(session, asking, one.question, viewer, self._today),
                )
                for one in waiting
            ]
        for one, facts in zip(waiting, known, strict=True):
            judgement = judged(one.question, one.text, facts, grader)
            with self._coach.database.begin() as session:
                conversation.keep_judgement(session, one, judgement, now=self._coach.clock())

    def _loaded(self) -> tuple[Asking, Grader]:
        """With the model where there is one; else both compare words alone."""
        if self._held is None:
            from knowledge.grading import Grader
            from knowledge.search.embedding import SentenceModel

            asking = self._coach.asking()
            asking.load_model()
            model = asking.embedder
            if asking.refused:
                typer.echo(f"Judged by words alone: {asking.refused}", err=True)
            grader = Grader(model) if isinstance(model, SentenceModel) else Grader()
            self._held = asking, grader
        return self._held

    def _feedback(self, turn_id: int) -> str:
        from knowledge.interviews.judgement import judgement_from
        from knowledge.storage.drill_tables import InterviewTurn

        with self._coach.database.read() as session:
            plain = session.get_one(InterviewTurn, turn_id).judgement
        if plain is None:
            return ""
        judgement = judgement_from(plain)
        return "\n".join(_of_judgement(judgement)) + "\n"

    def _end(self) -> None:
        from knowledge.interviews.report import report

        with self._coach.database.read() as session:
            typer.echo("\n" + _of_report(report(session, self._id, now=self._coach.clock())))


def _of_judgement(judgement: Judgement) -> list[str]:
    """What an auditor would make of it, then the coach's own voice."""
    from knowledge.interviews.conduct import manners

    advice = judgement.advice
    told = tuple(dict.fromkeys([*advice.missing, *manners(judgement)]))
    lines = [line for finding in judgement.findings for line in _of_finding(finding)]
    return [*lines, *_of_advice(replace(advice, missing=told))]


def _of_finding(finding: PracticeFinding) -> list[str]:
    lines = [f"  Practice finding: {finding.statement}"]
    lines += [f"    Requirement: {finding.requirement}"] if finding.requirement else []
    lines += [f"    Evidence: {finding.evidence}"] if finding.evidence else []
    return [_wrapped(line) for line in lines]


def _of_advice(advice: Advice) -> list[str]:
    lines = [f"  Good: {said}" for said in advice.good]
    lines += [f"  Missing: {said}" for said in advice.missing]
    read = "What I found on it" if advice.found else "Read"
    lines += [f"  {read}: {advice.citation}"] if advice.citation else []
    lines += [f"  {advice.ask}"] if advice.ask else []
    wanted = advice.better_answer if advice.missing else ""
    lines += [f"    “{advice.quote}”"] if advice.found and advice.quote and not wanted else []
    lines += [f"  Better: {wanted}"] if wanted else []
    return [_wrapped(line) for line in lines]


def _of_report(found: Report) -> str:
    """The report as plain lines: what was reached, what to read, when to go on."""
    lines = [found.practice, "", f"Answered: {found.answered} of {len(found.asked)}"]
    if found.mode == "rehearsal":
        for one in found.asked:
            if one.judgement is not None:
                lines += ["", f"{one.number}. {one.question.text}"]
                lines += _of_judgement(one.judgement)
        lines.append("")
    lines += [f"  {part.name}: {part.reached} of {part.most}" for part in found.parts]
    lines += [f"  To read: {reading.citation}" for reading in found.to_read]
    lines.append(f"Next drill: {found.next_on}, about {found.next_about}.")
    return "\n".join(_wrapped(line) for line in lines)


def _wrapped(text: str) -> str:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.fill(text, WIDTH, subsequent_indent=indent + "  ") if text else ""


def _typed() -> str:
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        typer.echo("")
        return ""
