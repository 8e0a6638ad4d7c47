"""Who is meant by a name: on a shop floor people are named, where a procedure names a role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from knowledge.grading.details import details
from knowledge.interviews.questions import Question

_WORDS_TOO = frozenset(
    """april art bill bud carol chase chip dean drew faith frank gene grace grant guy hope jack joy
    june lance mark may miles nick norm pat penny pete ray rich rob rose skip sue summer wade ward
    will woody""".split()  # noqa: SIM905
)
"""First names that are words as well: "I mark it" speaks of nobody."""


def spoken_names(people: Mapping[str, str]) -> dict[str, str]:
    """Every way to name one of these people alone, and the full name: a first name that nobody
    shares counts."""
    first = {name: name.split()[0] for name in people if name.split()}
    shared = Counter(first.values())
    alone = {
        one: name
        for name, one in first.items()
        if shared[one] == 1 and one.casefold() not in _WORDS_TOO
    }
    return alone | {name: name for name in people}


def roles_by_name(
    question: Question, people: Mapping[str, str], lead: str | None
) -> dict[str, str]:
    """Names, in lower case, that stand for a role which the key points name.

    One's own lead is "the shift lead" of a procedure, whatever the register calls the job. Nobody
    else is judged by a name: another title may be the same person.
    """
    wanted = [
        one.value
        for point in question.key_points
        for one in details(point, {})
        if one.kind == "role" and one.decides
    ]
    found = {
        said.lower(): role
        for said, name in spoken_names(people).items()
        for role in wanted
        if people[name].casefold() == role
    }
    leading = next((role for role in wanted if role.endswith(" lead")), None)
    if lead is None or leading is None:
        return found
    own = {said.lower(): leading for said, name in spoken_names(people).items() if name == lead}
    title = people.get(lead, "").casefold()
    return found | own | ({title: leading} if title else {})
