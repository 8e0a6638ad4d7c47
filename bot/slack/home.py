"""The Home tab: shown when it is opened, and again when something on it changes."""

from __future__ import annotations

import logging
import re
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.slack.answer_blocks import answer_message
from bot.slack.answer_record import shown_of
from bot.slack.audience import viewer_for
from bot.slack.blocks import divider, modal, section
from bot.slack.drill_campaign_reading import desk_again, desk_of, waiting_campaigns
from bot.slack.drill_home import drills_of, quality_drills
from bot.slack.feedback_views import CorrectionShown, correction_message
from bot.slack.floor import Feature, Floor
from bot.slack.help import examples_now
from bot.slack.home_blocks import SHOW, HomeShown, home_view, replied_blocks, shown_by
from bot.slack.home_reading import quality_desk, questions_asked
from bot.slack.limits import Block
from bot.slack.listening import team_of, value_of
from bot.slack.modals import open_and_fill
from bot.slack.passage_blocks import GONE
from bot.slack.pilot import PILOT, is_kept_from
from knowledge import expertise, feedback
from knowledge.access import Viewer
from knowledge.answers.standing import standings
from knowledge.feedback.sources import document_for
from knowledge.search.published import published_generation
from knowledge.storage.expertise_tables import Fault
from knowledge.storage.tables import Answer

log = logging.getLogger("coach.slack")

TITLE = "Your question"
LEADING = frozenset({"lead", "quality", "deputy"})
"""Who records sessions for others."""
IN_SIGHT = timedelta(minutes=10)
"""For how long after it was opened a Home tab is kept up to date."""
MOST_IN_SIGHT = 50
AT_MOST_EVERY = timedelta(seconds=1)


def feature(floor: Floor) -> Feature:
    """The Home tab. What is shown may be lost: it is shown again when it is opened."""
    homes = Homes(floor)
    return Feature(
        listen=lambda app: register(app, floor, homes), kinds={}, renderers={}, steps=(homes,)
    )


def register(app: App, floor: Floor, homes: Homes) -> None:
    def is_home(body: dict[str, Any]) -> bool:
        return (body.get("event") or {}).get("tab") == "home"

    def opened(body: dict[str, Any]) -> None:
        if team_of(body) == floor.team:
            homes.show(str(body["event"]["user"]))

    def show_answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if team_of(body) == floor.team:
            person, value = str(body["user"]["id"]), value_of(body["actions"][0])
            open_and_fill(client, body, TITLE, lambda: question_modal(floor, person, value))

    app.event("app_home_opened", matchers=[is_home])(opened)
    app.action(re.compile(rf"{SHOW}_\d+"))(show_answer)


@dataclass(frozen=True)
class Sight:
    """A Home tab that may be in somebody's sight, as it was shown last."""

    shown: HomeShown
    until: datetime


class Homes:
    """The Home tabs that were opened a moment ago. Looked through whenever something goes out."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._sights: dict[str, Sight] = {}
        self._looked_at = datetime.min.replace(tzinfo=UTC)
        self._due_at: datetime | None = None
        self._lock = threading.Lock()

    def show(self, account: str) -> None:
        """Publish a person's Home tab as it is now."""
        shown = shown_now(self._floor, account)
        with self._lock:
            self._sights[account] = Sight(shown, self._floor.clock() + IN_SIGHT)
            for oldest in list(self._sights)[:-MOST_IN_SIGHT]:
                del self._sights[oldest]
        self._publish(account, shown)

    def step(self) -> bool:
        """Show anew what has changed since it was shown. Never more to do at once."""
        now = self._floor.clock()
        if now - self._looked_at < AT_MOST_EVERY:
            self._due_at = self._looked_at + AT_MOST_EVERY
            return False
        self._looked_at, self._due_at = now, None
        for account, sight in self._in_sight(now).items():
            self._look_again(account, sight)
        return False

    def idle_until(self) -> datetime | None:
        return self._due_at

    def _in_sight(self, now: datetime) -> dict[str, Sight]:
        with self._lock:
            self._sights = {who: one for who, one in self._sights.items() if one.until > now}
            return dict(self._sights)

    def _look_again(self, account: str, sight: Sight) -> None:
        fresh = changed(self._floor, account, sight.shown)
        if fresh != sight.shown:
            with self._lock:
                self._sights[account] = Sight(fresh, sight.until)
            self._publish(account, fresh)

    def _publish(self, account: str, shown: HomeShown) -> None:
        try:
            self._floor.client.views_publish(user_id=account, view=home_view(shown))
        except (SlackClientError, OSError) as error:
            log.info("a Home tab could not be shown: %s", type(error).__name__)


def shown_now(floor: Floor, account: str) -> HomeShown:
    """What the Home tab of a person shows. Asks Slack who that is."""
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        quality = not viewer.is_outsider and floor.is_quality(session, account)
        return HomeShown(
            questions_asked(session, floor.team, account),
            examples_now(floor, session, viewer),
            indexed=published_generation(session) is not None,
            desk=quality_desk(session, now=floor.clock()) if quality else None,
            quality_channel=floor.company.quality_channel,
            drills=drills_of(session, account),
            all_drills=quality_drills(session, today=floor.today()) if quality else None,
            drills_asked=waiting_campaigns(session, account, today=floor.today()),
            campaigns=desk_of(session, account, today=floor.today()),
            today=floor.today(),
            leads=bool(LEADING & floor.roles(session, account)) and not viewer.is_outsider,
            outside=viewer.is_outsider,
        )


def changed(floor: Floor, account: str, before: HomeShown) -> HomeShown:
    """The same with what changes while people work: their questions, drills, what is open."""
    with floor.database.read() as session:
        desk = quality_desk(session, now=floor.clock()) if before.desk is not None else None
        return replace(
            before,
            asked=questions_asked(session, floor.team, account),
            desk=desk,
            drills=drills_of(session, account),
            drills_asked=waiting_campaigns(session, account, today=floor.today()),
            campaigns=desk_again(session, account, before.campaigns, today=floor.today()),
            today=floor.today(),
        )


def question_modal(floor: Floor, account: str, value: str) -> Block:
    """What became of a question: the quality team's replies, and the answer from the documents."""
    answer_id, referral = shown_by(value)
    blocks = replies_to(floor, account, referral) if referral is not None else []
    if answer_id is not None:
        blocks += [*([divider()] if blocks else []), *answer_blocks(floor, account, answer_id)]
    return modal(TITLE, blocks)


def replies_to(floor: Floor, account: str, referral: int) -> list[Block]:
    """What the quality team replied to whoever asked; to nobody else."""
    with floor.database.read() as session:
        mine = {one.id: one for one in expertise.questions_of(session, floor.team, account)}
        if referral not in mine:
            return [section(GONE)]
        said = [(one.text, one.person, one.said_at) for one in expertise.replies(session, referral)]
        return replied_blocks(mine[referral].question, said)


def correction_of(session: Session, fault: Fault, viewer: Viewer) -> list[Block]:
    """What is right instead of a withdrawn answer, as it was told to everyone who got it."""
    issue = document_for(session, fault.document, viewer) if fault.document else None
    named = f"{issue.number} {issue.title}" if issue is not None else ""
    shown = CorrectionShown(fault.question, fault.correction, named)
    return correction_message(shown).blocks


def answer_blocks(floor: Floor, account: str, answer_id: str) -> list[Block]:
    """An answer of some time ago, if its reader may still see all that it cites."""
    if is_kept_from(floor, account):
        return [section(PILOT)]
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        fault = feedback.fault_of(session, answer_id)
        if fault is not None and fault.lifted_at is None:
            return correction_of(session, fault, viewer)
        row = session.get(Answer, answer_id)
        if row is None:
            return [section(GONE)]
        if len(standings(session, row.citations, viewer, on=floor.today())) < len(row.citations):
            return [section(GONE)]
        stale_after = floor.company.stale_after
        shown = shown_of(session, row, now=floor.clock(), stale_after=stale_after, live=False)
        return answer_message(shown).blocks
