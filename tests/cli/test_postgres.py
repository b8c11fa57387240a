"""The embedded PostgreSQL: there when wanted, gone when not, whole after any death."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from headwater.database import postgres
from headwater.database.postgres_home import CannotStart, find_home
from tests.cli.conftest import CHECKOUT

pytestmark = pytest.mark.processes


def until(is_true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether it comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.05)
    return False


def test_it_starts_keeps_its_data_and_stops(state: Path) -> None:
    url = postgres.start(state)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'kept' AS words")
    assert postgres.start(state) == url
    postgres.release(state)
    assert not postgres.is_running(state)

    assert postgres.start(state) == url
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT words FROM note").fetchall() == [("kept",)]


def test_it_is_nobody_elses(state: Path) -> None:
    url = postgres.start(state)
    home = find_home(state)
    assert home.password_file.stat().st_mode & 0o777 == 0o600
    assert home.data.parent.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(url) as connection:
        locale, listens = connection.execute(
            "SELECT (SELECT datlocale FROM pg_database WHERE datname = current_database()),"
            " current_setting('listen_addresses')"
        ).fetchone() or ("", "")
    assert (locale, listens) == ("C.UTF-8", "")
    password = home.password_file.read_text()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guess"))


def test_after_kill_9_the_next_start_has_every_row_that_was_committed(state: Path) -> None:
    with psycopg.connect(postgres.start(state), autocommit=True) as connection:
        connection.execute("CREATE TABLE note AS SELECT n FROM generate_series(1, 5000) AS n")
    pid = postgres.running_pid(find_home(state))
    assert pid
    os.kill(pid, signal.SIGKILL)
    with psycopg.connect(postgres.start(state)) as connection:
        assert connection.execute("SELECT count(*) FROM note").fetchone() == (5000,)


def test_a_stale_lock_file_with_the_number_of_another_program_is_no_obstacle(state: Path) -> None:
    postgres.start(state)
    home = find_home(state)
    lock_file = home.data / "postmaster.pid"
    stale = lock_file.read_text().partition("\n")[2]
    postgres.release(state)
    lock_file.write_text(f"{os.getppid()}\n{stale}")
    assert not postgres.is_running(state)
    assert postgres.start(state)
    assert postgres.is_running(state)


def test_half_a_set_up_does_not_count(state: Path) -> None:
    home = find_home(state)
    home.fresh.mkdir()
    (home.fresh / "PG_VERSION").write_text("1")
    assert postgres.start(state)


def test_data_of_another_version_is_left_alone(state: Path) -> None:
    postgres.start(state)
    postgres.release(state)
    home = find_home(state)
    (home.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(CannotStart, match=r"is of PostgreSQL 12, but the programs are \d+: dump"):
        postgres.start(state)
    assert (home.data / "base").is_dir()


def test_it_stays_for_as_long_as_anybody_uses_it(state: Path, environment: dict[str, str]) -> None:
    script = (
        "import sys, pathlib, time; from headwater.database import postgres;"
        "print(postgres.start(pathlib.Path(sys.argv[1])), flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-P", "-c", script, str(state)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=CHECKOUT,
    ) as other:
        assert other.stdout
        url = other.stdout.readline().strip()
        assert postgres.start(state) == url
        postgres.release(state)
        assert postgres.is_running(state), "the other one still uses it"
        other.kill()
    assert until(lambda: not postgres.is_running(state)), "nobody is left"
