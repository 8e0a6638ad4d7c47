"""The pilot, and who may end it."""

import pytest
from typer.testing import CliRunner

from bot.commands import app
from knowledge import pilot
from knowledge.errors import NotAllowed
from tests.conftest import NOW


def test_nobody_is_live_before_it_is_signed(database):
    with database.read() as session:
        assert not pilot.is_live(session)


def test_the_last_signature_holds(database):
    with database.begin() as session:
        pilot.sign(session, "Priya Nair", {"quality"}, live=True, generation_id=None, now=NOW)
        assert pilot.is_live(session)
        pilot.sign(
            session, "Helen Marsh", {"top management"}, live=False, generation_id=None, now=NOW
        )
        assert not pilot.is_live(session)


def test_an_employee_may_not_sign(database):
    with database.begin() as session, pytest.raises(NotAllowed, match="Tom Ridley may not sign"):
        pilot.sign(session, "Tom Ridley", {"lead"}, live=True, generation_id=None, now=NOW)


def test_it_is_signed_on_the_command_line(tmp_path, monkeypatch):
    (tmp_path / "settings.yaml").write_text("pilot: true\nrights: {quality: [Priya Nair]}\n")
    monkeypatch.setenv("COACH_HOME", str(tmp_path))

    done = CliRunner().invoke(app, ["go-live", "--by", "priya nair"])

    assert done.stdout.endswith("UTC. This is live: everyone gets answers.\n")
    assert isinstance(CliRunner().invoke(app, ["go-live", "--by", "Tom"]).exception, NotAllowed)
