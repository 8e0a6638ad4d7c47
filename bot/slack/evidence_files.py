"""Files handed in as evidence: fetched from Slack and copied into our store."""

from __future__ import annotations

from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot.slack.floor import Floor
from knowledge import evidence
from knowledge.errors import BadInput

SECONDS = 30
AGAIN = (
    "The file could not be fetched from Slack, so nothing was recorded. Please hand it in again."
)
TOO_LARGE = (
    f"The file is larger than {evidence.LARGEST // 2**20} MB, so nothing was recorded. "
    "Save it smaller and hand it in again."
)


def stored_file(floor: Floor, file_id: str) -> tuple[str, str]:
    """Copy a file that somebody uploaded into our store; its hash and its name.

    Raises BadInput where it can't be had whole: evidence counts only once the copy is there.
    """
    try:
        file = floor.client.files_info(file=file_id)["file"]
    except (SlackApiError, SlackClientError, OSError) as error:
        raise BadInput(AGAIN) from error
    if int(file.get("size") or 0) > evidence.LARGEST:
        raise BadInput(TOO_LARGE)
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    content = _fetched(floor.client, address)
    if file.get("size") not in (None, len(content)):
        raise BadInput(AGAIN)
    return evidence.store_file(floor.evidence, content), str(file.get("name") or file_id)


def _fetched(client: WebClient, address: str) -> bytes:
    """The token goes to Slack alone: to slack.com over https, or to where the API itself is."""
    if not _is_slack(address, client.base_url):
        raise BadInput(
            "The file is kept outside Slack, so it can't be copied. Upload the file itself."
        )
    request = Request(address, headers={"Authorization": f"Bearer {client.token}"})
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            if "text/html" in answer.headers.get("Content-Type", "") and _signs_in(answer.url):
                raise BadInput(AGAIN)
            content: bytes = answer.read(evidence.LARGEST + 1)
    except (URLError, OSError, ValueError) as error:
        raise BadInput(AGAIN) from error
    if len(content) > evidence.LARGEST:
        raise BadInput(TOO_LARGE)
    return content


def _is_slack(address: str, api: str) -> bool:
    wanted, known = urlsplit(address), urlsplit(api)
    if (wanted.scheme, wanted.netloc) == (known.scheme, known.netloc):
        return True
    host = wanted.hostname or ""
    return wanted.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def _signs_in(address: str) -> bool:
    """Slack answers a token without the scope with its sign-in page instead of an error."""
    return "/files" not in urlsplit(address).path
