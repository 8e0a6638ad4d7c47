"""The words and patterns by which a duty is known in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BASE = """
    accept acknowledge add agree allocate analyse analyze answer appoint approve archive ask
    assess assign attach audit brief book calculate calibrate call carry check choose chair
    classify clean clear close collect communicate compare complete conduct confirm correct
    count create decide define delete destroy determine develop discuss document draw empty
    ensure enter escalate establish evaluate examine file fill find follow formulate
    generate give hand hang hear hold identify implement inform initiate inspect install
    invite issue keep label lead list lock log look maintain make mark measure monitor move
    name note notify obtain open order oversee perform plan prepare present print provide
    publish put raise rate read receive record release remove repeat replace report request
    return review run select send separate service set show sign sort stamp start stop store
    strike submit summarise supervise take talk tell test track train translate update
    validate verify visit watch weigh withdraw write
""".split()  # noqa: SIM905
_IRREGULAR = """
    built bought brought chosen cut done drawn driven found given held hung kept laid led
    left made met paid put read run sent set shown taken told withdrawn written
""".split()  # noqa: SIM905


def third_person(verb: str) -> str:
    """carry → carries, watch → watches, file → files."""
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:s|x|ch|sh|o)$", verb) else "s")


def base_form(third: str) -> str:
    """carries → carry; the inverse of `third_person` for the verbs known here."""
    return next(verb for verb in _BASE if third_person(verb) == third)


def _participle(verb: str) -> str:
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb.endswith("e"):
        return verb + "d"
    return verb + (verb[-1] if verb in ("stop", "log", "plan", "submit", "run") else "") + "ed"


_MORE = """
    serviced backed kept closed washed tightened flushed changed levelled accepted opened
    packed stored traced blocked limited handled destroyed trained tested controlled entered
    corrected finished attached numbered installed restored asked handed booked inspected
    refused moved stamped removed reported signed noted counted compared validated drawn
""".split()  # noqa: SIM905
NUMBER = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|"
    r"thirty|forty|sixty|ninety)"
)
_UNIT = (
    r"(?:(?:working|calendar|business|production)[ -])?"
    r"(?:minute|hour|day|week|month|quarter|year|shift|lot|batch)(?:s|es)?"
)


def _any_of(words: Iterable[str]) -> str:
    """The longest first, so that "recorded" isn't read as "record"."""
    return f"(?:{'|'.join(sorted(set(words), key=lambda word: (-len(word), word)))})"


BASE_VERB = _any_of(_BASE)
PARTICIPLE = _any_of((*map(_participle, _BASE), *_IRREGULAR, *_MORE))
THIRD = _any_of(map(third_person, _BASE))

_HEAD = (
    r"(?i:leads?|leaders?|managers?|directors?|controllers?|officers?|owners?|operators?|"
    r"inspectors?|testers?|clerks?|buyers?|planners?|auditors?|designers?|supervisors?|"
    r"technicians?|engineers?|assemblers?|fitters?|drivers?|programmers?|holders?|"
    r"representatives?|members?|staff|developers?|users?|authors?|reviewers?|approvers?|"
    r"foreman|storeman|storekeepers?|team|board|department|office|assessors?|trainers?|chair|"
    r"committee|employees?|deputy|deputies|scientists?|physicists?)"
)
_DEPARTMENT = (
    r"(?:Sales|Purchasing|Planning|Quality|Design|Production|Operations|HR|IT|Engineering|"
    r"Assembly|Stores|Metrology|Maintenance|Despatch|Dispatch|Logistics|Finance|Test)"
)
_NAME = (
    r"(?:(?!(?:For|In|On|At|To|By|The|All|Each|Any|If|When|No|Only)\b)"
    r"[A-Z][a-zé]+ [A-Z][a-zöüäé]+(?:-[A-Z][a-z]+)?)"
)
_CODED = (
    r"(?:(?:The |the |An? |an? )?"
    r"(?:QMO|QMR|QA|QC|QM|QR|CSO|CEO|COO|CTO|CFO|PRRC|MRB|HSE|EHS|PM|CAB|RA))"
)
_ONE = (
    rf"(?:(?:[Tt]he |[Aa]n? |[Ee]ach |[Ee]very |[Aa]ll )?(?:[\w’'/-]+ ){{0,3}}?{_HEAD}(?: {_HEAD})?"
    rf"(?: \({_NAME}\))?|{_NAME}|{_DEPARTMENT}|{_CODED})"
)
ACTOR = rf"(?:{_ONE}(?:(?:,| and| or|,? and/or) {_ONE}){{0,2}})"
ACTOR_AT_START = re.compile(rf"(?P<who>{ACTOR})(?= )")
DUTY_VERB = re.compile(
    rf"(?:(?:also|then|always) )?(?:(?P<modal>must|shall|has to|have to) (?:also )?)?"
    rf"(?P<verb>{THIRD}|{BASE_VERB})\b(?! (?:is|are|must|may|shall|was|were)\b)"
)
"""A duty's verb right after its actor."""

_AUXILIARY = r"(?:is|are|must be|shall be|has to be|have to be|is to be|are to be)"
IS_DONE = re.compile(
    rf"(?P<subject>[^,:()]{{3,90}}?) (?P<verb>{_AUXILIARY}) (?:(?:only|also|always|then) )?"
    rf"(?P<deed>(?:{PARTICIPLE})(?:(?: and|,) {PARTICIPLE})*)\b(?P<rest>.*)"
)
PASSIVE = re.compile(rf"\b(?:is|are) (?:\w+ ){{0,2}}?{PARTICIPLE}\b")
MODAL = re.compile(r"\b(?:must|shall|has to|have to|may only|may not)\b")
FINITE = re.compile(
    rf"\b(?:is|are|was|were|has|have|had|does|do|can|cannot|may|must|will|would|"
    rf"{THIRD}|\w+(?:es|ed|ils|uses|[a-z]s))\b"
)

LEANS = re.compile(
    r"\b(?:it|they|them|this|these|those|such|he|she|him|above|below|following|former|latter|"
    r"both|there|here|others?|same|neither|so|all of|each other|that (?:case|day|time|step)|"
    r"(?:with|of|from|on|in|for|at|to|by) that \w+|"
    r"his|her|hers)\b",
    re.IGNORECASE,
)
"""Words that point to something said before: what holds them does not stand alone."""
LEANS_AT_START = re.compile(r"(?:he|she|they|this|that|these|then|so|there)\b", re.IGNORECASE)
SOMEBODY = re.compile(r"\b(?:he|she|they|them|him|nobody|no one|none)\b", re.IGNORECASE)
NO_SUBJECT = re.compile(
    r"(?:nothing|nobody|none|no|it|they|what|which|who|that|there|not|only|except|if|when|where|"
    r"in|on|at|for|from|by|with|without|within|until|after|before|during|as|to|since|because|"
    r"and|or|but|its|their|his|her|my|also|however|additionally|once|unless|then|together|see)\b"
    r"|.*\b(?:that|which|who|whose|whom|where|when|if|is|are|must|may|can|has|have|will|does|"
    r"comes?|goes|go|gets?|needs?|takes?|gives?|apply|applies|follows?|decides?|says?|stays?)\b"
    r"|.*(?: and| or|,)$|.*[\"“”;]",
    re.IGNORECASE,
)
UNUSABLE = re.compile(
    r"[?\[\]{}<>|…“”]|https?:|www\.|\be\.g\b|\bi\.e\b|\betc\b|\bbelow\b|\babove\b|\bfollowing\b"
    r"|:\s*$|\b(?:we|our|us|you|your|I)\b|\b(?:was|were|had been)\b"
)
_STARTS = rf"(?= [\w ’'-]{{2,60}}? (?:is|are|must|may|can|does|has|have|gets?|goes|{THIRD})\b)"
ASIDE = re.compile(
    rf",? (?:except|unless|because|since|as long as|so that|such as|for example|for instance|"
    rf"including|even if|even when|whether or not|in order to|which|who|whichever|when|if|until|"
    rf"as soon as|once|depending|provided|using|based on|to ensure|to make sure)\b"
    rf"|,? and (?:he|she|it|they|is|are|does|do|has|have|can|may|must|will|signs?|answers?|"
    rf"results?|says?|sends?|shows?|stays?|marked|then|in addition|therefore|with|within)\b"
    rf"|,? and (?:the|an?|each|all|any){_STARTS}|, (?:but|then|not|as|at) "
    rf"|, (?:and|or){_STARTS}|, (?:and|or) {THIRD}\b|,? and {PARTICIPLE} (?:in|on|at|by|to)\b"
    rf"| – | - |: "
    rf"|, (?:the|an?|each|any|in|on|with|by|for|from){_STARTS}"
)
"""Where the main clause ends."""

TORN = re.compile(
    rf"^(?:and|or)\b|^,|\bby [A-Z]|\bby (?:the|an?) (?!\w+ing\b)"
    rf"|\bevery (?:\d|{NUMBER}\b|{_UNIT}\b)|^(?:down|up|out|off|away)$"
)
"""What is left of a clause when its middle is missing, or when it still tells who or how often."""

OUTSIDER = re.compile(
    r"\b(?:visitors?|guests?|customers?|suppliers?|contractors?)\b", re.IGNORECASE
)
"""Who comes from outside has no duty here: such a sentence tells how they are let in."""
PREPOSITION = re.compile(r" (?:for|on|in|at|by|with|to|from|of|about|after|under|over)\b")
HAS = re.compile(r"holds?|keeps? to|maintains?")
"""Verbs of which a form is only where it is written down, not what is done."""
GARBLED = re.compile(r"\b(?:the|an?) (?:against|of|for|to|in|on|at|with|by|from)\b", re.IGNORECASE)
_BARE = r"(?:old|new|good|bad|right|wrong|open|closed|first|last|next|other|more|less|own|late)"
SAYS_TOO_LITTLE = re.compile(
    rf"\b{_BARE}(?: (?:and|or) {_BARE})?$|\bonly$|\band {THIRD}$|\bin the presence of\b",
    re.IGNORECASE,
)
"""What is left names no thing ("old and new"), hangs on what was cut ("only"), ends in a verb whose
object was taken out, or tells who stands by rather than who does it."""

_WITHIN = rf"within (?:at most )?{NUMBER}(?:[-–]{NUMBER})? {_UNIT}"
_TAIL = (
    r"(?: (?:of|after|from|before) [\w-]+(?: (?!for |with |by |to |on |and |at |in )[\w-]+){0,4})?"
)
_SAME = r"(?:on|in|by the end of) the (?:same|next) (?:working )?(?:day|shift)"
_LIMIT = re.compile(
    rf"[ ,](?P<answer>(?:(?:at the latest|in any case|at most) )?"
    rf"(?:(?:{_SAME}|immediately|at once)(?:,? and in any case {_WITHIN}{_TAIL})?"
    rf"|{_WITHIN}{_TAIL}|immediately|without delay"
    rf"|(?:by|no later than|not later than) (?:\d{{1,2}}(?::\d\d|(?:st|th)? [A-Z]\w+)|the end of "
    rf"(?:the )?\w+(?: \w+)?)"
    rf"|(?:at the latest )?{NUMBER} {_UNIT} (?:before|after|ahead of) [\w -]{{3,50}}?"
    rf"|on the day of [\w-]+"
    rf"|(?:at least )?{NUMBER} {_UNIT} (?:ahead|in advance|beforehand)"
    rf"|(?:before|prior to) (?!and\b)[\w’ -]{{5,90}}(?=$|,)))"
    rf"(?=$|,| and (?!{NUMBER})|\.| for | with | by | on | to the )"
)
_OFTEN = re.compile(
    rf"(?<! of)(?<! in)[ ,](?P<answer>(?:at least )?(?:every (?:{NUMBER} )?{_UNIT}"
    rf"|(?:once|twice|three times|four times)(?: (?:a|per|each|every|in)(?: {NUMBER})?) {_UNIT}"
    rf"|each (?:day|week|month|quarter|year|shift)|on (?:Mon|Tues|Wednes|Thurs|Fri)days"
    rf"|(?:daily|weekly|monthly|quarterly|yearly|annually)(?=$|,| by | in | under ))"
    rf"(?:,? in [A-Z]\w+(?: and [A-Z]\w+)?)?)(?=$|,| )"
)
_FORM_CODE = r"(?:[A-Z]{2,4}[ -])?(?:F|FM|FO|REG|LOG)[-. ]?\d{2,4}"
FORM = re.compile(
    rf"[ ,](?P<answer>(?:on|in|into|with|using) (?:the |a |an )?(?:[\w-]+ ){{0,3}}?{_FORM_CODE}"
    rf"(?: [A-Z][a-z]+(?: [a-z]+){{0,3}}?)?)(?=$|,| and | with | by | within )"
)
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Easter"
_AGENT = re.compile(
    rf" (?P<answer>by (?:{ACTOR}|(?!{_MONTHS})[A-Z][a-z]+))(?=$|,|\.| [a-z])(?! of\b)"
)
_PLACE = re.compile(
    r" (?P<answer>(?:in|at|on) (?:the |an? |their )(?!end|time|same|latest|beginning|start|day|"
    r"event|case|form|order|presence)[\w’ -]{4,60}?)(?=$|,| with | by | until | within | under )"
)
_SPAN = re.compile(
    rf"(?:^ | (?=for ))(?P<answer>(?:for )?(?:at least |a minimum of )?{NUMBER} (?:{_UNIT})"
    rf"(?: (?:after|from|beyond) [\w ’-]{{3,60}}?)?)(?=$|,)"
)
_KEEPING = re.compile(r"(?:kept|stored|retained|archived)")
_FILING = re.compile(
    r"(?:kept|stored|filed|held|maintained|recorded|entered|documented|logged|saved|archived|listed)"
)


def answers(shape: str, deed: str) -> list[tuple[str, re.Pattern[str]]]:
    """The things that can be asked for after this verb, in the order they are looked for."""
    found = [("form", FORM)]
    if _KEEPING.match(deed):
        found.append(("span", _SPAN))
    found += [("limit", _LIMIT), ("often", _OFTEN)]
    if shape == "is done":
        found.append(("who", _AGENT))
        if _FILING.match(deed):
            found.append(("place", _PLACE))
    return found
