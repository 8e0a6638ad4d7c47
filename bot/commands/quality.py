"""`coach quality`: reports, questions, approved answers and the coach's own faults."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assembly import Coach
    from knowledge.feedback import Member

LONGEST_NAME = 40

quality_app = typer.Typer(
    no_args_is_help=True, help="What people report and ask, and what the quality team decided."
)

Row = dict[str, Any]
AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON a row.")]


@quality_app.command()
def reports(as_json: AsJson = False) -> None:
    """Answers that were reported as wrong, open ones first. Who reported is not shown."""
    _print(_reports, as_json, "No answer was reported as wrong.")


@quality_app.command()
def questions(as_json: AsJson = False) -> None:
    """Questions to the quality team, open ones first, with the name where it was given."""
    _print(_questions, as_json, "Nobody has asked the quality team.")


@quality_app.command()
def approved(as_json: AsJson = False) -> None:
    """Approved answers with all their revisions."""
    _print(_approved, as_json, "No answer was approved yet.")


@quality_app.command()
def faults(as_json: AsJson = False) -> None:
    """The coach's own faults: what was wrong, what is right, and whether it is lifted."""
    _print(_faults, as_json, "No fault is known.")


@quality_app.command()
def requests(as_json: AsJson = False) -> None:
    """Documents that are to be changed."""
    _print(_requests, as_json, "No change of a document is requested.")


@quality_app.command("close-request")
def close_request(
    number: Annotated[int, typer.Argument(help="Its number, as `coach quality requests` has it.")],
    why: Annotated[str, typer.Option("--why", help="What was done, or why nothing has to be.")],
    by: Annotated[str, typer.Option("--by", help="Who closes it: name or e-mail.")],
) -> None:
    """Close a document change request. One whose document has a new revision closes by itself."""
    from bot.assembly import Coach
    from knowledge import feedback

    coach = Coach()
    with coach.database.begin() as session:
        member = _member(coach, session, by)
        closed = feedback.close_request(session, number, by=member, why=why, now=coach.clock())
    typer.echo(f"Document change request {closed.id} is closed: {closed.closed_why}")


def _member(coach: Coach, session: Session, name: str) -> Member:
    """Somebody with their rights; under the account, or else the number, of the register."""
    from bot.rights import roles_of_named
    from knowledge import people
    from knowledge.errors import CoachError
    from knowledge.feedback import Member

    roles = roles_of_named(session, coach.company, name, today=coach.today())
    try:
        person = people.find(session, name)
    except CoachError:  # whom only the settings name
        return Member(name[:LONGEST_NAME], roles, name)
    return Member(person.slack_account or person.number, roles, person.name)


def _print(rows_of: Callable[[Session], Iterable[Row]], as_json: bool, nothing: str) -> None:
    from bot.assembly import Coach

    with Coach().database.read() as session:
        rows = list(rows_of(session))
    if as_json:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    typer.echo("\n".join(_line(row) for row in rows) or nothing)


def _line(row: Row) -> str:
    """The first three as a heading, what else is known below."""
    (_, name), (_, state), (_, words), *others = row.items()
    below = [f"    {key.replace('_', ' ')}: {value}" for key, value in others if value is not None]
    return "\n".join([f"{name}  {state}  {words}", *below])


def _reports(session: Session) -> Iterable[Row]:
    from sqlalchemy import select

    from knowledge.storage.expertise_tables import WrongReport
    from knowledge.storage.tables import Answer

    found = session.execute(
        select(WrongReport, Answer.question)
        .join(Answer, Answer.id == WrongReport.answer_id)
        .order_by(WrongReport.state != "open", WrongReport.id)
    )
    for report, question in found:
        yield {
            "report": report.id,
            "state": report.state,
            "question": question,
            "said": report.comment or None,
            "answer": report.answer_id,
            "reported_at": report.reported_at.isoformat(),
            "escalated_at": report.escalated_at and report.escalated_at.isoformat(),
            "judged_by": report.judged_by,
            "words": report.words or None,
        }


def _questions(session: Session) -> Iterable[Row]:
    from sqlalchemy import select

    from knowledge import expertise
    from knowledge.storage.expertise_tables import Referral

    found = session.scalars(select(Referral).order_by(Referral.state != "open", Referral.id))
    for one in found:
        said = expertise.replies(session, one.id)
        yield {
            "question": one.id,
            "state": one.state,
            "asked": one.question,
            "why": one.why,
            "by": one.person,
            "asked_at": one.asked_at.isoformat(),
            "reply": said[-1].text if said else None,
        }


def _approved(session: Session) -> Iterable[Row]:
    from knowledge import expertise
    from knowledge.feedback.sources import rows_of

    for row in expertise.approved(session):
        cited = rows_of(session, expertise.cited(session, row))
        yield {
            "number": expertise.number_of(row),
            "state": row.state,
            "question": row.question,
            "revision": row.revision,
            "text": row.text,
            "audience": row.audience,
            "interim": row.interim,
            "approver": row.approver_name,
            "effective_on": row.effective_on.isoformat(),
            "expires_on": row.expires_on.isoformat(),
            "cites": [
                " ".join(part for part in (issue.number or issue.title, passage.section) if part)
                for passage, issue in cited
            ],
        }


def _faults(session: Session) -> Iterable[Row]:
    from knowledge import feedback

    for fault in feedback.faults(session):
        yield {
            "fault": fault.id,
            "state": "withdrawn" if fault.lifted_at is None else "lifted",
            "question": fault.question,
            "right": fault.correction,
            "document": fault.document,
            "answers": feedback.withdrawn_answers(session, fault),
            "found_by": fault.found_by,
            "found_at": fault.found_at.isoformat(),
            "lifted_why": fault.lifted_why,
        }


def _requests(session: Session) -> Iterable[Row]:
    from knowledge import feedback

    for one in feedback.open_requests(session):
        yield {
            "request": one.id,
            "state": "open",
            "document": one.document,
            "title": one.title,
            "owner": one.owner,
            "why": one.why,
            "opened_at": one.opened_at.isoformat(),
        }
