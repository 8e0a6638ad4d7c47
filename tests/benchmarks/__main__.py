"""Prints the benchmark table: python -m tests.benchmarks FOLDER [--sizes 1000,100000]"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.benchmarks import library
from tests.benchmarks.asking import Asked, ask
from tests.benchmarks.files import Bench, read

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
TARGET_P95 = {1_000: 60.0, 100_000: 120.0}
TARGET_MEMORY = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="real files to read and index")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="passages, or none")
    chosen = parser.parse_args()
    print(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}. Medians of 3 passes.\n")
    with tempfile.TemporaryDirectory(prefix="coach-bench-") as place:
        if chosen.folder:
            _measure_files(chosen.folder, Path(place) / "files")
        _measure_curve([int(size) for size in chosen.sizes.split(",") if size], Path(place))


def _measure_files(folder: Path, place: Path) -> None:
    place.mkdir()
    told = read(folder)
    what = f"{told.files} files ({told.unread} unread), {told.passages} passages, without the model"
    _row("Reading and splitting", f"{told.seconds:.2f} s", "< 3 s", told.seconds < 3, what)
    bench = Bench(folder, place)
    first = bench.index()
    what = f"{first.report.embedded} passages embedded in {first.calls} calls"
    _row("Indexing everything", f"{first.seconds:.1f} s", "", True, what)
    again = bench.nothing_new()
    met = again.seconds < 2 and again.calls == 0
    _row("Nothing new", f"{again.seconds:.2f} s", "< 2 s", met, f"{again.calls} embedding calls")
    command = bench.command()
    _row("  as a command", f"{command:.2f} s", "< 2 s", command < 2, "start of Python included")
    name = bench.change_one()
    changed = bench.index()
    what = f"{changed.report.embedded} passages of {', '.join(changed.report.added)} embedded"
    met = changed.report.added == [name]
    _row("One changed file", f"{changed.seconds:.1f} s", "itself alone", met, what)
    _asked("Question, these files", ask(bench.home), None)


def _measure_curve(sizes: list[int], place: Path) -> None:
    print("\nSynthetic passages of 4 sentences, one torch thread, answers recorded:\n")
    for size in sizes:
        home = place / f"home-{size}"
        started = time.perf_counter()
        library.build(home, size)
        built = time.perf_counter() - started
        _asked(f"Question, {size:,}", ask(home), TARGET_P95.get(size), f"; built in {built:.0f} s")


def _asked(name: str, told: Asked, target: float | None, besides: str = "") -> None:
    what = (
        f"p50 {told.p50:.0f} ms; p95 of processor time {told.busy:.0f} ms; "
        f"opened in {told.opening:.2f} s{besides}; load {os.getloadavg()[0]:.1f}"
    )
    wanted = f"< {target:.0f} ms" if target else ""
    _row(f"{name}: p95", f"{told.p95:.0f} ms", wanted, target is None or told.p95 < target, what)
    met = told.peak < TARGET_MEMORY
    _row("  memory, peak", f"{told.peak:.2f} GB", f"< {TARGET_MEMORY} GB", met, "")


def _row(name: str, figure: str, target: str, met: bool, what: str) -> None:
    verdict = "" if not target else "met" if met else "MISSED"
    print(f"{name:<28} {figure:>9}  {target:<12} {verdict:<7} {what}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
