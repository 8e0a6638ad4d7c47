"""The words by which the parts of an answer are told apart from talk."""

from __future__ import annotations

import re

PLACE = re.compile(
    r"\b(?:folder|binder|file|cabinet|drawer|shelf|rack|board|bench|register|master list|server|"
    r"drive|sharepoint|intranet|system|erp|database|tablet|screen|terminal|archive|log ?book|"
    r"office|portal|traveller|job card|teams|wiki|website|ordner|schrank|regal)\b",
    re.IGNORECASE,
)
ISSUE_KNOWN = re.compile(
    r"\b(?:register|master list|document list|current (?:issue|revision|version)|latest|controlled "
    r"(?:copy|document)|header|footer|stamp|effective date|revision on|on the (?:screen|tablet|"
    r"server|portal|intranet)|intranet|sharepoint|document system|qr code)\b",
    re.IGNORECASE,
)
RECORD = re.compile(
    r"\b(?:records?|forms?|log ?book|logs?|checklists?|check sheet|sheets?|reports?|certificates?|"
    r"protocols?|entry|entries|ncrs?|minutes|traveller|job card|signature|sign(?:s|ed)?|list|"
    r"write (?:it |that )?(?:down|in)|note (?:it|down)|book|label|tag)\b",
    re.IGNORECASE,
)
CHECK = re.compile(
    r"\b(?:check|measure|verify|test|compare|inspect|gauge|review|count|weigh|sample|monitor|"
    r"calibrat|audit|confirm|sign(?:ed)? off)\w*\b",
    re.IGNORECASE,
)
SEES = re.compile(r"\b(?:look|see|read|watch|find out|ask)(?:s|ing)?\b", re.IGNORECASE)
"""Plainer words for a check, where a limit or a figure stands beside them."""
REGISTER = re.compile(r"\b(?:register|matrix|list|log|schedule|plan|programme)\b", re.IGNORECASE)
"""What the title of a document says that is itself a record."""
KNOWN_TO = re.compile(
    r"\b(?:knows?|told|tell|tells|said|raised|reported|proposed|suggested|informed|asked|wrote|written|"
    r"aware|brought (?:it )?up|passed (?:it )?on|put (?:it )?forward)\b",
    re.IGNORECASE,
)
"""Somebody else has been told."""
STANDS_IN = re.compile(
    r"\b(?:deput\w+|stand-?ins?|stand(?:s|ing)? in(?= for| then| when| if)|cover(?:s|ing)?|"
    r"takes? over|replac\w+|substitut\w+|instead|backup|nobody|no one|waits?|"
    r"(?:call|ask|ring|phone|tell) (?:my|our|the|another|somebody|someone))\b|"
    r"\bstands in\W*$|"
    r"(?-i:\b[A-Z][a-z]+) (?:(?-i:[A-Z]\w+) )?(?:then )?(?:does|do|decides?|handles?|signs?)\b",
    re.IGNORECASE,
)
"""Who does it when somebody is away, or that it waits."""
CRITERION = re.compile(
    r"\b(?:limits?|toleranc\w+|within|between|at (?:least|most)|no more than|maximum|minimum|"
    r"target|no (?:leak|crack|scratch|bubble|defect)\w*|zero|against|drawing|sample|reference|"
    r"specification|"
    r"in date|green|pass(?:es|ed)?|effective\w*)\b",
    re.IGNORECASE,
)
STOPS = re.compile(
    r"\b(?:stop|hold|held|halt|block|quarantin|tag|label|mark|isolat|segregat|separat|lock|red box|"
    r"set (?:it |them )?aside|put (?:it |them )?aside|take (?:it |them )?out|withdraw|contain)"
    r"\w*\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(?:tell|told|inform|call|report|ask|contact|notify|escalat|phone|go to|talk to|"
    r"let \w+ know)"
    r"\w*\b",
    re.IGNORECASE,
)
NOTES = re.compile(
    r"\b(?:write|written|record|note|enter|fill|form|ncr|log|book|document|report|ticket|capa|raise)\w*\b",
    re.IGNORECASE,
)
WORKS_AROUND = re.compile(
    r"\b(?:(?:carry|go|keep) (?:on|going) (?:anyway|as (?:if|normal|usual))|use (?:it|them) anyway|"
    r"ship (?:it|them) anyway|ignore it|leave it (?:as it is|like that)|"
    r"mix (?:it|them) (?:in|with the (?:good|rest)))\b",
    re.IGNORECASE,
)
NO = re.compile(r"\b(?:not|never|no|nobody|don['’]?t|won['’]?t|without|mustn['’]?t)\b", re.I)
WORKPLACE = re.compile(
    r"\b(?:orders?|parts?|kits?|valves?|machin\w+|tools?|tooling|gauges?|benche?s?|lines?|cells?|stores?|stock|goods|"
    r"materials?|castings?|drawings?|products?|deliver\w+|suppliers?|customers?|offers?|quot(?:e|ation)s?|"
    r"complaints?|purchas\w+|assembl\w+|fit(?:s|ting|ter)?|weld\w*|turn(?:s|ing)|mill(?:s|ing)?|"
    r"grind\w*|deburr\w*|drill\w*|pack(?:s|ing|ed)?|ship(?:s|ping|ment)?|load\w*|measur\w+|"
    r"check(?:s|ing|ed)?|inspect\w*|test(?:s|ing|ed)?|calibrat\w+|repair\w*|servic\w+|maintain\w*|maintenance|"
    r"plan(?:s|ning)?|shifts?|schedul\w+|records?|documents?|audits?|trainings?|design\w*|programs?|"
    r"production|quality|office|accounts?|invoices?|staff|team|department)\b",
    re.IGNORECASE,
)
"""What is spoken of where somebody tells of their work."""
OWN_WORK = re.compile(
    r"\b(?:i|we)(?: \w+ly| also| then| always)? (?!am\b|was|were|know|don['’]?t|would|will|think|"
    r"guess|have to|had|follow|can|could|look|ask\b)[a-z]{2,}|"
    r"\b(?:i['’]m|i am|we are|we['’]re) (?:\w+ing|a|an|the|responsible|in charge)\b|"
    r"\bmy (?:job|work|task|team|area|department|part)\b",
    re.IGNORECASE,
)
"""Somebody speaks of what they do themselves."""
EMPTY_TALK = re.compile(
    r"\b(?:quality|safety|the customer) (?:is|has) (?:\w+ ){0,3}priority\b|"
    r"\bquality (?:comes|is) (?:always )?first\b|"
    r"\beverything is (?:\w+ ){0,2}(?:good|fine|ok|okay|perfect|in order|documented)\b|"
    r"\ball is (?:\w+ ){0,2}(?:good|fine|ok|okay|under control|in order|documented)\b|"
    r"\b(?:we|i) (?:always )?(?:do|make|work) (?:it |all |everything )?"
    r"(?:according to|following|as per|in line with) (?:all |the |our )*"
    r"(?:standards?|procedures?|rules|processes|documents)\b|"
    r"\b(?:everything|all|it) (?:is|goes|runs) (?:\w+ ){0,3}(?:according to|as per|by the book|"
    r"strictly by)\b|"
    r"\b(?:all|everything|every \w+)(?: \w+){0,5} fully (?:approved|compliant|trained|controlled|"
    r"qualified|covered)(?: by the \w+)?\b|"
    r"\b(?:that|it)(?: is|['’]s) all in the (?:procedure|system|documents?)\b|"
    r"\beverything is in the (?:procedure|system|documents?)\b|"
    r"\b(?:and )?(?:we|everybody|everyone)(?: here)? (?:all )?follows? (?:it|them|that)\b|"
    r"\bwe (?:all )?(?:pull|work|stand) together\b|\bunder control\b|"
    r"\bwe take (?:it |quality )?(?:very )?seriously\b|\bwe never have (?:any )?problems\b",
    re.IGNORECASE,
)
"""What could be said in any company, of any work."""
