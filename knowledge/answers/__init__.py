"""Question in, reply out: the documents' own words with their place, or an honest no."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.answers import wording
from knowledge.answers.citing import citations, distinct
from knowledge.answers.conflicts import conflicts
from knowledge.answers.decision import Judge, Outcome, Signs
from knowledge.answers.evidence import Evidence, rank, weigh
from knowledge.answers.permission import may_authorise
from knowledge.answers.question import Question, understand
from knowledge.answers.quoting import quotation
from knowledge.answers.reply import Citation, Reply
from knowledge.answers.standard import StandardDesk, StandardPart, standard_part
from knowledge.clauses.finding import ClauseIndex, shipped_index, spelt
from knowledge.clauses.question import StandardQuestion, read
from knowledge.documents import Status, normal_number, same_number, same_revision
from knowledge.errors import ModelRefused, NotFound
from knowledge.expertise import approved_for
from knowledge.feedback import Inquiry, correction_for, doubts_about, withdrawn_quotes
from knowledge.feedback.leading import leading_count
from knowledge.feedback.sources import InForce
from knowledge.language import language_of_question
from knowledge.search.embedding import Embedder, ModelIdentity, Vectors
from knowledge.search.library import Library, Scope, admits
from knowledge.search.published import withdrawn_keys
from knowledge.search.searching import Found, search
from knowledge.standards.companions import glossary
from knowledge.storage.expertise_tables import WrongReport
from knowledge.storage.tables import Answer, DocumentIssue, Passage

WEIGHED = 60
"""How many passages are weighed sentence by sentence."""


@dataclass(frozen=True)
class Desk:
    """What answering needs besides the question: how to judge, whom to name, what is spoken."""

    judge: Judge = field(default_factory=Judge)
    contact: str = "the quality team"
    languages: tuple[str, ...] = ("en",)
    clauses: ClauseIndex = field(default_factory=shipped_index)


@dataclass(frozen=True)
class Asked:
    """On whose behalf and for which day a question is answered."""

    viewer: Viewer
    scope: Scope
    now: datetime
    edition: str | None = None


@dataclass(frozen=True)
class Thought:
    """A question read and embedded, before the database is opened.

    `standard` is how the standard's side reads it, `subject` the vector of what is left when the
    words it is asked with are taken out.
    """

    question: Question
    vector: Vectors | None
    model: ModelIdentity | None
    standard: StandardQuestion
    subject: Vectors | None = None


def think(text: str, embedder: Embedder | None) -> Thought:
    """Read a question and embed it. Raises BadInput for a text that is no question."""
    question = understand(text)
    standard = read(question.text, codes=question.codes)
    if embedder is None:
        return Thought(question, None, None, standard)
    vector = embedder.embed_question(question.text)
    subject = spelt(standard.subject)
    same = not standard.asks or not subject
    return Thought(
        question,
        vector,
        embedder.identity,
        standard,
        vector if same else embedder.embed_question(subject),
    )


def reply(session: Session, library: Library, thought: Thought, asked: Asked, desk: Desk) -> Reply:
    """Answer a question; nothing is written.

    Raises NotFound for a revision that isn't there, ModelRefused if the index was made with
    another model.
    """
    if thought.model is not None and thought.model != library.model:
        raise ModelRefused(
            f"The index was made with the model {library.model}, the settings name "
            f"{thought.model}. Index again with `coach index` for each source, "
            "or set COACH_MODEL back."
        )
    question = thought.question
    spoken = language_of_question(question.text)
    if spoken is not None and spoken not in desk.languages:
        words = wording.other_language(spoken, desk.languages, desk.contact)
        return _empty(question, words, {"spoken": spoken})
    scope = _scope(session, library, question, asked)
    made = _answered(Search(session, library, thought, asked.viewer, scope), desk)
    return _with_standard(made, _standard(session, library, thought, asked, desk))


def _standard(
    session: Session, library: Library, thought: Thought, asked: Asked, desk: Desk
) -> StandardPart:
    """What the standard says, with documents in force now, whatever revision was asked for."""
    scope = replace(asked.scope, withdrawn=withdrawn_keys(session))

    def issues() -> dict[int, DocumentIssue]:
        known = library.statuses(scope.on, scope.withdrawn)
        seen = library.issues.values()
        return {one.id: one for one in seen if admits(one, known[one.id], asked.viewer, scope)}

    def in_force() -> dict[int, DocumentIssue]:
        known = library.statuses(scope.on, scope.withdrawn)
        return {one.id: one for one in library.issues.values() if known[one.id] in scope.wanted}

    everything = None if asked.viewer.is_outsider else in_force
    side = StandardDesk(session, desk.clauses, glossary(), issues, asked.edition, everything)
    return standard_part(side, thought.standard, thought.subject)


def _with_standard(made: Reply, part: StandardPart) -> Reply:
    """The reply with clauses and card; its status stays that of the documents."""
    trace = made.trace if part.answer is None else made.trace | {"standard": part.answer.plain()}
    return replace(
        made,
        clauses=part.clauses,
        standard_answer=part.answer,
        notices=(*part.notices, *made.notices),
        trace=trace,
    )


def record(session: Session, library: Library, asked: Asked, made: Reply) -> None:
    """Add an answer to the records, with all that is needed to say why."""
    session.add(
        Answer(
            id=made.answer_id,
            asked_at=asked.now,
            viewer=asked.viewer.name,
            question=made.question,
            status=made.status,
            confidence=made.confidence,
            text=made.answer,
            citations=[asdict(citation) for citation in made.citations],
            trace=made.trace
            | {
                "notices": list(made.notices),
                "conflicts": [asdict(c) for c in made.conflicts],
                "clauses": [asdict(clause) for clause in made.clauses],
            },
            generation_id=library.generation_id,
            model=str(library.model) if made.mode != "words" else "words only",
            version=version("readiness-coach"),
            seconds=made.seconds,
        )
    )


def _scope(session: Session, library: Library, question: Question, asked: Asked) -> Scope:
    """What is in force on the day, or the one revision that was asked for."""
    scope = replace(asked.scope, withdrawn=withdrawn_keys(session))
    if question.revision is None or not question.codes:
        return scope
    numbers = {normal_number(code) for code in question.codes}
    known = library.statuses(scope.on, scope.withdrawn)
    mine = [
        issue
        for issue in library.issues.values()
        if issue.number
        and normal_number(issue.number) in numbers
        and admits(issue, known[issue.id], asked.viewer, replace(scope, wanted=_ANY))
    ]
    asked_for = {issue.id for issue in mine if same_revision(issue.revision, question.revision)}
    if not mine or asked_for == {issue.id for issue in mine}:
        return scope
    if not asked_for:
        held = sorted({str(issue.revision) for issue in mine if issue.revision})
        raise NotFound(
            f"There is no revision {question.revision} of {mine[0].number} here. "
            f"There is: {', '.join(held) or 'one without a revision'}."
        )
    return replace(scope, issue_ids=frozenset(asked_for))


_ANY: frozenset[Status] = frozenset({"current", "superseded", "draft", "future"})


@dataclass(frozen=True)
class Search:
    """One question over one library for one viewer."""

    session: Session
    library: Library
    thought: Thought
    viewer: Viewer
    scope: Scope

    def weighed(self) -> tuple[Found, list[Evidence]]:
        """The best passages, weighed and ranked anew, checked once more before they are shown."""
        question = self.thought.question
        found = search(
            self.library,
            question.text,
            viewer=self.viewer,
            scope=self.scope,
            vector=self.thought.vector,
            limit=WEIGHED,
        )
        ids = [hit.passage_id for hit in found.hits]
        rows = {
            row.id: row for row in self.session.scalars(select(Passage).where(Passage.id.in_(ids)))
        }
        known = self.statuses
        kept_back = withdrawn_quotes(self.session, self.inquiry)
        hits = [
            hit
            for hit in found.hits
            if hit.passage_id in rows
            and hit.passage_id not in kept_back
            and admits(
                self.library.issues[hit.issue_id], known[hit.issue_id], self.viewer, self.scope
            )
        ]
        weighed = weigh(self.library, question, self.thought.vector, hits, rows)
        return found, rank(self.library, question, weighed)

    @property
    def statuses(self) -> dict[int, Status]:
        return self.library.statuses(self.scope.on, self.scope.withdrawn)

    @property
    def inquiry(self) -> Inquiry:
        return Inquiry(self.thought.question.text, self.thought.vector, self.thought.model)

    def corrected(self) -> tuple[str, ...]:
        """What the quality team said when it took an answer to this question back."""
        if self.scope.issue_ids is not None:
            return ()
        fault = correction_for(self.session, self.inquiry, self.viewer)
        return (wording.corrected(fault.correction, fault.document),) if fault is not None else ()

    def doubted(self, outcome: Outcome, cited: Sequence[Citation]) -> list[WrongReport]:
        """The reports that put what this reply says in doubt, the oldest first."""
        leading = [one.passage_id for one in cited[: leading_count(outcome)]]
        return doubts_about(self.session, self.inquiry, leading)

    def approved(self) -> dict[str, Any] | None:
        """What the quality team says of a question like this; of documents in force alone."""
        if self.scope.issue_ids is not None:
            return None
        known = InForce(self.library.issues, self.statuses)
        return approved_for(
            self.session, self.inquiry, viewer=self.viewer, known=known, today=self.scope.on
        )


def _answered(asked: Search, desk: Desk) -> Reply:
    found, weighed = asked.weighed()
    signs = _signs(asked, weighed)
    confidence = desk.judge.confidence(signs) if weighed else 0.0
    outcome: Outcome = desk.judge.outcome(confidence) if weighed else "not_found"
    question = asked.thought.question
    weighed, instead = _nothing_asked(asked, weighed, outcome)
    outcome = "nearest" if instead else outcome
    shown = distinct(weighed) if outcome != "not_found" else []
    cited = citations(asked.library, shown, asked.statuses)
    notices = asked.corrected()
    notices += wording.notices(cited, outcome, found.mode, desk.contact, instead=instead)
    if outcome != "answered" and not instead and asked.scope.issue_ids is None:
        notices += _only_superseded(asked, desk)
    doubted = asked.doubted(outcome, cited)
    waiting = [report.reported_at for report in doubted if report.state == "open"]
    return Reply(
        answer_id=secrets.token_hex(5),
        question=question.text,
        status=outcome,
        confidence=confidence,
        answer=_text(asked.library, shown) if outcome == "answered" else "",
        citations=cited,
        conflicts=tuple(
            conflicts(asked.library, _quotable(asked.library, shown), on=asked.scope.on)
        ),
        notices=notices,
        mode=found.mode,
        reported_at=waiting[0] if waiting else None,
        trace={
            "understood": {
                "wanted": sorted(question.wanted),
                "codes": list(question.codes),
                "revision": question.revision,
            },
            "scope": {
                "on": asked.scope.on.isoformat(),
                "compared": found.compared,
                "revision_only": asked.scope.issue_ids is not None,
            },
            "ranking": [_traced(evidence) for evidence in weighed[:10]],
            "signs": asdict(signs),
            "judge": asdict(desk.judge),
            "may_authorise": may_authorise(question.text, cited),
            "approved": asked.approved(),
            "reported": [report.id for report in doubted],
        },
    )


def _nothing_asked(
    asked: Search, weighed: list[Evidence], outcome: Outcome
) -> tuple[list[Evidence], str]:
    """What is said to a subject or a document without a question; its own passages come first."""
    question = asked.thought.question
    if question.is_bare and outcome != "not_found":
        return weighed, wording.bare(question.text)
    number = question.names_alone
    if number is None:
        return weighed, ""
    mine = [one for one in weighed if _is_numbered(asked.library, one, number)]
    others = [one for one in weighed if one not in mine]
    return [*mine, *others], wording.named_alone(number) if mine else ""


def _is_numbered(library: Library, evidence: Evidence, number: str) -> bool:
    known = library.issues[evidence.hit.issue_id].number
    return known is not None and same_number(known, number)


def _signs(asked: Search, weighed: Sequence[Evidence]) -> Signs:
    if not weighed:
        return Signs(0.0, 0.0, 0.0, False, 0.0, 0.0)
    top = weighed[0]
    best = top.strongest
    tenth = weighed[min(9, len(weighed) - 1)]
    return Signs(
        cosine=best.cosine,
        coverage=best.coverage,
        passage_coverage=top.coverage,
        fits=best.fits,
        total=top.score,
        lead=top.score - tenth.score,
        unknown_codes=_unknown_codes(asked, weighed),
        degraded=asked.thought.vector is None,
    )


def _unknown_codes(asked: Search, weighed: Sequence[Evidence]) -> int:
    """How many of the documents and codes that were named stand in nothing that was found."""
    codes = asked.thought.question.codes
    if not codes:
        return 0
    held = [
        f"{asked.library.issues[evidence.hit.issue_id].number or ''} {evidence.searched}"
        for evidence in weighed
    ]
    return sum(1 for code in codes if not any(_holds(text, code) for text in held))


def _holds(text: str, code: str) -> bool:
    return normal_number(code) in normal_number(text)


def _quotable(library: Library, shown: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in shown if library.issues[e.hit.issue_id].handling != "link only"]


def _text(library: Library, shown: Sequence[Evidence]) -> str:
    """The words that answer; of a document that may only be linked, where to look."""
    issue = library.issues[shown[0].hit.issue_id]
    if issue.handling == "link only":
        return wording.look_in(issue.number, issue.title, shown[0].passage.section)
    return quotation(shown[0]).text


def _only_superseded(asked: Search, desk: Desk) -> tuple[str, ...]:
    """Says so where a superseded issue would have answered and nothing in force does."""
    past = replace(asked, scope=replace(asked.scope, wanted=frozenset({"superseded"})))
    if not past.library.allowed(past.viewer, past.scope).any():
        return ()
    _, weighed = past.weighed()
    if not weighed:
        return ()
    if desk.judge.outcome(desk.judge.confidence(_signs(past, weighed))) != "answered":
        return ()
    issue = asked.library.issues[weighed[0].hit.issue_id]
    return (wording.only_superseded(issue.number or issue.title, issue.revision),)


def _traced(evidence: Evidence) -> dict[str, object]:
    best = evidence.strongest
    return {
        "passage": evidence.passage.id,
        "score": round(evidence.score, 3),
        "words": round(evidence.hit.words, 3),
        "passage_cosine": round(evidence.hit.passage, 3),
        "sentence_cosine": round(best.cosine, 3),
        "coverage": round(best.coverage, 3),
        "fits": best.fits,
    }


def _empty(question: Question, notice: str, trace: dict[str, Any]) -> Reply:
    made = Reply(secrets.token_hex(5), question.text, "not_found", 0.0, "", (), notices=(notice,))
    return replace(made, trace=trace)
