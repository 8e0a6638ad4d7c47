"""Delivery over HTTP: signed requests to the app's request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from bot.local_workspace.loopback import require_loopback
from bot.local_workspace.refusals import Json

SOCKET_SECONDS = 30.0  # the deadline for an ack is the clock's; this only frees the thread


@dataclass(frozen=True)
class Envelope:
    """One attempt to hand over a payload. `kind`: events_api, interactive, slash_commands."""

    kind: str
    id: str
    payload: Json
    wants_answer: bool
    attempt: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        """What faults and the log call it: the event's type, the interaction's, or the command."""
        event = self.payload.get("event")
        if isinstance(event, dict):
            return str(event.get("type"))
        return str(self.payload.get("type") or self.payload.get("command"))

    def over_socket(self) -> Json:
        shown: Json = {
            "envelope_id": self.id,
            "payload": self.payload,
            "type": self.kind,
            "accepts_response_payload": self.wants_answer,
        }
        if self.kind == "events_api":
            shown |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return shown

    def over_http(self) -> tuple[str, str]:
        """Content type and body."""
        if self.kind == "events_api":
            return "application/json", json.dumps(self.payload)
        fields = (
            {"payload": json.dumps(self.payload)} if self.kind == "interactive" else self.payload
        )
        return "application/x-www-form-urlencoded", urlencode(fields)


class RequestUrl:
    """Where the app listens, and the secret the requests are signed with."""

    def __init__(self, url: str, signing_secret: str) -> None:
        require_loopback(urlsplit(url).hostname or "")
        self.url = url
        self._secret = signing_secret

    def signed(self, body: str) -> dict[str, str]:
        """Slack's signature. Its time is the wall's, whatever the workspace's clock reads: the
        SDK compares it with the wall's."""
        timestamp = str(int(time.time()))
        signature = hmac.new(
            self._secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256
        ).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}

    async def verify(self) -> bool:
        """Slack's own check when a URL is entered: the challenge has to come back."""
        challenge = "local-workspace-challenge"
        payload = {"type": "url_verification", "token": "", "challenge": challenge}
        status, answer = await self.post(Envelope("events_api", "", payload, True))
        return (
            status == 200
            and (answer or {}).get("challenge", (answer or {}).get("text")) == challenge
        )

    async def post(self, envelope: Envelope) -> tuple[int | None, Json | None]:
        """Status and answer; no status when nobody was there."""
        return await asyncio.to_thread(self._post, envelope)

    def _post(self, envelope: Envelope) -> tuple[int | None, Json | None]:
        content_type, body = envelope.over_http()
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0", **self.signed(body)}
        if envelope.kind == "events_api" and envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = envelope.reason
        target = urlsplit(self.url)
        connection = http.client.HTTPConnection(
            target.hostname or "", target.port or 80, timeout=SOCKET_SECONDS
        )
        try:
            connection.request("POST", target.path or "/", body.encode(), headers)
            response = connection.getresponse()
            return response.status, _answer(response.read().decode("utf-8", "replace"))
        except (OSError, http.client.HTTPException):
            return None, None
        finally:
            connection.close()


def _answer(text: str) -> Json | None:
    if not text.strip():
        return None
    try:
        answer = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}
    return answer if isinstance(answer, dict) else {"text": text}
