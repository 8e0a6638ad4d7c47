"""Putting a document's facts together from every place that names them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from indexing.reading.content import Content
from indexing.register import marks
from indexing.register.body import first_lines, header_tables, last_change
from indexing.register.choosing import Choice, choose, in_order_of_trust
from indexing.register.doubts import doubts_about
from indexing.register.file_names import FileName, name_findings, read_file_name
from indexing.register.findings import Finding, is_blank
from indexing.register.kinds import kind_named, kind_of
from indexing.register.margins import margin_findings, property_findings, status_property
from indexing.register.numbers import standard_in
from indexing.register.overrides import Overrides
from indexing.register.rules import Rules
from indexing.register.titles import title_of
from knowledge.access import EVERYONE
from knowledge.documents import Approval, DocumentFacts, Handling, Kind, same_number
from knowledge.language import language_named, language_of

_ISSUE = re.compile(
    r"\b(?:issue|edition|ausgabe|version|rev\.?)[ :]+"
    r"(\d+(?:\.\d+)*(?:\s?/\s?\d{4})?|\d{4}-\d{2}|[A-Z]\b)",
    re.IGNORECASE,
)
_ISSUE_LINES = 12
_YES = ("yes", "true", "1", "x", "ja", "y")


def facts_of(content: Content, file: str, *, rules: Rules, overrides: Overrides) -> DocumentFacts:
    """What is known of a file's document, where it was read, and what is doubtful about it.

    `file` is the path relative to its source, with forward slashes.
    """
    name = read_file_name(file, day_first=rules.day_first)
    findings = _of_the_document(_findings(content, file, name), file, name, rules)
    unruled = choose(findings, day_first=rules.day_first)
    row = overrides.row_for(file, unruled.values.get("number"), unruled.values.get("revision"))
    said = dict(row.fields) if row else {}
    findings += [Finding(field, words, "register.csv") for field, words in said.items()]
    choice = choose(findings, day_first=rules.day_first)

    number = choice.values.get("number")
    title, choice.read_from["title"] = title_of(content, findings, name.title, number)
    kind = _kind(choice, file, title, name, said, content.properties, rules)
    issue = None
    if kind == "external":
        issue = _external_issue(content, name, title, said) or choice.values.get("revision")
        number = number or _standard(title)
    approval = _approval(choice, content, file, name, findings, rules)
    superseded = _superseded(choice, content, file, name, findings, rules)
    audience = _audience(choice, content, file, findings, rules)
    handling = _handling(choice, content, file, findings, rules)
    language = _language(choice, content, name, findings)
    facts = DocumentFacts(
        title=title,
        number=number,
        revision=choice.values.get("revision"),
        approval=approval,
        approved_by=choice.values.get("approved_by"),
        approved_on=choice.days.get("approved_on"),
        effective_on=choice.days.get("effective_on"),
        review_on=choice.days.get("review_on"),
        owner=choice.values.get("owner"),
        kind=kind,
        external_issue=issue,
        audience=audience,
        handling=handling,
        language=language,
        superseded=superseded,
        address=said.get("address"),
        read_from=choice.read_from,
    )
    return doubts_about(facts, choice.doubts, last_change(content))


def _findings(content: Content, file: str, name: FileName) -> list[Finding]:
    ending = file.rpartition(".")[2].lower()
    return [
        *header_tables(content),
        *margin_findings(content.margins),
        *property_findings(content.properties, ending),
        *first_lines(content),
        *name_findings(name),
    ]


def _of_the_document(
    findings: Sequence[Finding], file: str, name: FileName, rules: Rules
) -> list[Finding]:
    """Without what belongs to something else.

    What is filled into a record tells of its subject, and a customer's specification bears the
    customer's number: there the file's name and the labels of the form itself count.
    """
    kind, _ = kind_of(file, name.number, name.title, name, rules)
    if kind == "record":
        return [f for f in findings if _tells_of_record(f, name)]
    if kind == "external" and name.number:
        return [f for f in findings if f.field != "number" or f.place == "file name"]
    return list(findings)


def _tells_of_record(finding: Finding, name: FileName) -> bool:
    if finding.field == "number" and finding.place != "file name":
        own = name.number is not None and same_number(finding.words, name.number)
        return own or finding.strength <= 1
    if finding.field == "effective_on":
        return name.dated is None or finding.place == "file name"
    if finding.field == "title":
        return finding.strength == 0 or finding.place != "header table"
    return finding.field != "review_on"


_KIND_LABELS = ("kind", "document type", "doc type", "dokumentart")


def _kind(
    choice: Choice,
    file: str,
    title: str,
    name: FileName,
    said: Mapping[str, str],
    properties: Mapping[str, str],
    rules: Rules,
) -> Kind:
    named = kind_named(said.get("kind", ""))
    if named is not None:
        choice.read_from["kind"] = "register.csv"
        return named
    for label in _KIND_LABELS:
        if (named := kind_named(properties.get(label, ""))) is not None:
            choice.read_from["kind"] = "front matter"
            return named
    kind, place = kind_of(file, choice.values.get("number"), title, name, rules)
    choice.read_from["kind"] = choice.read_from["number"] if place == "number" else place
    return kind


def _external_issue(
    content: Content, name: FileName, title: str, said: Mapping[str, str]
) -> str | None:
    """The issue of a standard or a customer's document: its year or what it calls its issue."""
    if "external_issue" in said:
        return said["external_issue"]
    if name.external_issue:
        return name.external_issue
    for line in (title, *content.text.splitlines()[:_ISSUE_LINES]):
        standard = standard_in(line)
        if standard and standard[1]:
            return standard[1]
        if named := _ISSUE.search(line):
            return named[1]
    return None


def _standard(title: str) -> str | None:
    standard = standard_in(title)
    return standard[0] if standard else None


def _approval(
    choice: Choice,
    content: Content,
    file: str,
    name: FileName,
    findings: Sequence[Finding],
    rules: Rules,
) -> Approval:
    """Approved by a status or a signature; a draft mark outweighs a signature."""
    for status in in_order_of_trust(findings, "status"):
        if marks.is_draft(status.words):
            choice.read_from["approval"] = status.place
            return "draft"
        if marks.is_approved(status.words):
            choice.read_from["approval"] = status.place
            _doubt_other_draft_marks(choice, status, content, name)
            return "approved"
    ruled = any(f.place == "register.csv" for f in in_order_of_trust(findings, "status"))
    drafted = None if ruled else _draft_mark(content, file, name, rules)
    if drafted:
        choice.read_from["approval"] = drafted[1]
        if "approved_by" in choice.values:
            choice.doubts.append(
                f"“{drafted[0]}” marks a draft, yet {choice.values['approved_by']} is named as "
                "approver; it counts as a draft."
            )
        return "draft"
    for field in ("approved_by", "approved_on"):
        if field in choice.values or field in choice.days:
            choice.read_from["approval"] = choice.read_from[field]
            return "approved"
    return "unknown"


def _draft_mark(
    content: Content, file: str, name: FileName, rules: Rules
) -> tuple[str, str] | None:
    if mark := marks.draft_mark(content):
        return mark
    if marks.is_draft(status_property(content.properties)):
        return status_property(content.properties), "file properties"
    if name.draft:
        return file.rpartition("/")[2], "file name"
    folder = rules.draft_folder(file)
    return (folder, "folder") if folder else None


def _doubt_other_draft_marks(
    choice: Choice, status: Finding, content: Content, name: FileName
) -> None:
    mark = marks.draft_mark(content)
    if name.draft or mark:
        where = f"the {mark[1]}" if mark else "the file name"
        choice.doubts.append(
            f"{where[0].upper()}{where[1:]} marks a draft, the {status.place} says "
            f"“{status.words}”; it counts as approved."
        )


def _superseded(
    choice: Choice,
    content: Content,
    file: str,
    name: FileName,
    findings: Sequence[Finding],
    rules: Rules,
) -> bool:
    """Taken out of force by the register, a status, a stamp, its name or its folder."""
    for finding in in_order_of_trust(findings, "superseded"):
        choice.read_from["superseded"] = finding.place
        return finding.words.strip().casefold() in _YES
    statuses = in_order_of_trust(findings, "status")
    if statuses and statuses[0].place == "register.csv":
        choice.read_from["superseded"] = "register.csv"
        return marks.is_superseded(statuses[0].words)
    place = _superseded_place(content, file, name, [*statuses], findings, rules)
    if place:
        choice.read_from["superseded"] = place
    return place is not None


def _superseded_place(
    content: Content,
    file: str,
    name: FileName,
    statuses: Sequence[Finding],
    findings: Sequence[Finding],
    rules: Rules,
) -> str | None:
    for status in statuses:
        if marks.is_superseded(status.words):
            return status.place
    for finding in in_order_of_trust(findings, "replaced_by"):
        if not is_blank(finding.words):
            return finding.place
    if mark := marks.superseded_mark(content):
        return mark[1]
    if name.superseded:
        return "file name"
    return "folder" if rules.superseded_folder(file) else None


def _audience(
    choice: Choice, content: Content, file: str, findings: Sequence[Finding], rules: Rules
) -> str:
    """Who may see it. A restriction that no rule knows keeps everybody else out."""
    said = [f for f in findings if f.field == "audience" and f.place == "register.csv"]
    if said:
        choice.read_from["audience"] = "register.csv"
        return said[0].words.strip().casefold()
    named = [f for f in findings if f.field in ("audience", "handling")]
    words = [f.words for f in named] + [line for line in content.margins if marks.restricts(line)]
    if found := marks.first_meaning(words, rules.audience_by_words):
        choice.read_from["audience"] = next(
            (f.place for f in named if f.words == found[1]), "page header"
        )
        return found[0]
    folder = rules.audience_of_folder(file)
    if folder:
        choice.read_from["audience"] = "folder"
        return folder
    for finding in named:
        if finding.field == "audience" and marks.restricts(finding.words):
            choice.read_from["audience"] = finding.place
            choice.doubts.append(
                f"The distribution “{finding.words}” fits no rule: nobody sees the document "
                "until a rule or register.csv names its audience."
            )
            return finding.words.strip().casefold()
    return EVERYONE


def _handling(
    choice: Choice, content: Content, file: str, findings: Sequence[Finding], rules: Rules
) -> Handling:
    for finding in findings:
        if finding.field == "handling" and finding.place == "register.csv":
            choice.read_from["handling"] = "register.csv"
            return _handling_named(finding.words)
    named = [f for f in findings if f.field in ("handling", "audience")]
    words = [f.words for f in named] + list(content.margins) + marks.opening_lines(content)
    if found := marks.first_meaning(words, dict(rules.handling_by_words)):
        choice.read_from["handling"] = next(
            (f.place for f in named if f.words == found[1]),
            "page header" if found[1] in content.margins else "text",
        )
        return cast(Handling, found[0])
    folder = rules.handling_of_folder(file)
    if folder:
        choice.read_from["handling"] = "folder"
    return folder or "quote"


def _handling_named(words: str) -> Handling:
    plain = words.strip().casefold()
    return "never in Slack" if plain == "never in slack" else cast(Handling, plain)


def _language(choice: Choice, content: Content, name: FileName, findings: Sequence[Finding]) -> str:
    for finding in in_order_of_trust(findings, "language"):
        if code := language_named(finding.words):
            choice.read_from["language"] = finding.place
            return code
    if code := language_of(content.text):
        choice.read_from["language"] = "text"
        if name.language and name.language != code:
            choice.doubts.append(
                f"The file name says language {name.language}, the text reads as {code}; "
                f"{code} was taken."
            )
        return code
    if name.language:
        choice.read_from["language"] = "file name"
    return name.language or "en"
