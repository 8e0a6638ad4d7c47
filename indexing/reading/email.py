"""E-mails: sender, subject and date as properties, the body as it would be read."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from indexing.reading import plain, webpage
from indexing.reading.cleaning import one_line
from indexing.reading.content import Content
from indexing.reading.limits import Limits

_NAMES = ("from", "to", "cc", "subject", "date")


def read(path: Path, limits: Limits) -> Content:
    """The body's blocks; attachments are named, not read."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(preferencelist=("plain", "html"))
    content = Content()
    if body is not None:
        text = body.get_content()
        is_page = body.get_content_type() == "text/html"
        content = webpage.content_of(text) if is_page else plain.content_of(text)
    properties = {name: one_line(str(message[name])) for name in _NAMES if message[name]}
    if "subject" in properties:
        properties["title"] = properties["subject"]
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    note = f"Attachments that were not read: {', '.join(attached)}."
    return replace(content, properties=properties, notes=(note,) if attached else ())
