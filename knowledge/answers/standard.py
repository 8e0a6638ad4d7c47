"""What the standard says to a question: clauses, and a card about the one that is meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sqlalchemy.orm import Session

from knowledge.answers import standard_wording as wording
from knowledge.clauses.finding import ClauseIndex, FoundClauses
from knowledge.clauses.question import StandardQuestion
from knowledge.clauses.tags import Serving, documents_serving
from knowledge.clauses.terms import term_asked
from knowledge.search.embedding import Vectors
from knowledge.standards.companions import Glossary
from knowledge.standards.company import Standing, reason_left_out, standing
from knowledge.standards.confirming import Confirmed, certainty_line, confirmed
from knowledge.standards.loading import Packs
from knowledge.standards.schema import Clause, Origin, Pack, ancestors, within
from knowledge.storage.tables import DocumentIssue

Kind = Literal["clause", "documented", "changes", "meaning"]

RELATED = 3
"""How many clauses are listed beside an answer from the documents."""
OURS = 6
_TELLING: frozenset[str] = frozenset({"moved", "extended", "new", "removed"})


@dataclass(frozen=True)
class ClauseName:
    """A clause as it is listed."""

    edition: str
    number: str
    title: str


@dataclass(frozen=True)
class InWriting:
    """Something the standard wants in writing, and which of our documents are that."""

    number: str
    text: str
    function: str
    verb: str
    explicit: bool
    ours: tuple[str, ...] = ()


@dataclass(frozen=True)
class OurDocument:
    """A document in force that serves the clause; shown only to those who may see its issue."""

    issue_id: int
    number: str | None
    title: str
    revision: str | None
    kind: str
    section: str | None
    file: str
    address: str | None
    clause: str
    confidence: float
    basis: str


@dataclass(frozen=True)
class Change:
    """What became of a clause of the edition before."""

    number: str
    title: str
    come_from: str
    change: str
    text: str


@dataclass(frozen=True)
class StandardAnswer:
    """A card about clauses: all a view needs, in our own words.

    `clauses` are best first, the rest is about the first of them. `serving` are the issues of all
    documents that serve it, of which `our_documents` are the first; `by_number`: the question named
    the clause by its number. `notice` joins what a reader must not miss: another number than the
    one named, not applicable, how sure the entry is.
    """

    kind: Kind
    standard: str
    edition: str
    clauses: tuple[ClauseName, ...]
    about: str
    asks: tuple[str, ...] = ()
    items: tuple[Mapping[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    documented: tuple[InWriting, ...] = ()
    our_documents: tuple[OurDocument, ...] = ()
    gaps: tuple[str, ...] = ()
    serving: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    why: str = ""
    not_applicable: str = ""
    certainty: str = ""
    other_editions: tuple[ClauseName, ...] = ()
    label: str | None = None
    by_number: bool = False

    @property
    def notice(self) -> str:
        told = (self.why, self.not_applicable, wording.sentence(self.certainty))
        return " ".join(part for part in told if part)

    def plain(self) -> dict[str, Any]:
        """As it is stored with the answer and given to other programs."""
        return {name: _listed(value) for name, value in asdict(self).items()} | {
            "notice": self.notice
        }


@dataclass(frozen=True)
class StandardPart:
    """What the standard adds to a reply: clauses, perhaps a card, and what else to know."""

    clauses: tuple[ClauseName, ...] = ()
    answer: StandardAnswer | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandardDesk:
    """What the standard's side of an answer is made from. `issues`: those in force that the
    asker may see; `in_force`: all of them, so that what somebody may not see is not called missing.
    None: nobody is told of gaps."""

    session: Session
    index: ClauseIndex
    glossary: Glossary
    issues: Callable[[], Mapping[int, DocumentIssue]]
    edition: str | None = None
    in_force: Callable[[], Mapping[int, DocumentIssue]] | None = None
    _stated: list[Standing] = field(default_factory=list)

    @property
    def packs(self) -> Packs:
        return self.index.packs

    @property
    def stated(self) -> Standing:
        """What the company says of its certification; read once."""
        if not self._stated:
            self._stated.append(standing(self.session))
        return self._stated[0]

    def confirmed(self, edition: str) -> Confirmed | None:
        return confirmed(self.session, self.packs, edition)


def is_beside_the_point(card: Mapping[str, Any], citations: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a quotation has nothing to do with the card above it: our section 8.4 is found by
    the number of a clause, a list of revisions by the year of an edition."""
    if card.get("kind") == "changes":
        return True
    if not card.get("by_number") or not citations:
        return False
    return citations[0].get("issue_id") not in card.get("serving", ())


def standard_part(
    desk: StandardDesk, asked: StandardQuestion, vector: Vectors | None
) -> StandardPart:
    """The clauses a question means, and a card if it asks what the standard says.

    Raises NotFound for an edition without a pack.
    """
    if asked.about_another:
        told = wording.another_standard(asked.others, desk.packs) if not asked.own else ""
        return StandardPart(notices=(told,) if told else ())
    if asked.wish == "changes":
        return _changes(desk, asked, vector)
    pack = desk.packs.edition(desk.edition or asked.edition or desk.stated.edition)
    meaning = _meaning(desk, asked, pack)
    if meaning is not None:
        return meaning
    found = desk.index.find(pack.edition, asked, vector=vector)
    names = _names(pack, [one.clause for one in found.clauses])
    if not asked.asks or not found.clauses:
        return StandardPart(names[:RELATED])
    return StandardPart(names, _card(desk, asked, pack, found))


def _card(
    desk: StandardDesk, asked: StandardQuestion, pack: Pack, found: FoundClauses
) -> StandardAnswer:
    """The card of the first clause."""
    clause, label = found.clauses[0].clause, found.clauses[0].label
    serving = documents_serving(
        desk.session, desk.packs, pack.edition, clause.number, issues=desk.issues()
    )
    documented = _documented(pack, clause, serving)
    reason = reason_left_out(desk.stated, desk.packs, pack.edition, clause.number)
    verdict = wording.in_writing(documented, pack) if asked.wish == "documented" else ""
    return StandardAnswer(
        kind="documented" if verdict else "clause",
        standard=pack.pack.standard,
        edition=pack.edition,
        clauses=_names(pack, [one.clause for one in found.clauses]),
        about=" ".join(part for part in (verdict, clause.about) if part),
        asks=clause.asks,
        items=tuple({"label": one.label, "topic": one.topic} for one in clause.items),
        evidence=clause.evidence,
        findings=clause.findings,
        documented=documented,
        our_documents=tuple(_ours(one) for one in serving[:OURS]),
        gaps=() if reason else _gaps(desk, pack, clause),
        serving=tuple(one.issue_id for one in serving),
        why=_why(asked, found),
        not_applicable=wording.not_applicable(clause.number, reason) if reason else "",
        certainty=certainty_line(clause, pack.edition, desk.confirmed(pack.edition)),
        other_editions=_elsewhere(desk.packs, pack, clause),
        label=label if any(item.label == label for item in clause.items) else None,
        by_number=bool(asked.numbers),
    )


def _why(asked: StandardQuestion, found: FoundClauses) -> str:
    if asked.earlier_edition:
        return f"{wording.long_replaced(asked.earlier_edition, found.edition)} {found.why}".strip()
    return found.why


def _names(pack: Pack, clauses: Sequence[Clause]) -> tuple[ClauseName, ...]:
    return tuple(ClauseName(pack.edition, one.number, one.title) for one in clauses)


def _documented(pack: Pack, clause: Clause, serving: Sequence[Serving]) -> tuple[InWriting, ...]:
    """What is wanted in writing here and below, each with our documents that are of the kind."""
    return tuple(
        InWriting(
            below.number,
            one.what,
            one.function,
            one.verb,
            one.explicit,
            tuple(
                wording.named(mine.number, mine.title)
                for mine in serving
                if _is_for(mine, below.number) and mine.kind in wording.KINDS[one.function]
            )[:3],
        )
        for below in pack.below(clause.number)
        for one in below.documented
    )


def _gaps(desk: StandardDesk, pack: Pack, clause: Clause) -> tuple[str, ...]:
    """What is wanted in writing and is nowhere among the documents in force."""
    if desk.in_force is None:
        return ()
    serving = documents_serving(
        desk.session, desk.packs, pack.edition, clause.number, issues=desk.in_force()
    )
    return wording.gaps(_documented(pack, clause, serving))


def _is_for(serving: Serving, number: str) -> bool:
    return within(serving.clause, number) or serving.clause in ancestors(number)


def _ours(serving: Serving) -> OurDocument:
    return OurDocument(
        serving.issue_id,
        serving.number,
        serving.title,
        serving.revision,
        serving.kind,
        serving.section,
        serving.file,
        serving.address,
        serving.clause,
        serving.confidence,
        serving.basis,
    )


def _elsewhere(packs: Packs, pack: Pack, clause: Clause) -> tuple[ClauseName, ...]:
    """Where the clause stands in the editions before and after."""
    found: list[ClauseName] = []
    earlier, later = packs.earlier(pack), packs.later(pack)
    if earlier is not None:
        came = [earlier.get(origin.number) for origin in clause.maps_from]
        found += _names(earlier, [one for one in came if one is not None])
    if later is not None:
        found += _names(later, [one for one, _ in later.successors(clause.number)])
    return tuple(found)


def _meaning(desk: StandardDesk, asked: StandardQuestion, pack: Pack) -> StandardPart | None:
    """The glossary's entry, where the meaning of a word is asked."""
    term = None if asked.numbers else term_asked(desk.glossary, asked.term)
    if term is None:
        return None
    clauses = [one for one in (pack.get(number) for number in term.clauses) if one is not None]
    names = _names(pack, clauses)
    certainty = certainty_line(None, pack.edition, desk.confirmed(pack.edition))
    about = f"{wording.sentence(term.term)[:-1]}: {term.meaning}"
    card = StandardAnswer(
        "meaning", pack.pack.standard, pack.edition, names, about, certainty=certainty
    )
    return StandardPart(names, card)


def _changes(desk: StandardDesk, asked: StandardQuestion, vector: Vectors | None) -> StandardPart:
    """What an edition changed: at the clauses that are meant, else over all."""
    pack = _newer(desk.packs, desk.edition or asked.edition or desk.stated.edition)
    found = desk.index.find(pack.edition, asked, vector=vector)
    meant = [one.clause for one in found.clauses] if asked.numbers or asked.subject else []
    names = _names(pack, meant)
    changes = tuple(_changed(pack, meant[0]) if meant else _changed_overall(pack))
    earlier = desk.packs.earlier(pack)
    card = StandardAnswer(
        "changes",
        pack.pack.standard,
        pack.edition,
        names,
        wording.changed(changes, pack, earlier, meant[0].number if meant else None),
        changes=changes,
        why=found.why if meant else "",
        certainty=certainty_line(
            meant[0] if meant else None, pack.edition, desk.confirmed(pack.edition)
        ),
    )
    return StandardPart(names, card)


def _newer(packs: Packs, edition: str) -> Pack:
    """The edition that changed something: the one named, or the one after it."""
    pack = packs.edition(edition)
    if packs.earlier(pack) is None:
        return packs.later(pack) or pack
    return pack


def _changed(pack: Pack, clause: Clause) -> list[Change]:
    below = pack.below(clause.number)
    return [_change(one, origin) for one in below for origin in one.maps_from]


def _changed_overall(pack: Pack) -> list[Change]:
    """What is new, moved or asks for more; chapters only where nothing below them says it."""
    return [
        _change(clause, origin)
        for clause in pack.clauses
        for origin in clause.maps_from
        if origin.change in _TELLING and not _said_below(pack, clause)
    ]


def _said_below(pack: Pack, clause: Clause) -> bool:
    return any(
        one is not clause and origin.change in _TELLING
        for one in pack.below(clause.number)
        for origin in one.maps_from
    )


def _change(clause: Clause, origin: Origin) -> Change:
    return Change(clause.number, clause.title, origin.number, origin.change, origin.note)


def _listed(value: Any) -> Any:
    """Tuples as lists: as JSON has it."""
    if isinstance(value, dict):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
