"""The words by which conduct is told: each line is one way of saying it, as a pattern.

Every pattern is tried on one sentence of bounded length and holds no repetition within another.
"""

from __future__ import annotations

import re


def _any_of(*lines: str) -> re.Pattern[str]:
    return re.compile("|".join(lines), re.IGNORECASE)


_NOT = r"(?:n['’]?t|\bnot|\bnever)"
_WHOM = (
    r"(?:the |an |any |our |my )?(?:auditors?|quality|lead|boss|supervisor|manager|anyone|anybody|"
    r"customers?|inspectors?)\b"
)
_NO_FALSEHOOD = (
    r"(?! (?:a guess|a lie|lies|what i|something|anything|things|before|until|by|without|only))"
)
_RECORDS = (
    r"(?:records?|forms?|sheets?|logs?|checklists?|certificates?|reports?|documents?|papers?|files?|"
    r"entries|values?|readings?|figures?|numbers?|results?|measurements?|signatures?|dates?)"
)
_VALUES = r"(?:values?|readings?|figures?|numbers?|results?|measurements?|dates?)"
_A_COLLEAGUE = (
    r"(?:him|her|them|others|the others|absent|everyone|everybody|someone|somebody|"
    r"(?:my|a) (?:colleague|mate|boss|lead))\b"
)
_THE_AUDIT = r"(?:the |an |any |our |each |every )?(?:audit|auditor|inspector)\b"
_IT = r"(?:it|this|that|them|everything)"
_THEM = r"(?:nobody|no one|no-one|they|the (?:auditor|boss|customer)|quality)"
_OTHERS = (
    r"\b(?:he|she|they|those (?:guys|people)|the (?:guys|people|lads|lot|others|(?:\w+ )shift)"
    r"(?: (?:in|from|at|on) \w+)?|[A-Z]\w+)"
)
_NO_PERSON = (
    r"(?!(?:the )?(?:machine|part|valve|gauge|program|tool|process|system|drawing|document|form))"
)

CONCEALS = _any_of(
    rf"{_NOT} (?:really |even |be |going to )?(?:tell|mention|show|report|inform|say)\w*"
    rf"(?: (?:{_IT}|about {_IT}))?(?: (?:to|about|with))? {_WHOM}{_NO_FALSEHOOD}",
    rf"\bsay nothing to {_WHOM}",
    rf"{_NOT} (?:really |even )?(?:mention|raise) {_IT}(?: at all)?\W*$",
    rf"\b(?:keep|stay) (?:{_IT} |very )?(?:quiet|silent|secret|to (?:myself|ourselves))\b",
    r"\b(?:hide|hiding|conceal|concealing)\b",
    rf"\bcover(?:ing)? (?:{_IT} )?up\b",
    rf"\b(?:sweep|brush) (?:{_IT} )?under\b",
    rf"\b{_THEM} (?:needs?|has|have) to (?:know|see|hear|find out)\b"
    r"(?! (?:where|how|what|which|when))",
    rf"\b(?:so|in order) (?:that )?{_THEM} (?:can |will |would )?(?:not |never )?"
    r"(?:notices?|sees?|finds?|knows?|asks?)\b",
    rf"\b(?:throw|put|take|move|clear) (?:{_IT}|the \w+ \w+|the \w+) away before {_THE_AUDIT}",
    rf"\b(?:bin|shred|destroy|delete|lose|remove) (?:{_IT}|the \w+ \w+|the \w+) "
    rf"before {_THE_AUDIT}",
    rf"\bmake (?:{_IT}|the \w+) disappear\b",
    r"\b(?:pretend|play dumb|lie to|lie about|make up (?:a story|an excuse))\b",
)
FALSIFIES = _any_of(
    r"\b(?:back|pre|ante)[- ]?dat(?:e|es|ing)\b",
    r"\bpre[- ]?sign(?:s|ing)?\b",
    r"\b(?:falsify|falsifying|forge|forging|fake|faking|fudge|fudging|doctor (?:the|it))\b",
    r"\b(?:put|write|use|enter|set|stamp) (?:in |on |down )?(?:the |an? )?"
    r"(?:old|earlier|previous|yesterday['’]?s|last \w+['’]s|wrong|planned|due) (?:date|day)\b",
    rf"\bdate {_IT} (?:back|to (?:yesterday|last))\b",
    rf"\b(?:make|making|invent|inventing) (?:up )?(?:the |some |a few )?{_VALUES}(?: up)?\b"
    r"(?! (?:visible|public|known|clear|available|comparable))",
    rf"\bcopy (?:the )?(?:last|old|previous|yesterday['’]?s|earlier) (?:\w+['’]?s? )?{_VALUES}",
    rf"\bsign(?:s|ing)? (?:{_IT} )?(?:for|in the name of) {_A_COLLEAGUE}",
    r"\b(?:fill|complete|tidy|clean|fix|correct|update|sort)(?:ing)? (?:in |up |out )?"
    rf"(?:all )?(?:the |our |my )?(?:missing |old |empty |open )?{_RECORDS}(?: up| in| out)? "
    rf"(?:quickly |shortly |just |right |the (?:day|night|week|evening) )?before {_THE_AUDIT}",
    r"\b(?:tick|sign)(?:s|ing)? (?:off )?(?:it|them|everything|the \w+)(?: off)? "
    r"without (?:checking|looking|doing|reading|measuring)\b",
)
BLAMES = _any_of(
    r"\b(?:it|that|this)(?: is| was|['’]s) (?:all |always |only )?(?!nobody|no one|not|whose)"
    r"(?:[\w’']+ ){1,4}fault\b",
    r"\bnot (?:my|our) (?:fault|mistake)\b",
    rf"\bfault (?:is|lies|was) with {_NO_PERSON}\w+",
    r"\bblame (?:it on |the |him|her|them|my |[A-Z])",
    r"\b(?:is|are) (?:to blame|too lazy|lazy|useless|stupid|idiots?|an idiot|incompetent)\b",
    rf"{_OTHERS} (?:always (?:forget|mess|get it wrong|screw)|keeps? (?:forgetting|messing))",
    rf"{_OTHERS} (?:never (?:do|does|bother|fill|care|clean|check|listen|sign)|mess(?:es|ed)? )",
    rf"{_OTHERS} (?:don['’]?t|doesn['’]?t|couldn['’]?t) care\b",
)
TURNED_DOWN_BEFORE = _any_of(
    r"\b(?:never|not|no|nobody|none|without|cannot|neither|nor|nothing)\b",
    r"n['’]?t\b",
    r"\b(?:instead of|rather than|refuse|decline|avoid|prevent|against)\b",
    r"\b(?:forbidden|forbids?|prohibits?|wrong|illegal) to\b",
    r"\b(?:asks?|asked|tells?|told|tempted) (?:me |us )?to\b",
    r"\bpressure to\b",
)
IF_SOMEBODY = _any_of(
    r"\bif (?:somebody|someone|anybody|anyone|a \w+|my \w+|they|he|she)\b",
)
TURNED_DOWN_AFTER = _any_of(
    r"^[^.!?]{0,60}?\b(?:forbidden|prohibited|"
    r"not (?:allowed|permitted|acceptable|ok|okay|right|done)|"
    r"never (?:allowed|ok|okay|right|done)|fraud|no option|out of the question|wrong)\b",
    r"^[^.!?]{0,60}?\b(?:isn['’]?t (?:allowed|permitted|ok|right)|no way|refuse|say no)\b",
)
TELLS_OF = _any_of(
    r"\b(?:have to|must|should) admit\b",
    r"\bto be (?:honest|open)\b",
    r"\b(?:honestly|i admit|i confess|sorry to say|i['’]m (?:sorry|afraid))\b",
    r"\b(?:i|we|he|she|they|you|somebody|someone|nobody) (?:\w+ )?(?:skipped|forgot|missed|omitted|"
    r"overlooked|left out|lost|broke|mixed up|backdated|back-dated|falsified|hid|copied|"
    r"made up|signed for)\b",
    r"\bmade (?:a|an) (?:\w+ )?(?:mistake|error)\b|\bgot it wrong\b|\bdid it wrong\b",
    r"\b(?:i|we|they|nobody) (?:did not|didn['’]?t|have not|haven['’]?t|had not|hadn['’]?t)\b",
    r"\bnobody (?:has |had )?(?:filled|signed|checked|tested|recorded|measured|told|did|noticed)\b",
    r"\b(?:was|were|has|have|had)(?:n['’]?t| not| never) (?:been )?(?:done|filled|signed|checked|"
    r"tested|recorded|calibrated|trained|reviewed|closed|updated|entered|kept|measured)\b",
    r"\b(?:is|are|was|were) (?:still )?(?:overdue|missing|expired|out of date|incomplete|lost)\b",
    r"\bthere (?:is|was|are|were) (?:no|not any) (?:record|form|evidence|entry|entries|signature|"
    r"proof|certificate)s?\b",
    r"\bmy (?:own )?(?:mistake|error)\b",
)
SUPPOSED = _any_of(
    r"\b(?:if|when|whenever|in case|should|would|could|might|suppose|imagine|unless|whether)\b",
    r"\bwhere there\b|['’]d\b",
)
NEVER_DOES = _any_of(
    r"\b(?:i|we|nobody|no one)(?: would| will)? (?:never|don['’]?t|won['’]?t|wouldn['’]?t) [a-z]+",
)
PAST = _any_of(
    r"\b(?:once|yesterday|this morning|in the past|used to|back then)\b(?!['’]s)",
    r"\blast (?:week|month|year|night|shift|monday|tuesday|wednesday|thursday|friday)\b(?!['’]s)",
    r"\b\w+ (?:days?|weeks?|months?|years?) ago\b",
    r"\b(?:concealed|covered (?:it|that) up|kept (?:it |that )?(?:quiet|secret)|faked|invented)\b",
)
MEANT = _any_of(
    r"\b(?:would|will|always|usually|normally|every time|nobody needs|no one needs)\b",
    r"['’](?:d|ll)\b",
    r"\bso (?:that )?(?:nobody|no one|they)\b",
    r"\b(?:i|we) (?:then )?just\b",
    r"\b(?:fault|to blame|lazy|idiots?|stupid)\b",
)
ASKS_AGAIN = _any_of(
    r"\b(?:can|could|would|will) you (?:please )?(?:repeat|say|explain|rephrase|ask)\b",
    r"\bwhat (?:do|does|did) (?:you|that|this|it|the question) (?:mean|ask)",
    r"\b(?:do not|don['’]?t|did not|didn['’]?t) (?:quite |really )?"
    r"(?:understand|get|follow|catch)\b",
    r"^\W*(?:pardon|sorry|come again|what)\W*\?",
    r"\bplease (?:repeat|explain|rephrase)\b|\bask (?:me )?again\b",
)
NOT_KNOWN = _any_of(
    r"\b(?:do not|don['’]?t|can['’]?t|cannot) (?:really |exactly |quite )?"
    r"(?:know|remember|recall)\b",
    r"\b(?:no idea|not sure|idk|dunno|never heard|keine ahnung|nie wiem)\b",
    r"\bwei(?:ß|ss) (?:ich )?nicht\b",
)
LOOKS_UP = _any_of(
    r"\blook(?:s|ed|ing)? (?:(?:it|that|this|them|there) )?(?:up|in)\b",
    r"\blook(?:s|ed|ing)? (?:at|for|on) (?:it (?:in|on) )?(?:the |our |my )?(?:\w+ )?(?:procedure|"
    r"instruction|register|document|manual|list|intranet|screen|tablet|notice board)\b",
    r"\b(?:i|me|we)(?: would| will|['’]d|['’]ll| can| must| have to)? "
    r"(?:first |always |then |just )?"
    r"(?:look|ask|find out|search)\b",
    r"\bask (?:the |my |our |a )?(?:lead|boss|quality|supervisor|colleague|manager|team|deputy)\b",
    r"\bcheck(?:s|ing)? (?:it |that )?(?:in|with) (?:the |my |our )?\w+",
    r"\b(?:open|read|search) (?:the )?(?:procedure|instruction|register|document|manual|list)\b",
    r"\b(?:nachsehen|nachschauen|schaue? (?:ich )?(?:im|in|nach))\b",
)
GUESSES = _any_of(
    r"\b(?:(?:i|i['’]d|would|just|only|can) guess|just a guess|guessing)\b",
    r"\b(?:i suppose|i assume|i reckon|probably|maybe|perhaps|possibly)\b",
    r"\b(?:vermutlich|vielleicht)\b",
)
VAGUE = _any_of(
    r"\b(?:usually|normally|sometimes|mostly|generally|typically|more or less|it depends)\b",
    r"\b(?:somehow|now and then|from time to time|meistens|manchmal)\b",
)
NAMES_CASES = _any_of(
    r"\b(?:when|whenever|if|unless|except|otherwise|only|in case|else|after|before|depending)\b",
    r"\b(?:as soon as|exceptions?|at weekends|on (?:mondays?|nights?|weekends?)|wenn|außer)\b",
    r"\bfor (?:the|all|every|each|new|urgent|special)\b|\bbut (?:for|on|with|at|in)\b",
)
