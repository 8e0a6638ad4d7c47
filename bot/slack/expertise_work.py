"""What is done about questions to the quality team and about approved answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Job
from bot.slack import expertise_messages as messages
from bot.slack.expertise_views import AS_SOURCES
from bot.slack.floor import Floor
from bot.slack.quality_team import desk_of, member, others_may_approve, refuse_outsiders
from bot.slack.told import own_place, refusal
from bot.working import Ending, Kind
from knowledge import expertise
from knowledge.deliveries import Address, NewDelivery
from knowledge.expertise import Proposal
from knowledge.feedback.sources import in_force, passages_at

REFERRAL = "referral"
THREAD_REPLY = "quality_thread_reply"
CLOSING = "referral_helped"
AGAIN_ASKED = "referral_again"
KEEPING = "approved_proposal"
APPROVAL = "approved_approval"
RETIRING = "approved_retirement"

A_FILE_TOO = "(A file was attached; ask the quality team for it.)"


@dataclass(frozen=True)
class Expertise:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def kinds(self) -> Mapping[str, Kind]:
        works: dict[str, Callable[[Job], Ending]] = {
            REFERRAL: self.refer,
            THREAD_REPLY: self.reply,
            CLOSING: self.helped,
            AGAIN_ASKED: self.again,
            KEEPING: self.keep,
            APPROVAL: self.approve,
            RETIRING: self.retire,
        }
        return {name: Kind(work, self._apologise) for name, work in works.items()}

    def refer(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        refuse_outsiders(floor, said["person"])
        desk = desk_of(floor)

        def ending(session: Session) -> list[NewDelivery]:
            made = expertise.refer(
                session,
                question=said["question"],
                answer_id=said["answer"],
                asker=said["person"],
                named=said["named"],
                where=asked_at(job.team, said),
                why="asked",
                now=floor.clock(),
            )
            if not said["named"]:
                inbox.forget(session, job)
            return messages.question_cards(floor, desk, made)

        return ending

    def reply(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by = member(floor, session, said["person"])
            text = "\n".join(
                part for part in (said["text"], A_FILE_TOO * bool(said["files"])) if part
            )
            kept = expertise.reply(
                session, said["referral"], by=by, text=text, message=said["message"],
                now=floor.clock(),
            )  # fmt: skip
            return messages.after_reply(floor, session, kept) if kept is not None else []

        return ending

    def helped(self, job: Job) -> Ending:
        def ending(session: Session) -> list[NewDelivery]:
            referral, person = int(job.payload["value"]), job.payload["person"]
            found = expertise.helped(session, referral, person, now=self.floor.clock())
            inbox.forget(session, job)
            return [
                *messages.question_marks(self.floor, session, found, f"{job.id}"),
                *messages.thanked(self.floor, job, messages.GLAD),
            ]

        return ending

    def again(self, job: Job) -> Ending:
        said = job.payload

        def ending(session: Session) -> list[NewDelivery]:
            referral, person = int(said["referral"]), said["person"]
            found = expertise.ask_again(session, referral, person, now=self.floor.clock())
            inbox.forget(session, job)
            return [
                *messages.question_marks(self.floor, session, found, f"{job.id}"),
                *messages.asked_again(self.floor, session, found, said["words"], f"{job.id}"),
                *messages.thanked(self.floor, job, messages.AGAIN_PASSED_ON),
            ]

        return ending

    def keep(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])
        desk = desk_of(floor)

        def ending(session: Session) -> list[NewDelivery]:
            now, today = floor.clock(), floor.today()
            by = member(floor, session, said["person"])
            others = others_may_approve(floor, session, by.account)
            wanted = self._proposal(session, said)
            made = expertise.propose(session, wanted, author=by, today=today, now=now)
            if others:
                return messages.approved_cards(floor, desk, made)
            made, request = expertise.approve(
                session, made.id, by=by, others=others, today=today, now=now
            )
            return messages.after_approval(floor, session, desk, made, request)

        return ending

    def approve(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])
        desk = desk_of(floor)

        def ending(session: Session) -> list[NewDelivery]:
            by = member(floor, session, said["person"])
            made, request = expertise.approve(
                session,
                int(said["value"]),
                by=by,
                others=others_may_approve(floor, session, by.account),
                today=floor.today(),
                now=floor.clock(),
            )
            return messages.after_approval(floor, session, desk, made, request)

        return ending

    def retire(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by = member(floor, session, said["person"])
            made = expertise.retire(session, int(said["value"]), by=by, now=floor.clock())
            return messages.approved_marks(floor, session, made)

        return ending

    def _proposal(self, session: Session, said: Mapping[str, Any]) -> Proposal:
        passages = list(said["passages"])
        if said["document"].strip():
            known = in_force(session, self.floor.today())
            passages += passages_at(session, known, said["document"], said["section"])
        return Proposal(
            said["question"],
            said["text"],
            tuple(passages),
            date.fromisoformat(said["effective"]),
            date.fromisoformat(said["expires"]),
            None if said["audience"] == AS_SOURCES else said["audience"],
            said["referral"],
            said["revises"],
        )

    def _apologise(self, job: Job, words: str) -> list[NewDelivery]:
        """Once for all that somebody says below one card without the right to."""
        if job.kind == THREAD_REPLY:
            return messages.refused_reply(self.floor, job, words)
        return refusal(self.floor, job, words)


def asked_at(team: str, said: Mapping[str, Any]) -> Address:
    """Where a question was asked; nowhere that others see if the answer was for one alone."""
    if said.get("private"):
        return own_place(team, {"person": said["person"]})
    return Address(team, said["person"], said.get("conversation"), said.get("thread"))
