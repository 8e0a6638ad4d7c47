"""What a file is, by its first bytes, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from indexing.reading.archive import Archive, damaged
from indexing.reading.content import Content
from indexing.reading.endings import ENDINGS, NAMES
from indexing.reading.limits import Limits
from knowledge.errors import Unreadable

ReadOne = Callable[[Path, Limits], Content]

# Format -> the module whose `read(path, limits)` reads it. Imported when first met: a folder
# of Markdown need not wait for the PDF library.
_MODULES = {
    "docx": "word",
    "pdf": "pdf",
    "xlsx": "workbook",
    "pptx": "deck",
    "md": "markdown",
    "html": "webpage",
    "txt": "plain",
    "csv": "separated",
    "eml": "email",
    "doc": "others",
    "xls": "others",
    "odt": "opendocument",
    "rtf": "others",
}

# Endings of text files, which have no first bytes of their own.
_TEXTS = {
    ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".txt": "txt",
    ".csv": "csv", ".tsv": "csv", ".eml": "eml",
}  # fmt: skip

_EXPECTED = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".xltx": "xlsx", ".pptx": "pptx", ".pptm": "pptx", ".pdf": "pdf", ".doc": "doc",
    ".xls": "xls", ".odt": "odt", ".rtf": "rtf", **_TEXTS,
}  # fmt: skip

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path, limits: Limits) -> Content:
    """The content of the file, whatever its ending claims it to be."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise Unreadable(
            f"Files ending in {ending} are not read." if ending else "The file has no ending.",
            f"Endings that are read: {', '.join(sorted(ENDINGS))}.",
        )
    found = format_of(path, limits)
    read_one: ReadOne = import_module(f"indexing.reading.{_MODULES[found]}").read
    content = read_one(path, limits)
    _check_words(content, limits)
    if found != _EXPECTED[ending]:
        note = f"The name ends in {ending}, but the file is {_spoken(found)}; it was read as that."
        content = replace(content, notes=(*content.notes, note))
    return content


def format_of(path: Path, limits: Limits) -> str:
    """The format's short name, from the content first and the ending second."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Unreadable("The file is empty.", "Upload it again, or delete it.")
    ending = path.suffix.lower()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(path, limits)
    if head.startswith(_OLE):
        return _ole(path, ending)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return _text(head, ending)


def _zipped(path: Path, limits: Limits) -> str:
    with Archive(path, limits) as archive:
        main = archive.main_part() or ""
        names = archive.names
        kind = (archive.bytes_of("mimetype") or b"").decode("ascii", "replace")
        if "META-INF/manifest.xml" in names and "encryption-data" in (
            archive.bytes_of("META-INF/manifest.xml") or b""
        ).decode("utf-8", "replace"):
            raise _protected()
    for folder, found in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if main.startswith(folder):
            return found
    for part, found in (
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("ppt/presentation.xml", "pptx"),
    ):
        if part in names:
            return found
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    if "[Content_Types].xml" in names:
        raise damaged()
    raise Unreadable(
        "This is a zip archive, not a document.", "Unpack it and upload the documents in it."
    )


def _ole(path: Path, ending: str) -> str:
    content = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("DRMEncryptedDataSpace"):
        raise _protected()
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise Unreadable(
        "This is an old Office file of a kind that isn't read.",
        f"Save it as a current file (.docx, .xlsx or .pdf) instead of {ending}.",
    )


def _text(head: bytes, ending: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if ending in _TEXTS:
        marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in head)
        if controls > len(head) / 12 and not marked:
            raise Unreadable(
                f"The name ends in {ending}, but the file holds no text.",
                "Check what it is and give it its proper ending.",
            )
        return _TEXTS[ending]
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table")):
        return "html"  # exports that call themselves .xls or .doc
    raise Unreadable(
        f"The name ends in {ending}, but the file is no {NAMES[ending]}.",
        "Check what it is and give it its proper ending, or save it again.",
    )


def _protected() -> Unreadable:
    return Unreadable("The file is protected with a password.", "Save it without a password.")


def _spoken(found: str) -> str:
    name = NAMES[f".{found}"]
    return f"an {name}" if name[0] in "EOe" else f"a {name}"


def _check_words(content: Content, limits: Limits) -> None:
    cells = sum(len(row) for block in content.blocks for row in block.rows)
    words = sum(len(block.text.split()) for block in content.blocks)
    for block in content.blocks:
        words += sum(len(cell.split()) for row in block.rows for cell in row)
    if max(words, cells) > limits.words or len(content.blocks) > limits.blocks:
        raise Unreadable(
            f"The file holds more than {limits.words:,} words or {limits.blocks:,} paragraphs.",
            "Split it; a register this large is better imported as a record.",
        )
    if not content.blocks:
        raise Unreadable(
            "There is no text in the file.",
            "If it shows text as a picture, save it as a document with text.",
        )
