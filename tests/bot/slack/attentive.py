"""Answers with every published document its viewer may see, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from bot.local_workspace import Workspace
from knowledge.access import Viewer
from knowledge.answers.follow_up import Earlier, standalone
from knowledge.answers.reply import Citation, CitedDocument, Reply
from knowledge.language import language_of_question
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.tables import DocumentIssue, Passage
from tests.bot.slack.documents import cited, keep_answer
from tests.proofs.delivery.places import wait_for


@dataclass
class Attentive:
    """The real one's manners without its search. `held`: it thinks until that is set."""

    coach: Any
    asked: list[tuple[str, list[str]]] = field(default_factory=list)
    refusal: Exception | None = None
    held: threading.Event | None = None

    def reply(
        self, text: str, *, viewer: Viewer, earlier: Sequence[Earlier] = (), **_: Any
    ) -> Reply:
        understood = standalone(earlier, text)
        self.asked.append((understood or text, sorted(viewer.audiences)))
        if self.held is not None:
            assert self.held.wait(10), "nobody let it go on"
        if self.refusal is not None:
            raise self.refusal
        spoken = language_of_question(text)
        with self.coach.database.begin() as session:
            issues = session.scalars(select(DocumentIssue).order_by(DocumentIssue.id)).all()
            seen = [one.id for one in issues if viewer.may_see(one.audience)]
            passages = session.scalars(select(Passage).where(Passage.issue_id.in_(seen))).all()
            shown = [] if spoken not in (None, "en") else passages
            trace = {"scope": {}, "understood_as": understood}
            if spoken not in (None, "en"):
                trace |= {"spoken": spoken}
            row = keep_answer(session, understood or text, *shown, trace=trace)
            citations = tuple(_citation(cited(session, one)) for one in shown)
            return Reply(
                row.id, row.question, row.status, 0.9, row.text, citations, trace=row.trace
            )


def _citation(plain: dict[str, Any]) -> Citation:
    return Citation(**plain | {"document": CitedDocument(**plain["document"])})


def heard(workspace: Workspace) -> None:
    """Wait until everything that was said has been acknowledged."""
    log, marker = workspace.deliveries.log, "app_context_changed"
    before = sum(line["name"] == marker for line in log)
    with workspace.change():
        workspace.emit({"type": marker, "event_ts": workspace.next_ts()})

    def acknowledged() -> bool:
        there = sum(line["name"] == marker for line in log) > before
        return there and all(line["outcome"] != "waiting" for line in log)

    assert wait_for(acknowledged, 10), "not everything that was said was heard"


def settled(workspace: Workspace, coach: Any) -> None:
    """Wait until everything that was said is heard, worked and sent, or left alone."""
    heard(workspace)

    def done() -> bool:
        with coach.database.read() as session:
            jobs = session.query(InboxJob).filter(InboxJob.state.in_(("pending", "working")))
            soon = Delivery.due_at < coach.clock() + timedelta(seconds=30)
            waiting = and_(Delivery.state == "pending", soon)
            going = session.query(Delivery).filter(or_(waiting, Delivery.state == "sending"))
            return not jobs.count() and not going.count()

    assert wait_for(done, 10), "not everything that was heard was worked and sent"
