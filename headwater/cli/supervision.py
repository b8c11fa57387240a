"""Child processes that never outlive their supervisor, however either of them ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from headwater.cli.refusal import Refusal

MARK = "HEADWATER_SUPERVISOR"
GRACE = 10.0  # seconds for a child to finish what it is doing
HOPELESS = 3  # quick deaths in a row
QUICK = 5.0  # seconds
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program of the supervisor's, in a process group of its own with all it starts."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        """Start it; what it says goes to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "headwater", *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**self.environment, "HEADWATER_PARENT": str(os.getpid())},
                start_new_session=True,
            )
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Whether its first process lives."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self.process is not None and self.is_running:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic), then end it and whatever it has started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        end_group(self.process.pid)
        self.process.wait()

    def revive(self) -> bool:
        """Start it again if it has died (True); refuses when it dies again and again."""
        if self.is_running or self.process is None:
            return False
        end_group(self.process.pid)
        lived = time.monotonic() - self.started_at
        self.quick_deaths = self.quick_deaths + 1 if lived < QUICK else 0
        if self.quick_deaths >= HOPELESS:
            raise Refusal(f"the {self.name} ends again and again; {self.log} says why.")
        self.start()
        return True


def end_group(leader: int) -> None:
    """Kill every process of a group; no harm if there is none."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def stop_all(children: list[Child]) -> None:
    """Ask all at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + GRACE
    for child in children:
        child.end(deadline)


def die_with_parent() -> None:
    """In a child: get SIGTERM from Linux when the supervisor is gone, even by `kill -9`."""
    parent = os.environ.get("HEADWATER_PARENT")
    if not parent or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):  # it went before we asked
        sys.exit(1)


def end_leftovers(mark: str) -> int:
    """Kill what an earlier supervisor with this mark has left behind; how many there were."""
    wanted = f"{MARK}={mark}".encode()
    left = [pid for pid in others() if wanted in environment_of(pid)]
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(left)


def others() -> list[int]:
    """Every process but this one, as far as the system shows them."""
    numbers = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [number for number in numbers if number != os.getpid()]


def environment_of(pid: int) -> list[bytes]:
    """The variables a process was started with; none where it is not ours to see."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
