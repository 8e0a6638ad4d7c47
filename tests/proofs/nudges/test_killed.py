"""Planners killed while planning and dispatching, senders while sending: nobody twice or never."""

from __future__ import annotations

import warnings

import pytest

from tests.proofs.nudges.killing import killed

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("on_postgres", [False, True], ids=["sqlite", "postgresql"])
def test_killed_planners_and_senders_tell_everybody_once(on_postgres: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the database package asks for folders containers lack
        found = killed(40, 8, on_postgres=on_postgres)

    print(found)
    assert found.holds, found
