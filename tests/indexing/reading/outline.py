"""Blocks written so that a test can show what a person would see."""

from __future__ import annotations

from indexing.reading.content import Content


def outline(content: Content) -> list[str]:
    """ "# 5.3 Retention" for headings, "- a) text" for items, "a | b" for rows of tables."""
    lines: list[str] = []
    for block in content.blocks:
        text = f"{block.number} {block.text}".strip()
        if block.kind == "table":
            for at, row in enumerate(block.rows):
                mark = "=" if at < block.header_rows else "|"
                lines.append(f"{mark} " + " | ".join(row))
        elif block.kind == "heading":
            lines.append(f"{'#' * block.level} {text}")
        elif block.kind == "item":
            lines.append(f"{'-' * block.level} {text}")
        else:
            lines.append(text)
    return lines
