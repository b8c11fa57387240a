"""`bin/demo`: everything starts together, stops together, and survives any death in between."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from headwater.cli.ports import free_port
from headwater.cli.sample_load import LOADING, WHOLE, note, progress_of
from headwater.cli.supervision import MARK, environment_of, others
from headwater.database import postgres
from tests.cli.conftest import Headwater
from tests.cli.test_postgres import until

pytestmark = pytest.mark.processes

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sample(state: Path, headwater: Headwater) -> Path:
    """A state folder with a small sample company."""
    answer = headwater("sample", "load", "--leads", "12")
    assert answer.returncode == 0, answer.stderr
    return state


@pytest.fixture
def start(environment: dict[str, str], sample: Path, port: int) -> Iterator[Start]:
    """Start a demo; stopped after the test if it still runs."""
    started: list[subprocess.Popen[str]] = []

    def demo() -> "subprocess.Popen[str]":
        with (sample / "demo.out").open("w") as out:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "headwater", "demo", "--port", str(port)],
                env=environment,
                stdout=out,
                stderr=out,
                text=True,
            )
        started.append(process)
        assert until(lambda: "Ctrl-C" in said(sample), 90), said(sample)
        return process

    yield demo
    for process in started:
        process.terminate()
        process.wait(60)


def said(state: Path) -> str:
    return (state / "demo.out").read_text()


def page(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/company", timeout=60) as answer:
        text: str = answer.read().decode()
    return text


def left_over(state: Path) -> list[int]:
    mark = f"{MARK}={state}".encode()
    return [pid for pid in others() if mark in environment_of(pid)]


def test_a_day_with_the_demo(start: Start, sample: Path, port: int, headwater: Headwater) -> None:
    demo = start()
    for word in (f"http://localhost:{port}", "rep1@juniper.example", "headwater-demo", "Try this"):
        assert word in said(sample)
    assert "Juniper Solar" in page(port)
    assert len(left_over(sample)) >= 4

    second = headwater("demo", "--port", str(free_port()))
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert "running already" in second.stderr

    demo.kill()
    demo.wait()
    assert until(lambda: not left_over(sample)), "nothing outlives its supervisor"
    assert until(lambda: not postgres.is_running(sample)), "nor does the database"

    demo = start()
    assert "Juniper Solar" in page(port)
    demo.send_signal(signal.SIGINT)
    assert demo.wait(60) == 0
    assert left_over(sample) == []
    assert not postgres.is_running(sample)


def test_a_busy_port_leaves_nothing_half_made(headwater: Headwater, state: Path, port: int) -> None:
    import socket

    with socket.create_server(("127.0.0.1", port)):
        answer = headwater("demo", "--port", str(port))
    assert answer.returncode == 1
    assert answer.stderr == (
        f"headwater: port {port} is in use by another program; choose one with --port N.\n"
    )
    assert list(state.iterdir()) == []


def test_an_unreachable_database_stops_the_demo(headwater: Headwater, port: int) -> None:
    answer = headwater("demo", "--port", str(port), DATABASE_URL="postgresql://127.0.0.1:1/x")
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert "cannot be reached" in answer.stderr


def test_a_load_that_was_killed_begins_again(url: str, headwater: Headwater) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE records_trailentry CASCADE")
        note(connection, LOADING)  # as it stands after a kill
    answer = headwater("sample", "load", "--leads", "12")
    assert answer.returncode == 0, answer.stderr
    with psycopg.connect(url) as connection:
        assert progress_of(connection).startswith(WHOLE)
        assert connection.execute("SELECT count(*) FROM records_trailentry").fetchone() != (0,)
