"""Markdown, web pages, plain text and tables in text files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

from indexing.reading.content import Content
from indexing.reading.reader import Reader
from tests.indexing.reading.outline import outline


class Written(Protocol):
    def __call__(self, name: str, text: str | bytes) -> Content: ...


@pytest.fixture
def written(reader: Reader, tmp_path: Path) -> Written:
    def read(name: str, text: str | bytes) -> Content:
        content = text.encode() if isinstance(text, str) else text
        (tmp_path / name).write_bytes(content)
        return reader.read(tmp_path / name)

    return read


def test_markdown_keeps_front_matter_headings_lists_and_tables(written: Written) -> None:
    content = written(
        "a.md",
        "---\nTitle: Change control\nowners: [Tate, Rao]\nissued: 2026-10-21\n---\n"
        "# 1 Purpose\nChanges are\nplanned.\n\n- first\n  1. inner\n- second\n\n"
        "| Role | Time |\n|---|---|\n| Owner | 5 days<br>or less |\n\n**Records**\n\nKept.\n",
    )
    assert content.properties == {
        "title": "Change control", "owners": "Tate, Rao", "issued": "2026-10-21",
    }  # fmt: skip
    assert outline(content) == [
        "# 1 Purpose", "Changes are planned.", "- first", "-- 1. inner", "- second",
        "= Role | Time", "| Owner | 5 days\nor less", "## Records", "Kept.",
    ]  # fmt: skip


def test_an_empty_header_row_of_markdown_is_dropped(written: Written) -> None:
    content = written("a.md", "| | |\n|---|---|\n| Document | QP-7 |\n| Issue | 2 |\n")
    assert outline(content) == ["| Document | QP-7", "| Issue | 2"]


def test_code_keeps_its_lines_and_html_is_stripped(written: Written) -> None:
    content = written("a.md", "```\nmake\n  all\n```\n\nThe <b>torque</b><!-- x --> is 25 Nm.\n")
    assert outline(content) == ["make\nall", "The torque is 25 Nm."]


def test_front_matter_with_aliases_is_read_as_text(written: Written) -> None:
    content = written("a.md", "---\na: &x [1]\nb: *x\n---\nThe torque is 25 Nm.\n")
    assert content.properties == {}
    assert content.text.endswith("The torque is 25 Nm.")


def test_a_page_is_read_without_its_menus_and_scripts(written: Written) -> None:
    content = written(
        "a.html",
        "<html><head><title>Storage</title><style>p{}</style></head><body><nav>Home</nav>"
        "<h2>2 Places</h2><p>Every place<br>has a number.</p><script>x()</script>"
        "<ol start=3><li>Open<ul><li>slowly</li></ul></li><li>Close</li></ol>"
        "<p style='display:none'>secret</p><footer>issue 6</footer></body></html>",
    )
    assert outline(content) == [
        "## 2 Places", "Every place\nhas a number.", "- 3. Open", "-- slowly", "- 4. Close",
    ]  # fmt: skip
    assert (content.properties, content.margins) == ({"title": "Storage"}, ("issue 6",))


def test_spans_in_a_pages_table_leave_blanks(written: Written) -> None:
    content = written(
        "a.html",
        "<table><tr><th>Area<th colspan=2>Limits</tr><tr><td rowspan=2>Store<td>5<td>35</tr>"
        "<tr><td>6<td>30</tr></table>",
    )
    assert outline(content) == ["= Area | Limits | ", "| Store | 5 | 35", "|  | 6 | 30"]


def test_a_page_that_is_nested_without_end_is_refused(reader: Reader, tmp_path: Path) -> None:
    from knowledge.errors import Unreadable

    (tmp_path / "deep.html").write_text("<div>" * 5000 + "x")
    with pytest.raises(Unreadable, match="nested deeper than any document needs"):
        reader.read(tmp_path / "deep.html")


def test_plain_text_has_headings_items_and_wrapped_lines(written: Written) -> None:
    content = written(
        "a.txt",
        "Change control\n==============\n\n1.1 Purpose\n\nA change is planned before it is made, "
        "whatever it is,\nand its effects are looked at.\n\n- first\n- second\n",
    )
    assert outline(content) == [
        "# Change control",
        "## 1.1 Purpose",
        "A change is planned before it is made, whatever it is, and its effects are looked at.",
        "- first",
        "- second",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_any_usual_encoding(written: Written, encoding: str) -> None:
    content = written("a.txt", "Prüfe die Dichtfläche – 8 mm.".encode(encoding))
    assert content.text == "Prüfe die Dichtfläche – 8 mm."


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_table_in_a_text_file_is_cut_by_its_own_sign(written: Written, sign: str) -> None:
    rows = [["No", "Gauge", "Due"], ["1", "TW 11", "2026-12-01"]]
    content = written("a.csv", "\n".join(sign.join(row) for row in rows))
    assert outline(content) == ["= No | Gauge | Due", "| 1 | TW 11 | 2026-12-01"]
