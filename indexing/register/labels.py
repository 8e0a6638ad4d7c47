"""The words by which header tables, footers and registers name the facts of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

# Whose number or revision it is: the document's own first, its kind's name last, since a form
# also names the procedure it belongs to ("SOP ID").
_QUALIFIERS = (
    ("document", "doc", "documents", "dokument", "dokumenten", "controlled document", "control"),
    ("form", "formular", "formblatt", "template", "vorlage", "policy", "manual", "info",
     "instruction", "work instruction", "wi", "arbeitsanweisung", "information"),
    ("",),
    ("sop", "procedure", "process", "verfahrensanweisung", "va"),
)  # fmt: skip
_NUMBER = (
    "number", "no", "nr", "nummer", "num", "id", "identifier", "identification", "code", "ref",
    "reference", "kennung", "n°", "nº", "numéro", "número", "numero",
)  # fmt: skip
_REVISION = (
    "revision", "rev", "issue", "version", "ver", "edition", "index", "ausgabe", "fassung",
    "révision", "indice", "versión", "versione", "revisione", "revisión", "edición", "edizione",
    "versie", "revisie", "revision no", "rev no", "issue no", "version no", "revision nr",
    "rev nr", "revision number", "issue number", "version number", "revision level", "rev level",
    "revision index", "revisionsstand", "änderungsstand", "änderungsindex", "revisions nr",
    "versions nr", "ausgabe nr", "current revision", "current issue",
)  # fmt: skip

WEAK = 5  # a form's header also names the procedure it belongs to: its own file name is surer

# field -> phrases by strength, the strongest first
_PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {
    "title": (
        ("title", "document title", "titel", "titre", "título", "titolo", "dokumententitel",
         "dokumenttitel", "document name", "name of document", "form title", "title of document",
         "procedure title", "sop title", "policy title", "title titel"),
        ("bezeichnung", "benennung", "subject", "betreff", "thema"),
    ),
    "effective_on": (
        ("effective date", "effective from", "effective", "effective as of", "effective on",
         "date effective", "valid from", "valid since", "in force from", "in force since",
         "in force", "applicable from", "gültig ab", "gültig seit", "gültig von", "gueltig ab",
         "in kraft ab", "in kraft seit", "inkrafttreten", "inkraftsetzung", "wirksam ab",
         "wirksam seit", "date d'application", "applicable à partir du", "applicable le",
         "en vigueur le", "en vigueur depuis", "date d'entrée en vigueur", "fecha de vigencia",
         "vigente desde", "entrada en vigor", "in vigore dal", "data di entrata in vigore",
         "geldig vanaf", "ingangsdatum", "implementation date", "effective date of issue",
         "becomes effective", "becomes effective on", "takes effect on"),
        ("issue date", "date of issue", "issued", "issued on", "date issued", "release date",
         "publication date", "published", "ausgabedatum", "ausgegeben am", "date d'émission",
         "fecha de emisión", "data di emissione", "uitgiftedatum", "date of release",
         "veröffentlicht am"),
        ("revision date", "rev date", "date of revision", "last revised", "version date",
         "revised", "dated", "from", "vom", "state", "revised on", "stand", "datum", "date",
         "fecha", "data", "last updated", "document date", "änderungsdatum"),
    ),
    "approved_on": (
        ("approval date", "date of approval", "approved on", "date approved", "approved date",
         "freigabedatum", "freigegeben am", "freigabe am", "genehmigt am", "released on",
         "date d'approbation", "fecha de aprobación", "data di approvazione",
         "goedgekeurd op", "datum der freigabe", "authorised on", "authorized on"),
    ),
    "approved_by": (
        ("approved by", "approver", "approvers", "approval", "approved", "authorised by",
         "authorized by", "released by", "release by", "freigegeben von", "freigegeben durch",
         "freigegeben", "freigabe", "freigabe durch", "freigabe von", "genehmigt von",
         "genehmigt durch", "genehmigt", "approuvé par", "aprobado por", "approvato da",
         "goedgekeurd door", "approved for release by", "signed off by", "approbation"),
    ),
    "review_on": (
        ("next review", "next review date", "next review due", "review due", "review due date",
         "date of next review", "due for review", "to be reviewed by", "review by",
         "review before", "next check", "nächste überprüfung", "überprüfung fällig",
         "nächste prüfung",
         "prüfung fällig", "nächste prüfung bis", "wiedervorlage", "zu überprüfen bis",
         "überprüfung bis", "prochaine révision", "próxima revisión", "prossima revisione",
         "volgende review", "next periodic review", "next revision due"),
        ("review", "review date", "periodic review", "valid until", "gültig bis", "expiry date"),
    ),
    "owner": (
        ("owner", "document owner", "process owner", "owned by", "policy owner",
         "procedure owner", "dokumentenverantwortlicher", "dokumentverantwortlicher",
         "dokumentenverantwortliche", "dokumentenverantwortung", "prozessverantwortlicher",
         "prozesseigner", "prozesseignerin", "prozessverantwortung", "dokumenteneigner",
         "eigentümer", "form owner", "custodian", "propriétaire", "propietario", "eigenaar",
         "proprietario", "verantwortlich", "verantwortlicher", "verantwortliche"),
        ("responsible", "responsible person", "responsible department", "responsable",
         "responsabile"),
    ),
    "status": (
        ("status", "document status", "dokumentenstatus", "dokumentstatus", "approval status",
         "lifecycle state", "statut", "estado", "stato"),
    ),
    "audience": (
        ("audience", "distribution", "distribution list", "visibility", "readers", "verteiler",
         "zielgruppe", "zugriff", "access", "diffusion", "restricted to", "verteilung"),
    ),
    "handling": (
        ("handling", "classification", "confidentiality", "security classification",
         "klassifizierung", "klassifikation", "vertraulichkeit", "umgang", "confidentialité",
         "information class"),
    ),
    "language": (("language", "sprache", "langue", "idioma", "lingua", "taal"),),
    "replaced_by": (
        ("replaced by", "superseded by", "ersetzt durch", "abgelöst durch", "remplacé par",
         "sustituido por", "sostituito da", "vervangen door", "obsoleted by"),
    ),
    "supersedes": (
        ("supersedes", "replaces", "ersetzt", "remplace", "sustituye a", "vervangt",
         "previous revision", "previous version", "previous issue", "vorgängerversion"),
    ),
    # read, so that the words after them aren't taken for another field's value
    "ignored": (
        ("page", "pages", "seite", "seiten", "sheet", "blatt", "prepared by", "author", "authors",
         "written by", "drafted by", "originator", "erstellt von", "erstellt", "ersteller",
         "created by", "created", "checked by", "reviewed by", "reviewed", "geprüft",
         "geprüft von", "geprüft durch", "verified by", "rédigé par", "vérifié par",
         "department", "site", "location", "abteilung", "standort", "purpose", "scope", "company",
         "print date", "printed", "printed on", "gedruckt am", "copy", "copy no", "file",
         "regulatory references", "references", "clause", "iso clause", "customer", "project",
         "last review", "last reviewed", "last review date", "reviewed on", "date reviewed",
         "change", "changes", "reason for change", "retention", "normbezug", "geltungsbereich"),
    ),
}  # fmt: skip

# A number or revision so called is somebody else's.
_FOREIGN = frozenset(
    """
    qms system software product app tool drawing part order customer supplier record test
    standard contract equipment machine serial material batch lot project ncr capa firmware
    hardware api parent related previous last old purchase job report invoice asset program
    model type iso en iec din printed signed not
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Label:
    """A field, and how surely the words name it: 0 is the surest."""

    field: str
    strength: int


@dataclass(frozen=True)
class LabelInLine:
    """A label found inside a line: where it stands, and whether a colon follows."""

    label: Label
    start: int
    end: int
    marked: bool


def _qualified(cores: tuple[str, ...], field: str) -> Iterator[tuple[str, Label]]:
    for strength, qualifiers in enumerate(_QUALIFIERS):
        for qualifier, core in product(qualifiers, cores):
            yield f"{qualifier} {core}".strip(), Label(field, strength)


def _all_labels() -> dict[str, Label]:
    labels: dict[str, Label] = {}
    for words, label in _qualified(_NUMBER, "number"):
        labels[words] = Label("number", WEAK) if label.strength == 3 else label
    labels.update(_qualified(_REVISION, "revision"))
    for compound in ("dokumentnummer", "dokumentennummer", "formularnummer", "formblattnummer",
                     "documentnummer", "dok nr", "dokumentennr", "doc"):  # fmt: skip
        labels[compound] = Label("number", 0)
    labels.update((noun, Label("number", 1)) for noun in ("form", "formular", "formblatt", "deck"))
    labels.update((noun, Label("number", 2)) for noun in ("document", "list", "policy", "wi"))
    labels.update((noun, Label("number", WEAK)) for noun in ("procedure", "sop"))
    for field, ranks in _PHRASES.items():
        for strength, phrases in enumerate(ranks):
            labels.update((phrase, Label(field, strength)) for phrase in phrases)
    return labels


LABELS: dict[str, Label] = _all_labels()
# Too common as ordinary words to be a label without a colon or a cell of their own.
_ONLY_ALONE = frozenset(
    """
    state document form formular formblatt deck list policy wi procedure sop
    from vom dated no nr id num code ref reference doc date data fecha datum change changes
    file site copy created approved effective issued published index control company
    location project customer scope purpose access erstellt geprüft genehmigt freigegeben
    ersetzt stand references responsible verantwortlich sheet reviewed printed owner
    """.split()  # noqa: SIM905
)


_DAYS = (
    "date",
    "dated",
    "datum",
    "fecha",
    "data",
    "stand",
    "state",
    "effective",
    "issued",
    "published",
)


def _pattern(phrase: str) -> str:
    return r"[\s.\-_/]{1,3}".join(re.escape(word) for word in phrase.split())


_IN_LINE = re.compile(
    r"(?<![\w-])("
    + "|".join(_pattern(phrase) for phrase in sorted(LABELS, key=len, reverse=True))
    + r")(?!\w)\.?(\s*[:=#]+|\s*\|(?=\s)|)",
    re.IGNORECASE,
)


def plain_label(text: str) -> str:
    """The words of a label: "**Document No.:**" is "document no"."""
    return re.sub(r"[^\w°º']+|_", " ", text.casefold().replace("’", "'")).strip()


def label_of(text: str) -> Label | None:
    """The field that a cell, column or property names, if the cell holds nothing else."""
    if len(text) > 80:
        return None
    plain = plain_label(text)
    if plain in LABELS:
        return LABELS[plain]
    parts = [LABELS.get(plain_label(part)) for part in re.split(r"[/|(]", text) if part.strip()]
    return parts[0] if len(parts) > 1 and all(parts) else None


def _opens_fact(match: re.Match[str], words: str) -> bool:
    return match.start() == 0 and (words in _DAYS or LABELS[words].field == "number")


def labels_in(line: str, *, anywhere: bool = False) -> list[LabelInLine]:
    """The labels inside a line, in order; common words only count with a colon or `anywhere`."""
    found: list[LabelInLine] = []
    for match in _IN_LINE.finditer(line):
        words = plain_label(match[1])
        marked = bool(match[2])
        if not (marked or anywhere) and words in _ONLY_ALONE and not _opens_fact(match, words):
            continue
        before = re.findall(r"[^\W\d_]+(?=[\s_\-]*$)", line[: match.start()].casefold())
        if before and before[0] in _FOREIGN:
            found.append(LabelInLine(Label("ignored", 0), match.start(), match.end(), marked))
            continue
        found.append(LabelInLine(LABELS[words], match.start(), match.end(), marked))
    return found
