"""Who is there, and who is gone."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import outbox
from bot.outage import is_outage
from bot.presence import FilePresence
from bot.sending import Sender
from bot.waking import Waking, presence_on
from tests.bot.delivery.conftest import NOW

PROCESS = """
import sys
from pathlib import Path
from bot.presence import FilePresence
print(FilePresence(Path(sys.argv[1])).owner, flush=True)
sys.stdin.read()
"""


def test_we_are_there_until_we_leave(database):
    waking = Waking(database)
    ours, leave = presence_on(database, waking)
    theirs, leave_too = presence_on(database, waking)
    with database.begin() as session:
        assert not theirs.gone(session, ours.owner)
        assert not ours.gone(session, theirs.owner)

    leave()

    with database.begin() as session:
        assert theirs.gone(session, ours.owner)
    leave_too()
    waking.stop()


def test_a_process_that_was_killed_is_gone(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        owner = other.stdout.readline().strip()
        ours = FilePresence(tmp_path)
        assert not ours.gone(None, owner)

        other.kill()
        other.wait()

        assert ours.gone(None, owner)
        assert ours.gone(None, owner)
    ours.leave()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_stops_in_the_middle_of_a_claim_holds_nobody_up(post, add_note, database):
    """On PostgreSQL; on SQLite the others are in the same process."""
    if database.engine.dialect.name == "sqlite":
        return
    quick = replace(post, timing=replace(post.timing, answer_within=timedelta(milliseconds=50)))
    add_note("hello")
    with Session(database.engine) as stopped:
        outbox.claim(stopped, post.team, post.presence, now=NOW, timing=quick.timing)

        assert Sender(quick).step()  # waits until PostgreSQL has ended the other transaction
        with pytest.raises(DBAPIError) as ended:
            stopped.commit()
    assert is_outage(ended.value)
