"""What a person names in an answer, looked up in register, documents and records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from knowledge import people, training
from knowledge.access import Viewer
from knowledge.documents import normal_number
from knowledge.errors import NotFound
from knowledge.grading.details import details
from knowledge.interviews.bearing import bearing
from knowledge.interviews.clause_documents import on_clauses
from knowledge.interviews.found_passages import Found
from knowledge.interviews.held import (
    Held,
    HeldDocument,
    HeldIssue,
    HeldRecord,
    held_for,
    with_mentions,
)
from knowledge.interviews.judgement import Facts, KeyPassage, Named, NamedKind, Standing
from knowledge.interviews.key_passage import key_passage
from knowledge.interviews.limits_named import limits_in
from knowledge.interviews.names_said import roles_by_name, spoken_names
from knowledge.interviews.questions import Question
from knowledge.interviews.said import said
from knowledge.search.library import Scope
from knowledge.storage.record_tables import Person

_NUMBER = re.compile(
    r"\b(?P<word>form|procedure|instruction|formblatt|formular)\s(?:no\.?\s|nr\.?\s)?(?P<plain>\d{1,4})\b|"
    r"\b(?P<code>[A-Za-z]{1,6}[-‑–]?\d[\w.‑–-]*|[A-Z]{1,6} \d[\w.‑–-]*)(?P<sub> F\d{1,2}\b)?",
    re.IGNORECASE,
)
_REVISION = re.compile(
    r"\b(?:revision|rev|issue|version|ver|ausgabe|v)\b\.?\s?"
    r"(?!was|is|are|and|the|of|in|on|to|it|i\b|control|date|number)([A-Z]{1,2}|\d{1,3}(?:\.\d+)*)\b",
    re.IGNORECASE,
)
_NEAR = 40  # characters between a document's number and its revision
_STATUS_WORDS = {
    "superseded": "was superseded",
    "withdrawn": "was withdrawn",
    "draft": "is a draft",
    "future": "is not in force yet",
}


def look_up(
    session: Session,
    question: Question,
    text: str,
    *,
    person_id: int,
    today: date,
    viewer: Viewer | None = None,
    files: Sequence[str] = (),
    found: Found | None = None,
) -> Facts:
    """Everything that judging an answer needs from rows.

    `text` is what was typed; `viewer` None is everyone. `found` is what a search brought for a
    question that has no passage: it is quoted, and decides nothing. Raises NotFound for nobody's
    id.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("You are not in the people register. Tell quality, then start again.")
    viewer = viewer or Viewer()
    held = held_for(session, person, viewer=viewer, today=today)
    unknown = [number for number in numbers_in(text, held) if not held.knows(number)]
    held = with_mentions(session, held, unknown, viewer=viewer, today=today)
    found = found or Found()
    passage = key_passage(session, question, viewer=viewer, today=today, found=found)
    lead = people.lead_of(session, person, today)
    named = named_in(text, held, passage if passage and passage.given else None, question)
    told = bearing(session, question, named, held, found, person=person, viewer=viewer, today=today)
    return Facts(
        told.named,
        passage,
        tuple(files),
        tuple(_overdue(session, person, today)),
        lead.name if lead is not None else None,
        _place(session, person),
        _on_clause(session, question, viewer, today),
        told.instead,
        roles_by_name(question, held.people, lead.name if lead is not None else None),
        person.job_title or "",
    )


def _on_clause(
    session: Session, question: Question, viewer: Viewer, today: date
) -> tuple[str, ...]:
    if question.source != "record":
        return ()
    found = on_clauses(session, question, viewer=viewer, scope=Scope(today, in_slack=True))
    return tuple(one.number for one in found.values() if one.number)


def numbers_in(text: str, held: Held) -> list[str]:
    """What looks like the number of a document, form or record, as it was typed."""
    return [_number(match, held) for match in _numbers(said(text).text, held)]


def _numbers(text: str, held: Held) -> list[re.Match[str]]:
    """Two words are a number in capitals, or where there is one like it: "26 to 90" names none."""

    def is_one(match: re.Match[str]) -> bool:
        letters, _, digits = (match["code"] or "").partition(" ")
        return not digits or letters.isupper() or held.knows(match["code"])

    return [match for match in _NUMBER.finditer(text) if is_one(match)]


def named_in(
    text: str, held: Held, passage: KeyPassage | None, question: Question
) -> Iterator[Named]:
    """What the answer names, each once, in its order."""
    answer = said(text)
    seen: set[tuple[str, str]] = set()
    found = [
        *_numbered(answer.text, held, passage, question),
        *_linked(answer.links, held, question),
        *_roles(answer.text, held, passage),
        *limits_in(answer.text, question, passage),
    ]
    for named in found:
        if (named.kind, named.name) not in seen:
            seen.add((named.kind, named.name))
            yield named


def _numbered(
    text: str, held: Held, passage: KeyPassage | None, question: Question
) -> Iterator[Named]:
    matches = _numbers(text, held)
    numbers = [_number(match, held) for match in matches]
    known = [held.documents.get(normal_number(number)) for number in numbers]
    starts = [match.start() for match, one in zip(matches, known, strict=True) if one is not None]
    for match, number, document in zip(matches, numbers, known, strict=True):
        if document is None:
            yield from _no_document(number, _words(match), held, question)
            continue
        yield _document(document, _words(match), passage)
        end = min((start for start in starts if start > match.start()), default=len(text))
        if (found := _revision_near(text, match, end)) is not None:
            yield from _revision(document, *found)
    about = passage.document if passage is not None else question.about
    if not starts and about is not None:
        yield from _of_what_is_asked(text, held, about)


def _of_what_is_asked(text: str, held: Held, about: str) -> Iterator[Named]:
    """A revision that is said without a number is of the document that was asked about."""
    alone = _REVISION.search(text)
    document = held.documents.get(normal_number(about))
    if alone is None or document is None or _NUMBER.search(text[: alone.start()][-_NEAR:]):
        return
    yield from _revision(document, alone[1], alone.group())


def _words(match: re.Match[str]) -> str:
    return match.group().strip().rstrip(".-‑–")


def _revision_near(text: str, match: re.Match[str], end: int) -> tuple[str, str] | None:
    """The revision said of a document, and the words from the number to it."""
    after = _REVISION.search(text[match.end() : min(end, match.end() + _NEAR)])
    if after is not None:
        return after[1], text[match.start() : match.end() + after.end()]
    before = re.search(
        _REVISION.pattern + r" (?:of|von) (?:the )?$", text[: match.start()], re.IGNORECASE
    )
    return None if before is None else (before[1], before.group() + _words(match))


def _number(match: re.Match[str], held: Held) -> str:
    """The number that is meant: "form 7" is F7, and "IA-2025-02 F1" may be one."""
    if match["plain"]:
        letters = {"form": "F", "procedure": "QP", "instruction": "WI"}
        return f"{letters.get(match['word'].lower(), 'F')}{match['plain']}"
    code = match["code"].rstrip(".-‑–")
    if match["sub"] and normal_number(code + match["sub"]) in held.records:
        return code + match["sub"]
    return code


def _document(document: HeldDocument, words: str, passage: KeyPassage | None) -> Named:
    kind: NamedKind = "form" if document.kind == "form" else "document"
    current = document.current
    at = None
    if passage is not None and normal_number(passage.document) == normal_number(document.number):
        at = passage.id
    if current is None:
        return Named(kind, document.number, *_not_in_force(document, document.issues[0], words), at)
    name = spelled(document.number, words)
    issue = f" revision {current.revision}" if current.revision else ""
    detail = f"{name}{issue}, {document.title}, is in force."
    return Named(kind, name, "right", words, detail, at)


def spelled(number: str, words: str) -> str:
    """The number with the person's hyphen where the register, which may know it from the name of a
    file alone, has none: F-007 rather than F007."""
    plain = words.strip().upper()
    hyphen = plain.isascii() and plain.replace("-", "") == number.upper() and " " not in plain
    return plain if hyphen else number


def _revision(document: HeldDocument, revision: str, words: str) -> Iterator[Named]:
    """Where the register itself doesn't know which issue is in force, no other is doubted."""
    name = f"{document.number} revision {revision.upper()}"
    issue = document.issue(revision)
    if issue is not None and issue.status == "current":
        yield Named("revision", name, "right", words, f"{name} is in force.")
    elif issue is not None:
        yield Named("revision", name, *_not_in_force(document, issue, words))
    elif document.is_older(revision):
        detail = f"{name} was superseded. {_in_force(document)}"
        yield Named("revision", name, "superseded", words, detail)
    elif document.current is None or document.current.revision is not None:
        detail = f"The register has no {name}. {_in_force(document)}"
        yield Named("revision", name, "does not exist", words, detail)


def _not_in_force(
    document: HeldDocument, issue: HeldIssue, words: str
) -> tuple[Standing, str, str]:
    """Standing, words and detail of an issue that nobody should work to today."""
    name = f"{document.number} revision {issue.revision}" if issue.revision else document.number
    gone = issue.status in ("superseded", "withdrawn")
    detail = f"{name} {_STATUS_WORDS[issue.status]}. {_in_force(document)}".strip()
    return "superseded" if gone else "contradicts", words, detail


def _in_force(document: HeldDocument) -> str:
    current = document.current
    if current is None:
        return "No issue of it is in force."
    since = f" since {current.effective_on:%d %B %Y}".replace(" 0", " ") if (
        current.effective_on
    ) else ""  # fmt: skip
    return f"Revision {current.revision} is in force{since}."


def _no_document(number: str, words: str, held: Held, question: Question) -> Iterator[Named]:
    """A record, something that nobody has, or no name of ours at all."""
    record = held.records.get(normal_number(number))
    if record is not None:
        yield _record(record, words, question)
        return
    mention = held.mentions.get(normal_number(number))
    if mention is not None:
        kind_of: NamedKind = "form" if mention.is_form else "document"
        yield Named(kind_of, number.upper(), "right", words, mention.detail, mention.passage_id)
        return
    letters = re.split(r"[\d\s‑–-]", number.upper())[0]
    kind = held.is_document_prefix(letters)
    if held.is_record_shape(number):
        detail = f"{number.upper()} is not in the records that you can see."
        yield Named("record", number.upper(), "does not exist", words, detail)
    elif kind is not None and len(re.findall(r"\d+", number)) == 1:
        detail = f"{number.upper()} is not in the register that you can see."
        yield Named(
            "form" if kind == "form" else "document",
            number.upper(),
            "does not exist",
            words,
            detail,
        )
    elif len(re.findall(r"\d", number)) >= 4 and "-" in number:
        detail = f"{number.upper()} can't be checked here."
        yield Named("record", number.upper(), "unchecked", words, detail)


def _record(record: HeldRecord, words: str, question: Question) -> Named:
    """A record that is held counts as verified where it is of the kind that was asked for."""
    if record.suits(question.clause) or normal_number(question.about or "") == (
        normal_number(record.number)
    ):
        return Named("record", record.number, "verified", words, record.what)
    detail = f"{record.what} It is not the record that was asked for."
    return Named("record", record.number, "right", words, detail)


def _linked(links: Iterable[str], held: Held, question: Question) -> Iterator[Named]:
    """Links, against the addresses of the register."""
    addresses = {
        _bare(issue.address): (document, issue)
        for document in held.documents.values()
        for issue in document.issues
        if issue.address
    }
    filed = {_bare(one.address): one for one in held.records.values() if one.address}
    for link in links:
        if _bare(link) in filed:
            yield _record(filed[_bare(link)], link, question)
            continue
        if _bare(link) not in addresses:
            yield Named("record", link, "unchecked", link, "The link can't be checked here.")
            continue
        document, issue = addresses[_bare(link)]
        if issue.status == "current":
            detail = f"The link leads to {document.number}, {document.title}, which is in force."
            yield Named("document", document.number, "verified", link, detail)
        else:
            yield Named("document", document.number, *_not_in_force(document, issue, link))


def _bare(address: str) -> str:
    return (
        re.sub(r"^https?://|[?#].*$", "", address.strip(), flags=re.IGNORECASE).rstrip("/").lower()
    )


def _roles(text: str, held: Held, passage: KeyPassage | None) -> Iterator[Named]:
    """Roles that the passage names, and people of the register; others are not doubted."""
    known = spoken_names(held.people)
    roles = {said.lower(): held.people[name] for said, name in known.items()}
    wanted = details(passage.text, roles) if passage is not None else []
    for given in details(text, roles):
        if given.kind != "role" or not given.decides:
            continue
        by_name = next(
            (name for said, name in known.items() if said.lower() == given.words.lower()), None
        )
        if passage is not None and any(given.same_as(one) for one in wanted if one.kind == "role"):
            detail = f"{passage.document} names this role."
            yield Named("role", by_name or given.words, "right", given.words, detail, passage.id)
        elif by_name is not None:
            yield Named(
                "person", by_name, "right", given.words, f"{by_name}: {held.people[by_name]}."
            )


def _overdue(session: Session, person: Person, today: date) -> Iterator[str]:
    for item in training.open_items(session, today=today, person=person):
        if item.state in ("overdue", "expired"):
            what = "has run out" if item.state == "expired" else "is overdue"
            yield f"{item.id} {item.title} {what}."


def _place(session: Session, person: Person) -> str | None:
    team = people.team_of(session, person)
    return (team.name or team.code) if team is not None else None
