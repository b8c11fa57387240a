"""The worker: submissions become leads, whatever happens to the database meanwhile."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from headwater.cli import worker as command
from headwater.database import postgres
from headwater.database.postgres_home import find_home
from tests.cli.conftest import CHECKOUT
from tests.cli.test_postgres import until

SUBMIT = (
    "INSERT INTO records_submission (received_at, door, form, payload, user_agent, referrer, state,"
    " reason, attempt_count) VALUES (now(), 'web_to_lead', '', %s, '', '', 'waiting', '', 0)"
)


def test_the_worker_knows_every_job() -> None:
    defined = {
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
        for path in (CHECKOUT / "headwater").rglob("*.py")
        if re.search(r"^@(jobs\.)?job\(", path.read_text(), re.MULTILINE)
    }
    assert defined <= set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_a_stop_that_is_lost_once_is_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def deaf_at_first(at_once: int) -> None:
        while len(told) < 2:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                told.append("stop")

    async def nothing() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(command, "run_jobs", deaf_at_first)
    monkeypatch.setattr(command, "forget_connections", nothing)
    monkeypatch.setattr(command, "HEARD", 0.05)
    asyncio.run(asyncio.wait_for(command.work_on_jobs(threading.Event(), 1), 20))
    assert len(told) == 2


@pytest.fixture
def worker(
    url: str, environment: dict[str, str], state: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """A running worker."""
    with (
        (state / "worker.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "headwater", "worker"],
            env={**environment, "DATABASE_URL": url},
            stderr=log,
        ) as process,
    ):
        yield process
        process.kill()


def submit(url: str, name: str) -> bool:
    """Send in a form; whether it is settled in time."""
    fields = {"last_name": [name], "company": ["Harbor"], "email": [f"{name}@example.org"]}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SUBMIT, [json.dumps(fields)])

        def is_settled() -> bool:
            found = connection.execute(
                "SELECT state FROM records_submission WHERE payload ->> 'last_name' = %s",
                [json.dumps([name])],
            ).fetchone()
            return found == ("created",)

        return until(is_settled, 60)


def is_on_time(url: str) -> bool:
    """Whether the worker has written the periodic jobs of the last minutes, and does them."""
    with psycopg.connect(url) as connection:
        written = connection.execute(
            "SELECT count(*) FROM procrastinate_periodic_defers"
        ).fetchone()
        alive = connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
        return written != (0,) and alive != (0,)


@pytest.mark.processes
def test_it_outlives_the_database_and_stops_when_asked(
    worker: "subprocess.Popen[bytes]", url: str, state: Path
) -> None:
    log = state / "worker.log"
    assert submit(url, "before"), log.read_text()
    assert until(lambda: is_on_time(url), 60), log.read_text()
    pid = postgres.running_pid(find_home(state))
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: "database is away" in log.read_text(), 60), log.read_text()
    postgres.start(state)
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM procrastinate_periodic_defers")
    assert submit(url, "after"), log.read_text()
    assert until(lambda: is_on_time(url), 60), log.read_text()
    assert worker.poll() is None

    worker.terminate()
    assert worker.wait(40) == 0, log.read_text()
