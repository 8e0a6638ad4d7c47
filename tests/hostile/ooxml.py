"""The smallest Word, Excel and PowerPoint files that open, as parts to be spoiled."""

from __future__ import annotations

Parts = dict[str, bytes | str]

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument."
W_OPEN = f'<w:document xmlns:w="{_W}" xmlns:r="{OFFICE}"><w:body>'
W_CLOSE = "</w:body></w:document>"
S_OPEN = f'<worksheet xmlns="{_S}" xmlns:r="{OFFICE}">'


def types(overrides: dict[str, str]) -> str:
    """The list of content types."""
    lines = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items()
    )
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def links(*targets: tuple[str, str], external: bool = False) -> str:
    """A list of relationships: pairs of kind and target, numbered rId1 and on."""
    mode = ' TargetMode="External"' if external else ""
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def para(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str = "", document: bytes | str | None = None, **more: bytes | str) -> Parts:
    """A Word document; further parts are given as `word_styles` for word/styles.xml."""
    whole = f"{HEAD}{W_OPEN}{body or para('Torque 25 Nm.')}{W_CLOSE}"
    parts: Parts = {
        "[Content_Types].xml": types(
            {"word/document.xml": _TYPE + "wordprocessingml.document.main+xml"}
            | {f"word/{key[5:]}.xml": f"{_TYPE}wordprocessingml.{key[5:]}+xml" for key in more}
        ),
        "_rels/.rels": links(("officeDocument", "word/document.xml")),
        "word/document.xml": whole if document is None else document,
        "word/_rels/document.xml.rels": links(*((key[5:], f"{key[5:]}.xml") for key in more)),
    }
    return parts | {f"word/{key[5:]}.xml": part for key, part in more.items()}


def styles(inner: str) -> str:
    """The styles part of a Word document."""
    return f'{HEAD}<w:styles xmlns:w="{_W}">{inner}</w:styles>'


def numbering(inner: str) -> str:
    """The numbering part of a Word document."""
    return f'{HEAD}<w:numbering xmlns:w="{_W}">{inner}</w:numbering>'


def xlsx(sheet: str, strings: str = "", book: str = "", **more: bytes | str) -> Parts:
    """An Excel workbook with one sheet; the sheet is everything inside the worksheet element."""
    kind = _TYPE + "spreadsheetml."
    parts: Parts = {
        "[Content_Types].xml": types(
            {
                "xl/workbook.xml": kind + "sheet.main+xml",
                "xl/worksheets/sheet1.xml": kind + "worksheet+xml",
                "xl/sharedStrings.xml": kind + "sharedStrings+xml",
            }
        ),
        "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{HEAD}<workbook xmlns="{_S}" xmlns:r="{OFFICE}"><sheets>'
            f'<sheet name="Register" sheetId="1" r:id="rId1"/></sheets>{book}</workbook>'
        ),
        "xl/_rels/workbook.xml.rels": links(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": f"{HEAD}{S_OPEN}{sheet}</worksheet>",
        "xl/sharedStrings.xml": strings or shared("<si><t>Valve</t></si>"),
    }
    return parts | {key.replace("__", "/") + ".xml": part for key, part in more.items()}


def shared(inner: str, prolog: str = HEAD) -> str:
    """The shared strings of a workbook."""
    return f'{prolog}<sst xmlns="{_S}" count="1" uniqueCount="1">{inner}</sst>'


def slide(text: str = "Pressure test", inner: str = "") -> str:
    """One slide."""
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    return (
        f'{HEAD}<p:sld xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{OFFICE}"><p:cSld><p:spTree>'
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{inner or shape}</p:spTree></p:cSld></p:sld>"
    )


def pptx(slides: dict[str, str], order: list[str], rels: dict[str, str] | None = None) -> Parts:
    """A presentation; the order may name a slide twice, or one that does not exist."""
    kind = _TYPE + "presentationml."
    ids = "".join(f'<p:sldId id="{256 + i}" r:id="rId{i + 1}"/>' for i in range(len(order)))
    parts: Parts = {
        "[Content_Types].xml": types(
            {"ppt/presentation.xml": kind + "presentation.main+xml"}
            | {f"ppt/slides/{name}.xml": kind + "slide+xml" for name in slides}
        ),
        "_rels/.rels": links(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'{HEAD}<p:presentation xmlns:p="{_P}" xmlns:r="{OFFICE}">'
            f"<p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"
        ),
        "ppt/_rels/presentation.xml.rels": links(*(("slide", f"slides/{n}.xml") for n in order)),
    }
    parts |= {f"ppt/slides/{name}.xml": text for name, text in slides.items()}
    return parts | {f"ppt/slides/_rels/{name}.xml.rels": r for name, r in (rels or {}).items()}
