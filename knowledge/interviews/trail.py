"""The next step of a trail: a question about what the last answer named."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import normal_number, same_number
from knowledge.interviews.judgement import Named
from knowledge.interviews.questions import Kind, Part, Question, hint_from

_FOLLOWED = ("right", "verified")
"""What doesn't exist or is superseded is a finding, not a trail; what is unchecked may be a word
that only looks like a name."""

_Form = tuple[Kind, str, str, tuple[Part, ...], tuple[str, ...], str]

_FORMS: dict[str, _Form] = {
    "document": (
        "show me",
        "7.5.3.1",
        "You named {name}. Where would you open it now, and how do you see that it is the "
        "current issue?",
        ("governing_document",),
        ("says where {name} is opened", "says how its issue is seen or checked"),
        "An auditor looks at every document that is named, and at its issue.",
    ),
    "form": (
        "show me",
        "7.5.3.2",
        "You named {name}. Show me the last one that was filled in, or tell me where it lies.",
        ("record",),
        ("says where filled-in {name} are kept", "names one that was filled in"),
        "What is said to be written down is looked at.",
    ),
    "record": (
        "show me",
        "7.5.3.2",
        "You named {name}. What does it show, and how would I find it?",
        ("record",),
        ("says what {name} shows", "says where it is kept"),
        "A record that is named is drawn as a sample.",
    ),
    "person": (
        "what if",
        "5.3",
        "You named {name}. What happens when {name} is not there?",
        ("what_i_do",),
        ("names who stands in, or whom to ask", "does not go on without a decision"),
        "Work that hangs on one person is where things slip.",
    ),
}
_SAME_AS = {"revision": "document", "role": "person"}


def trail_questions(named: Sequence[Named], *, edition: str, role: str | None) -> list[Question]:
    """A question for each thing that was named and is real, documents and forms first."""
    found: dict[str, Question] = {}
    for kind in _FORMS:
        for one in named:
            if _SAME_AS.get(one.kind, one.kind) == kind and one.standing in _FOLLOWED:
                made = _question(kind, one, edition, role)
                found.setdefault(made.id, made)
    return list(found.values())


def _question(kind: str, one: Named, edition: str, role: str | None) -> Question:
    asked, clause, text, parts, points, why = _FORMS[kind]
    name = one.said.strip() if same_number(one.said, one.name) else one.name.strip()
    key = normal_number(name).casefold() if kind in ("document", "form") else name.casefold()
    return Question(
        id=f"trail:{kind}:{key}"[:120],
        source="trail",
        text=text.format(name=name),
        clause=clause,
        edition=edition,
        role=role,
        kind=asked,
        parts=parts,
        key_points=tuple(point.format(name=name) for point in points),
        passage_id=one.passage_id,
        why_asked=why,
        hint=hint_from(parts),
        about=name,
        clauses=(clause,),
    )
