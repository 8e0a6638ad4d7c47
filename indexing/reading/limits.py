"""How much one file may cost before reading it is given up."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds for one file; every one can be set, so that a test need not wait or fill a disk.

    `memory` is what the worker may hold in all; `reply_bytes` is what the parent accepts from
    it, which keeps a hostile file from growing the parent. `archive_*` look at what a zipped
    office file declares to unpack to, before anything is unpacked.
    """

    seconds: float = 20.0
    memory: int = 768 * MEBIBYTE
    reply_bytes: int = 8 * MEBIBYTE
    files_per_worker: int = 200
    file_bytes: int = 100 * MEBIBYTE
    pdf_pages: int = 2_000
    scanned_pages: int = 40
    words: int = 400_000
    blocks: int = 30_000
    archive_bytes: int = 400 * MEBIBYTE
    archive_ratio: int = 250
    archive_entries: int = 10_000
