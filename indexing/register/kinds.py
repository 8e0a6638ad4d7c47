"""What kind of document it is: by number, title, folder and content."""

from __future__ import annotations

import re

from indexing.register.file_names import FileName
from indexing.register.numbers import letter_groups, standard_in
from indexing.register.rules import Rules
from knowledge.documents import Kind

_DECKS = ("pptx", "ppt", "odp")
_SHEETS = ("xlsx", "xlsm", "xls", "ods", "csv")
_WORDS_IN_TITLES: tuple[tuple[Kind, str], ...] = (
        ("manual", r"\b(?:quality|qm|qms|management)[ -]?(?:system )?(?:manual|handbook)\b|"
                   r"handbuch\b|manuel qualité|manual de (?:la )?calidad"),
        ("procedure", r"\b(?:procedure|sop|standard operating)\b|verfahrensanweisung|"
                      r"procédure|procedimiento|procedura"),
        ("instruction", r"\bwork instructions?\b|arbeitsanweisung|instruction de travail|"
                        r"werkinstructie|instrucción de trabajo|istruzione"),
        ("policy", r"\b(?:policy|policies)\b|\w*politik\b|leitlinie|politique|política"),
        ("form", r"\b(?:form|template|checklist|questionnaire)\b|formular|formblatt|vorlage|"
                 r"checkliste|formulaire|formulario"),
        ("register", r"\b(?:register|log|matrix|list|schedule|index|inventory)\b|\w*liste\b|"
                     r"verzeichnis|übersicht"),
        ("training", r"\b(?:training|induction|onboarding)\b|schulung|unterweisung|formation"),
)  # fmt: skip
_TITLE_WORDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS_IN_TITLES)
_FILLED_IN = re.compile(r"\b(?:minutes|report|record|protokoll|bericht|notes)\b", re.IGNORECASE)
_KIND_NAMES: dict[str, Kind] = {
    "manual": "manual", "policy": "policy", "procedure": "procedure", "sop": "procedure",
    "instruction": "instruction", "work instruction": "instruction", "form": "form",
    "template": "form", "record": "record", "register": "register", "list": "register",
    "log": "register", "external": "external", "external document": "external",
    "training": "training", "other": "other", "handbuch": "manual",
    "verfahrensanweisung": "procedure", "arbeitsanweisung": "instruction", "formular": "form",
    "formblatt": "form", "aufzeichnung": "record", "liste": "register",
}  # fmt: skip


def kind_named(words: str) -> Kind | None:
    """The kind that a register's column names."""
    return _KIND_NAMES.get(words.strip().casefold())


def kind_of(
    file: str, number: str | None, title: str, name: FileName, rules: Rules
) -> tuple[Kind, str]:
    """The kind and the place that says so; "number" is wherever the number was read."""
    by_folder = rules.kind_of_folder(file)
    by_number = kind_of_number(number, rules)
    if rules.is_record_folder(file):
        return "record", "folder"
    if by_folder == "external":
        return "external", "folder"
    if standard_in(number or "") or standard_in(name.title):
        return "external", "file name"
    if by_number == "form" and by_folder != "form" and name.serial and not name.revision:
        return "record", "file name"
    if by_number:
        return by_number, "number"
    if name.dated and _FILLED_IN.search(name.title):
        return "record", "file name"
    return _kind_without_number(file, title, by_folder)


def _kind_without_number(file: str, title: str, by_folder: Kind | None) -> tuple[Kind, str]:
    ending = file.rpartition(".")[2].lower()
    if by_folder == "training":
        return "training", "folder"
    if ending in _DECKS:
        return "training", "file name"
    for kind, words in _TITLE_WORDS:
        if words.search(title):
            return kind, "text"
    if by_folder:
        return by_folder, "folder"
    return ("register", "file name") if ending in _SHEETS else ("other", "text")


def kind_of_number(number: str | None, rules: Rules) -> Kind | None:
    """The kind that a group of letters in the number stands for, the last group first."""
    prefixes = {prefix.upper(): kind for prefix, kind in rules.kinds_by_prefix.items()}
    for group in letter_groups(number or ""):
        if group in prefixes:
            return prefixes[group]
    return None
