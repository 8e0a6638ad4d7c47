"""Word documents as companies write them: no styles, generated numbers, boxes, margins."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexing.reading.reader import Reader
from tests.indexing.reading.outline import outline

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


class Draft:
    """A Word document put together from XML where python-docx has no words for it."""

    def __init__(self) -> None:
        self.document: Any = Document()

    def add(self, text: str, *, bold: bool = False, style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        paragraph.add_run(text).bold = bold
        return paragraph

    def xml(self, source: str) -> None:
        source = source.replace("<w:p>", f"<w:p {_NAMESPACES}>", 1)
        self.document.element.body.insert(-1, parse_xml(source))

    def list_of(self, levels: str, overrides: str = "") -> int:
        """Add a list with the levels' XML; the id paragraphs refer to."""
        root = self.document.part.numbering_part.element
        number = 900 + len(root)
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'
        )
        root.insert(0, abstract)
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{number}"/>{overrides}</w:num>'
            )
        )
        return number

    def numbered(self, text: str, number: int, level: int = 0, *, bold: bool = False) -> None:
        paragraph = self.add(text, bold=bold)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
                f'<w:numId w:val="{number}"/></w:numPr>'
            )
        )

    def save(self, path: Path) -> Path:
        self.document.save(str(path))
        return path


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


@pytest.fixture
def draft() -> Draft:
    return Draft()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "QP-0001.docx"


def test_generated_numbers_are_counted_again(draft: Draft, reader: Reader, path: Path) -> None:
    number = draft.list_of(
        level(0, "decimal", "%1") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3)")
    )
    draft.numbered("Purpose", number, bold=True)
    draft.numbered("Stop faulty parts from being used.", number, 1)
    draft.numbered("Scope", number, bold=True)
    draft.numbered("All parts, namely:", number, 1)
    draft.numbered("bought parts", number, 2)
    draft.numbered("made parts", number, 2)
    draft.numbered("Not covered: gauges.", number, 1)
    draft.numbered("Terms", number, bold=True)
    draft.numbered("NCR means form F-007.", number, 1)
    assert outline(reader.read(draft.save(path))) == [
        "# 1 Purpose",
        "-- 1.1 Stop faulty parts from being used.",
        "# 2 Scope",
        "-- 2.1 All parts, namely:",
        "--- a) bought parts",
        "--- b) made parts",
        "-- 2.2 Not covered: gauges.",
        "# 3 Terms",
        "-- 3.1 NCR means form F-007.",
    ]


def test_a_list_that_starts_anew_counts_anew(draft: Draft, reader: Reader, path: Path) -> None:
    first = draft.list_of(level(0, "upperRoman", "%1."))
    again = draft.list_of(
        level(0, "decimal", "(%1)"),
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>',
    )
    for number in (first, first, again, again):
        draft.numbered("Close the valve and wait.", number)
    assert [block.number for block in reader.read(draft.save(path)).blocks] == [
        "I.", "II.", "(5)", "(6)",
    ]  # fmt: skip


def test_legal_numbers_write_every_level_in_digits(
    draft: Draft, reader: Reader, path: Path
) -> None:
    number = draft.list_of(
        level(0, "upperRoman", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    )
    draft.numbered("Records are kept by the holder.", number)
    draft.numbered("Keep records for seven years.", number, 1)
    assert [block.number for block in reader.read(draft.save(path)).blocks] == ["I", "1.1"]


def test_bullets_have_no_number(draft: Draft, reader: Reader, path: Path) -> None:
    number = draft.list_of(level(0, "bullet", "•"))
    draft.numbered("gloves and glasses", number)
    assert outline(reader.read(draft.save(path))) == ["- gloves and glasses"]


def test_heading_styles_give_levels_under_any_name(
    draft: Draft, reader: Reader, path: Path
) -> None:
    german = draft.document.styles.add_style("Überschrift 2", 1)
    draft.document.styles.add_style("Firma Unterkapitel", 1).base_style = german
    draft.add("1 Purpose", style="Heading 1")
    draft.add("Geltung", style="Überschrift 2")
    draft.add("Werk Lindenau", style="Firma Unterkapitel")
    assert outline(reader.read(draft.save(path))) == [
        "# 1 Purpose", "## Geltung", "## Werk Lindenau",
    ]  # fmt: skip


def test_bold_lines_without_a_style_become_headings(
    draft: Draft, reader: Reader, path: Path
) -> None:
    draft.add("5 Records", bold=True)
    draft.add("Records are kept in the cabinet.")
    draft.add("5.3 Retention", bold=True)
    draft.add("Keep them for seven years.")
    paragraph = draft.add("Note:", bold=True)
    paragraph.add_run(" the year of the last entry counts.")
    draft.add("All doors must be closed before the test is started.", bold=True)
    assert outline(reader.read(draft.save(path))) == [
        "# 5 Records",
        "Records are kept in the cabinet.",
        "## 5.3 Retention",
        "Keep them for seven years.",
        "Note: the year of the last entry counts.",
        "All doors must be closed before the test is started.",
    ]


def test_tables_keep_rows_merged_cells_and_header(draft: Draft, reader: Reader, path: Path) -> None:
    table = draft.document.add_table(4, 3)
    for at, text in enumerate(("Record", "Kept for", "Held by")):
        table.cell(0, at).paragraphs[0].add_run(text).bold = True
    table.cell(1, 0).text, table.cell(1, 1).text = "F-017", "10 years"
    table.cell(2, 1).text = "7 years"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2)).text = "All periods begin with the last entry."
    table.cell(1, 2).text = "Test"
    assert outline(reader.read(draft.save(path))) == [
        "= Record | Kept for | Held by",
        "| F-017 | 10 years | Test",
        "|  | 7 years | ",
        "| All periods begin with the last entry. |  | ",
    ]


def test_labels_and_values_have_no_header(draft: Draft, reader: Reader, path: Path) -> None:
    table = draft.document.add_table(2, 2)
    for at, (label, value) in enumerate((("Document no.", "QP-0007"), ("Revision", "D"))):
        table.cell(at, 0).paragraphs[0].add_run(label).bold = True
        table.cell(at, 1).text = value
    assert outline(reader.read(draft.save(path))) == ["| Document no. | QP-0007", "| Revision | D"]


def test_a_table_in_a_cell_follows_as_rows(draft: Draft, reader: Reader, path: Path) -> None:
    table = draft.document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Step 1", "Torque by thread"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "M8", "22 Nm"
    table.cell(1, 0).text, table.cell(1, 1).text = "Step 2", "Sign"
    assert outline(reader.read(draft.save(path))) == [
        "| Step 1 | Torque by thread", "| M8 | 22 Nm", "| Step 2 | Sign",
    ]  # fmt: skip


def test_a_text_box_is_read_once(draft: Draft, reader: Reader, path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Never open the guard.</w:t></w:r></w:p></w:txbxContent>"
    draft.xml(
        "<w:p><w:r><w:t>Close the guard.</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert outline(reader.read(draft.save(path))) == ["Close the guard.", "Never open the guard."]


def test_changes_are_read_as_accepted_and_fields_by_their_result(
    draft: Draft, reader: Reader, path: Path
) -> None:
    draft.xml(
        "<w:p><w:r><w:t>Keep for </w:t></w:r>"
        '<w:del w:id="1" w:author="a"><w:r><w:delText>five</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>seven</w:t></w:r></w:ins>'
        "<w:r><w:t xml:space='preserve'> years, see </w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF _x</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>REG-02</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:sdt><w:sdtContent><w:r><w:t>.</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )
    assert reader.read(draft.save(path)).text == "Keep for seven years, see REG-02."


def test_a_table_of_contents_is_left_out(draft: Draft, reader: Reader, path: Path) -> None:
    draft.xml(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r'<w:r><w:instrText>TOC \o "1-3"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 Purpose 3</w:t></w:r></w:p>'
    )
    draft.xml(
        '<w:p><w:r><w:t>2 Scope 4</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    draft.add("Purpose", style="Heading 1")
    assert outline(reader.read(draft.save(path))) == ["# Purpose"]


def test_header_tables_and_footers_are_margins(draft: Draft, reader: Reader, path: Path) -> None:
    section = draft.document.sections[0]
    table = section.header.add_table(2, 2, 5_000_000)
    for at, cells in enumerate((("Document no.", "QP-0007"), ("Revision", "D"))):
        table.cell(at, 0).text, table.cell(at, 1).text = cells
    section.footer.paragraphs[0].text = "Uncontrolled when printed"
    draft.add("The torque is 25 Nm.")
    draft.document.add_section(WD_SECTION.NEW_PAGE)
    content = reader.read(draft.save(path))
    assert content.text == "The torque is 25 Nm."
    assert content.margins == (
        "Document no. | QP-0007", "Revision | D", "Uncontrolled when printed",
    )  # fmt: skip


def test_pages_are_known_where_word_left_its_page_breaks(
    draft: Draft, reader: Reader, path: Path
) -> None:
    draft.add("First page.")
    draft.xml("<w:p><w:r><w:lastRenderedPageBreak/><w:t>Second page.</w:t></w:r></w:p>")
    content = reader.read(draft.save(path))
    assert [(block.text, block.page) for block in content.blocks] == [
        ("First page.", 1), ("Second page.", 2),
    ]  # fmt: skip
    assert content.pages == 2


def test_unseen_characters_are_taken_out(draft: Draft, reader: Reader, path: Path) -> None:
    draft.add("tor\u00adque\u200b of\tu\u0308ber\u202e 25\u00a0Nm")
    assert reader.read(draft.save(path)).text == "torque of über 25 Nm"


def test_a_companys_own_properties_are_kept(draft: Draft, reader: Reader, path: Path) -> None:
    draft.document.core_properties.title = "Control of documents"
    draft.document.core_properties.author = "Ruth Calder"
    draft.add("The torque is 25 Nm.")
    draft.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "docProps/custom.xml",
            '<Properties xmlns:vt="vt"><property name="Document Number"><vt:lpwstr>QP-7'
            "</vt:lpwstr></property></Properties>",
        )
    properties = reader.read(path).properties
    assert properties["title"] == "Control of documents"
    assert properties["author"] == "Ruth Calder"
    assert properties["document number"] == "QP-7"


def test_footnotes_follow_the_paragraph_that_cites_them(
    draft: Draft, reader: Reader, path: Path
) -> None:
    draft.xml(
        "<w:p><w:r><w:t>Keep for 10 years.</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    draft.add("Then destroy.")
    draft.save(path)
    _add_part(
        path,
        "footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Halvorsen: 12 years.</w:t>'
        "</w:r></w:p></w:footnote>",
    )
    assert outline(reader.read(path)) == [
        "Keep for 10 years.", "Halvorsen: 12 years.", "Then destroy.",
    ]  # fmt: skip


def _add_part(path: Path, name: str, inner: str) -> None:
    """Put one more part into the file and a relation to it."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    relations = "word/_rels/document.xml.rels"
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    more = f'<Relationship Id="rIdX" Type="{kind}" Target="{name}.xml"/></Relationships>'
    parts[relations] = parts[relations].replace(b"</Relationships>", more.encode())
    parts[f"word/{name}.xml"] = f"<w:{name} {_NAMESPACES}>{inner}</w:{name}>".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
