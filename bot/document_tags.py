"""The clauses of a document on the command line."""

from __future__ import annotations

from bot.assembly import Coach
from knowledge import people
from knowledge.clauses.tags import Tag, decide, numbered, tags_of
from knowledge.standards.company import standing
from knowledge.standards.loading import shipped


def listed(number: str, edition: str | None) -> str:
    """The clauses that each issue of a document serves, as lines."""
    lines: list[str] = []
    with Coach().database.read() as session:
        wanted = edition or standing(session).edition
        for issue in numbered(session, number):
            lines.append(f"{issue.number or issue.file} {issue.title} ({issue.file})")
            tags = tags_of(session, shipped(), wanted, issue)
            lines += [f"  {_told(tag)}" for tag in tags] or [
                "  serves no clause as far as is known"
            ]
    return "\n".join(lines)


def decided(number: str, clause: str, edition: str | None, remove: bool, by: str | None) -> str:
    """Record what a person says of a document and a clause; what was recorded."""
    coach = Coach()
    with coach.database.begin() as session:
        wanted = edition or standing(session).edition
        names = decide(
            session,
            shipped(),
            number,
            clause,
            edition=wanted,
            serves=not remove,
            by=people.find(session, by) if by else None,
            today=coach.today(),
            now=coach.clock(),
        )
    verb = "doesn't serve" if remove else "serves"
    return f"{', '.join(names)} {verb} {clause} ({wanted}); later indexing leaves that as it is."


def _told(tag: Tag) -> str:
    if tag.decided_by:
        what = "serves it" if tag.serves else "doesn't serve it"
        return f"{tag.number}  {what}, says {tag.decided_by}"
    return f"{tag.number}  by {tag.basis}, confidence {tag.confidence:.2f}"
