"""Where documents come from: folders, archives and stores, and what lies in them."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from indexing.sources import FileSource
from knowledge.errors import SourceRefused, Unreadable


def listed(address: str | Path) -> list[str]:
    return [file.name for file in FileSource(str(address)).files()]


def contents(address: str) -> dict[str, str]:
    """What is fetched of each file."""
    source = FileSource(address)
    found = {}
    for file in source.files():
        with source.fetched(file) as path:
            found[file.name] = path.read_text(encoding="utf-8")
    return found


def put(folder: Path, name: str, words: str = "Words.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return path


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    """A store elsewhere that holds two documents, at memory://company."""
    files = fsspec.filesystem("memory")
    files.pipe({"/company/manual.md": b"# Manual", "/company/forms/F-001.md": b"# Form"})
    yield files
    files.rm("/company", recursive=True)


def test_names_are_relative_and_sorted(tmp_path: Path) -> None:
    for name in ("b.md", "a/c.md", "a.md"):
        put(tmp_path, name)

    assert listed(tmp_path) == ["a.md", "a/c.md", "b.md"]


def test_one_folder_has_one_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "documents/a.md")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    spelt = {
        FileSource(address).address
        for address in (
            "documents",
            "./documents/",
            "~/documents",
            f"{tmp_path}/documents/../documents",
        )
    }

    assert spelt == {str(tmp_path / "documents")}


def test_names_are_composed_however_the_disk_writes_them(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Prüfmittel/Übersicht.md")
    put(tmp_path, decomposed, "Words.")

    [file] = FileSource(str(tmp_path)).files()

    assert file.name == unicodedata.normalize("NFC", "Prüfmittel/Übersicht.md")
    assert Path(file.place).read_text() == "Words."


@pytest.mark.parametrize(
    "name", ["🔧 torque.md", "two\nlines.md", "semi;colon, 100 %.md", "a'b\"c.md"]
)
def test_unusual_names_are_names(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "Torque.")

    assert contents(str(tmp_path)) == {name: "Torque."}


def test_a_name_that_is_not_utf_8_is_to_be_changed(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "w") as file:
        file.write("Coffee.")
    put(tmp_path, "tea.md")
    source = FileSource(str(tmp_path))

    [unnamed, named] = source.files()

    assert unnamed.name.encode("utf-8").decode() == unnamed.name  # can be stored and printed
    assert named.name == "tea.md"
    with pytest.raises(Unreadable) as unread, source.fetched(unnamed):
        pass
    assert str(unread.value) == (
        "Its name is not written in UTF-8. Rename it with plain letters, index again."
    )


def test_what_programs_leave_behind_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, "procedures/QP-0001.docx")
    for name in (
        "procedures/~$QP-0001.docx",
        ".hidden.md",
        ".git/config.md",
        "procedures/Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "register.csv",
    ):
        put(tmp_path, name)

    assert listed(tmp_path) == ["procedures/QP-0001.docx"]


def test_a_register_csv_further_down_is_a_document(tmp_path: Path) -> None:
    put(tmp_path, "suppliers/register.csv", "supplier,approved\nHadley,yes\n")

    assert listed(tmp_path) == ["suppliers/register.csv"]
    assert FileSource(str(tmp_path)).register_csv() is None


def test_the_register_csv_of_a_source_is_read(tmp_path: Path, store: MemoryFileSystem) -> None:
    put(tmp_path, "register.csv", "file,number\n")
    store.pipe("/company/register.csv", b"number,revision\n")

    assert FileSource(str(tmp_path)).register_csv() == b"file,number\n"
    assert FileSource("memory://company").register_csv() == b"number,revision\n"


def test_a_link_that_leads_out_of_the_source_is_not_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "elsewhere/salaries.md", "Secret.")
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "link.md").symlink_to(secret)
    source = FileSource(str(folder))
    [file] = source.files()

    with pytest.raises(Unreadable) as unread, source.fetched(file):
        pass

    assert unread.value.reason == "It is a link to a file outside of this source."
    assert unread.value.remedy == (
        "Put the document itself into the folder, or index the other folder too."
    )


def test_a_linked_folder_outside_is_not_entered(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/salaries.md", "Secret.")
    put(tmp_path, "documents/a.md")
    (tmp_path / "documents" / "link").symlink_to(tmp_path / "elsewhere")

    assert "salaries.md" not in " ".join(listed(tmp_path / "documents"))


def test_a_link_within_the_source_is_followed(tmp_path: Path) -> None:
    put(tmp_path, "2026/a.md", "Audit.")
    (tmp_path / "latest.md").symlink_to(tmp_path / "2026" / "a.md")

    assert contents(str(tmp_path)) == {"2026/a.md": "Audit.", "latest.md": "Audit."}


def test_a_folder_that_is_itself_a_link_is_a_source(tmp_path: Path) -> None:
    put(tmp_path, "share/a.md", "Audit.")
    (tmp_path / "documents").symlink_to(tmp_path / "share")

    assert contents(str(tmp_path / "documents")) == {"a.md": "Audit."}


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    put(tmp_path, "sub/a.md")
    (tmp_path / "sub" / "again").symlink_to(tmp_path)

    names = listed(tmp_path)

    assert "sub/a.md" in names
    assert len(names) <= 2


def test_a_link_that_leads_nowhere_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing.md")
    (tmp_path / "round.md").symlink_to(tmp_path / "round.md")
    source = FileSource(str(tmp_path))

    for file in source.files():
        with pytest.raises(Unreadable) as unread, source.fetched(file):
            pass
        assert str(unread.value) == (
            "It is a link that leads nowhere. Remove it or put the document in its place."
        )


def test_a_store_elsewhere_is_a_source(store: MemoryFileSystem) -> None:
    assert FileSource("memory://company/").address == "memory://company"
    assert contents("memory://company") == {"forms/F-001.md": "# Form", "manual.md": "# Manual"}


def test_a_copy_from_elsewhere_keeps_its_ending_and_does_not_stay(store: MemoryFileSystem) -> None:
    source = FileSource("memory://company")

    with source.fetched(source.files()[0]) as path:
        assert path.suffix == ".md"

    assert not path.exists()


def test_a_file_that_vanishes_elsewhere_is_unread(store: MemoryFileSystem) -> None:
    source = FileSource("memory://company")
    file = source.files()[0]
    store.rm("/company/forms/F-001.md")

    with pytest.raises(Unreadable) as unread, source.fetched(file):
        pass

    assert str(unread.value) == (
        "It could not be fetched (FileNotFoundError). "
        "Check that the source can be reached and index again."
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "handover.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manual.md", "# Manual")
        packed.writestr("forms/F-001.md", "# Form")
    return path


def test_a_zip_archive_is_a_source(archive: Path) -> None:
    assert contents(f"zip://::{archive}") == {"forms/F-001.md": "# Form", "manual.md": "# Manual"}


def test_a_folder_in_a_zip_archive_is_a_source(archive: Path) -> None:
    assert contents(f"zip://forms::{archive}") == {"F-001.md": "# Form"}


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as refused:
        FileSource(str(tmp_path / "nowhere")).files()

    assert str(refused.value) == (
        f"There is no folder {tmp_path / 'nowhere'}. Nothing was published; what was indexed "
        "from it stays in use. Check the path and whether it is mounted."
    )


def test_a_file_is_no_source(tmp_path: Path) -> None:
    path = put(tmp_path, "a.md")

    with pytest.raises(SourceRefused, match="There is no folder"):
        FileSource(str(path)).files()


def test_an_address_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(SourceRefused) as refused:
        FileSource("carrier-pigeon://loft/documents")

    assert str(refused.value) == (
        "carrier-pigeon://loft/documents is no folder or address that can be opened "
        "(ValueError: Protocol not known: carrier-pigeon). Nothing was published. "
        "Name a folder, or an address such as sftp://host/path."
    )


class StoreThatIsDown(MemoryFileSystem):
    """Answers no request."""

    protocol = "down"

    def info(self, path: str, **options: Any) -> dict[str, Any]:
        raise RuntimeError("the line is dead")


def test_a_store_that_does_not_answer_is_refused() -> None:
    fsspec.register_implementation("down", StoreThatIsDown, clobber=True)

    with pytest.raises(SourceRefused) as refused:
        FileSource("down://company").files()

    assert str(refused.value) == (
        "down://company can't be reached (RuntimeError: the line is dead). "
        "Nothing was published; what was indexed from it stays in use."
    )


@pytest.mark.parametrize(
    "address",
    ["zip://::{folder}/missing.zip", "zip://::{folder}/broken.zip", "ftp://127.0.0.1:1/d"],
)
def test_what_cannot_even_be_opened_is_refused_in_words(tmp_path: Path, address: str) -> None:
    put(tmp_path, "broken.zip", "This is no archive.")
    named = address.format(folder=tmp_path)

    with pytest.raises(SourceRefused) as refused:
        FileSource(named).files()

    assert str(refused.value).startswith(f"{named} ")
    assert "Nothing was published" in str(refused.value) or "Name a folder" in str(refused.value)
