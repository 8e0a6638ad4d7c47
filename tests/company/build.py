"""Build the sample company's documents and the list of what is true about them."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime, time
from pathlib import Path
from typing import Protocol

from .builders.docx import DocxBuilder
from .builders.pdf import PdfBuilder
from .builders.scan import ScanBuilder
from .builders.slides import SlideBuilder
from .builders.source import Source, read_source
from .builders.web import HtmlBuilder, MarkdownBuilder
from .builders.workbook import WorkbookBuilder

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
LIST = HERE / "documents.csv"
COLUMNS = (
    "file",
    "number",
    "title",
    "revision",
    "status",
    "effective",
    "next_review",
    "owner",
    "kind",
    "audience",
    "handling",
    "language",
    "notes",
)
_DEFAULTS = {"audience": "everyone", "handling": "quote", "language": "en"}


class Builder(Protocol):
    """Writes one document."""

    def build(self, target: Path, modified: datetime) -> None:
        """Write the document to the target path."""


def sources() -> list[Source]:
    """Every source, in the order of the built files."""
    found = [read_source(path) for path in SOURCES.rglob("*.md")]
    return sorted(found, key=lambda source: source.file)


def builder_for(source: Source) -> Builder:
    """The builder for a source, by the ending of its file."""
    ending = Path(source.file).suffix
    if ending == ".pdf" and source.layout.get("scan"):
        return ScanBuilder(source)
    builders: dict[str, type[Builder]] = {
        ".docx": DocxBuilder,
        ".pdf": PdfBuilder,
        ".xlsx": WorkbookBuilder,
        ".pptx": SlideBuilder,
        ".html": HtmlBuilder,
        ".md": MarkdownBuilder,
    }
    make: type = builders[ending]
    made: Builder = make(source)
    return made


def modified(source: Source) -> datetime:
    """When the document was last saved; the draft's own day, else its effective date."""
    day = source.text("saved") or source.text("effective") or "2026-10-30"
    return datetime.combine(datetime.fromisoformat(day).date(), time(9, 0))


def write_list(found: list[Source], path: Path) -> None:
    """Write the list of documents and their true data."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for source in found:
            writer.writerow([source.text(c) or _DEFAULTS.get(c, "") for c in COLUMNS])


def build(documents: Path = DOCUMENTS, listing: Path = LIST) -> list[Path]:
    """Build every document afresh and return the paths."""
    if documents.exists():
        shutil.rmtree(documents)
    found = sources()
    paths: list[Path] = []
    for source in found:
        target = documents / source.file
        builder_for(source).build(target, modified(source))
        paths.append(target)
    write_list(found, listing)
    return paths


if __name__ == "__main__":
    print(f"{len(build())} documents built in {DOCUMENTS}")
