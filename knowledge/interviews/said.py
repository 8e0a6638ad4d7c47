"""What somebody typed, as plain words: without markup, hidden characters, and in bounds."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from knowledge.grading.manner import is_empty, without_asides

MOST_CHARACTERS = 4_000
"""Of an answer that are judged; a spoken answer of two minutes has 1,800."""

_HIDDEN = re.compile(r"[^\S\n]|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LINKED = re.compile(r"<(https?://[^\s<>|]{1,500})(?:\|([^<>|]{0,200}))?>")
_MENTIONED = re.compile(r"<[@#!][^<>\s|]{1,60}(?:\|([^<>|]{0,80}))?>")
_BARE_LINK = re.compile(r"https?://[^\s<>|\"']{1,500}")
_EMPHASIS = re.compile(r"(?<![^\W_])[*_~`]+|[*_~`]+(?![^\W_])")
_QUOTE_MARK = re.compile(r"^ ?>+ ?", re.MULTILINE)
_ROWS_OF_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm")
_VOWELS = frozenset("aeiouyäöüàáâéèêëíìîïóòôúùûąęåæøœ")


@dataclass(frozen=True)
class Said:
    """`text` is what is judged; `aside` tells that sentences to a grader were left out of it."""

    text: str
    links: tuple[str, ...] = ()
    aside: bool = False
    cut: bool = False

    @property
    def empty(self) -> bool:
        return is_empty(self.text) and not self.links

    @property
    def nonsense(self) -> bool:
        """Whether most of the words are keys pressed at random, or one word again and again."""
        found = re.findall(r"[^\W\d_]+", self.text.lower())
        if not found:
            return not self.empty and not re.search(r"\d", self.text) and not self.links
        mashed = sum(_mashed(word) for word in found)
        repeated = len(found) >= 8 and len(set(found)) <= len(found) // 6
        return repeated or mashed * 2 >= len(found)


def said(typed: str) -> Said:
    """Take the words out of what was typed, whatever it holds."""
    cut = len(typed) > MOST_CHARACTERS
    text = html.unescape(typed[:MOST_CHARACTERS])
    text = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc")
    links = [match[1] for match in _LINKED.finditer(text)]
    text = _LINKED.sub(lambda match: match[2] or " ", text)
    links += _BARE_LINK.findall(text)
    text = _MENTIONED.sub(lambda match: match[1] or " ", _BARE_LINK.sub(" ", text))
    text = _EMPHASIS.sub("", _QUOTE_MARK.sub("", text))
    text = re.sub(r" {2,}", " ", _HIDDEN.sub(_plain_space, text)).strip()
    kept, aside = without_asides(text)
    return Said(re.sub(r" {2,}", " ", kept).strip(), tuple(links), aside, cut)


def _plain_space(match: re.Match[str]) -> str:
    return " " if match.group().isspace() else ""


def _mashed(word: str) -> bool:
    if len(word) < 4:
        return False
    on_a_row = any(word[at : at + 4] in row for row in _ROWS_OF_KEYS for at in range(len(word) - 3))
    return on_a_row or not _VOWELS & set(word) or bool(re.search(r"(.)\1{3}", word))
