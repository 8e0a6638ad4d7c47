from __future__ import annotations

from pathlib import Path

from tests.bot.commands.conftest import TODAY, Terminal
from tests.company.records_builder import SOURCES

PEOPLE = "Clock;Wer;Right\n0020;Aisha Rahman;lead\n0192;Rob Yates;employee\n"
SETTINGS = "records:\n  people:\n    columns: {number: Clock, name: Wer, rights: [Right, Rights]}\n"


def write(terminal: Terminal, name: str, text: str) -> str:
    path = terminal.home.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def set_up(terminal: Terminal, settings: str) -> None:
    terminal.home.mkdir()
    (terminal.home / "settings.yaml").write_text(settings)


def test_a_file_is_imported_with_the_headings_of_the_settings(fresh: Terminal) -> None:
    set_up(fresh, SETTINGS)
    file = write(fresh, "people.csv", PEOPLE)

    first = fresh.coach("import", "people", file)
    again = fresh.coach("import", "people", file)

    assert first.out.splitlines()[:2] == [
        "2 rows read.",
        "  people: 2 new, 0 changed, 0 as before, 0 gone",
    ]
    assert again.out.startswith("2 rows read. Nothing had changed.\n")
    assert "2/2" in first.err


def test_the_files_of_the_settings_are_imported_when_none_is_named(fresh: Terminal) -> None:
    file = write(fresh, "people.csv", PEOPLE)
    set_up(fresh, f"{SETTINGS}    files: ['{file}']\n")

    assert fresh.coach("import", "people").out.startswith("2 rows read.\n")


def test_without_any_file_the_way_is_shown(fresh: Terminal) -> None:
    ended = fresh.coach("import", "people")

    assert ended.code == 1
    assert ended.err.strip() == (
        "Name a file, or list it in settings.yaml under records, people, files."
    )


def test_bad_rows_end_with_an_error_and_change_nothing(fresh: Terminal) -> None:
    rows = "number,name,email,start_date\n1,Ann,a@x.example,31.02.2026\n2,Bob,b@x.example,\n"
    file = write(fresh, "people.csv", rows)

    refused = fresh.coach("import", "people", file)
    skipped = fresh.coach("import", "people", file, "--skip-bad")

    assert refused.code == 1
    assert refused.out.splitlines()[-2:] == [
        "To be mended: 1",
        "  people.csv, row 2: start_date is '31.02.2026', a day that the calendar does not have",
    ]
    assert skipped.code == 0
    assert "  people: 1 new, 0 changed, 0 as before, 0 gone" in skipped.out


def test_a_register_that_is_none_is_named(fresh: Terminal) -> None:
    ended = fresh.coach("import", "complaints", "x.csv")

    assert (ended.code, ended.err) == (
        1,
        "There is no register 'complaints': people, training, capa, audits.\n",
    )


def test_the_sample_companys_people_and_training_import_by_command(
    fresh: Terminal, tmp_path: Path
) -> None:
    def files(*names: str) -> list[str]:
        return [str(SOURCES / f"{name}.csv") for name in names]

    day = ("--on", TODAY)
    names = files("people", "teams", "sites", "shifts", "holidays")
    people = fresh.coach("import", "people", *names, *day)
    names = files("courses", "training_matrix", "training_records")
    training = fresh.coach("import", "training", *names, *day)

    assert "  people: 80 new, 0 changed, 0 as before, 0 gone" in people.out
    assert "  records: 678 new, 0 changed, 0 as before, 0 gone" in training.out
