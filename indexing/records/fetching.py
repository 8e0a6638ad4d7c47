"""Files from paths and fsspec addresses, copied so that they don't change while they are read."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from fsspec.core import url_to_fs

from indexing.sources import normal_address
from knowledge.errors import BadInput


@dataclass(frozen=True)
class Fetched:
    """A file on this machine's disk, and how it is named to people."""

    name: str
    address: str
    series: str
    path: Path
    digest: str


def series_name(address: str) -> str:
    """What stays the same when an export is written anew under a dated name."""
    folder, _, name = address.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    bare = re.sub(r"[\W_]*\d[\d\W_]*", "", stem) or stem
    return f"{folder}/{bare}{dot}{ending}"


@contextmanager
def fetched(addresses: Sequence[str]) -> Iterator[list[Fetched]]:
    folder = Path(tempfile.mkdtemp(prefix="coach-import-"))
    try:
        files = [_fetch(address, folder / str(n)) for n, address in enumerate(addresses)]
        names = [file.name for file in files]
        yield [
            file if names.count(file.name) == 1 else replace(file, name=file.address)
            for file in files
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetch(address: str, place: Path) -> Fetched:
    """A copy: what is read must not change meanwhile."""
    whole = normal_address(address)
    name = PurePosixPath(whole.replace("\\", "/")).name
    try:
        files, path = url_to_fs(whole)  # type: ignore[no-untyped-call]
        if not files.isfile(path):
            raise BadInput(f"There is no file {address}. Check the path and whether it is mounted.")
        place.mkdir()
        files.get_file(path, str(place / name))
    except BadInput:
        raise
    except Exception as error:  # every fsspec backend raises errors of its own
        raise BadInput(
            f"{address} can't be fetched ({type(error).__name__}: {error}). Nothing was changed."
        ) from error
    digest = hashlib.sha256((place / name).read_bytes()).hexdigest()
    return Fetched(name, whole, series_name(whole), place / name, digest)
