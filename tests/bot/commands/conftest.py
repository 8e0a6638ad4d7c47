"""A small company, indexed once with the real model, and the `coach` command to ask it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

COACH = Path(sys.executable).with_name("coach")
TODAY = "2026-11-16"
NO_MODEL = "/there/is/no/model"
SETTINGS = "zone: Europe/London\naudiences:\n  managers: [Ann Lee, ann@example.org]\n"

DOCUMENTS = {
    "QP-0013 Calibration Rev C.md": (
        "---\nnumber: QP-0013\ntitle: Calibration\nrevision: C\nstatus: approved\n"
        "effective date: 2025-02-01\nowner: Metrology\n---\n"
        "# Calibration\n\n## 1 Intervals\n\nMicrometers are calibrated every six months.\n\n"
        "## 2 Records\n\nCalibration records are kept for ten years. "
        "They lie in the metrology office.\n"
    ),
    "superseded/QP-0013 Calibration Rev B.md": (
        "---\nnumber: QP-0013\ntitle: Calibration\nrevision: B\nstatus: approved\n"
        "effective date: 2021-02-01\nowner: Metrology\n---\n"
        "# Calibration\n\n## 2 Records\n\nCalibration records are kept for five years. "
        "Micrometers are sent to the external laboratory Brenner.\n"
    ),
    "QP-0018 Release Rev A.md": (
        "---\nnumber: QP-0018\ntitle: Release of valves\nrevision: A\nstatus: approved\n"
        "effective date: 2024-05-01\nowner: Production\n---\n"
        "# Release of valves\n\n## 1 Who releases\n\n"
        "Finished valves are released for shipping by the shift leader.\n"
    ),
    "QP-0018 Release Rev B.md": (
        "---\nnumber: QP-0018\ntitle: Release of valves\nrevision: B\nstatus: approved\n"
        "effective date: 2027-01-11\nowner: Production\n---\n"
        "# Release of valves\n\n## 1 Who releases\n\n"
        "Finished valves are released for shipping by two final inspectors.\n"
    ),
    "Drafts/QP-0030 Forklifts DRAFT.md": (
        "---\nnumber: QP-0030\ntitle: Forklifts\nrevision: A\nstatus: draft\nowner: Stores\n---\n"
        "# Forklifts\n\n## 1 Checks\n\nForklifts are inspected by the storeman before each shift.\n"
    ),
    "Management only/HR-02 Succession plan.md": (
        "---\nnumber: HR-02\ntitle: Succession plan\nrevision: A\nstatus: approved\n"
        "effective date: 2026-01-01\nowner: Board\n---\n"
        "# Succession plan\n\n## 1 Plant manager\n\n"
        "The plant manager is succeeded by Priya Nair from April 2028.\n"
    ),
    "EXT-04 Meridian drawing.md": (
        "---\nnumber: EXT-04\ntitle: Meridian dairy drawing\nkind: external\n"
        "handling: link only\n---\n"
        "# Meridian dairy drawing\n\n## 3 Surface\n\n"
        "Dairy valves have a surface roughness of at most Ra 0.8.\n"
    ),
    "QP-0005 Suppliers.md": (
        "---\nnumber: QP-0005\ntitle: Suppliers\nrevision: D\nstatus: approved\n"
        "effective date: 2025-03-01\nowner: Purchasing\n---\n"
        "# Suppliers\n\n## 1 Approval\n\n"
        "New suppliers are approved by the purchasing manager after an audit on site.\n\n"
        "## 2 Evaluation\n\nEvery supplier is evaluated once a year on delivery and quality.\n"
    ),
    "QP-0011 Complaints.md": (
        "---\nnumber: QP-0011\ntitle: Complaints\nrevision: C\nstatus: approved\n"
        "effective date: 2025-03-01\nowner: Sales\n---\n"
        "# Complaints\n\n## 1 Answering\n\n"
        "A customer complaint is acknowledged within two working days.\n\n"
        "## 2 Training\n\nSales staff are trained in complaint handling every second year.\n"
    ),
}


@dataclass(frozen=True)
class Ended:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output, each line of which must be JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Terminal:
    """Runs the installed command as a person would."""

    home: Path

    @property
    def desk(self) -> Path:
        """Where commands are run, away from source tree and home."""
        return next(place for place in self.home.parents if place.is_dir())

    def coach(self, *words: str, model: bool = False) -> Ended:
        """Run one command; without the model it answers by words alone, at once."""
        environment = {
            "COACH_HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
        }
        if not model:
            environment["COACH_MODEL"] = NO_MODEL
        done = subprocess.run(
            [COACH, *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.desk,
            env=environment,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def ask(self, *questions: str, model: bool = False, words: tuple[str, ...] = ()) -> Ended:
        """Ask a batch, as of the day all tests agree on."""
        file = self.desk / "questions.jsonl"
        lines = [json.dumps({"id": str(n), "question": q}) for n, q in enumerate(questions, 1)]
        file.write_text("\n".join(lines), encoding="utf-8")
        day = () if "--on" in words else ("--on", TODAY)
        return self.coach("ask", "--batch", str(file), "--json", *day, *words, model=model)


@dataclass(frozen=True)
class Company:
    """The documents, the indexed home, and what `coach index` said."""

    documents: Path
    home: Path
    indexed: Ended


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Indexed once, with the real model."""
    place = tmp_path_factory.mktemp("company")
    documents, home = place / "documents", place / "home"
    home.mkdir()
    (home / "settings.yaml").write_text(SETTINGS)
    for name, words in DOCUMENTS.items():
        path = documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    (documents / "broken.docx").write_bytes(b"PK\x03\x04 and nothing that follows")
    return Company(documents, home, Terminal(home).coach("index", str(documents), model=True))


@pytest.fixture
def terminal(company: Company, tmp_path: Path) -> Terminal:
    """A copy of the indexed company, so that no test sees what another one did."""
    home = tmp_path / "home"
    shutil.copytree(company.home, home)
    return Terminal(home)


@pytest.fixture
def fresh(tmp_path: Path) -> Terminal:
    """A home in which nothing was ever done."""
    return Terminal(tmp_path / "home")
