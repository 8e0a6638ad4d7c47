"""Files with hostile names and endings, and things that are no files."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

from .archives import pack
from .case import Case, Writer, content
from .ooxml import docx
from .pdfs import one_page, stream
from .word import png_bomb

_TEXT = content(b"# Torque\n\nThe torque is 25 Nm.\n")
_PICTURE = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`"
    b"\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)
_NAMES = (
    ("valve 🔩 check ✅.md", "emoji in the name"),
    ("line\nbreak.md", "a line break in the name"),
    ("x" * 247 + ".md", "a name of 250 bytes, nearly the longest there is"),
    ("-rf.md", "a leading dash"),
    ("trailing space.md ", "a space at the end"),
    (" leading space.md", "a space at the start"),
    (unicodedata.normalize("NFD", "Prüfung.md"), "decomposed umlaut, as macOS writes it"),
    (unicodedata.normalize("NFC", "Prüfung.md"), "the same name, composed"),
    ("QP-0001 \"Torque\" 'final'.md", "both kinds of quotes"),
    ("<!channel>.md", "would call everybody in Slack"),
    ("<https:evil.example|QP-0001>.md", "would fake a link in Slack"),
    ("QP-0001\u202efdp.md", "a right-to-left mark that hides the ending"),
    ("README.md", "upper case"),
    ("readme.MD", "the same name in other case"),
    ("CON.md", "a name that Windows does not allow"),
    ("%2e%2e%2fescaped.md", "an encoded way out of the folder"),
    ("$(touch escaped).md", "a command for a careless shell"),
    ("'; DROP TABLE documents; --.md", "a command for a careless database"),
    ("C:\\temp\\valve.md", "backslashes, a Windows path in one name"),
    ("..hidden..md", "dots at the start"),
    (".docx", "nothing but an ending"),
    ("no ending", "no ending at all"),
    ("QP-0001.tar.gz.docx.md", "four endings"),
    ("~$QP-0001 Control.docx", "the lock file of an open Word document"),
    ("Thumbs.db", "a leftover of Windows"),
    ("QP-0001 (conflicted copy 2026-11-12).md", "a conflicted copy of a shared folder"),
)


def _endings() -> list[Case]:
    report = one_page(stream(b"BT /F1 12 Tf 72 720 Td (The torque is 25 Nm.) Tj ET"))
    word = pack(docx())
    found = (
        ("pdf-inside.docx", "a PDF with the ending of a Word document", report),
        ("program.pdf", "a Windows program with the ending of a PDF", b"MZ\x90\0" + b"\0" * 4000),
        (
            "unix-program.pdf",
            "a Unix program with the ending of a PDF",
            b"\x7fELF\x02\x01" + b"\0" * 4000,
        ),
        ("picture.md", "a picture with the ending of a text", _PICTURE),
        ("word-inside.xlsx", "a Word document with the ending of a workbook", word),
        ("word-inside.md", "a Word document with the ending of a text", word),
        (
            "page-inside.xlsx",
            "a web page that old systems export as a workbook",
            b"<html><table><tr><td>25 Nm</td></tr></table></html>",
        ),
        (
            "rich-text.docx",
            "rich text with the ending of a Word document",
            b"{\\rtf1\\ansi The torque is 25 Nm.\\par}",
        ),
        ("upper.PDF", "an ending in upper case", report),
        ("picture-bomb.png", "a picture of 40,000 by 40,000 pixels", png_bomb()),
    )
    return [Case(f"endings/{name}", what, content(data)) for name, what, data in found]


def _link(target: str, is_folder: bool = False) -> Writer:
    def write(path: Path) -> None:
        path.symlink_to(target, target_is_directory=is_folder)

    return write


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _unreadable(path: Path) -> None:
    path.write_bytes(b"# Secret\n")
    path.chmod(0)


def _closed_folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.md").write_bytes(b"# Secret\n")
    path.chmod(0)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.md").write_bytes(b"# Inside\n")


def _deep(path: Path) -> None:
    # macOS ends a path after 1,024 bytes, Linux after 4,096.
    for _ in range(12 if sys.platform == "linux" else 3):
        path = path / ("d" * 200)
    path.mkdir(parents=True)
    (path / "bottom.md").write_bytes(b"# Bottom\n")


def _many(path: Path) -> None:
    path.mkdir()
    for i in range(3000):
        (path / f"{i}.md").touch()


def _old(path: Path) -> None:
    _TEXT(path)
    os.utime(path, (-86_400 * 365 * 100, -86_400 * 365 * 100))


def _future(path: Path) -> None:
    _TEXT(path)
    os.utime(path, (32_503_680_000, 32_503_680_000))


def _broken_name() -> list[Case]:
    if sys.platform == "darwin":
        return []  # macOS refuses such names
    name = os.fsdecode(b"names/Pr\xfcfung.md")
    return [Case(name, "a name that is no UTF-8, left by an old server", _TEXT)]


def cases() -> list[Case]:
    """Every case of this kind; the things that are no files only where the system has them."""
    if sys.platform == "win32":
        return _endings()
    named = [Case(f"names/{name}", what, _TEXT) for name, what in _NAMES]
    return [*_endings(), *named, *_broken_name(), *_not_files()]


def _not_files() -> list[Case]:
    return [
        Case("places/loop-a.md", "a link to a link back to itself", _link("loop-b.md")),
        Case("places/loop-b.md", "the other half of the loop", _link("loop-a.md")),
        Case("places/again", "a link to the folder it is in", _link(".", is_folder=True)),
        Case("places/outside.md", "a link to a file outside the folder", _link("/etc/passwd")),
        Case(
            "places/outside", "a link to a folder outside the folder", _link("/etc", is_folder=True)
        ),
        Case("places/endless.md", "a link to a device that never ends", _link("/dev/zero")),
        Case("places/nowhere.md", "a link to nothing", _link("missing.md")),
        Case("places/pipe.md", "a named pipe, on which a reader waits for ever", _pipe),
        Case("places/unreadable.md", "a file that may not be read", _unreadable),
        Case("places/closed", "a folder that may not be entered", _closed_folder),
        Case("places/folder.docx", "a folder with the ending of a document", _folder),
        Case("places/deep", "a file 2,400 characters of path down", _deep),
        Case("places/many", "3,000 empty files in one folder", _many),
        Case("places/old.md", "last changed in 1870", _old),
        Case("places/future.md", "last changed in the year 3000", _future),
    ]
