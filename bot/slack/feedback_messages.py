"""Which messages follow from feedback, and their words as of the moment they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.inbox import Job
from bot.outbox import Claimed
from bot.sending import Render, Unwanted
from bot.slack import feedback_views as views
from bot.slack.audience import remembered_viewer
from bot.slack.feedback_views import CorrectionShown, ReportShown, RequestShown
from bot.slack.floor import Floor
from bot.slack.marks import cards_about, mark, updated
from bot.slack.quality_team import ACCOUNT, Desk
from bot.working import Ending
from knowledge import expertise, feedback
from knowledge.access import OUTSIDER, Viewer
from knowledge.answers.standing import standings
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.feedback import Judgement, Receipt
from knowledge.feedback.sources import document_for
from knowledge.storage.expertise_tables import ChangeRequest, Fault, WrongReport
from knowledge.storage.tables import Answer

Work = Callable[[Job], Ending]

REQUEST_MARK = "quality_request_mark"
REPORT = expertise.REPORT
REQUEST = expertise.REQUEST
ESCALATION = expertise.ESCALATION
JUDGED = expertise.JUDGED
CARD_MARK = "quality_report_mark"
CORRECTION = "quality_correction"
ANSWER_MARK = "quality_answer_mark"
NO_MORE = "it is not known any more"


def after_judgement(
    floor: Floor, session: Session, judged: Judgement, desk: Desk
) -> list[NewDelivery]:
    """Everyone who has to hear of a judgement, and the cards and answers to be marked."""
    found, fault = judged.report, judged.fault
    wanted = card_marks(floor, session, found.id, found.state)
    wanted += _told_reporter(floor, judged)
    if judged.request is not None:
        wanted += request_cards(floor, session, judged.request, desk)
    if fault is not None:
        for receipt in judged.receipts:
            wanted += _corrections(floor, fault, receipt)
    return wanted


def request_cards(
    floor: Floor, session: Session, request: ChangeRequest, desk: Desk
) -> list[NewDelivery]:
    """A change request for the quality team, and for the document's owner where it is known."""
    owner = feedback.account_of_owner(session, request)
    places = desk.places + ((Address(floor.team, owner),) if owner else ())
    item = f"{request.id}"
    return Desk(places).cards(floor, REQUEST, item, request=request.id)


def request_marks(floor: Floor, session: Session, request: ChangeRequest) -> list[NewDelivery]:
    """Its cards, once it is closed, brought up to date."""
    return [
        mark(floor, card, REQUEST_MARK, f"{request.id} closed", {"request": request.id})
        for card in cards_about(session, REQUEST, "request", request.id)
    ]


def card_marks(floor: Floor, session: Session, report: int, state: str) -> list[NewDelivery]:
    """The report's cards, brought up to date. A mark may be made twice."""
    return [
        mark(floor, card, CARD_MARK, f"{report} {state}", {"report": report})
        for card in cards_about(session, REPORT, "report", report)
    ]


def _told_reporter(floor: Floor, judged: Judgement) -> list[NewDelivery]:
    """The reporter, unless the correction reaches them in the same place."""
    found = judged.report
    if found.person is None:
        return []
    to = Address(found.team, found.person, found.conversation, found.thread)
    if any(receipt.to == to for receipt in judged.receipts):
        return []
    key = key_of(floor.secret, found.team, JUDGED, f"{found.id}", found.person)
    return [NewDelivery(key, to, JUDGED, {"report": found.id}, lane=REPLY)]


def _corrections(floor: Floor, fault: Fault, receipt: Receipt) -> list[NewDelivery]:
    """One correction a place, and a mark on each old message."""
    to = receipt.to
    where = f"{fault.id} {to.conversation} {to.thread}"
    key = key_of(floor.secret, to.team, CORRECTION, where, to.person or "")
    what: dict[str, Any] = {"fault": fault.id}
    wanted = [NewDelivery(key, to, CORRECTION, what, lane=REPLY)]
    if receipt.message and to.conversation:
        old = f"{fault.id} {to.conversation} {receipt.message}"
        mark = key_of(floor.secret, to.team, ANSWER_MARK, old, "")
        what = what | {"ts": receipt.message}
        wanted.append(NewDelivery(mark, to, ANSWER_MARK, what))
    return wanted


def renderers(floor: Floor) -> dict[str, Render]:
    """How these are put into words when they are sent."""
    words = Words(floor)
    return {
        REPORT: words.report,
        CARD_MARK: words.report_mark,
        ESCALATION: words.escalation,
        JUDGED: words.judged,
        CORRECTION: words.correction,
        ANSWER_MARK: words.answer_mark,
        REQUEST: words.request,
        REQUEST_MARK: words.request_mark,
    }


class Words:
    """Each looks once more at what is the case now."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def report(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._report(session, claimed)
        return views.report_card(shown) if shown else Unwanted(NO_MORE)

    def report_mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        return updated(session, claimed, self.report(session, claimed))

    def escalation(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._report(session, claimed)
        if shown is None or shown.state != "open":
            return Unwanted("it has been judged meanwhile")
        return views.escalation_message(shown, f"#{self._floor.company.quality_channel}")

    def judged(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._report(session, claimed)
        return views.judged_message(shown) if shown else Unwanted(NO_MORE)

    def correction(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._correction(session, claimed)
        return views.correction_message(shown) if shown else Unwanted(NO_MORE)

    def answer_mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = self._correction(session, claimed)
        if shown is None:
            return Unwanted(NO_MORE)
        return views.withdrawn_message(shown, claimed.subject["ts"])

    def request(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        row = session.get(ChangeRequest, claimed.subject["request"])
        if row is None:
            return Unwanted(NO_MORE)
        document = " ".join(part for part in (row.document, row.title) if part)
        account = row.closed_by or ""
        shown = RequestShown(
            row.id,
            document,
            row.owner or "",
            row.why,
            row.closed_why or ("" if row.closed_at is None else "no reason is known."),
            account if ACCOUNT.fullmatch(account) else "",
        )
        return views.request_card(shown)

    def request_mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        return updated(session, claimed, self.request(session, claimed))

    def _report(self, session: Session, claimed: Claimed) -> ReportShown | None:
        found = session.get(WrongReport, claimed.subject["report"])
        answer = session.get(Answer, found.answer_id) if found is not None else None
        if found is None or answer is None:
            return None
        fault = session.query(Fault).filter_by(report_id=found.id, lifted_at=None).first()
        return ReportShown(
            found.id,
            answer.question,
            found.comment,
            self._quotes(session, answer),
            answer.id,
            found.state,
            found.words or "",
            found.judged_by or "",
            fault.id if fault is not None else None,
            feedback.due_on(session, found, ZoneInfo(self._floor.company.zone)),
        )

    def _quotes(
        self, session: Session, answer: Answer
    ) -> list[tuple[str, dict[str, object] | None]]:
        """In the channel of the quality team stands what everyone may see, as in any other."""
        today = self._floor.today()
        shown: list[tuple[str, dict[str, object] | None]] = []
        for citation in feedback.leading_citations(answer):
            seen = standings(session, [citation], Viewer(), on=today)
            shown.append((str(citation["quote"]), dict(citation)) if seen else ("", None))
        return shown

    def _correction(self, session: Session, claimed: Claimed) -> CorrectionShown | None:
        fault = session.get(Fault, claimed.subject["fault"])
        if fault is None:
            return None
        zone = ZoneInfo(self._floor.company.zone)
        on = fault.found_at.astimezone(zone).date()
        named = self._document(session, claimed, fault.document)
        return CorrectionShown(fault.question, fault.correction, named, on)

    def _document(self, session: Session, claimed: Claimed, number: str | None) -> str:
        """The document that is right, if whoever reads this may know of it."""
        direct = claimed.conversation.startswith("D")
        viewer = remembered_viewer(
            self._floor, claimed.person, claimed.conversation, private=direct
        )
        issue = document_for(session, number, viewer or OUTSIDER) if number else None
        return f"{issue.number} {issue.title}" if issue is not None else ""
