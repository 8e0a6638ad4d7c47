"""Campaigns in Slack: opened by a form, looked at, closed; begun by whoever is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import drill_campaign_blocks as blocks
from bot.slack.dates import day
from bot.slack.drill_campaign_reading import new_view, who_view
from bot.slack.drill_choice import form_for, scope_in
from bot.slack.drill_views import TITLE
from bot.slack.floor import Feature, Floor
from bot.slack.listening import Body, keep, submission, team_of, typed, value_of
from bot.slack.modals import open_and_fill
from bot.slack.mrkdwn import escaped
from bot.slack.nudge_messages import marks_of_drills
from bot.slack.quality_team import refuse_outsiders
from bot.slack.replies import WORDS
from bot.slack.told import own_place, refusal
from bot.working import Ending, Kind
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import CoachError
from knowledge.evidence import person_behind
from knowledge.interviews import campaigns
from knowledge.interviews.campaign_progress import progress
from knowledge.interviews.campaign_rights import group_of
from knowledge.interviews.campaigns import BadCampaign, NewCampaign
from knowledge.standards.companions import interview_roles
from knowledge.storage.drill_tables import DrillCampaign
from knowledge.storage.record_tables import Person

OPEN = "drill_campaign_open"
CLOSE = "drill_campaign_end"
_BETWEEN = re.compile(r"[\s,;]+")


def feature(floor: Floor) -> Feature:
    """Campaigns; the reminders of them are the nudges'."""
    made = Campaigns(floor)
    return Feature(
        listen=lambda app: register(app, made),
        kinds={OPEN: Kind(made.open, made.apologise), CLOSE: Kind(made.close, made.apologise)},
        renderers={},
    )


def register(app: App, made: Campaigns) -> None:
    app.action(re.compile(rf"{blocks.BEGIN}(_\d+)?"))(made.begin)
    app.action(blocks.NEW)(made.new)
    app.action(re.compile(rf"{blocks.LOOK}_\d+"))(made.look)
    app.view(blocks.FORM)(made.handed_in)
    app.view(blocks.CLOSE_FORM)(made.closing)


@dataclass(frozen=True)
class Campaigns:
    """Opens forms, which may be lost; stores what is handed in and carries it out."""

    floor: Floor

    # Forms

    def begin(self, ack: Ack, body: Body, client: WebClient) -> None:
        """“Begin”, in Home, a reminder or a list: the drill's form with the campaign chosen."""
        ack()
        if team_of(body) == self.floor.team:
            account, campaign = str(body["user"]["id"]), int(value_of(body["actions"][0]))
            open_and_fill(client, body, TITLE, lambda: form_for(self.floor, account, campaign))

    def new(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account = str(body["user"]["id"])
            open_and_fill(client, body, blocks.TITLE, lambda: new_view(self.floor, account))

    def look(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account, campaign = str(body["user"]["id"]), int(value_of(body["actions"][0]))
            view = lambda: who_view(self.floor, account, campaign)  # noqa: E731
            open_and_fill(client, body, blocks.TITLE, view)

    def handed_in(self, ack: Ack, body: Body) -> None:
        """What a rule refuses shows below its field; nothing of the trial is kept."""
        if team_of(body) != self.floor.team:
            ack()
            return
        try:
            said = _said_in(body)
            with self.floor.database.begin() as session:
                self._begun(session, person_behind(session, str(body["user"]["id"])), said)
                session.rollback()
        except CoachError as error:
            field = error.field if isinstance(error, BadCampaign) else "title"
            ack(response_action="errors", errors={field: str(error)})
            return
        incoming = submission(self.floor, body, OPEN, said=said)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def closing(self, ack: Ack, body: Body) -> None:
        campaign = int(body["view"]["private_metadata"])
        incoming = submission(self.floor, body, CLOSE, campaign=campaign)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    # What is done

    def open(self, job: Job) -> Ending:
        refuse_outsiders(self.floor, job.payload["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            campaign = self._begun(session, by, job.payload["said"])
            return [self._told(job, self._opened(session, campaign))]

        return ending

    def close(self, job: Job) -> Ending:
        refuse_outsiders(self.floor, job.payload["person"])

        def ending(session: Session) -> list[NewDelivery]:
            by, today = person_behind(session, job.payload["person"]), self.floor.today()
            found = campaigns.find(session, job.payload["campaign"])
            members = progress(session, found, today=today)
            campaigns.end(session, found.id, by=by, now=self.floor.clock(), today=today)
            done = sum(one.done_on is not None for one in members)
            words = (
                f"“{found.title}” is closed: {done} of {len(members)} have done it. "
                "Nobody is reminded of it any more."
            )
            marks = marks_of_drills(self.floor, session, found.id, f"closed {found.id}")
            return [self._told(job, words), *marks]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _begun(self, session: Session, by: Person, said: Mapping[str, Any]) -> DrillCampaign:
        new = NewCampaign(
            title=said["title"],
            team_id=said["team"],
            length=said["length"],
            opens_on=date.fromisoformat(said["opens_on"]),
            due_on=date.fromisoformat(said["due_on"]),
            clauses=tuple(said["clauses"]),
            questions=tuple(said["questions"]),
        )
        now, today = self.floor.clock(), self.floor.today()
        return campaigns.begin(session, new, interview_roles(), by=by, now=now, today=today)

    def _opened(self, session: Session, campaign: DrillCampaign) -> str:
        asked = len(progress(session, campaign, today=self.floor.today()))
        who = "1 person" if asked == 1 else f"{asked} people"
        who += "" if campaign.team_id is None else f" of {group_of(session, campaign).name}"
        asks = f"{who} {'is' if asked == 1 else 'are'} asked to do it by {day(campaign.due_on)}."
        return f"“{campaign.title}”: {asks} {blocks.TOLD}"

    def _told(self, job: Job, words: str) -> NewDelivery:
        key = key_of(self.floor.secret, job.team, OPEN, f"{job.id}", job.payload["person"])
        to = own_place(job.team, job.payload)
        return NewDelivery(key, to, WORDS, {"words": escaped(words)}, lane=REPLY)


def _said_in(body: Body) -> dict[str, Any]:
    """What was filled in. Raises BadCampaign for clauses that are no numbers."""

    def text(name: str) -> str:
        return str(typed(body, name, name) or "").strip()

    clauses, rest = scope_in(text("clauses"))
    if rest is not None:
        raise BadCampaign("clauses", f"Only numbers of clauses, such as 8.5.1, not “{rest}”.")
    return {
        "title": text("title"),
        "team": None if text("team") == blocks.FOR_ALL else int(text("team")),
        "length": int(text("length")),
        "clauses": clauses,
        "questions": [one for one in _BETWEEN.split(text("questions")) if one],
        "opens_on": text("opens_on"),
        "due_on": text("due_on"),
    }
