"""The words that decide: negations, opposites, closed classes, and those that say little."""

from __future__ import annotations

from functools import lru_cache

FUNCTION_WORDS = frozenset(
    """a an the and or of to in on at by for with as is are was were be been being it its this that
    these those there their they them he she his her you your we our i my us me do does did have
    has had will would can could should may might so than then if from into because since which who
    what when where how why also just very got get gets any some up out over about please well
    der die das und ist im""".split()  # noqa: SIM905
)
NEGATIONS = frozenset(
    """not no never none nothing neither nor cannot nobody without unable isn aren doesn didn don
    wasn weren won mustn shouldn couldn cant dont doesnt didnt isnt arent wasnt wont mustnt
    lack lacks fail fails hardly zero forbidden prohibited kein keine nicht nie""".split()  # noqa: SIM905
)
SCOPE_ENDS = frozenset(("but", "because", "so", "and", "then", "which", "only", "except", "unless"))
MODALS = frozenset(
    """must may can shall will is are was were has have had gets get goes go should would""".split()  # noqa: SIM905
)
"""A new verb ends the reach of a negation that has reached something: "what is not X must be Y"."""
NO_NEGATION = (
    r"(?:\b(?:not?|never)|n['’]t) (?:be )?(?:raised |opened )?"
    r"(?:more|less|fewer|later|longer|sooner|faster|only|just)\b(?: than)?|"
    r"\bno (?:matter|doubt|problem)\b|\bwhether or not\b"
)
DESCRIBING = frozenset(("that", "which", "who", "if", "when", "unless", "whether", "where"))
"""After these a negation says which things are meant, not what holds of them."""

_OPPOSITES = """open closed|connected separated|attached separated|higher lower|high low|more less|
more fewer|many few|faster slower|fast slow|quickly slowly|increase decrease|rise fall|
longer shorter|long short|tighter looser|tight loose|positive negative|complete incomplete|
same different|
larger smaller|bigger smaller|large small|big small|hot cold|warm cool|up down|heavy light|
heavier lighter|hard soft|harder softer|near far|closer farther|above below|always never|all none|
every no|east west|north south|left right|on off|attract repel|absorb reflect|conductor insulator|
thick thin|thicker thinner|rough smooth|rougher smoother|coarse fine|most least|maximum minimum|
start end|begin end|first last|internal external|inside outside|accept reject|approve reject|
allowed forbidden|keep discard|keep destroy|mandatory optional|required optional|pass fail|old new|
obsolete current|superseded current|true false|yes no|right wrong|correct incorrect|safe unsafe|
variable fixed|static dynamic|wet dry|lighter darker|dark bright|add remove|gain lose|push pull|
strong weak|stronger weaker|easy difficult|easier harder|full empty|early late|earlier later|
sender receiver|parallel series|possible impossible|present absent|together apart|known unknown|
temporary permanent|good bad|better worse|best worst|broken intact|narrow wide|deep shallow|
even odd|with without|single double|written verbal|paper electronic|ascending descending|
temporarily permanently|unlocked locked|approved unapproved|calendar working"""

_PREFIXES = ("un", "in", "im", "dis", "non", "ir", "mis", "de", "a")

CLOSED_CLASSES: dict[str, frozenset[str]] = {
    "colour": frozenset("red yellow green blue orange white black grey pink".split()),  # noqa: SIM905
    "day": frozenset("monday tuesday wednesday thursday friday saturday sunday".split()),  # noqa: SIM905
    "month": frozenset(
        "january february april june july august september october november december".split()  # noqa: SIM905
    ),
    "language": frozenset("english german polish french spanish italian czech turkish".split()),  # noqa: SIM905
}
CLASS_OF = {word: name for name, words in CLOSED_CLASSES.items() for word in words}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=1)
def _opposites() -> frozenset[tuple[str, str]]:
    pairs = [pair.split() for pair in _OPPOSITES.replace("\n", "").split("|")]
    found = {(first, second) for first, second in pairs}
    found |= {(stem(first), stem(second)) for first, second in pairs}
    return frozenset(found | {(second, first) for first, second in found})


@lru_cache(maxsize=500_000)
def opposite(first: str, second: str) -> bool:
    """Whether one word says the contrary of the other: open/closed, planned/unplanned."""
    known = _opposites()
    if (first, second) in known or (stem(first), stem(second)) in known:
        return True
    shorter, longer = sorted((stem(first), stem(second)), key=len)
    return len(shorter) > 3 and any(longer == prefix + shorter for prefix in _PREFIXES)


@lru_cache(maxsize=500_000)
def spelled_alike(first: str, second: str) -> float:
    """Dice coefficient of the words' pairs and triples of letters, 0 to 1."""
    ours, theirs = _grams(first), _grams(second)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=100_000)
def _grams(word: str) -> frozenset[str]:
    edged = f"^{word}$"
    triples = {edged[place : place + 3] for place in range(max(1, len(edged) - 2))}
    return frozenset(triples | {edged[place : place + 2] for place in range(len(edged) - 1)})
