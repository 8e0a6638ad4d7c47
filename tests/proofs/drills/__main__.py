"""`python -m tests.proofs.drills [--full] [ROW …]`: run the proof and print its table."""

from __future__ import annotations

import argparse
import time
import warnings

from tests.proofs.drills.counts import FULL, Counts, counts
from tests.proofs.drills.table import TABLE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.drills", description=__doc__)
    parser.add_argument("--full", action="store_true", help="200 interviews, 50 kills")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(TABLE))
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    told = counts(FULL if chosen.full else Counts())
    print("| test | found | |\n|---|---|---|", flush=True)
    failed = 0
    for name in chosen.rows or TABLE:
        began = time.monotonic()
        row = TABLE[name](told)
        failed += not row.holds
        print(f"{row} {time.monotonic() - began:.0f} s |", flush=True)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
