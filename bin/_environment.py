"""Makes the environment of this checkout (`.headwater/venv`) and enters it; stdlib only.

Installs the locked requirements when their hash has changed. A stamp written last says which
locks are installed: without it whatever is there was left half-made, and is made anew.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parent.parent
STATE = CHECKOUT / ".headwater"
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"


def run(command: list[str], *, developing: bool = False) -> NoReturn:
    """Become `python -m headwater COMMAND` in the environment, with its tools if `developing`."""
    os.environ.setdefault("HEADWATER_STATE", str(STATE))
    python = os.environ.get("HEADWATER_VENV")
    try:
        program = Path(python) / "bin" / "python" if python else ready(developing=developing)
    except PermissionError as error:
        sys.exit(
            f"Headwater may not write to {error.filename or STATE}; give it a folder of yours."
        )
    except OSError as error:
        sys.exit(f"Headwater cannot make its environment in {STATE}: {error}.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start begins this step again.")
    if developing:
        os.chdir(CHECKOUT)
    paths = [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    try:
        os.execv(program, [str(program), "-P", "-m", "headwater", *command])  # noqa: S606
    except OSError as error:
        sys.exit(f"Cannot run {program}: {error.strerror}.")


def ready(*, developing: bool) -> Path:
    """The environment's Python, after installing what its locks ask for."""
    if not is_current(developing):
        with alone():
            if not is_current(developing):  # somebody else may just have finished it
                from _install import install

                install(VENV, lock_of(developing=developing), STAMP, wanted(developing))
    return PYTHON


def is_current(developing: bool) -> bool:
    """Whether the stamp names today's locks; the tools' lock holds everything of the other."""
    try:
        stamp = STAMP.read_text().split()
    except OSError:
        return False
    return PYTHON.exists() and all(part in stamp for part in wanted(developing).split())


def wanted(developing: bool) -> str:
    """What the stamp must say: one `lock:hash` for each lock that has to be installed."""
    locks = [lock_of(developing=False)]
    if developing:
        locks.append(lock_of(developing=True))
    return " ".join(
        f"{lock.name}:{hashlib.sha256(lock.read_bytes()).hexdigest()}" for lock in locks
    )


def lock_of(*, developing: bool) -> Path:
    """The file that pins what to install."""
    return CHECKOUT / ("requirements-dev.lock" if developing else "requirements.lock")


@contextmanager
def alone() -> Iterator[None]:
    """Hold this checkout's installation lock, which the system frees even after `kill -9`."""
    import fcntl

    STATE.mkdir(exist_ok=True)
    with (STATE / "venv.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is installing; waiting for it …", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
