"""The company's own rules for its register: what its folders, prefixes and words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge.documents import Handling, Kind

Meaning = TypeVar("Meaning")

KINDS_BY_PREFIX: dict[str, Kind] = {
    "QM": "manual", "QMH": "manual", "MAN": "manual", "QMM": "manual",
    "POL": "policy", "PO": "policy",
    "QP": "procedure", "PR": "procedure", "SOP": "procedure", "P": "procedure",
    "PROC": "procedure", "PRO": "procedure", "VA": "procedure", "QOP": "procedure",
    "WI": "instruction", "AA": "instruction", "AW": "instruction", "QWI": "instruction",
    "OI": "instruction", "PA": "instruction",
    "F": "form", "FM": "form", "FB": "form", "FO": "form", "FORM": "form", "FRM": "form",
    "QF": "form",
    "REG": "register", "LOG": "register", "LST": "register", "MX": "register",
    "TR": "training", "TRN": "training", "TM": "training",
}  # fmt: skip

KINDS_BY_FOLDER: dict[str, Kind] = {
    "manual": "manual", "quality manual": "manual", "handbuch": "manual", "manuals": "manual",
    "policies": "policy", "policy": "policy",
    "procedures": "procedure", "sops": "procedure", "verfahrensanweisungen": "procedure",
    "* procedures": "procedure",
    "work instructions": "instruction", "instructions": "instruction", "wi": "instruction",
    "* instructions": "instruction", "arbeitsanweisungen": "instruction",
    "forms": "form", "forms *": "form", "templates": "form", "* forms": "form",
    "formulare": "form", "formblätter": "form",
    "records": "record", "records *": "record", "* records": "record",
    "aufzeichnungen": "record", "nachweise": "record",
    "registers": "register", "logs": "register", "lists": "register", "listen": "register",
    "external": "external", "external *": "external", "* external": "external",
    "extern*": "external", "standards": "external", "normen": "external",
    "customer specifications": "external", "customer specs": "external",
    "training": "training", "training *": "training", "schulung*": "training",
}  # fmt: skip

AUDIENCE_BY_WORDS: dict[str, str] = {
    r"manage(?:rs?|ment) only|only (?:for )?manage(?:rs|ment)|nur (?:für )?führungskräfte": (
        "managers"
    ),
    r"(?:hr|human resources) only|only (?:for )?hr\b|nur (?:für )?personal": "hr",
    r"quality (?:team |department )?only|nur (?:für )?(?:qs|qm)\b": "quality",
}

HANDLING_BY_WORDS: dict[str, Handling] = {
    r"never in (?:slack|chat)|not? (?:to be )?(?:shared?|posted?|quoted?) in (?:slack|chat)"
    r"|(?:do not|must not be|may not be|not to be) (?:share|post|quote|discuss)(?:d|ed)? "
    r"(?:this )?(?:document )?(?:in|on|via) (?:slack|chat)"
    r"|nicht (?:im chat|in slack)": "never in Slack",
    r"link only|links? only|do not reproduce|not to be reproduced|no reproduction"
    r"|reproduction (?:is )?(?:prohibited|forbidden)|nur verlinken|nur als link"
    r"|vervielfältigung (?:ist )?(?:verboten|untersagt)": "link only",
}


class Rules(BaseModel):
    """What folders, number prefixes and marks mean in this company.

    Folder patterns (`*` stands for anything) are compared with each folder of a path, without
    regard to case, leading numbers ("06 Records") and separators; a pattern with a slash is
    compared with the whole folder path. Words are regular expressions, looked for in the
    fields for distribution, classification and handling and in headers and footers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    day_first: bool = True
    zone: str = "UTC"
    kinds_by_prefix: dict[str, Kind] = Field(default_factory=lambda: dict(KINDS_BY_PREFIX))
    kinds_by_folder: dict[str, Kind] = Field(default_factory=lambda: dict(KINDS_BY_FOLDER))
    superseded_folders: tuple[str, ...] = (
        "*superseded*", "*obsolete*", "archive*", "* archive", "archiv*", "withdrawn*",
        "*ungültig*", "veraltet*", "old", "old versions", "old revisions",
    )  # fmt: skip
    draft_folders: tuple[str, ...] = ("draft*", "* draft", "* drafts", "entwurf*", "entwürfe*")
    audience_by_folder: dict[str, str] = Field(
        default_factory=lambda: {"management only": "managers", "managers only": "managers"}
    )
    audience_by_words: dict[str, str] = Field(default_factory=lambda: dict(AUDIENCE_BY_WORDS))
    handling_by_folder: dict[str, Handling] = Field(default_factory=dict)
    handling_by_words: dict[str, Handling] = Field(default_factory=lambda: dict(HANDLING_BY_WORDS))

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(
                f"There is no time zone {zone!r}; write it like Europe/Berlin."
            ) from unknown
        return zone

    @field_validator("audience_by_words", "handling_by_words")
    @classmethod
    def _words_compile(cls, words: dict[str, Meaning]) -> dict[str, Meaning]:
        for pattern in words:
            try:
                re.compile(pattern)
            except re.error as broken:
                raise ValueError(f"{pattern!r} is no regular expression: {broken}.") from broken
        return words

    def superseded_folder(self, file: str) -> str | None:
        """The folder that marks the file as superseded, if one does."""
        return _first_folder(file, self.superseded_folders)

    def draft_folder(self, file: str) -> str | None:
        """The folder that marks the file as a draft, if one does."""
        return _first_folder(file, self.draft_folders)

    def is_record_folder(self, file: str) -> bool:
        """Whether any folder above the file holds records: what lies in it is one."""
        patterns = [p for p, kind in self.kinds_by_folder.items() if kind == "record"]
        return _first_folder(file, patterns) is not None

    def kind_of_folder(self, file: str) -> Kind | None:
        return _meaning_of_folder(file, self.kinds_by_folder)

    def audience_of_folder(self, file: str) -> str | None:
        return _meaning_of_folder(file, self.audience_by_folder)

    def handling_of_folder(self, file: str) -> Handling | None:
        return _meaning_of_folder(file, self.handling_by_folder)


def folders_of(file: str) -> tuple[str, ...]:
    """The folder names above a file, the outermost first."""
    return PurePosixPath(file).parts[:-1]


def _first_folder(file: str, patterns: Iterable[str]) -> str | None:
    for folder in folders_of(file):
        if any(_matches(folder, pattern) for pattern in patterns):
            return folder
    whole = "/".join(folders_of(file))
    if any("/" in pattern and _matches(whole, pattern) for pattern in patterns):
        return whole
    return None


def _meaning_of_folder(file: str, meanings: dict[str, Meaning]) -> Meaning | None:
    """The innermost folder with a meaning decides."""
    whole = "/".join(folders_of(file))
    for pattern, meaning in meanings.items():
        if "/" in pattern and _matches(whole, pattern):
            return meaning
    for folder in reversed(folders_of(file)):
        for pattern, meaning in meanings.items():
            if _matches(folder, pattern):
                return meaning
    return None


def _matches(folder: str, pattern: str) -> bool:
    return fnmatchcase(_plain(folder), _plain(pattern)) or fnmatchcase(
        folder.casefold(), pattern.casefold()
    )


def _plain(folder: str) -> str:
    parts = [re.sub(r"[\s_\-]+", " ", part).strip() for part in folder.casefold().split("/")]
    return "/".join(re.sub(r"^\d[\d.]* +", "", part) for part in parts)
