"""The rooms of the house: who may import whom, and what may not happen at import."""

from __future__ import annotations

import subprocess
import sys

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports


def test_layers_run_one_way() -> None:
    assert lint_imports(no_cache=True) == EXIT_STATUS_SUCCESS


def test_commands_without_a_model_never_import_torch() -> None:
    program = (
        "import sys, bot.commands, bot.assembly, bot.register_table\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


def test_nothing_is_opened_at_import(tmp_path: object) -> None:
    program = "import os, bot.assembly; print(os.path.exists(os.environ['COACH_HOME']))"

    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"COACH_HOME": f"{tmp_path}/home", "PATH": "/usr/bin:/bin"},
    )

    assert done.stdout.strip() == "False", done.stderr
