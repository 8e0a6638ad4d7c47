"""WordprocessingML pieces that python-docx does not offer."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

HEADINGS, BULLETS, STEPS = 90, 91, 92
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_DECIMAL_LEVELS = ["%1", "%1.%2", "%1.%2.%3", "%1.%2.%3.%4"]
_STEP_LEVELS = [("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")]
_BULLET_LEVELS = ["\u2022", "\u2013", "\u2022"]


def _level(index: int, form: str, text: str, left: int, hanging: int) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _abstract(number: int, levels: list[str]) -> Any:
    return parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
    )


def add_numbering(document: Any) -> None:
    """Add the multilevel lists for headings, bullets and steps."""
    numbering = document.part.numbering_part.element
    headings = [_level(i, "decimal", t, 720, 720) for i, t in enumerate(_DECIMAL_LEVELS)]
    bullets = [_level(i, "bullet", t, 567 + 425 * i, 283) for i, t in enumerate(_BULLET_LEVELS)]
    steps = [_level(i, f, t, 567 + 425 * i, 397) for i, (f, t) in enumerate(_STEP_LEVELS)]
    first_num = numbering.find(qn("w:num"))
    for number, levels in ((HEADINGS, headings), (BULLETS, bullets), (STEPS, steps)):
        abstract = _abstract(number, levels)
        # The schema wants every abstractNum before the first num.
        if first_num is None:
            numbering.append(abstract)
        else:
            first_num.addprevious(abstract)
    for number in (HEADINGS, BULLETS):
        numbering.append(_num(number, number, restart=False))


def _num(number: int, abstract: int, restart: bool) -> Any:
    override = (
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    )
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}">'
        f'<w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    )


def new_step_list(document: Any, count: int) -> int:
    """Start a fresh numbered list and return its number."""
    number = 100 + count
    document.part.numbering_part.element.append(_num(number, STEPS, restart=True))
    return number


def number_paragraph(paragraph: Any, number: int, level: int) -> None:
    """Attach a paragraph to a list level."""
    properties = paragraph._p.get_or_add_pPr()
    num_properties = properties.get_or_add_numPr()
    num_properties.get_or_add_ilvl().val = level
    num_properties.get_or_add_numId().val = number


def add_field(paragraph: Any, code: str, shown: str) -> None:
    """Add a Word field such as PAGE with the value Word last showed."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run(shown if kind == "text" else "")
        if kind == "instr":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._r.append(element)
        elif kind != "text":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def add_page_of_pages(paragraph: Any, page: str = "Page", of: str = "of") -> None:
    """Add 'Page X of Y' as live fields."""
    paragraph.add_run(f"{page} ")
    add_field(paragraph, "PAGE", "1")
    paragraph.add_run(f" {of} ")
    add_field(paragraph, "NUMPAGES", "4")


def shade(cell: Any, colour: str) -> None:
    """Fill a table cell with a colour."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    )


def add_change(paragraph: Any, text: str, inserted: bool, author: str, date: str) -> None:
    """Add a tracked insertion or deletion."""
    tag, text_tag = ("w:ins", "w:t") if inserted else ("w:del", "w:delText")
    paragraph._p.append(
        parse_xml(
            f'<{tag} {nsdecls("w")} w:id="900" w:author="{escape(author)}" w:date="{date}">'
            f'<w:r><{text_tag} xml:space="preserve">{escape(text)}</{text_tag}></w:r></{tag}>'
        )
    )


def add_text_box(paragraph: Any, lines: tuple[str, ...]) -> None:
    """Anchor a framed text box in a paragraph."""
    inner = "".join(
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr>'
        f'{"<w:b/>" if index == 0 else ""}<w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for index, line in enumerate(lines)
    )
    height = 12 + 18 * sum(1 + len(line) // 90 for line in lines)
    run = paragraph.add_run()
    run._r.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<v:shape id="box1" style="width:440pt;height:{height}pt" fillcolor="#fff2cc" '
            f'strokecolor="#7f6000" path="m,l,21600r21600,l21600,xe" coordsize="21600,21600">'
            f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict>"
        )
    )


class Footnotes:
    """Collects footnotes and writes the footnotes part."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._used: list[str] = []

    def reference(self, paragraph: Any, key: str) -> None:
        """Put the reference mark for a footnote into a paragraph."""
        if key not in self._texts:
            raise KeyError(f"footnote {key} has no text")
        self._used.append(key)
        run = paragraph.add_run()
        run.font.superscript = True
        element = OxmlElement("w:footnoteReference")
        element.set(qn("w:id"), str(len(self._used)))
        run._r.append(element)

    def attach(self, document: Any) -> None:
        """Write the part, if any footnote was used."""
        if not self._used:
            return
        notes = [_separator(-1, "separator"), _separator(0, "continuationSeparator")]
        notes += [_note(i, self._texts[key]) for i, key in enumerate(self._used, 1)]
        blob = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{''.join(notes)}</w:footnotes>"
        ).encode()
        uri = PackURI("/word/footnotes.xml")
        part = Part(uri, _FOOTNOTES_TYPE, blob, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _separator(number: int, kind: str) -> str:
    paragraph = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
    return f'<w:footnote w:type="{kind}" w:id="{number}">{paragraph}</w:footnote>'


def _note(number: int, text: str) -> str:
    return (
        f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="16"/></w:rPr>'
        f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
    )
