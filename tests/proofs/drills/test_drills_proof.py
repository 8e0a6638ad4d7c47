"""The table of the proof, small; `python -m tests.proofs.drills --full` runs all of it."""

import warnings

import pytest

from tests.proofs.drills.counts import counts
from tests.proofs.drills.table import TABLE

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("name", TABLE)
def test_row_of_the_table(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the database package asks for folders containers lack
        row = TABLE[name](counts())

    print(row)
    assert row.holds, row.outcome
