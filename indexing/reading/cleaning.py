"""Characters nobody sees are taken out, so that what is shown can be found and quoted."""

from __future__ import annotations

import re
import unicodedata

# Controls, soft hyphens, zero-width and bidirectional marks, tag characters, object marks.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")


def seen(text: str) -> str:
    """The text without unseen characters, in Unicode's composed form (NFC)."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def tidy(text: str) -> str:
    """`seen`, runs of blanks as one, no blank lines; line breaks stay."""
    text = _BLANKS.sub(" ", seen(text))
    return _AROUND_BREAK.sub("\n", text).strip(" \n")


def one_line(text: str) -> str:
    """`tidy`, with line breaks as blanks: for headings, cells of margins, properties."""
    return tidy(text).replace("\n", " ")
