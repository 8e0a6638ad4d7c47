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

from bot.slack.answer_blocks import answer_message
from bot.slack.answer_record import shown_of
from bot.slack.audience import viewer_for
from bot.slack.blocks import modal, section
from bot.slack.drill_campaign_reading import desk_again, desk_of, waiting_campaigns
from bot.slack.drill_home import drills_of, quality_drills
from bot.slack.floor import Feature, Floor
from bot.slack.help import examples_now
from bot.slack.home_blocks import SHOW, HomeShown, home_view
from bot.slack.home_reading import quality_desk, questions_asked
from bot.slack.limits import Block
from bot.slack.listening import team_of, value_of
from bot.slack.modals import open_and_fill
from bot.slack.passage_blocks import GONE
from bot.slack.pilot import PILOT, is_kept_from
from knowledge.answers.standing import standings
from knowledge.search.published import published_generation
from knowledge.storage.expertise_tables import WithdrawnAnswer
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
            person, answer_id = str(body["user"]["id"]), value_of(body["actions"][0])
            open_and_fill(client, body, TITLE, lambda: answer_modal(floor, person, answer_id))

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


def answer_modal(floor: Floor, account: str, answer_id: str) -> Block:
    """An answer of some time ago, if its reader may still see all that it cites."""
    if is_kept_from(floor, account):
        return modal(TITLE, [section(PILOT)])
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        row = session.get(Answer, answer_id)
        if row is None or session.get(WithdrawnAnswer, answer_id) is not None:
            return modal(TITLE, [section(GONE)])
        if len(standings(session, row.citations, viewer, on=floor.today())) < len(row.citations):
            return modal(TITLE, [section(GONE)])
        stale_after = floor.company.stale_after
        shown = shown_of(session, row, now=floor.clock(), stale_after=stale_after, live=False)
        return modal(TITLE, answer_message(shown).blocks)
