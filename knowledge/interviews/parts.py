"""The points for each of the six parts, 0 to 2, with the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from knowledge.grading.figures import figures
from knowledge.interviews import part_words as words
from knowledge.interviews.heard import OWN_WORK, SPECIFIC, Heard, in_force
from knowledge.interviews.judgement import Named, PartScore
from knowledge.interviews.known_places import (
    KNOWN_PLACE,
    known_place,
    looked_up_in,
    where_it_stands,
)
from knowledge.interviews.questions import Part, Question
from knowledge.interviews.record_part import record
from knowledge.sentences import count_words

A_FEW = 12
"""Words of an answer that holds a step and hardly anything else."""
NOT_SAID = "What was asked is not said yet."


def scores(heard: Heard) -> dict[Part, PartScore]:
    """The parts that the question asks for; a breach of conduct counts whether asked for or not."""
    wanted = list(heard.question.parts)
    if heard.conduct.score.score == 0 and "conduct" not in wanted:
        wanted.append("conduct")
    return {part: _RULES[part](heard) for part in wanted}


def nothing(question: Question, reason: str) -> dict[Part, PartScore]:
    """No points for any part, for an answer that holds nothing to judge."""
    return {part: PartScore(0, reason) for part in question.parts}


def _what_i_do(heard: Heard) -> PartScore:
    if heard.question.kind == "opening":
        return _own_work(heard)
    if heard.question.id.startswith("trail:person"):
        return _somebody_away(heard)
    by_key = _by_key(heard, "what_i_do") if heard.strict else _by_relevance(heard)
    if by_key.score == 2 or heard.contradictions():
        return by_key
    looked_up = where_it_stands(heard)
    if heard.question.source == "record" and looked_up.score == 2:
        looked_up = PartScore(1, "Looking it up is fine. This one is yours: say how it stands.")
    return looked_up if looked_up.score > by_key.score else by_key


def _own_work(heard: Heard) -> PartScore:
    """Somebody who says what they do has said enough to begin with; no document is wanted."""
    of_work = words.WORKPLACE.search(heard.text)
    if not heard.relevant and not heard.takes_up and not of_work:
        return PartScore(0, "It does not say what you do here.")
    if heard.conduct.shows("said too much", "stayed vague"):
        return PartScore(1, "Say in two or three sentences what you do yourself.")
    if heard.own_words >= OWN_WORK and words.OWN_WORK.search(heard.text):
        return PartScore(2, "You say in your own words what you do.")
    return PartScore(1, "You say something of it. Say what you do yourself, and who gets it next.")


def _somebody_away(heard: Heard) -> PartScore:
    """Who stands in, by name or by role, or where that can be seen."""
    others = [one for one in heard.named("person", "role") if one.name != heard.question.about]
    if others or words.STANDS_IN.search(heard.text):
        return PartScore(2, "You say what happens then.")
    looked_up = where_it_stands(heard)
    return looked_up if looked_up.score else PartScore(0, "Who stands in then is not said yet.")


def _by_key(heard: Heard, part: Part) -> PartScore:
    """What the key points say, for the part that they are about."""
    if contradicted := heard.contradictions():
        return PartScore(0, f"That is not what the document says. {contradicted[0]}")
    if heard.grade is None or heard.keyed != part:
        return _by_relevance(heard)
    missing = [point.point for point in heard.grade.points if point.met in ("no", "partly")]
    if heard.grade.verdict == "met":
        return PartScore(2, "That is what the document says.")
    if heard.grade.verdict == "partly":
        return PartScore(1, f"Part of it. Not yet said: {_short(missing)}")
    return PartScore(0, f"Not said: {_short(missing)}")


def _by_relevance(heard: Heard) -> PartScore:
    supposed = heard.question.kind == "what if" and _is_a_step(heard.text)
    if not heard.relevant and not supposed:
        return PartScore(0, NOT_SAID)
    said = heard.grade is None or any(
        point.met in ("yes", "partly") for point in heard.grade.points
    )
    if said and heard.own_words >= SPECIFIC:
        return PartScore(2, "You say in your own words what you do.")
    return PartScore(1, "You say something of it. Say each step: what you do, with what, and then?")


def _governing_document(heard: Heard) -> PartScore:
    if heard.question.source == "trail":
        return _opened(heard)
    found = heard.governing()
    issue = _issue_of(heard)
    if found and issue is not None and issue.standing != "right":
        return PartScore(1, f"{found[0].name} is right. {issue.detail}")
    if found or heard.names_title:
        return _right_document(heard, found, issue)
    return _other_document(heard) or looked_up_in(heard)


def _opened(heard: Heard) -> PartScore:
    """The document was named before: now it is where it is opened, and how its issue is seen."""
    issue = _issue_of(heard)
    if issue is not None and issue.standing != "right":
        return PartScore(1, issue.detail)
    if issue is not None or words.ISSUE_KNOWN.search(heard.text):
        return PartScore(2, "You say where you open it and how you see its issue.")
    if words.PLACE.search(heard.text):
        return PartScore(1, "You say where it is. Say how you see that it is the current issue.")
    return PartScore(0, "It does not say where you would open it.")


def _right_document(heard: Heard, found: list[Named], issue: Named | None) -> PartScore:
    name = found[0].name if found else heard.passage.title  # type: ignore[union-attr]
    if heard.looks_it_up and issue is None:
        return PartScore(2, f"{KNOWN_PLACE}: {name}. That counts in full.")
    right = f"{name} is {'right' if heard.passage is not None else 'in force'}"
    if issue is not None or any(one.standing == "verified" for one in found):
        return PartScore(2, f"{right}, and so is the issue.")
    if words.ISSUE_KNOWN.search(heard.text):
        return PartScore(2, f"{right}, and you say how you know its issue.")
    return PartScore(1, f"{right}. Say how you know that it is the current issue.")


def _other_document(heard: Heard) -> PartScore | None:
    """A document that is not the one, or none that anybody has."""
    passage = heard.passage
    for one in heard.named("document", "form"):
        if in_force(one) and passage is not None:
            return PartScore(1, f"{one.name} is in force. This stands in {passage.document}.")
        if one.beside:
            return PartScore(1, _beside(one, heard.facts.instead))
        if in_force(one) and heard.facts.on_clause:
            expected = heard.facts.on_clause[0]
            return PartScore(1, f"{one.name} is in force. For this, look in {expected}.")
        if one.standing == "superseded":
            return PartScore(0, one.detail)
    unknown = [one.detail for one in heard.named("document") if not in_force(one)]
    return PartScore(0, unknown[0]) if unknown else None


def _beside(named: Named, instead: str) -> str:
    told = named.detail.rstrip(".")
    return f"{told}, but I find nothing on this question in it. Look in {instead}."


def _how_i_know(heard: Heard) -> PartScore:
    if contradicted := heard.contradictions():
        return PartScore(0, contradicted[0])
    if any(one.standing == "right" for one in heard.named("time limit")):
        return PartScore(2, "You name the limit, and it is the right one.")
    if heard.passage is not None and (known := known_place(heard)):
        return known
    if heard.strict and heard.keyed == "how_i_know":
        return _by_key(heard, "how_i_know")
    return _checked(heard)


def _checked(heard: Heard) -> PartScore:
    """A check, and what it is held against."""
    checks = words.CHECK.search(heard.text)
    criterion = words.CRITERION.search(heard.text) or figures(heard.text)
    if not heard.relevant and not (checks and criterion):
        return PartScore(0, _unknown_result(heard))
    if criterion and (checks or words.SEES.search(heard.text)):
        return PartScore(2, "You say what you check, and against what.")
    if checks:
        return PartScore(1, "You say that it is checked. Say against which limit or sample.")
    if criterion:
        return PartScore(1, "You name what it has to be. Say how you see that it is.")
    if heard.points_said > 1:
        return PartScore(1, "You say something of it. Say by which check or figure you see it.")
    return PartScore(0, _unknown_result(heard))


def _unknown_result(heard: Heard) -> str:
    if heard.question.source == "record":
        return "How you will know that it worked is not said yet."
    return "How you know that it is right is not said yet."


def _when_it_goes_wrong(heard: Heard) -> PartScore:
    around = words.WORKS_AROUND.search(heard.text)
    if around and not words.NO.search(heard.text[max(0, around.start() - 30) : around.start()]):
        return PartScore(0, "That works around it. Stop, hold, tell somebody, write it down.")
    if heard.question.kind == "closing":
        return _told_on(heard)
    by_key = PartScore(0, "")
    if heard.strict and heard.keyed == "when_it_goes_wrong":
        by_key = _by_key(heard, "when_it_goes_wrong")
        if heard.contradictions():
            return by_key
    if heard.passage is not None and (known := known_place(heard)):
        return known
    by_rule = _reaction(heard)
    if not heard.strict and heard.keyed == "when_it_goes_wrong" and heard.points_said >= 2:
        return PartScore(2, "You say what happens then.")
    return by_key if by_key.score >= by_rule.score and by_key.reason else by_rule


def _told_on(heard: Heard) -> PartScore:
    """What goes wrong, and who knows of it; that one knows of nothing is an answer too."""
    if heard.conduct.shows("did not know"):
        return PartScore(2, "You say openly that you know of none.")
    if heard.looks_it_up:
        return PartScore(0, "What goes wrong is not said yet.")
    if heard.own_words < OWN_WORK and words.NO.match(heard.text.lstrip(" -–…")):
        return PartScore(2, "You say that there is nothing of the kind.")
    others = heard.named("person", "role")
    if heard.own_words >= OWN_WORK and (others or words.KNOWN_TO.search(heard.text)):
        return PartScore(2, "You say what goes wrong, and who knows of it.")
    if heard.own_words >= OWN_WORK:
        return PartScore(1, "You say what goes wrong. Say who knows of it.")
    return PartScore(0, "What goes wrong is not said yet.")


def _reaction(heard: Heard) -> PartScore:
    """Stop or hold, tell, record: two of the three are a reaction, all the better if it's three."""
    if not heard.relevant and not _is_a_step(heard.text):
        return PartScore(0, "What happens then is not said yet.")
    steps = {
        "stop or hold": words.STOPS,
        "tell somebody": words.TELLS,
        "write it down": words.NOTES,
    }
    missing = [name for name, pattern in steps.items() if not pattern.search(heard.text)]
    if len(missing) <= 1:
        return PartScore(2, "You stop or hold it, and it does not end with you.")
    if len(missing) == 2:
        return PartScore(1, f"That is a start. Not yet said: {', '.join(missing)}.")
    return PartScore(0, "Not said: stop or hold, tell somebody, write it down.")


def _is_a_step(text: str) -> bool:
    """A few words that stop something: too short to be compared with anything."""
    return count_words(text) <= A_FEW and words.STOPS.search(text) is not None


def _conduct(heard: Heard) -> PartScore:
    return heard.conduct.score


_RULES: Mapping[Part, Callable[[Heard], PartScore]] = {
    "what_i_do": _what_i_do,
    "governing_document": _governing_document,
    "record": record,
    "how_i_know": _how_i_know,
    "when_it_goes_wrong": _when_it_goes_wrong,
    "conduct": _conduct,
}


def _issue_of(heard: Heard) -> Named | None:
    """What the person said of the issue; the worst counts."""
    found = heard.named("revision")
    return min(found, key=lambda one: one.standing == "right", default=None)


def _short(points: list[str]) -> str:
    """The first point in few words."""
    words = points[0].split() if points else []
    return " ".join(words[:14]) + (" …" if len(words) > 14 else "")
