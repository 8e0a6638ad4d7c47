"""Judge an answer: the parts it was asked for, practice findings, advice, a deviation, conduct."""

from __future__ import annotations

from dataclasses import replace

from knowledge.grading import Grade, Grader
from knowledge.interviews.advice import advice
from knowledge.interviews.conduct import REASONS, Conduct, conduct_in
from knowledge.interviews.deviations import deviation_in
from knowledge.interviews.findings import findings
from knowledge.interviews.heard import Heard, without_disclosed
from knowledge.interviews.judgement import (
    RECITED,
    ConductSign,
    Deviation,
    Facts,
    Judge,
    Judgement,
    PartScore,
)
from knowledge.interviews.part_words import EMPTY_TALK, WORKS_AROUND
from knowledge.interviews.parts import nothing, scores
from knowledge.interviews.questions import Question
from knowledge.interviews.said import Said, said
from knowledge.sentences import count_words

_EMPTY = "There is no answer yet."
_NONSENSE = "These are not words that can be judged. Say it in your own words, however simple."
_TO_THE_GRADER = (
    "This speaks to whoever judges instead of answering. What you say of your work is what counts."
)
_COPIED = "This repeats the question. Say what you do."
_KEYWORDS = "These are single words. A short sentence says what goes with what."
_ASKED_AGAIN = "Not answered yet. Asking what is meant is always fine."
_SOMETHING_ELSE = "This does not answer yet what was asked."
_EMPTY_TALK = (
    "That could be said anywhere. Say what you do here: which step, which form, which limit."
)
_CUT = "The answer is very long. Its first part was judged."
_ASIDE = "Sentences that speak to whoever judges were left out."
_A_SHORT_ANSWER = 20  # words; who asks again and goes on longer has answered as well
_A_SHORT_SENTENCE = 8  # words
_REFUSED = {"copied question": _COPIED, "keywords": _KEYWORDS, "empty": _EMPTY}


def judged(question: Question, answer_text: str, facts: Facts, grader: Grader) -> Judgement:
    """Judge what was typed, whatever it holds; nothing in it is ever followed."""
    answer = said(answer_text)
    grader = grader.knowing(facts.roles) if facts.roles else grader
    facts = _answering(question, facts, grader)
    if reason := _nothing_to_judge(answer, facts):
        return _without_points(question, facts, reason, answer)
    conduct = _conduct(answer)
    if _only_asks_again(answer, conduct):
        return _without_points(question, facts, _ASKED_AGAIN, answer, conduct)
    if _only_empty_talk(answer, facts, conduct):
        vague = Conduct(PartScore(1, REASONS["stayed vague"]))
        return _without_points(question, facts, _EMPTY_TALK, answer, vague)
    grade = _graded(question, _without_empty_talk(answer.text), conduct, grader)
    manners = {note.manner for note in grade.notes} if grade is not None else set()
    refused = next((words for manner, words in _REFUSED.items() if manner in manners), None)
    if refused is not None and not facts.named and not facts.files:
        return _without_points(question, facts, refused, answer)
    return _judgement(Heard(question, answer.text, facts, conduct, grade), answer)


def judge_with(grader: Grader) -> Judge:
    """The judge that an interview is handed."""
    return lambda question, answer_text, facts: judged(question, answer_text, facts, grader)


def _judgement(heard: Heard, answer: Said) -> Judgement:
    deviation = deviation_in(heard.question, heard.text, heard.facts)
    heard = _fairly(heard, deviation)
    parts = scores(heard)
    return Judgement(
        parts,
        findings(heard, parts),
        advice(heard, parts),
        deviation,
        heard.conduct.signs,
        heard.facts.named,
        _notes(answer, heard.grade),
    )


def _answering(question: Question, facts: Facts, grader: Grader) -> Facts:
    """A sentence that was found is put into nobody's mouth unless it would itself get a point."""
    passage = facts.passage
    if passage is None or not passage.says:
        return facts
    grade = grader.grade(question.text, question.key_points, passage.says)
    if any(point.met in ("yes", "partly") for point in grade.points):
        return facts
    return replace(facts, passage=replace(passage, says=""))


def _fairly(heard: Heard, deviation: Deviation | None) -> Heard:
    """Telling of a deviation is open, in whatever words; speaking of another thing is no answer."""
    conduct = heard.conduct
    if deviation is not None and conduct.score.score > 0 and not conduct.shows("disclosed"):
        told = ConductSign("disclosed", deviation.quote)
        return replace(
            heard, conduct=Conduct(PartScore(2, REASONS["disclosed"]), (told, *conduct.signs))
        )
    opinion = heard.question.kind == "closing"
    off = not (heard.relevant or opinion or heard.facts.named or conduct.signs)
    if off and not WORKS_AROUND.search(heard.text):
        return replace(heard, conduct=Conduct(PartScore(1, _SOMETHING_ELSE)))
    return heard


def _nothing_to_judge(answer: Said, facts: Facts) -> str:
    if answer.empty:
        if facts.files:
            return ""
        return _TO_THE_GRADER if answer.aside else _EMPTY
    return _NONSENSE if answer.nonsense and not facts.files else ""


def _only_asks_again(answer: Said, conduct: Conduct) -> bool:
    return conduct.shows("asked again") and count_words(answer.text) <= _A_SHORT_ANSWER


def _only_empty_talk(answer: Said, facts: Facts, conduct: Conduct) -> bool:
    """Whether next to nothing is said that tells this workplace from any other."""
    if facts.named or facts.files or conduct.signs or not EMPTY_TALK.search(answer.text):
        return False
    return count_words(_without_empty_talk(answer.text)) < _A_SHORT_SENTENCE


def _without_empty_talk(text: str) -> str:
    return EMPTY_TALK.sub(" ", text)


def _without_points(
    question: Question,
    facts: Facts,
    reason: str,
    answer: Said,
    conduct: Conduct | None = None,
) -> Judgement:
    """No points and no findings: where nothing was said there is no evidence either."""
    shown = conduct or Conduct(PartScore(0, reason))
    given = advice(Heard(question, "", facts, shown, None), {})
    parts = nothing(question, reason)
    if "conduct" in parts:
        parts["conduct"] = shown.score
    return Judgement(
        parts,
        advice=replace(given, good=(), missing=(reason,)),
        conduct=shown.signs,
        notes=(reason, *_notes(answer)),
    )  # fmt: skip


def _conduct(answer: Said) -> Conduct:
    found = conduct_in(answer.text)
    if answer.aside and found.score.score == 2:
        return Conduct(PartScore(1, _ASIDE), found.signs)
    return found


def _graded(question: Question, text: str, conduct: Conduct, grader: Grader) -> Grade | None:
    """None where the question has no key points, as in an opening.

    What somebody tells openly went wrong contradicts nothing: they say that it did.
    """
    if not any(point.strip() for point in question.key_points):
        return None
    grade = grader.grade(question.text, question.key_points, text)
    told = conduct.shows("disclosed") and any(one.met == "contradicted" for one in grade.points)
    if not told:
        return grade
    kept = without_disclosed(text, conduct)
    return grader.grade(question.text, question.key_points, kept) if kept else _held_open(grade)


def _held_open(grade: Grade) -> Grade:
    """The same without contradictions: those points are not said yet."""
    points = [
        replace(point, met="no", reason="Not said.", evidence=None)
        if point.met == "contradicted"
        else point
        for point in grade.points
    ]
    return replace(grade, points=tuple(points))


def _notes(answer: Said, grade: Grade | None = None) -> tuple[str, ...]:
    recited = grade is not None and any(note.manner == "recited" for note in grade.notes)
    found = [
        (_ASIDE, answer.aside and not answer.empty),
        (_CUT, answer.cut),
        (RECITED, recited),
    ]
    return tuple(words for words, applies in found if applies)
