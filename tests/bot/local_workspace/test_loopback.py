"""The workspace is for this machine only."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.local_workspace import default_workspace, running
from bot.local_workspace.loopback import is_loopback
from tests.bot.local_workspace.building import request


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost"])
def test_this_machines_own_addresses_are_loopback(host):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "slack.com", "", "127.0.0.1.evil"])
def test_other_addresses_are_not(host):
    assert not is_loopback(host)


def test_a_server_on_another_address_is_refused():
    with (
        pytest.raises(ValueError, match="only uses this machine's own address"),
        running(default_workspace(), host="0.0.0.0"),
    ):
        pass


def test_requests_for_another_host_or_from_another_site_are_refused(address):
    assert request(f"{address}/control/clock")[0] == 200
    assert request(f"{address}/control/clock", Host="slack.com")[0] == 403
    assert request(f"{address}/control/clock", Origin="https://evil.example")[0] == 403
    assert request(f"{address}/control/clock", Origin=address)[0] == 200


def test_the_command_prints_its_address_and_refuses_other_hosts(tmp_path):
    record = tmp_path / "calls.jsonl"
    command = [sys.executable, "-m", "bot.local_workspace", "--port", "0", "--record", str(record)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert request(f"{address}/api/api.test")[0] == 200
        process.terminate()
    assert '"method": "api.test"' in record.read_text("utf-8")

    refused = subprocess.run(
        [*command, "--host", "0.0.0.0"], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "only uses this machine's own address" in refused.stderr
