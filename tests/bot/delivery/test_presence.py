"""Who is there, and who is gone."""

import subprocess
import sys

from bot.presence import FilePresence
from bot.waking import Waking, presence_on

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
