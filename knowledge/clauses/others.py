"""Which standard a text speaks of: ISO 9001, another one for management systems, or none."""

from __future__ import annotations

import re

_KNOWN: dict[str, str] = {
    r"(?:iso[ \-]?)?14001|environmental (?:management )?standard": "ISO 14001",
    r"(?:iso[ \-]?)?45001|ohsas(?: ?18001)?|health and safety standard": "ISO 45001",
    r"(?:iso[ \-]?)?13485|medical devices? standard": "ISO 13485",
    r"(?:iso(?:/iec)?[ \-]?)?(?:27001|27002)|information security standard": "ISO 27001",
    r"(?:iso[ \-]?)?50001|energy (?:management )?standard": "ISO 50001",
    r"(?:iso[ \-]?)?22000": "ISO 22000",
    r"(?:iso[ \-]?)?22301": "ISO 22301",
    r"(?:iso(?:/iec)?[ \-]?)?17025": "ISO/IEC 17025",
    r"(?:iso(?:/iec)?[ \-]?)?17020": "ISO/IEC 17020",
    r"(?:iso[ \-]?)?19011": "ISO 19011",
    r"(?:iso(?:/iec)?[ \-]?)?42001": "ISO/IEC 42001",
    r"(?:iso[ \-]?)?31000": "ISO 31000",
    r"(?:iso[ \-]?)?9004(?!\d)": "ISO 9004",
    r"(?:iso[ \-]?)?14971": "ISO 14971",
    r"(?:iso[ \-]?)?37001": "ISO 37001",
    r"iatf(?:[ \-]?16949)?|(?:iso(?:/ts)?[ \-]?)?16949|automotive standard": "IATF 16949",
    r"(?:as|en)[ \-]?91[012]0d?|aerospace standard": "AS9100",
    r"iso[ \-]?3834": "ISO 3834",
    r"vda ?6\.[1-57]": "VDA 6",
    r"api ?q[12]": "API Q1",
    r"21 ?cfr(?: part)? ?820": "21 CFR 820",
}
_NOT_AFTER = "".join(
    f"(?<!{word} )" for word in ("part", "order", "batch", "item", "heat", "job", "number", "no")
)
_OTHER = {
    re.compile(rf"(?<![\w.]){_NOT_AFTER}(?:{words})\b", re.IGNORECASE): name
    for words, name in _KNOWN.items()
}

# Standards of products and tests are named all the time where a company's own documents are meant.
_PRODUCT = re.compile(
    r"\b((?:ISO|EN|DIN|IEC|BS|ASTM|ANSI|ASME|API|SAE)(?:[ /\-](?:EN|ISO|IEC))*)[ \-]?"
    r"(?!900[01]\b)([A-Z]?\d{2,6}(?:-\d+)*)\b"
)
_OURS = re.compile(r"(?<!\d)9001(?!\d)|\biso ?9k\b", re.IGNORECASE)
_EARLIER = re.compile(r"9001[ :\-]*(1987|1994|2000|2008)\b")


def other_standards(text: str) -> list[str]:
    """The other management system standards that are named, by their usual names."""
    return list(dict.fromkeys(name for named, name in _OTHER.items() if named.search(text)))


def product_standards(text: str) -> list[str]:
    """Standards by number that are neither ISO 9001 nor one of the others we know."""
    found = [f"{found[1]} {found[2]}" for found in _PRODUCT.finditer(text)]
    return [name for name in dict.fromkeys(found) if not other_standards(name)]


def names_iso_9001(text: str) -> bool:
    return _OURS.search(text) is not None


def earlier_edition(text: str) -> str | None:
    """An edition of ISO 9001 that has long been replaced ("9001:2008")."""
    found = _EARLIER.search(text)
    return found[1] if found else None
