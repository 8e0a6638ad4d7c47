"""Questions to the quality team: open, answered, closed; with the asker's name or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.deliveries import Address
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.feedback.members import Member, refuse_unless_quality
from knowledge.storage.expertise_tables import Referral, ReferralReply, ReplyAddress
from knowledge.storage.rows import add_missing
from knowledge.storage.tables import Answer

Why = Literal["asked", "not found", "other language", "file not read"]

LONGEST = 2_000
"""Characters of a question, as everywhere."""
FOUND = 3
"""How many of the found passages the quality team is shown."""
ADDRESS_KEPT = timedelta(days=90)
"""Askers' names are kept no longer; a reply after that reaches nobody, and says so."""
CLOSED_AFTER = timedelta(days=14)
"""An answered question of which the asker says no more is taken to be settled."""


def refer(
    session: Session,
    *,
    question: str,
    answer_id: str | None,
    asker: str,
    named: bool,
    where: Address,
    why: Why,
    now: datetime,
) -> Referral:
    """Pass a question on to the quality team. Raises BadInput for an empty or endless one.

    Without the name nothing that is shown or kept with the question leads to the asker; the
    address for the reply is a row of its own.
    """
    text = " ".join(question.split())
    if not text or len(text) > LONGEST:
        raise BadInput(f"Write the question in words, {LONGEST} characters at most.")
    made = Referral(
        team=where.team,
        question=text,
        why=why,
        found=_found(session, answer_id),
        answer_id=answer_id if named else None,
        person=asker if named else None,
        state="open",
        asked_at=now,
    )
    session.add(made)
    session.flush()
    session.add(_address(made, asker, named, where, now))
    return made


def known_referral(session: Session, referral_id: int) -> Referral:
    """Raises NotFound for a question that isn't there."""
    found = session.get(Referral, referral_id)
    if found is None:
        raise NotFound(f"There is no question {referral_id}. `coach quality questions` lists them.")
    return found


def reply(
    session: Session, referral_id: int, *, by: Member, text: str, message: str, now: datetime
) -> ReferralReply | None:
    """Keep a reply of the quality team, to be passed on; None if it was kept before.

    `message` names the message that the reply was written in. Raises NotAllowed for whoever
    hasn't the right, and once the asker's address is gone.
    """
    refuse_unless_quality(by, "A reply that goes back to the asker")
    found = known_referral(session, referral_id)
    address = session.get(ReplyAddress, referral_id)
    if address is None:
        raise NotAllowed(
            "This can't be passed on: who asked is forgotten after "
            f"{ADDRESS_KEPT.days} days. Put it into the document, or keep it as approved answer."
        )
    mine = {"referral_id": referral_id, "message": message}
    if session.scalars(select(ReferralReply).filter_by(**mine)).first() is not None:
        return None
    row = mine | {"person": by.account, "text": text.strip(), "said_at": now}
    add_missing(session, ReferralReply, [row])
    found.state, found.answered_at, found.closed_at = "answered", now, None
    address.kept_until = now + ADDRESS_KEPT
    return session.scalars(select(ReferralReply).filter_by(**mine)).one()


def replies(session: Session, referral_id: int) -> list[ReferralReply]:
    """What the quality team replied, the oldest first."""
    mine = select(ReferralReply).where(ReferralReply.referral_id == referral_id)
    return list(session.scalars(mine.order_by(ReferralReply.id)))


def address_of(session: Session, referral_id: int) -> Address | None:
    """Where a reply goes; None once that is forgotten. Not to be shown to anybody."""
    row = session.get(ReplyAddress, referral_id)
    return Address(row.team, row.person, row.conversation, row.thread) if row else None


def helped(session: Session, referral_id: int, person: str, *, now: datetime) -> Referral:
    """The asker says that it helped: the question is closed."""
    found = _of_asker(session, referral_id, person)
    found.state, found.closed_at = "closed", now
    return found


def ask_again(session: Session, referral_id: int, person: str, *, now: datetime) -> Referral:
    """The asker says that it didn't help: the question is open again."""
    found = _of_asker(session, referral_id, person)
    found.state, found.closed_at = "open", None
    session.get_one(ReplyAddress, referral_id).kept_until = now + ADDRESS_KEPT
    return found


def close_settled(session: Session, *, now: datetime) -> None:
    """Close answered questions of which nothing was heard for two weeks."""
    session.execute(
        update(Referral)
        .where(Referral.state == "answered", Referral.answered_at <= now - CLOSED_AFTER)
        .values(state="closed", closed_at=now)
    )


def open_questions(session: Session) -> list[Referral]:
    """What waits for a reply, the oldest first."""
    waiting = select(Referral).where(Referral.state == "open")
    return list(session.scalars(waiting.order_by(Referral.asked_at, Referral.id)))


def questions_of(session: Session, team: str, person: str) -> list[Referral]:
    """A person's own questions to the quality team, the newest first; for that person alone."""
    mine = select(ReplyAddress.referral_id).where(
        ReplyAddress.team == team, ReplyAddress.person == person
    )
    asked = select(Referral).where(Referral.id.in_(mine)).order_by(Referral.id.desc())
    return list(session.scalars(asked))


def _address(
    made: Referral, asker: str, named: bool, where: Address, now: datetime
) -> ReplyAddress:
    """Without a name the reply goes to direct messages: a thread in a channel tells who asked."""
    direct = (where.conversation or "").startswith("D")
    in_thread = named or direct
    return ReplyAddress(
        referral_id=made.id,
        team=where.team,
        person=asker,
        conversation=where.conversation if in_thread else None,
        thread=where.thread if in_thread else None,
        kept_until=now + ADDRESS_KEPT,
    )


def _of_asker(session: Session, referral_id: int, person: str) -> Referral:
    found = known_referral(session, referral_id)
    address = session.get(ReplyAddress, referral_id)
    if address is None or address.person != person:
        raise NotAllowed("Only whoever asked can say whether the reply helped.")
    return found


def _found(session: Session, answer_id: str | None) -> list[dict[str, Any]]:
    """The citations of an answer, without what leads to the answer itself."""
    answer = session.get(Answer, answer_id) if answer_id else None
    citations: Sequence[Mapping[str, Any]] = answer.citations if answer is not None else []
    kept = (
        "document", "section", "page", "quote", "owner", "effective_on", "address",
        "passage_id", "issue_id", "file",
    )  # fmt: skip
    return [{name: one.get(name) for name in kept} for one in citations[:FOUND]]
