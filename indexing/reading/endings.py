"""Which files are read, by the ending of their name."""

from __future__ import annotations

# Ending -> what such a file is called when speaking to a person.
NAMES: dict[str, str] = {
    ".docx": "Word document",
    ".docm": "Word document",
    ".dotx": "Word template",
    ".doc": "Word 97-2003 document",
    ".pdf": "PDF",
    ".xlsx": "Excel workbook",
    ".xlsm": "Excel workbook",
    ".xltx": "Excel template",
    ".xls": "Excel 97-2003 workbook",
    ".pptx": "PowerPoint deck",
    ".pptm": "PowerPoint deck",
    ".md": "Markdown text",
    ".markdown": "Markdown text",
    ".html": "web page",
    ".htm": "web page",
    ".txt": "plain text",
    ".csv": "table in a text file",
    ".tsv": "table in a text file",
    ".odt": "OpenDocument text",
    ".rtf": "rich text",
    ".eml": "e-mail",
}

ENDINGS: frozenset[str] = frozenset(NAMES)
