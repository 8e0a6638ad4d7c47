"""Approved answers: proposed, approved by another, put on review when what they cite changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge.access import EVERYONE
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.feedback import change_requests
from knowledge.feedback.members import Member, log, refuse_unless_quality
from knowledge.feedback.sources import InForce, in_force, rows_of
from knowledge.storage.delivery_tables import InstallationSecret
from knowledge.storage.expertise_tables import ApprovedAnswer, ApprovedCitation, ChangeRequest
from knowledge.storage.rows import add_missing

INTERIM_DAYS = 30
"""An answer that no document says is guidance until one does."""
LONGEST_DAYS = 366
"""An approved answer is looked at again at least once a year."""
LONGEST = 2_500
"""Characters; what is longer is a document."""


@dataclass(frozen=True)
class Proposal:
    """What is to be kept. `audience` None: as wide as the sources are; `revises` a number."""

    question: str
    text: str
    passages: tuple[int, ...]
    effective_on: date
    expires_on: date
    audience: str | None = None
    referral_id: int | None = None
    revises: int | None = None


def propose(
    session: Session, wanted: Proposal, *, author: Member, today: date, now: datetime
) -> ApprovedAnswer:
    """Put an answer forward for approval. Without a passage it is interim guidance.

    Raises NotAllowed without the right, for a source that is not in force and for an audience
    wider than the sources'; BadInput for dates and lengths that can't be.
    """
    refuse_unless_quality(author, "Keeping an approved answer")
    checked = replace(wanted, audience=_audience(session, wanted, in_force(session, today)))
    _check_words(checked)
    _check_days(checked, today)
    number, revision = _place(session, wanted.revises)
    made = ApprovedAnswer(
        number=number,
        revision=revision,
        state="proposed",
        question=" ".join(checked.question.split()),
        text=checked.text.strip(),
        audience=checked.audience,
        interim=not checked.passages,
        referral_id=checked.referral_id,
        author=author.account,
        proposed_at=now,
        effective_on=checked.effective_on,
        expires_on=checked.expires_on,
    )
    session.add(made)
    session.flush()
    session.add_all(
        ApprovedCitation(approved_id=made.id, passage_id=passage)
        for passage in sorted(set(checked.passages))
    )
    log(session, author, "approved answer: proposed", _named(made), now=now)
    return made


def approve(
    session: Session,
    approved_id: int,
    *,
    by: Member,
    others: bool,
    today: date,
    now: datetime,
) -> tuple[ApprovedAnswer, ChangeRequest | None]:
    """Approve what was proposed; the revision before it is replaced.

    `others`: somebody besides the author has the right, and then the author doesn't approve. Of
    two who approve at once the first wins. Interim guidance opens a document change request.
    """
    refuse_unless_quality(by, "Approving an answer")
    made = known_approved(session, approved_id)
    if others and by.account == made.author:
        raise NotAllowed(
            f"You wrote {label(made)} yourself. Somebody else of the quality team approves it."
        )
    _check_still_valid(session, made, today)
    done = session.execute(
        update(ApprovedAnswer)
        .where(ApprovedAnswer.id == approved_id, ApprovedAnswer.state == "proposed")
        .values(state="approved", approver=by.account, approver_name=by.shown, approved_at=now)
        .returning(ApprovedAnswer.id)
    )
    if done.first() is None:
        raise NotAllowed(f"{label(made)} is {made.state} already.")
    _replace_earlier(session, made)
    log(session, by, "approved answer: approved", _named(made), now=now)
    session.refresh(made)
    if not made.interim:
        return made, None
    return made, change_requests.for_silence(session, made.question, by=by, now=now)


def retire(session: Session, approved_id: int, *, by: Member, now: datetime) -> ApprovedAnswer:
    """Take an approved answer out of use at once."""
    refuse_unless_quality(by, "Retiring an approved answer")
    made = known_approved(session, approved_id)
    if made.state in ("retired", "replaced"):
        raise NotAllowed(f"{label(made)} is {made.state} already.")
    made.state = "retired"
    log(session, by, "approved answer: retired", _named(made), now=now)
    return made


def review(session: Session, *, today: date, now: datetime) -> list[ApprovedAnswer]:
    """Put on review what cites a document that was revised since, and end what has expired.

    Yields what changed. Neither was shown any more before: that is worked out at each question.
    """
    rows = session.scalars(
        select(ApprovedAnswer)
        .where(ApprovedAnswer.state == "approved")
        .order_by(ApprovedAnswer.number)
    ).all()
    if not rows:
        return []
    known = in_force(session, today)
    changed = []
    for row in rows:
        if row.expires_on < today:
            row.state = "expired"
        elif not holds(session, row, known):
            row.state = "on review"
        else:
            continue
        row.reviewed_at = now
        changed.append(row)
        log(session, None, f"approved answer: {row.state}", _named(row), now=now)
    return changed


def holds(session: Session, row: ApprovedAnswer, known: InForce) -> bool:
    """Whether every document that it cites is in force in the revision that was cited."""
    return all(
        known.successor(passage, issue) is not None
        for passage, issue in rows_of(session, cited(session, row))
    )


def cited(session: Session, row: ApprovedAnswer) -> list[int]:
    """The passages that an approved answer explains."""
    mine = select(ApprovedCitation.passage_id).where(ApprovedCitation.approved_id == row.id)
    return list(session.scalars(mine.order_by(ApprovedCitation.passage_id)))


def approved(session: Session) -> list[ApprovedAnswer]:
    """All approved answers with all their revisions, by number."""
    order = select(ApprovedAnswer).order_by(ApprovedAnswer.number, ApprovedAnswer.revision)
    return list(session.scalars(order))


def known_approved(session: Session, approved_id: int) -> ApprovedAnswer:
    """Raises NotFound for an answer that isn't there."""
    found = session.get(ApprovedAnswer, approved_id)
    if found is None:
        raise NotFound(f"There is no approved answer {approved_id}.")
    return found


def number_of(row: ApprovedAnswer) -> str:
    return f"AA-{row.number:04}"


def label(row: ApprovedAnswer) -> str:
    return f"{number_of(row)} revision {row.revision}"


def _audience(session: Session, wanted: Proposal, known: InForce) -> str:
    """Whom it is for: no wider than the documents that it cites."""
    narrowed = set()
    for _, issue in rows_of(session, wanted.passages):
        if known.statuses.get(issue.id) != "current":
            name = issue.number or issue.title
            raise NotAllowed(f"{name} is not in force in this revision. Cite the one that is.")
        if issue.handling == "never in Slack":
            raise NotAllowed(f"{issue.number or issue.title} may not be shown in Slack at all.")
        narrowed |= {issue.audience} - {EVERYONE}
    if len(narrowed) > 1:
        names = " and ".join(sorted(narrowed))
        raise NotAllowed(f"The sources are for different audiences ({names}). Cite one of them.")
    widest = next(iter(narrowed), EVERYONE)
    chosen = wanted.audience or widest
    if widest not in (EVERYONE, chosen):
        raise NotAllowed(
            f"The sources are for {widest} alone, so the answer can't be for {chosen}. "
            f"Choose {widest}, or cite a document that is for everyone."
        )
    return chosen


def _check_words(wanted: Proposal) -> None:
    if not wanted.question.strip() or not wanted.text.strip():
        raise BadInput("An approved answer needs a question and an answer.")
    if len(wanted.text) > LONGEST:
        raise BadInput(
            f"The answer has {len(wanted.text)} characters; {LONGEST} are the most. "
            "What needs more belongs into a document."
        )


def _check_days(wanted: Proposal, today: date) -> None:
    longest = LONGEST_DAYS if wanted.passages else INTERIM_DAYS
    if wanted.effective_on < today:
        raise BadInput(f"It can't have been effective before today, {today}.")
    last = wanted.effective_on + timedelta(days=longest)
    if not wanted.effective_on <= wanted.expires_on <= last:
        why = "" if wanted.passages else " It cites no document, so it is interim guidance."
        raise BadInput(
            f"The last day lies between {wanted.effective_on} and {last}, "
            f"{longest} days after the first.{why}"
        )


def _check_still_valid(session: Session, made: ApprovedAnswer, today: date) -> None:
    if made.expires_on < today:
        raise NotAllowed(f"{label(made)} would have expired on {made.expires_on}. Propose it anew.")
    if not holds(session, made, in_force(session, today)):
        raise NotAllowed(
            f"A document that {label(made)} cites was revised meanwhile. Propose it anew."
        )


def _place(session: Session, revises: int | None) -> tuple[int, int]:
    """The next number, or the next revision of one; who asks meanwhile waits its turn."""
    name = {"name": "approved answers", "value": ""}
    add_missing(session, InstallationSecret, [name])
    held = select(InstallationSecret.name).filter_by(name=name["name"]).with_for_update()
    session.execute(held)
    if revises is None:
        return (session.scalar(select(func.max(ApprovedAnswer.number))) or 0) + 1, 1
    newest = session.scalar(
        select(func.max(ApprovedAnswer.revision)).where(ApprovedAnswer.number == revises)
    )
    if newest is None:
        raise NotFound(f"There is no approved answer AA-{revises:04} to revise.")
    return revises, newest + 1


def _replace_earlier(session: Session, made: ApprovedAnswer) -> None:
    session.execute(
        update(ApprovedAnswer)
        .where(
            ApprovedAnswer.number == made.number,
            ApprovedAnswer.revision < made.revision,
            ApprovedAnswer.state != "retired",
        )
        .values(state="replaced")
    )


def _named(row: ApprovedAnswer) -> dict[str, object]:
    return {"number": number_of(row), "revision": row.revision}
