"""The report as PDF: printed into the thread of its drill, or kept as evidence of awareness."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack.drill_places import mine
from bot.slack.drill_steps import PRINTING
from bot.slack.drill_threads import thread_of
from bot.slack.floor import Floor
from bot.slack.replies import WORDS
from bot.slack.told import own_place, refusal
from bot.working import Ending, Kind
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import BadInput
from knowledge.evidence import person_behind
from knowledge.interviews import privacy
from knowledge.interviews.report import report

log = logging.getLogger("coach.slack")

RELEASING = "drill_releasing"
TITLE = "Report of your practice interview"
UNCLEAR = (
    "The report as PDF may not have arrived. If you don't see it in the thread, open the report "
    "from the Home tab, under *My drills*: everything is in it."
)
RELEASED = (
    "Released: the report is among your training records now, as evidence of awareness. It is no "
    "evidence of competence."
)
MOST = 200


@dataclass(frozen=True)
class Papers:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def kinds(self) -> Mapping[str, Kind]:
        return {
            PRINTING: Kind(self.print, self.apologise),
            RELEASING: Kind(self.release, self.apologise),
        }

    def print(self, job: Job) -> Ending:
        """Uploaded at once. A file carries no key, so where a worker may have died over it the
        thread is looked through first, and what is unclear is left to the person."""
        interview_id = job.payload["interview"]
        with self.floor.database.read() as session:
            place = self._place(session, interview_id, job.payload["person"])
        if place is None:
            return _nothing
        name = file_name(interview_id)
        if job.attempt == 1 or not self._is_there(place, name):
            self._upload(place, name, self._printed(interview_id))
        return _nothing

    def release(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        with floor.database.read() as session:
            mine(session, said["interview"], said["person"])
        content = self._printed(said["interview"])

        def ending(session: Session) -> list[NewDelivery]:
            person = person_behind(session, said["person"])
            privacy.release(
                session,
                said["interview"],
                content,
                person=person,
                folder=floor.evidence,
                today=floor.today(),
                now=floor.clock(),
            )
            key = key_of(floor.secret, job.team, "drill released", f"{job.id}", said["person"])
            to = own_place(job.team, said)
            return [NewDelivery(key, to, WORDS, {"words": RELEASED}, lane=REPLY)]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _printed(self, interview_id: int) -> bytes:
        from bot.reports.drill_report import drill_report  # heavy, and wanted at the end alone

        with self.floor.database.read() as session:
            return drill_report(report(session, interview_id, now=self.floor.clock()))

    def _place(self, session: Session, interview_id: int, account: str) -> tuple[str, str] | None:
        return thread_of(session, mine(session, interview_id, account))

    def _is_there(self, place: tuple[str, str], name: str) -> bool:
        """Raises BadInput where Slack doesn't show the thread."""
        conversation, thread = place
        try:
            page = self.floor.client.conversations_replies(
                channel=conversation, ts=thread, limit=MOST
            )
        except (SlackClientError, OSError) as error:
            raise BadInput(UNCLEAR) from error
        messages: list[dict[str, Any]] = page.get("messages") or []
        files = [file for message in messages for file in message.get("files") or ()]
        return any(file.get("name") == name for file in files)

    def _upload(self, place: tuple[str, str], name: str, content: bytes) -> None:
        """Raises BadInput where it is unclear whether it arrived: it is not sent again."""
        conversation, thread = place
        try:
            self.floor.client.files_upload_v2(
                channel=conversation, thread_ts=thread, filename=name, title=TITLE, content=content
            )
        except (SlackApiError, SlackClientError, OSError) as error:
            log.warning("a report could not be uploaded: %s", type(error).__name__)
            raise BadInput(UNCLEAR) from error


def file_name(interview_id: int) -> str:
    """The name by which an upload is found again."""
    return f"drill-{interview_id}.pdf"


def _nothing(session: Session) -> list[NewDelivery]:
    return []
