"""Zipped office files, opened only after what they declare to unpack to was looked at."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from indexing.reading.limits import MEBIBYTE, Limits
from knowledge.errors import Unreadable

_SMALL = MEBIBYTE  # under this size no ratio is suspicious
_ENCRYPTED_FLAG = 0x1
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Word, Excel and PowerPoint "strict" files say the same under other names.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/")
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"presentationml/main": b"http://schemas.openxmlformats.org/presentationml/2006/main",
    b"officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


class Archive:
    """The parts of an office file by name; a context manager."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged() from error
        try:
            _refuse_bombs(self._zip.infolist(), limits, path.stat().st_size)
        except Unreadable:
            self._zip.close()
            raise
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def bytes_of(self, name: str) -> bytes | None:
        """One part unpacked, or None where it is missing."""
        if name not in self.names:
            return None
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise damaged() from error

    def xml(self, name: str) -> Any | None:
        """The root element of one part, or None where it is missing."""
        content = self.bytes_of(name)
        return None if content is None else parse_xml(content)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: relation id -> (last word of the type, target part)."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        found = {}
        for relation in root.iter(_RELATION):
            if relation.get("TargetMode") == "External":
                continue
            kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
            target = relation.get("Target") or ""
            absolute = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            part = posixpath.normpath(absolute).lstrip("/")
            found[relation.get("Id") or ""] = (kind, part)
        return found

    def main_part(self) -> str | None:
        """The part that holds the document itself, whatever the program named it."""
        targets = [part for kind, part in self.relations("").values() if kind == "officeDocument"]
        return targets[0] if targets and targets[0] in self.names else None


def parse_xml(content: bytes) -> Any:
    """The root element; entities stay unresolved and nothing is fetched."""
    if _STRICT.search(content[:4000]):
        for strict, usual in _TRANSITIONAL.items():
            content = content.replace(b"http://purl.oclc.org/ooxml/" + strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(
            "The file holds definitions that office files never hold.",
            "It may be harmful: check where it comes from, then save it again in Office.",
        )
    return root


def damaged() -> Unreadable:
    """The refusal for what can't be unpacked or parsed."""
    return Unreadable(
        "The file is damaged.",
        "Open it in the program it was made with and save it again, or restore an older copy.",
    )


def too_deep() -> Unreadable:
    """The refusal for what is nested deeper than anybody nests by hand."""
    return Unreadable(
        "The file's parts are nested deeper than any document needs.",
        "Save it again from the program it was made with, or save it as PDF.",
    )


def _refuse_bombs(entries: list[zipfile.ZipInfo], limits: Limits, file_size: int) -> None:
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise Unreadable("The file is protected with a password.", "Save it without a password.")
    bomb = Unreadable(
        "The file unpacks to far more than an office file does.",
        "It may be harmful: check where it comes from, then save it again in Office.",
    )
    if len(entries) > limits.archive_entries:
        raise bomb
    if sum(entry.file_size for entry in entries) > limits.archive_bytes:
        raise bomb
    # Entries that overlap can be packed in less than the sum of their parts.
    if sum(entry.compress_size for entry in entries) > file_size:
        raise bomb
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > _SMALL and ratio > limits.archive_ratio:
            raise bomb
