"""Helpful or not, reports of wrong answers, judgements, and telling everyone what is right."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import feedback_messages as messages
from bot.slack.answer_buttons import HELPFUL, UNHELPFUL
from bot.slack.feedback_views import (
    CLOSE,
    CLOSE_FORM,
    JUDGE,
    JUDGEMENT_FORM,
    LIFT,
    LIFT_FORM,
    REASON_FORM,
    THANKS,
    THANKS_WHY,
    close_modal,
    judgement_modal,
    lift_modal,
    reason_modal,
)
from bot.slack.floor import Feature, Floor
from bot.slack.listening import Body, click, keep, submission, team_of, typed
from bot.slack.quality_team import Desk, desk_of, member, refuse_outsiders
from bot.slack.told import clicked_in, clicked_value, open_view, own_place, refusal, whisper
from bot.working import Ending, Kind
from knowledge import feedback
from knowledge.deliveries import NewDelivery
from knowledge.errors import CoachError, NotFound
from knowledge.feedback import Member, Verdict
from knowledge.storage.expertise_tables import Fault, WrongReport

RATING = "rating"
JUDGEMENT = "judgement"
LIFTING = "lifting"
CLOSING = "request_closing"


def feature(floor: Floor) -> Feature:
    """What people say of answers, and what comes of it."""
    worker = Feedback(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={
            RATING: worker.kind(worker.rate),
            JUDGEMENT: worker.kind(worker.judge),
            LIFTING: worker.kind(worker.lift),
            CLOSING: worker.kind(worker.close),
        },
        renderers=messages.renderers(floor),
    )


def register(app: App, floor: Floor) -> None:
    """Buttons below an answer and on a report's card, and their forms."""
    hearing = Hearing(floor)
    app.action(HELPFUL)(hearing.helpful)
    app.action(UNHELPFUL)(hearing.unhelpful)
    app.view(REASON_FORM)(hearing.reason)
    app.action(re.compile(f"{JUDGE}_(right|unclear|wrong)"))(hearing.verdict)
    app.view(JUDGEMENT_FORM)(hearing.judgement)
    app.action(LIFT)(hearing.lift)
    app.view(LIFT_FORM)(hearing.lifting)
    app.action(CLOSE)(hearing.close)
    app.view(CLOSE_FORM)(hearing.closing)


@dataclass(frozen=True)
class Hearing:
    """Stores what comes in; opens forms and thanks, which may be lost."""

    floor: Floor

    def helpful(self, ack: Ack, body: Body, client: WebClient) -> None:
        incoming = click(self.floor, body, RATING, helpful=True)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()
        if incoming is not None:
            whisper(client, clicked_in(body), incoming.payload["person"], THANKS)

    def unhelpful(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            open_view(client, body, reason_modal(clicked_value(body), clicked_in(body)))

    def reason(self, ack: Ack, body: Body, client: WebClient) -> None:
        where = json.loads(body["view"]["private_metadata"])
        reason = str(typed(body, "reason", "reason"))
        said = {"reason": reason, "comment": typed(body, "comment", "comment") or ""}
        where |= {"value": where.pop("answer")}
        incoming = submission(self.floor, body, RATING, helpful=False, **where, **said)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()
        if incoming is not None:
            whisper(client, where, incoming.payload["person"], THANKS_WHY[reason])

    def verdict(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Opens the form for whoever may judge what is not judged yet; words for the others."""
        ack()
        if team_of(body) != self.floor.team:
            return
        verdict: Verdict = body["actions"][0]["action_id"].removeprefix(f"{JUDGE}_")
        report_id = int(clicked_value(body))
        try:
            found = self._to_judge(body, report_id)
        except CoachError as error:
            whisper(client, clicked_in(body), body["user"]["id"], str(error))
        else:
            open_view(client, body, judgement_modal(report_id, verdict, found.comment))

    def judgement(self, ack: Ack, body: Body) -> None:
        what = json.loads(body["view"]["private_metadata"])
        said = {
            "words": typed(body, "words", "words") or "",
            "document": typed(body, "document", "document") or "",
        }
        unknown = self._unknown_document(said["document"])
        if unknown:
            ack(response_action="errors", errors={"document": unknown})
            return
        incoming = submission(self.floor, body, JUDGEMENT, **what, **said)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def _unknown_document(self, number: str) -> str:
        """What is wrong with the number that was typed; "" if nothing is."""
        try:
            with self.floor.database.read() as session:
                feedback.checked_document(session, number)
        except NotFound as unknown:
            return str(unknown)
        return ""

    def lift(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) != self.floor.team:
            return
        fault_id = int(clicked_value(body))
        try:
            question = self._faulty_question(body, fault_id)
        except CoachError as error:
            whisper(client, clicked_in(body), body["user"]["id"], str(error))
        else:
            open_view(client, body, lift_modal(fault_id, question))

    def lifting(self, ack: Ack, body: Body) -> None:
        what = json.loads(body["view"]["private_metadata"])
        why = typed(body, "why", "why") or ""
        incoming = submission(self.floor, body, LIFTING, why=why, **what)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def close(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) != self.floor.team:
            return
        request_id = int(clicked_value(body))
        try:
            why = self._to_close(body, request_id)
        except CoachError as error:
            whisper(client, clicked_in(body), body["user"]["id"], str(error))
        else:
            open_view(client, body, close_modal(request_id, why))

    def closing(self, ack: Ack, body: Body) -> None:
        what = json.loads(body["view"]["private_metadata"])
        why = typed(body, "why", "why") or ""
        incoming = submission(self.floor, body, CLOSING, why=why, **what)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def _to_close(self, body: Body, request_id: int) -> str:
        with self.floor.database.read() as session:
            self._refuse(session, body, "Closing a document change request")
            found = feedback.known_request(session, request_id)
        if found.closed_at is not None:
            raise NotFound(feedback.already_closed(found))
        return found.why

    def _to_judge(self, body: Body, report_id: int) -> WrongReport:
        with self.floor.database.read() as session:
            self._refuse(session, body, "Judging a report")
            found = feedback.known_report(session, report_id)
        if found.state != "open":
            raise NotFound(feedback.already_judged(found))
        return found

    def _faulty_question(self, body: Body, fault_id: int) -> str:
        with self.floor.database.read() as session:
            self._refuse(session, body, "Lifting a withdrawal")
            fault = session.get(Fault, fault_id)
        if fault is None or fault.lifted_at is not None:
            raise NotFound("This withdrawal has been lifted already.")
        return fault.question

    def _refuse(self, session: Session, body: Body, what: str) -> None:
        account = str(body["user"]["id"])
        feedback.refuse_unless_quality(member(self.floor, session, account), what)


@dataclass(frozen=True)
class Feedback:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def kind(self, work: messages.Work) -> Kind:
        return Kind(work, lambda job, words: refusal(self.floor, job, words))

    def rate(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        refuse_outsiders(floor, said["person"])
        wrong = said.get("reason") == "wrong"
        desk = desk_of(floor) if wrong else Desk(())
        by = own_place(job.team, said)

        def ending(session: Session) -> list[NewDelivery]:
            now, answer = floor.clock(), said["value"]
            reason, comment = said.get("reason"), said.get("comment") or ""
            feedback.rate(
                session, answer, by=by, helpful=said["helpful"], reason=reason, comment=comment,
                now=now,
            )  # fmt: skip
            if not wrong:
                return []
            found = feedback.report(session, answer, by=by, comment=comment, now=now)
            return desk.cards(floor, messages.REPORT, f"{found.id}", report=found.id)

        return ending

    def judge(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])
        desk = desk_of(floor)

        def ending(session: Session) -> list[NewDelivery]:
            judged = feedback.judge(
                session,
                int(said["report"]),
                said["verdict"],
                by=self._member(session, said["person"]),
                words=said["words"],
                document=said["document"],
                now=floor.clock(),
            )
            return messages.after_judgement(floor, session, judged, desk)

        return ending

    def lift(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by = self._member(session, said["person"])
            fault = feedback.lift(
                session, int(said["fault"]), by=by, why=said["why"], now=floor.clock()
            )
            return messages.card_marks(floor, session, fault.report_id, "lifted")

        return ending

    def close(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by = self._member(session, said["person"])
            closed = feedback.close_request(
                session, int(said["request"]), by=by, why=said["why"], now=floor.clock()
            )
            return messages.request_marks(floor, session, closed)

        return ending

    def _member(self, session: Session, account: str) -> Member:
        return member(self.floor, session, account)
