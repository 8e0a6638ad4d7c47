"""Registers from files: people, training, corrective actions, audits. One importer a register."""

from __future__ import annotations

from collections.abc import Mapping

from indexing.records.audits import AUDITS
from indexing.records.capa import CAPA
from indexing.records.columns import Field, Importer, Row, Table
from indexing.records.importing import import_files
from indexing.records.people import PEOPLE
from indexing.records.reading import Choices
from indexing.records.report import Report
from indexing.records.run import Run
from indexing.records.training import TRAINING
from knowledge.registers import Register

IMPORTERS: Mapping[Register, Importer] = {
    importer.register: importer for importer in (PEOPLE, TRAINING, CAPA, AUDITS)
}

__all__ = [
    "IMPORTERS",
    "Choices",
    "Field",
    "Importer",
    "Report",
    "Row",
    "Run",
    "Table",
    "import_files",
]
