"""What a sentence obliges to: who does what, by when, how often, on which form, in which case.

Patterns over plain English; a sentence that fits none of them, or leans on the one before it,
yields nothing. Better no question than one that its own passage does not answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.interviews import duty_words as words
from knowledge.sentences import count_words

Shape = Literal["does", "is done", "is responsible", "if", "may not", "at least"]

SHORTEST, LONGEST = 5, 42
"""Words of a sentence that may be used."""


@dataclass(frozen=True)
class Duty:
    """A sentence taken apart; what is empty is not said in it.

    `subject` and `rest` are its words without the answers in them. `verb` is the auxiliary of
    "is done" and the particle of "if".
    """

    shape: Shape
    sentence: str
    subject: str
    verb: str
    deed: str
    rest: str
    who: str = ""
    limit: str = ""
    often: str = ""
    form: str = ""
    place: str = ""
    span: str = ""

    @property
    def asked(self) -> int:
        """How many things the sentence tells that can be asked for."""
        told = (self.who, self.limit, self.often, self.form, self.place, self.span)
        return sum(map(bool, told))


def duty_in(text: str) -> Duty | None:
    """The duty that one sentence holds, or None where that is not certain."""
    sentence = _plain(text)
    if sentence is None:
        return None
    first = re.split(r";\s|\s[–—]\s", sentence)[0].rstrip(" .")
    readers = (_conditional, _responsible, _forbidden, _counted, _active, _passive)
    return next((found for read in readers if (found := read(first, sentence))), None)


def _plain(text: str) -> str | None:
    """One whole sentence on one line without list numbers and bracketed references."""
    line = re.sub(r"\s+", " ", text).strip()
    line = re.sub(r"^(?:\(?[\da-z]{1,2}[.)]|[-•*])\s+", "", line)
    line = re.sub(r"\s*\((?:see |under )?[A-Z][A-Z0-9 .,/-]*\d[^)]*\)", "", line)
    usable = (
        SHORTEST <= count_words(line) <= LONGEST
        and line[0].isupper()
        and line.endswith(".")
        and not words.UNUSABLE.search(line)
    )
    return line if usable else None


def _conditional(first: str, sentence: str) -> Duty | None:
    """If, when, where or before something, something has to happen."""
    opened = re.match(r"(If|When|Whenever|Where|Before|After|As soon as|Once) ", first)
    if opened is None:
        return None
    whole = sentence.rstrip(" .")
    for comma in re.finditer(", ", first):
        case, then = first[opened.end() : comma.start()], whole[comma.end() :]
        if _is_case(case) and _obliges(then):
            return Duty("if", sentence, case, opened[1].casefold(), "", then)
    return None


def _is_case(case: str) -> bool:
    """A clause that stands alone, not the start of a list."""
    return (
        3 <= count_words(case) <= 18
        and case.count("(") == case.count(")")
        and not words.LEANS.search(case)
        and words.FINITE.search(case) is not None
    )


def _obliges(then: str) -> bool:
    start = re.split(r"; |, (?:and|but) ", then)[0]
    if not start[:1].isalpha() or re.match(r"(?:it|both)\b", start):
        return False
    if (
        words.NO_SUBJECT.match(start.split()[0])
        or words.LEANS_AT_START.match(start)
        or words.SOMEBODY.search(then)
    ):
        return False
    active = words.ACTOR_AT_START.match(start[:1].upper() + start[1:])
    does = active and words.DUTY_VERB.match(start[active.end() :].lstrip())
    return (
        bool(does)
        or words.PASSIVE.search(start) is not None
        or words.MODAL.search(start) is not None
    )


def _responsible(first: str, sentence: str) -> Duty | None:
    found = re.match(
        rf"(?P<who>{words.ACTOR}) (?:is|are) responsible for (?P<rest>.+)", first, re.ASCII
    )
    if found is None or words.LEANS.search(found["rest"]) or count_words(found["rest"]) > 24:
        return None
    return Duty("is responsible", sentence, "", "is", "responsible", found["rest"], found["who"])


def _forbidden(first: str, sentence: str) -> Duty | None:
    found = re.match(r"(?P<subject>.{3,80}?) (?:may|must|shall) not (?P<rest>.+)", first)
    if found is None or _unusable_subject(found["subject"]):
        return None
    rest = _until_aside(found["rest"])
    if words.LEANS.search(rest) or not 2 <= count_words(rest) <= 16:
        return None
    return Duty("may not", sentence, found["subject"], "may", "", rest)


def _counted(first: str, sentence: str) -> Duty | None:
    """At least so many of something are wanted."""
    found = re.match(
        rf"At least (?P<span>{words.NUMBER}) (?P<subject>[\w -]{{3,40}}?) "
        rf"(?P<verb>are|is|must be|shall be) (?P<deed>{words.PARTICIPLE})\b(?P<rest>.*)",
        first,
    )
    if found is None:
        return None
    rest = _until_aside(found["rest"].strip())
    if words.LEANS.search(rest):
        return None
    span = f"at least {found['span']}"
    return Duty(
        "at least", sentence, found["subject"], found["verb"], found["deed"], rest, span=span
    )


def _active(first: str, sentence: str) -> Duty | None:
    """Somebody does something."""
    actor = words.ACTOR_AT_START.match(first)
    if actor is None:
        return None
    verb = words.DUTY_VERB.match(first[actor.end() :].lstrip())
    if verb is None or words.SOMEBODY.search(actor["who"]) or words.OUTSIDER.search(actor["who"]):
        return None
    deed = _singular(verb["verb"], verb["modal"], actor["who"])
    after = first[actor.end() :].lstrip()[verb.end() :].strip()
    if deed is None or after.startswith(","):
        return None
    if deed != verb["verb"]:  # of several: "file and answer" can't go on after "who files"
        after = re.split(rf",? (?:and|or) {words.BASE_VERB}\b", after)[0]
    duty = _with_answers(after, Duty("does", sentence, "", verb["modal"] or "", deed, ""))
    duty = _but(duty, who=actor["who"])
    if (
        not duty.rest
        or _is_torn(duty.rest)
        or words.LEANS.search(duty.rest)
        or words.SAYS_TOO_LITTLE.search(duty.rest)
        or count_words(duty.rest) > 22
    ):
        return None
    return None if duty.form and words.HAS.fullmatch(deed) else duty


def _singular(verb: str, modal: str | None, who: str) -> str | None:
    """The verb as it follows "who", or None where it doesn't go with its actor."""
    is_base = re.fullmatch(words.BASE_VERB, verb) is not None
    if modal or not is_base:
        return verb if is_base == bool(modal) else None
    return words.third_person(verb) if re.search(r"(?:s|staff)$", who) else None


def _passive(first: str, sentence: str) -> Duty | None:
    """Something is done; without a person, limit, interval, form or place there is no question."""
    found = words.IS_DONE.match(first)
    if found is None or _unusable_subject(found["subject"]) or found["rest"].startswith(","):
        return None
    blank = Duty("is done", sentence, found["subject"], found["verb"], found["deed"], "")
    duty = _with_answers(found["rest"].strip(), blank)
    if _is_torn(duty.rest) or words.LEANS.search(duty.rest):
        return None
    if count_words(duty.rest) > 16 or not duty.asked:
        return None
    return duty


def _is_torn(rest: str) -> bool:
    """Something was taken out of the middle, or what is left gives an answer away."""
    return words.TORN.search(rest) is not None or rest.count("(") != rest.count(")")


def _unusable_subject(subject: str) -> bool:
    return (
        words.LEANS.search(subject) is not None
        or words.NO_SUBJECT.match(subject) is not None
        or count_words(subject) > 10
    )


def _with_answers(after: str, duty: Duty) -> Duty:
    """Take the answers out of what follows the verb; what is left is asked with."""
    kept = _until_aside(after)
    found: dict[str, str] = {}
    for name, pattern in words.answers(duty.shape, duty.deed):
        match = pattern.search(f" {kept}")
        if match is None:
            continue
        found[name] = _standing_alone(match["answer"])
        before, behind = f" {kept}"[: match.start()], f" {kept}"[match.end() :]
        if duty.shape == "does" and not before.strip() and words.PREPOSITION.match(behind):
            return _but(duty, rest=f"and{behind}")  # "answers [at once] for it": now another verb
        if words.GARBLED.search(match["answer"]):
            return _but(duty, rest=f"and{behind}")
        if name == "who" and re.match(r" and(?:,|$)|, .*\band\b", behind):
            return _but(duty, rest=behind)  # more people than were seen: torn
        kept = _tidy(before + ("" if behind.startswith(",") else f" {behind}"))
    return _but(duty, rest=_without_apposition(kept), **found)


def _standing_alone(answer: str) -> str:
    """ "within two days of that decision" without what leans on the sentence before."""
    plain = re.sub(r" (?:of|after|from) (?:that|this|these|it|such)\b.*", "", answer)
    return plain.strip(" ,")


def _without_apposition(text: str) -> str:
    """What follows a comma stays only where it goes on with a list."""
    head, comma, tail = text.partition(", ")
    return text if not comma or re.search(r"\b(?:and|or)\b", tail) else head


def _but(duty: Duty, **changed: str) -> Duty:
    return Duty(**{**duty.__dict__, **changed})


def _until_aside(text: str) -> str:
    """What comes before an exception, a reason, an example or a second main clause."""
    text = re.sub(r"\s*\([^()]*\)", "", text)
    for aside in words.ASIDE.finditer(text):
        head = text[: aside.start()]
        if not (aside.group().startswith((", and", ", or")) and ", " in head):  # the end of a list
            return head.strip(" ,")
    return text.strip(" ,")


def _tidy(text: str) -> str:
    plain = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", text))
    plain = re.sub(
        r"(?:(?:^|,?\s)(?:and|or|in any case|at the latest|then|only|even|just|also))+$",
        "",
        plain.strip(" ,"),
    )
    return re.sub(r",\s*,", ",", plain).strip(" ,")
