"""A whole Headwater of its own: database, web server and worker as processes that may be killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from headwater.catalog import ids
from headwater.cli.ports import free_port
from headwater.cli.supervision import Child, end_group, others, stop_all
from headwater.database import postgres
from headwater.database.postgres_home import find_home
from tests.tables import fill
from tests.web.conftest import sign_in  # noqa: F401

CHECKOUT = Path(__file__).parent.parent.parent
OID = ids.encode("00D", 1)
WEB_TO_LEAD = "/servlet/servlet.WebToLead?encoding=UTF-8"
FORM = """
from headwater.capture.models import WebForm
names = ("FirstName", "LastName", "Company", "Email")
fields = [{"name": name, "required": name == "LastName"} for name in names]
WebForm.objects.create(slug="quote", name="Get a quote", fields=fields)
"""


@dataclass
class House:
    """The three programs of an installation; `kill_…` is `kill -9`, and each can be started."""

    state: Path
    url: str
    port: int
    environment: dict[str, str]
    web: Child = field(init=False)
    workers: list[Child] = field(init=False)

    def __post_init__(self) -> None:
        serve = ["serve", "--port", str(self.port), "--workers", "1"]
        self.web = Child("web server", serve, self.environment, self.state / "web.log")
        self.workers = [
            Child("worker", ["worker"], self.environment, self.state / f"worker{n}.log")
            for n in (1, 2)
        ]

    @property
    def spool(self) -> Path:
        """Where posts wait for the database."""
        return self.state / "spool"

    @property
    def said(self) -> str:
        """What the programs have said, for a test that failed."""
        return "\n".join(path.read_text()[-3000:] for path in sorted(self.state.glob("*.log")))

    def post(self, path: str, fields: dict[str, Any], timeout: float = 30) -> int:
        """What a visitor's browser does; the status, OSError or HTTPException if none came."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            body = urlencode(fields, doseq=True)
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", path, body, kind)
            return line.getresponse().status
        finally:
            line.close()

    def answers(self) -> bool:
        """Whether the web server is there."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, from a connection of the test's own."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql, values).fetchall()

    def is_quiet(self) -> bool:
        """Whether nothing waits any more; who has died meanwhile is started again, as always."""
        for worker in self.workers:
            worker.revive()
        waiting = self.query("SELECT count(*) FROM records_submission WHERE state = 'waiting'")
        return waiting == [(0,)] and not list(self.spool.glob("*"))

    def kill(self, child: Child) -> None:
        """A program and all processes that it has started end at once."""
        assert child.process
        end_group(child.process.pid)
        child.process.wait()

    def kill_database(self) -> None:
        """PostgreSQL with all of its processes, so that no page of memory is left."""
        server = postgres.running_pid(find_home(self.state))
        assert server
        for pid in (server, *(pid for pid in others() if parent_of(pid) == server)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        assert until(lambda: not postgres.is_running(self.state))


def parent_of(pid: int) -> int:
    """Who started a process; 0 for one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def until(is_true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, tables: str) -> Iterator[House]:
    """Everything runs, with a form at /forms/quote; nothing of it outlives the tests."""
    state = tmp_path_factory.mktemp("h")
    url = make_conninfo(postgres.start(state))
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HEADWATER_")}
    environment = kept | {
        "PYTHONPATH": str(CHECKOUT),
        "HEADWATER_STATE": str(state),
        "HEADWATER_MODE": "development",
        "DATABASE_URL": url,
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    house = House(state, url, free_port(), environment)
    fill(url, tables)
    command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", FORM]
    subprocess.run(command, env=environment, check=True)
    for child in (house.web, *house.workers):
        child.start()
    try:
        assert until(house.answers, 60), house.said
        yield house
    finally:
        stop_all([house.web, *house.workers])
        postgres.release(state)
        postgres.stop(state)
        rmtree(find_home(state).data.parent, ignore_errors=True)
