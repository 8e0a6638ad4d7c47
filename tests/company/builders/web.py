"""Build HTML and Markdown pages."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

from .source import Block, Source, spans

_WIKI = (
    "body{font-family:Verdana,sans-serif;font-size:14px;max-width:52em;margin:1em auto}"
    "nav{background:#234;color:#fff;padding:.5em}table{border-collapse:collapse}"
    "td,th{border:1px solid #888;padding:.25em .5em;text-align:left;vertical-align:top}"
)
_TAGS = {"bold": "b", "italic": "i", "inserted": "ins", "deleted": "del"}


class HtmlBuilder:
    """Writes one source as an intranet page or as Word's saved web page."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.word = source.layout.get("scheme") == "word"
        self.notes: list[str] = []

    def build(self, target: Path, modified: datetime) -> None:
        """Write the page to the target path."""
        body = "\n".join(self._blocks())
        title = escape(self.source.text("shown_title") or self.source.text("title"))
        language = self.source.text("language") or "en"
        style = "p.MsoNormal{margin:0 0 8pt}" if self.word else _WIKI
        nav = escape(str(self.source.layout.get("nav", "")))
        menu = "" if self.word else f"<nav>{nav}</nav>\n<h1>{title}</h1>\n"
        foot = escape(self.source.text("footer"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{menu}"
            f"{self._header()}\n{body}\n{self._notes()}<footer>{foot}</footer>\n</body>\n</html>\n",
            encoding="utf-8",
        )

    def _header(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(key)}</th><td>{escape(value)}</td></tr>"
            for key, value in self.source.header.items()
        )
        return f"<table>{rows}</table>" if rows else ""

    def _notes(self) -> str:
        return "".join(
            f'<p><a id="fn{number}"></a><sup>{number}</sup> {escape(text)}</p>\n'
            for number, text in enumerate(self.notes, 1)
        )

    def _inline(self, text: str) -> str:
        out: list[str] = []
        for span in spans(text):
            words = escape(span.text, quote=False).replace("&lt;br&gt;", "<br>")
            if span.style == "footnote":
                self.notes.append(self.source.footnotes[span.text])
                number = len(self.notes)
                out.append(f'<sup><a href="#fn{number}">{number}</a></sup>')
            elif tag := _TAGS.get(span.style):
                out.append(f"<{tag}>{words}</{tag}>")
            else:
                out.append(words)
        return "".join(out)

    def _blocks(self) -> list[str]:
        out: list[str] = []
        stack: list[str] = []
        for block in self.source.blocks:
            wanted = block.level + 1 if block.kind == "item" and not self.word else 0
            while len(stack) > wanted:
                out.append(f"</{stack.pop()}>")
            while len(stack) < wanted:
                stack.append("ol" if block.ordered else "ul")
                out.append(f"<{stack[-1]}>")
            out.append(self._block(block))
        out += [f"</{tag}>" for tag in reversed(stack)]
        return out

    def _block(self, block: Block) -> str:
        words = self._inline(block.text)
        if block.kind == "table":
            return self._table(block)
        if block.kind == "textbox":
            return "<blockquote>" + "<br>".join(map(self._inline, block.lines)) + "</blockquote>"
        if self.word and block.kind == "heading":
            return f"<p class=MsoNormal><b><span style='font-size:13.0pt'>{words}</span></b></p>"
        if self.word and block.kind == "item":
            return f"<p class=MsoListParagraph style='text-indent:-18pt'>·&nbsp;&nbsp; {words}</p>"
        if block.kind == "heading":
            return f"<h{block.level + 1}>{words}</h{block.level + 1}>"
        if block.kind == "item":
            return f"<li>{words}</li>"
        return f"<p class=MsoNormal>{words}</p>" if self.word else f"<p>{words}</p>"

    def _table(self, block: Block) -> str:
        rows: list[str] = []
        for index, row in enumerate(block.rows):
            tag = "th" if index == 0 else "td"
            cells = "".join(f"<{tag}>{self._inline(cell)}</{tag}>" for cell in row)
            rows.append(f"<tr>{cells}</tr>")
        return "<table>" + "\n".join(rows) + "</table>"


class MarkdownBuilder:
    """Writes one source as a Markdown page with a header of its own."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def build(self, target: Path, modified: datetime) -> None:
        """Write the page to the target path."""
        title = self.source.text("shown_title") or self.source.text("title")
        lines = "".join(f"{key}: {value}\n" for key, value in self.source.header.items())
        scheme = self.source.layout.get("scheme")
        if scheme == "yaml":
            head = f"---\ntitle: {title}\n{lines}---\n\n"
        elif scheme == "table":
            rows = "".join(f"| {key} | {value} |\n" for key, value in self.source.header.items())
            head = f"# {title}\n\n| | |\n|---|---|\n{rows}\n"
        else:
            bold = "".join(f"**{key}:** {value}  \n" for key, value in self.source.header.items())
            head = f"# {title}\n\n{bold}\n"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + self.source.body, encoding="utf-8")
