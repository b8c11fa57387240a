"""Nothing outlives its supervisor, and what dies is started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from headwater.cli.ports import free_port
from headwater.cli.refusal import Refusal
from headwater.cli.supervision import MARK, Child, end_leftovers, stop_all
from tests.cli.conftest import CHECKOUT
from tests.cli.test_postgres import until

pytestmark = pytest.mark.processes


@pytest.fixture
def child(environment: dict[str, str], state: Path) -> Child:
    """A mail catcher: a program that needs no database."""
    command = ["mail-catcher", "--port", str(free_port()), "--page-port", str(free_port())]
    marked = {**environment, MARK: str(state)}
    return Child("mail catcher", command, marked, state / "logs" / "mail.log")


def lives(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def test_a_child_is_started_again_when_it_dies_and_stopped_at_the_end(child: Child) -> None:
    child.start()
    assert child.process
    assert not child.revive()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)
    assert until(child.revive)
    assert child.process.pid != first
    assert until(lambda: "shown at" in child.log.read_text())
    begun = time.monotonic()
    stop_all([child])
    assert not child.is_running
    assert time.monotonic() - begun < 5


def test_one_that_always_dies_is_given_up_with_its_log(child: Child) -> None:
    child.command = ["mail-catcher", "--port", "1", "--page-port", "none"]
    child.start()
    with pytest.raises(Refusal, match=r"mail catcher ends again and again; .*mail\.log"):
        until(lambda: not child.revive() and False, 60)
    stop_all([child])


def test_kill_9_of_the_supervisor_takes_its_children_along(child: Child, state: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; import os;"
        "from headwater.cli.supervision import Child;"
        f"c = Child('x', {child.command!r}, dict(os.environ), Path({str(child.log)!r}));"
        "c.start(); print(c.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-P", "-c", script],
        env=child.environment,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    ) as supervisor:
        assert supervisor.stdout
        pid = int(supervisor.stdout.readline())
        assert until(lambda: child.log.exists() and "shown at" in child.log.read_text())
        assert lives(pid)
        supervisor.kill()
    assert until(lambda: not lives(pid))


def test_leftovers_are_known_by_their_mark(child: Child, state: Path) -> None:
    child.start()
    assert end_leftovers("somebody else's") == 0
    assert child.is_running
    assert end_leftovers(str(state)) == 1
    assert until(lambda: not child.is_running)
    stop_all([child])
