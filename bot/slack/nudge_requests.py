"""More time and other owners: asked of whom it belongs to, who approves or declines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.inbox import Job
from bot.outbox import Claimed
from bot.sending import Render, Unwanted
from bot.slack.blocks import actions, button, modal, section
from bot.slack.dates import day
from bot.slack.floor import Floor
from bot.slack.inputs import text_field
from bot.slack.limits import Block
from bot.slack.listening import Body, click, keep, submission, team_of, typed
from bot.slack.marks import cards_about, mark, updated
from bot.slack.mrkdwn import cut, either, escaped
from bot.slack.nudge_messages import NOT_NOW, marks_about
from bot.slack.told import clicked_in, clicked_value, open_view, refusal
from bot.working import Ending, Kind
from knowledge import nudges
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import NotAllowed
from knowledge.evidence import person_behind
from knowledge.storage.nudge_tables import NudgeRequest
from knowledge.storage.record_tables import Person

REQUEST = "nudge_request"
REQUEST_MARK = "nudge_request_mark"
ANSWERED = "nudge_answered"
APPROVE = "nudge_approve"
DECLINE = "nudge_decline"
DECLINE_FORM = "nudge_decline_form"
WORDS = 500


@dataclass(frozen=True)
class RequestShown:
    """What somebody is asked for. `what` names the item, `due` is its day as of now."""

    id: int
    kind: str
    what: str
    asker: str
    reason: str
    to_on: str = ""
    state: str = "asked"
    answerer: str = ""
    answer: str = ""
    due: str = ""


def register(app: App, requests: Requests) -> None:
    app.action(APPROVE)(requests.approve)
    app.action(DECLINE)(requests.decline)
    app.view(DECLINE_FORM)(requests.declined)


@dataclass(frozen=True)
class Requests:
    """Listens to the answers and works them."""

    floor: Floor

    def kinds(self) -> dict[str, Kind]:
        return {
            APPROVE: Kind(self.work_approval, self.apologise),
            DECLINE: Kind(self.work_decline, self.apologise),
        }

    def renderers(self) -> dict[str, Render]:
        return {REQUEST: self.card, REQUEST_MARK: self.marked, ANSWERED: self.answered}

    def approve(self, ack: Ack, body: Body) -> None:
        incoming = click(self.floor, body, APPROVE)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def decline(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            open_view(client, body, decline_modal(int(clicked_value(body)), clicked_in(body)))

    def declined(self, ack: Ack, body: Body) -> None:
        what = json.loads(body["view"]["private_metadata"])
        reason = typed(body, "reason", "reason") or ""
        if not reason.strip():
            ack(response_action="errors", errors={"reason": "Say why."})
            return
        incoming = submission(self.floor, body, DECLINE, reason=reason, **what)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def work_approval(self, job: Job) -> Ending:
        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            now = self.floor.clock()
            row = nudges.approve(session, int(job.payload["value"]), by=by, now=now)
            return self._after(session, row, by)

        return ending

    def work_decline(self, job: Job) -> Ending:
        said = job.payload

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, said["person"])
            now = self.floor.clock()
            row = nudges.decline(session, said["request"], said["reason"], by=by, now=now)
            return self._after(session, row, by)

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def card(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = shown_of(session, claimed.subject["request"], self.floor)
        if shown is None or shown.state != "asked":
            return Unwanted(NOT_NOW)
        return request_card(shown)

    def marked(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = shown_of(session, claimed.subject["request"], self.floor)
        if shown is None:
            return Unwanted(NOT_NOW)
        return updated(session, claimed, request_card(shown))

    def answered(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        shown = shown_of(session, claimed.subject["request"], self.floor)
        return answered_message(shown) if shown is not None else Unwanted(NOT_NOW)

    def _after(self, session: Session, row: NudgeRequest, by: Person) -> list[NewDelivery]:
        """The asker hears of it, so does whose it was; the cards say so, and the reminders show
        the new state."""
        floor = self.floor
        wanted = []
        asker = session.get_one(Person, row.asked_by)
        gave_away = row.from_id if row.state == "approved" and row.kind == "hand over" else None
        for told in dict.fromkeys((row.asked_by, gave_away)):
            account = session.get_one(Person, told).slack_account if told is not None else None
            if account:
                key = key_of(floor.secret, floor.team, ANSWERED, f"{row.id}", account)
                to = Address(floor.team, account)
                wanted.append(NewDelivery(key, to, ANSWERED, {"request": row.id}, lane=REPLY))
        for card in cards_about(session, REQUEST, "request", row.id):
            what = {"request": row.id}
            wanted.append(
                mark(floor, card, REQUEST_MARK, f"{row.id} {row.state}", what, lane=REPLY)
            )
        occasion = f"request {row.id} {row.state}"
        return wanted + marks_about(floor, session, row.item, by=asker, occasion=occasion)


def request_cards(floor: Floor, session: Session, row: NudgeRequest) -> list[NewDelivery]:
    """To everybody whom the request belongs to. Raises NotAllowed if none of them has an account:
    then it is not kept either."""
    deciding = nudges.decides(session, row, now=floor.clock())
    accounts = [one.slack_account for one in deciding if one.slack_account]
    if not accounts:
        names = either(one.name for one in deciding) or "Nobody"
        raise NotAllowed(
            f"{names} would have to answer this and has no Slack account. Speak to your lead."
        )
    return [
        NewDelivery(
            key_of(floor.secret, floor.team, REQUEST, f"{row.id}", account),
            Address(floor.team, account),
            REQUEST,
            {"request": row.id},
            lane=REPLY,
        )
        for account in accounts
    ]


def shown_of(session: Session, request_id: int, floor: Floor) -> RequestShown | None:
    row = session.get(NudgeRequest, request_id)
    if row is None:
        return None
    answerer = session.get(Person, row.answered_by) if row.answered_by is not None else None
    return RequestShown(
        row.id,
        row.kind,
        _named(session, row.item, floor),
        session.get_one(Person, row.asked_by).name,
        row.reason,
        day(row.to_on) if row.to_on is not None else "",
        row.state,
        answerer.name if answerer is not None else "",
        row.answer or "",
        _due(session, row.item, floor),
    )


def request_card(shown: RequestShown) -> Message:
    """What is asked, by whom and why; below it the two buttons, or what was answered."""
    what = cut(escaped(shown.what), 200)
    if shown.kind == "extension":
        due = f" · due {shown.due}" if shown.due and shown.state == "asked" else ""
        head = f"*{escaped(shown.asker)} asks for more time, until {shown.to_on}*\n{what}{due}"
    else:
        head = f"*{escaped(shown.asker)} thinks that this is yours*\n{what}"
    why = f"\n>{cut(escaped(shown.reason), WORDS)}".replace("\n\n", "\n")
    blocks = [section(head + why), *_outcome(shown)]
    text = cut(f"{head}{why}".replace("*", ""), 1_000)
    return Message(text, blocks)


def answered_message(shown: RequestShown) -> Message:
    what = cut(escaped(shown.what), 200)
    asked = f"More time for {what}" if shown.kind == "extension" else f"Another owner for {what}"
    if shown.state == "approved":
        said = f"until {shown.to_on}" if shown.kind == "extension" else "accepted"
        words = f":white_check_mark: {asked}: {said}, says {escaped(shown.answerer)}."
    else:
        why = cut(escaped(shown.answer), WORDS)
        stays = "It stays where it is."
        if shown.kind == "extension":
            stays = f"It stays due on {shown.due}." if shown.due else ""
        words = f":x: {asked}: declined by {escaped(shown.answerer)}. {stays}\n>{why}"
    return Message(cut(words, 4_000), [section(words)])


def decline_modal(request: int, where: dict[str, Any]) -> Block:
    metadata = json.dumps({"request": request, **where})
    return modal(
        "Decline",
        [text_field("reason", "Why not?", most=500)],
        callback_id=DECLINE_FORM,
        metadata=metadata,
        submit="Decline",
        close="Cancel",
    )


def _outcome(shown: RequestShown) -> list[Block]:
    if shown.state == "asked":
        yes = "Approve" if shown.kind == "extension" else "It is mine"
        return [
            actions(
                button(yes, APPROVE, str(shown.id)), button("Decline …", DECLINE, str(shown.id))
            )
        ]
    why = f"\n>{cut(escaped(shown.answer), WORDS)}" if shown.answer else ""
    return [section(f"*{shown.state.capitalize()}* by {escaped(shown.answerer)}{why}")]


def _due(session: Session, key: str, floor: Floor) -> str:
    """The day it is due as of now; nothing once it is done."""
    found = nudges.open_items(session, today=floor.today(), keys={key})
    due_on = found[0].due_on if found else None
    return day(due_on) if due_on is not None else ""


def _named(session: Session, key: str, floor: Floor) -> str:
    found = nudges.open_items(session, today=floor.today(), keys={key})
    if found:
        return f"{found[0].id} {found[0].title}"
    return key.partition(":")[2]
