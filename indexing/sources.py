"""The files of a source: a folder on disk or any fsspec address."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fsspec.core import url_to_fs

from knowledge.errors import SourceRefused, Unreadable

REGISTER_FILE = "register.csv"
_LEFT_ALONE = frozenset({"thumbs.db", "desktop.ini", ".ds_store", REGISTER_FILE})


@dataclass(frozen=True)
class SourceFile:
    """A file of a source. `name` is relative to it, POSIX and NFC; `place` is as stored."""

    name: str
    place: str
    size: int | None


class FileSource:
    """Lists and fetches the files below one address."""

    def __init__(self, address: str) -> None:
        self.address = normal_address(address)
        try:
            self._files, self._root = url_to_fs(self.address)  # type: ignore[no-untyped-call]
        except Exception as error:  # every fsspec backend raises errors of its own
            raise SourceRefused(
                f"{address} is no folder or address that can be opened "
                f"({type(error).__name__}: {error}). Nothing was published. "
                "Name a folder, or an address such as sftp://host/path."
            ) from error
        self._local = self._files.protocol in ("file", ("file", "local"))

    def files(self) -> list[SourceFile]:
        """Every file that a person put there, sorted by name.

        Raises SourceRefused if the source can't be reached.
        """
        try:
            if not self._files.isdir(self._root):
                raise SourceRefused(
                    f"There is no folder {self.address}. Nothing was published; what was "
                    "indexed from it stays in use. Check the path and whether it is mounted."
                )
            found = self._walk()
        except SourceRefused:
            raise
        except Exception as error:  # every fsspec backend raises errors of its own
            raise SourceRefused(
                f"{self.address} can't be reached ({type(error).__name__}: {error}). "
                "Nothing was published; what was indexed from it stays in use."
            ) from error
        return sorted(found, key=lambda file: file.name)

    def _walk(self) -> list[SourceFile]:
        found = []
        base = self._root.rstrip("/")
        for _, _, entries in self._files.walk(self._root, detail=True, on_error="raise"):
            for entry in entries.values():
                place = str(entry["name"])
                name = unicodedata.normalize("NFC", _printable(place[len(base) :].lstrip("/")))
                if not _left_alone(name):
                    found.append(SourceFile(name, place, entry.get("size")))
        return found

    @contextmanager
    def fetched(self, file: SourceFile) -> Iterator[Path]:
        """The file on this machine's disk; a copy if it lies elsewhere.

        Raises Unreadable if it can't be fetched, or is a link that leads out of the source.
        """
        if "\ufffd" in file.name and "\ufffd" not in file.place:
            raise Unreadable(
                "Its name is not written in UTF-8.", "Rename it with plain letters, index again."
            )
        if self._local:
            yield self._within(file)
            return
        folder = Path(tempfile.mkdtemp(prefix="coach-"))
        try:
            copy = folder / f"file{PurePosixPath(file.name).suffix}"
            try:
                self._files.get_file(file.place, str(copy))
            except Exception as error:  # see `files`
                raise Unreadable(
                    f"It could not be fetched ({type(error).__name__}).",
                    "Check that the source can be reached and index again.",
                ) from error
            yield copy
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _within(self, file: SourceFile) -> Path:
        path = Path(file.place)
        try:
            real = path.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise Unreadable(
                "It is a link that leads nowhere.", "Remove it or put the document in its place."
            ) from error
        if not real.is_relative_to(Path(self._root).resolve()):
            raise Unreadable(
                "It is a link to a file outside of this source.",
                "Put the document itself into the folder, or index the other folder too.",
            )
        return path

    def register_csv(self) -> bytes | None:
        """The register that overrides what is read from the documents, if there is one."""
        place = f"{self._root.rstrip('/')}/{REGISTER_FILE}"
        try:
            return bytes(self._files.cat_file(place)) if self._files.isfile(place) else None
        except OSError as error:
            raise SourceRefused(
                f"{REGISTER_FILE} of {self.address} can't be read ({error.strerror}). "
                "Nothing was published. Close it where it is open and index again."
            ) from error


def normal_address(address: str) -> str:
    """One spelling for each source: absolute paths for folders, addresses as they are."""
    if not address.strip():
        raise SourceRefused("No source was named. Name a folder, or an fsspec address.")
    address = address.removeprefix("file://")
    if "://" in address or "::" in address:
        return address.rstrip("/")
    return os.path.abspath(os.path.expanduser(address))


def _printable(name: str) -> str:
    """A name that can be stored and shown; bytes that are no UTF-8 become question marks."""
    return os.fsencode(name).decode("utf-8", "replace")


def _left_alone(name: str) -> bool:
    parts = name.split("/")
    return (
        any(part.startswith(".") for part in parts)
        or parts[-1].startswith("~$")
        or name.casefold() in _LEFT_ALONE
        or parts[-1].casefold() in _LEFT_ALONE - {REGISTER_FILE}
    )


def content_hash(path: Path) -> str:
    """sha256 of a file's bytes. Raises Unreadable if they can't be read."""
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            raise Unreadable(
                "It is not a regular file.", "Put the document itself into the folder."
            )
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise Unreadable(
            f"It can't be opened ({error.strerror}).",
            "Give the coach's account the right to read it, and index again.",
        ) from error
    return digest.hexdigest()
