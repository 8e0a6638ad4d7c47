"""Registers as tables for other programs: CSV or a workbook, with formulas made harmless."""

from knowledge.exports.tables import tables_of
from knowledge.exports.writing import ExportedTable, as_csv, as_workbook, harmless

__all__ = ["ExportedTable", "as_csv", "as_workbook", "harmless", "tables_of"]
