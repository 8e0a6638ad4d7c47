"""Audits: the programme, findings, management reviews, and what of them is open."""

from knowledge.audits import findings, programme, reviews
from knowledge.audits.findings import NewFinding, external_findings, repeated_clauses
from knowledge.audits.opened import AuditItem, open_items
from knowledge.audits.programme import NewAudit, OwnWork, calendar, own_work

__all__ = [
    "AuditItem",
    "NewAudit",
    "NewFinding",
    "OwnWork",
    "calendar",
    "external_findings",
    "findings",
    "open_items",
    "own_work",
    "programme",
    "repeated_clauses",
    "reviews",
]
