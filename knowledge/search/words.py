"""Words as the search sees them: stemmed, identifiers whole, and the BM25 table over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:[._/\-][^\W_]+)*")
_PART = re.compile(r"[^\W\d_]+|\d+")
_CODE = re.compile(r"\d")

# Function words only; "not", "no", "only", "before" and "after" decide questions and stay.
STOP_WORDS = frozenset(
    """a an and are as at be been being but by can could did do does for from get got had has have
    he her his how i if in into is it its just me my of on or our please she should so some such
    than that the their them then there these they this those to up us was we were what whats
    when where which while who whom whose why will with would you your""".split()  # noqa: SIM905
)


def terms(text: str) -> list[str]:
    """The search terms of a text.

    An identifier such as `QP-0012` or `8.5.1` yields itself without separators and leading
    zeros ("qp12", "8.5.1"), and its parts, so that "QP 12" and "qp0012" find it too.
    """
    found: list[str] = []
    for token in _TOKEN.finditer(text.casefold()):
        found += _terms_of(token.group())
    return found


@lru_cache(maxsize=200_000)
def _terms_of(token: str) -> tuple[str, ...]:
    if _CODE.search(token):
        return tuple(_identifier(token))
    return tuple(
        _stem(word)
        for word in re.split(r"[._/\-]", token)
        if word not in STOP_WORDS
    )  # fmt: skip


def _identifier(token: str) -> Iterator[str]:
    parts = [part.lstrip("0") or "0" if part.isdigit() else part for part in _PART.findall(token)]
    if all(part.isdigit() for part in parts):
        yield ".".join(parts)  # a figure, a date or a clause number
        return
    yield "".join(parts)
    if len(parts) > 1:
        yield from (part if part.isdigit() else _stem(part) for part in parts)


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import Stemmer

    return Stemmer.Stemmer("english")
