"""What a question asks for: its words, the things it names and the kind of answer it wants."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import BadInput

LONGEST = 2_000
"""Characters; a question is a sentence or two, a longer text is a document."""

Wanted = Literal["time", "interval", "figure", "person", "code", "place", "meaning"]

_ASKS_FOR: dict[Wanted, str] = {
    "time": r"\bhow (?:long|soon|quick(?:ly)?|fast|late|early)\b|\bdeadline|\btime ?(?:limit|frame|"
    r"scale)|\bby when\b|\bhow many (?:\w+ )?(?:hours?|days?|weeks?|months?|years?|minutes?)\b|"
    r"\bwithin (?:what|how)|\bhow much (?:time|notice)\b|^when\b|\bwhen (?:do|does|must|should|is|"
    r"are|was|were|will|did)\b|\bretention\b|\bexpir|\bturnaround",
    "interval": r"\bhow (?:often|frequent(?:ly)?|regular(?:ly)?)\b|\binterval|\bfrequency\b|"
    r"\bhow many times\b|\bwhen .{0,40}next\b",
    "figure": r"\bhow (?:many|much|high|low|big|deep|thick|far|hot|cold|heavy|old)\b|\bpercent|"
    r"\bminimum\b|\bmaximum\b|\bmin\b|\bmax\b|\blimit\b|\btarget|\bthreshold|\btolerance|"
    r"\b(?:what|which|wot)\W+(?:\w+\W+){0,2}(?:torque|pressure|temp\w*|concentration|size|level|"
    r"number|value|rate|ratio|score|rating)\b|^(?:torque|pressure|temp\w*|concentration)\b|"
    r"\bsample size|\bpass mark",
    "person": r"\bwho(?:se|m)?\b|\bwhich (?:role|person|team|department|manager)|\bresponsib|"
    r"\bwhat role\b|\bwho's\b|\bsign(?:s|ed)? off\b",
    "code": r"\b(?:which|what|wot) (?:form|doc(?:ument)?|procedure|instruction|sop|template|record|"
    r"checklist|register|log|sheet|wi)\b|\b(?:form|document|procedure|doc) (?:number|no|id|ref)|"
    r"\bprefix\b|\bwhat (?:is|'?s) the (?:form|number|ref)|\brev(?:ision)? of\b|\bversion of\b",
    "place": r"\bwhere\b|\bwhich (?:folder|drive|system|room|location|cabinet|shelf)\b",
    "meaning": r"\bmean(?:s|ing|t)?\b|\bstands? for\b|\bdefin|\bwhat(?:'?s| is| are) (?:an? |the )?"
    r"[\w\- ]{2,30}\??$|\bremind me what\b|\bdifference between\b|\b(?:vs|versus)\b|"
    r"^wh?ats? (?:an? |the )?[\w\-]+\??$",
}
_ASKS = {wanted: re.compile(pattern, re.IGNORECASE) for wanted, pattern in _ASKS_FOR.items()}

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"thirty|sixty|ninety|half an?|a|an)"
)
_UNIT = (
    r"(?:working |calendar |business |full )?"
    r"(?:seconds?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|quarters?|years?|yrs?|shifts?)"
)
_ANSWERS_WITH: dict[Wanted, str] = {
    "time": rf"\b{_NUMBER}[\s-]+(?:\({_NUMBER}\) )?{_UNIT}\b|\bimmediately\b|\bsame (?:working )?"
    r"(?:day|shift)\b|\bat once\b|\bwithout delay\b|\bby the end of\b|\bpermanent|\bindefinite|"
    r"\bbefore\b|\bduring\b|\bas soon as\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d|\b\d{1,2}[./]\d{4}\b|"
    r"\bannual|\byearly\b|\bmonthly\b|\bweekly\b|\bdaily\b|\bquarterly\b",
    "interval": rf"\bevery\b|\beach\b|\bper (?:year|month|week|day|shift|quarter|batch)|\bannual|"
    rf"\bmonthly\b|\bweekly\b|\bdaily\b|\bquarterly\b|\byearly\b|\b(?:once|twice)\b|\bhourly\b|"
    rf"\bregular|/ ?(?:year|month|week)|\bintervals?\b|\b{_NUMBER}[\s-]+{_UNIT}\b|\bbi-?annual|"
    r"\b(?:start|end) of (?:each|every|the) ",
    "figure": r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|half|all|none|"
    r"single|double)\b|%",
    "person": r"\b(?:manager|officer|lead(?:er)?s?|director|engineer|supervisor|operator|"
    r"coordinator|technician|team|head|representative|inspector|auditor|owner|controller|buyer|"
    r"planner|member|staff|person|personnel|reviewer|approver|specialist|administrator|secretary|"
    r"foreman|storeman|assessor|trainer|department|committee|board|practitioner|consultant|"
    r"employee|setter|fitter|welder|author|management|deputy|chair|sponsor|analyst|developer|"
    r"customer|supplier)s?\b|\b[A-Z]{2,5}\b",
    "code": r"\b[A-Z]{1,6}[ .\-/]?\d[\w.\-/]*",
    "place": r"\bfolder|\bdrive\b|\bcabinet|\bsharepoint\b|\bserver\b|\broom\b|\bstore|\barchive|"
    r"\brepository\b|\bdirectory\b|\boffice\b|\brack\b|\barea\b|\bsystem\b|\bboard\b|\bsite\b|"
    r"https?://|[>\\]|\bin the\b|\bat the\b|\bon the\b",
    "meaning": r"\bis (?:an?|the)\b|\bmeans?\b|\bare\b|\bdefined\b|\brefers to\b|\bstands for\b|"
    r"[:|–=]|\bis\b",
}
_ANSWERS = {
    wanted: re.compile(pattern, re.IGNORECASE if wanted not in ("code", "person") else 0)
    for wanted, pattern in _ANSWERS_WITH.items()
}

# An identifier: letters joined to figures (QP-0012, F007, CSC PR.013), or capitals before them
# (ISO 14001, Form 7); "level 3" and "within 30" are not.
_CODE = re.compile(
    r"(?<![\w.])(?:[A-Za-z]{1,6}[.\-_/]?\d[\w.\-/]*"
    r"|[A-Z]{1,6}[ .\-_](?:[A-Z]{1,4}[ .\-_]?)?\d[\w.\-/]*|[Ff]orm \d[\w.\-/]*)"
)
_REVISION = re.compile(
    r"\b(?i:rev(?:ision)?|issue|version|ver|v)\b\.?\s*(?P<revision>\d+(?:\.\d+)*|[A-Z]{1,2})\b"
    r"|\b(?i:rev(?:ision)?)\.?\s+(?P<letter>[b-hj-z])\b"
)

_WANTS_IT = re.compile(
    r"(?:(?:please|can|could|i|you|we|me|us|show|open|find|get|give|send|see|have|need|want|to|where|"
    r"is|are|do|a|the|link|latest|current|newest|document|doc|form|procedure|instruction|record|"
    r"register|copy|of|it)\b[\s,'?!.]*)*",
    re.IGNORECASE,
)
"""What somebody says who wants to have a document."""
_ASKING = re.compile(
    r"(?:wh\w+|how|is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """A question as typed (`text`) and what was understood of it."""

    text: str
    wanted: frozenset[Wanted]
    codes: tuple[str, ...]
    revision: str | None

    @property
    def is_bare(self) -> bool:
        """A word or two that name a subject and ask nothing of it, such as "calibration"."""
        few = len(self.text.split()) <= 2 and not re.search(r"\d", self.text)
        return few and not self.wanted and not _ASKING.match(self.text)

    @property
    def names_alone(self) -> str | None:
        """The one document that is named where nothing else is said: "QP-0008", "show me F-021"."""
        if len(self.codes) != 1 or self.revision is not None:
            return None
        rest = self.text.replace(self.codes[0], " ")
        return self.codes[0] if _WANTS_IT.fullmatch(rest.strip(" ?!.")) else None

    def is_met_by(self, words: str) -> bool:
        """Do these words hold the kind of thing that is asked for (True if any will do)?"""
        return not self.wanted or any(_ANSWERS[wanted].search(words) for wanted in self.wanted)


def understand(text: str) -> Question:
    """Read a question. Raises BadInput if there is none, or a whole document."""
    storable = text.encode("utf-8", "replace").decode()  # a terminal may send half characters
    clean = " ".join(unicodedata.normalize("NFKC", storable).replace("\x00", " ").split())
    if not re.search(r"[^\W_]", clean):
        raise BadInput("There is no question in this. Ask in a sentence or a few words.")
    if len(clean) > LONGEST:
        raise BadInput(
            f"This is {len(clean):,} characters long; a question may have {LONGEST:,}. "
            "Ask for one thing, in a sentence or two."
        )
    wanted = frozenset(kind for kind, asks in _ASKS.items() if asks.search(clean))
    if len(wanted) > 1:
        wanted -= {"meaning"}
    revision = _REVISION.search(clean)
    return Question(
        clean,
        wanted,
        named_codes(clean),
        (revision["revision"] or revision["letter"]) if revision else None,
    )


def named_codes(text: str) -> tuple[str, ...]:
    """The documents, forms and codes that a text names, each once."""
    return tuple(dict.fromkeys(found.group().strip(" .-/") for found in _CODE.finditer(text)))
