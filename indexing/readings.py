"""What was read once is kept by content, so that it is read again only by a newer reader."""

from __future__ import annotations

import json
import shutil
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any

from indexing.reading.content import Content, from_json, to_json
from indexing.reading.reader import READER_VERSION, Reader
from indexing.sources import FileSource, SourceFile, content_hash
from knowledge.errors import Unreadable
from knowledge.storage.database import Database
from knowledge.storage.rows import add_missing
from knowledge.storage.tables import Reading


def reader_key() -> str:
    """What a reading depends on besides the file: the reader, and whether it can read scans."""
    return f"{READER_VERSION}+ocr" if shutil.which("tesseract") else READER_VERSION


class ReadingStore:
    """Reads files through the store. `newly_read` counts what the store did not know."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader
        self.newly_read = 0

    def read(self, source: FileSource, file: SourceFile, *, now: datetime) -> tuple[Content, str]:
        """The content of a file and its hash. Raises Unreadable."""
        with source.fetched(file) as path:
            digest = content_hash(path)
            known = self._known(digest)
            if known is None:
                known = self._fresh(path, digest, now)
        if "reason" in known:
            raise Unreadable(known["reason"], known["remedy"])
        return from_json(known), digest

    def _known(self, digest: str) -> dict[str, Any] | None:
        with self._database.read() as session:
            row = session.get(Reading, (digest, reader_key()))
            plain = row and json.loads(zlib.decompress(row.content))
        return plain or None

    def _fresh(self, path: Path, digest: str, now: datetime) -> dict[str, Any]:
        self.newly_read += 1
        try:
            plain: dict[str, Any] = to_json(self._reader.read(path))
        except Unreadable as error:
            if error.passing:
                raise
            plain = {"reason": error.reason, "remedy": error.remedy}
        if content_hash(path) != digest:
            raise Unreadable(
                "It was changed while it was read.", "Index again once it is no longer edited.",
                passing=True,
            )  # fmt: skip
        row = {
            "content_hash": digest,
            "reader": reader_key(),
            "content": zlib.compress(json.dumps(plain).encode(), 6),
            "read_at": now,
        }
        with self._database.begin() as session:
            add_missing(session, Reading, [row])
        return plain
