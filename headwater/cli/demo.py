"""`bin/demo`: everything Headwater needs, started together and stopped together."""

import argparse
import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.error import HTTPError
from urllib.request import urlopen

from headwater.cli import sample_load
from headwater.cli.changes import Changes
from headwater.cli.database import ensure, state
from headwater.cli.ports import free_port, refuse_busy
from headwater.cli.refusal import Refusal
from headwater.cli.supervision import MARK, Child, end_leftovers, stop_all
from headwater.database import postgres

PEOPLE = ("admin", "marketing", "manager", "rep1", "rep2")
STARTING = 60.0  # seconds until the web server must have answered


class Stopped(Exception):
    """SIGTERM or Ctrl-C: not an error, but the end of everything."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Start over, or elsewhere."""
    parser.add_argument("--fresh", action="store_true", help="throw the data away and start over")
    parser.add_argument("--port", type=int, default=8000, help="for the browser (default 8000)")


def run(options: argparse.Namespace, mode: str = "demo") -> int:
    """Start everything, say where it is, and keep it going until told to stop."""
    refuse_busy("127.0.0.1", options.port)
    folder = state()
    embedded = None if os.environ.get("DATABASE_URL") else folder
    children: list[Child] = []
    on_signals(stop_everything)
    try:
        with only_one(folder):
            end_leftovers(str(folder))
            start_all(options, folder, mode, children)
            watch(children, embedded, Changes() if mode == "development" else None)
    except Stopped:
        print("\nStopping …", file=sys.stderr, flush=True)
    finally:
        on_signals(signal.SIG_IGN)  # a second Ctrl-C must not cut the tidying short
        stop_all(children)
        postgres.release(folder)
    return 0


def start_all(options: argparse.Namespace, folder: Path, mode: str, children: list[Child]) -> None:
    """Database, sample, programs; `children` grows as they start."""
    url = ensure()
    page_port, environment = settings(options.port, folder, mode)
    if options.fresh or not sample_load.is_current(url):
        prepare(options.fresh, environment)
    children += programs(options.port, page_port, environment, folder, mode)
    web, *others = children
    web.start()
    await_answer(options.port, web, mode)
    for child in others:  # only now, so that the first page has the machine to itself
        child.start()
    print(welcome(options.port, page_port), flush=True)


def on_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    """What SIGTERM, Ctrl-C and a closed terminal do from now on."""
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, handler)


def stop_everything(number: int, frame: FrameType | None) -> None:
    """What a signal does, wherever the program is."""
    raise Stopped


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two demos on one folder would share data and mail; the second one is told so."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "demo.lock").open("a")
    except OSError as error:
        raise Refusal(f"cannot write to {folder} ({error.strerror}).") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"a demo of {folder} is running already; stop it with Ctrl-C.") from None
        yield


def settings(port: int, folder: Path, mode: str) -> tuple[int, dict[str, str]]:
    """The port of the mail page, and the variables that the programs get."""
    page_port, mail_port = free_port(port + 1), free_port()
    own = {
        "HEADWATER_MODE": mode,
        "HEADWATER_URL": f"http://localhost:{port}",
        "HEADWATER_STATE": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "EMAIL_FROM": "Juniper Solar <hello@juniper.example>",
        "SECRET_KEY": secret(folder),
        MARK: str(folder),
    }
    return page_port, {**os.environ, **own}


def secret(folder: Path) -> str:
    """A key of this checkout's own, so that nobody else can sign a session for it."""
    path = folder / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def prepare(fresh: bool, environment: dict[str, str]) -> None:
    """Tables and the sample company; a program of its own, so that its memory is freed."""
    command = [sys.executable, "-P", "-m", "headwater", "sample", "load"]
    child = subprocess.Popen(
        [*command, *(["--fresh"] if fresh else [])],
        env={**environment, "HEADWATER_PARENT": str(os.getpid())},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if child.wait():
            raise Refusal("the sample company could not be loaded; the lines above say why.")
    except Stopped:
        child.kill()
        child.wait()
        raise


def programs(
    port: int, page_port: int, environment: dict[str, str], folder: Path, mode: str
) -> list[Child]:
    """What runs: the web server, the worker and the mail catcher."""
    mail_port = environment["EMAIL_URL"].rpartition(":")[2]
    processes = "1" if mode == "development" else "2"
    commands = {
        "web server": ["serve", "--port", str(port), "--workers", processes],
        "worker": ["worker"],
        "mail catcher": ["mail-catcher", "--port", mail_port, "--page-port", str(page_port)],
    }
    logs = folder / "logs"
    return [
        Child(name, command, environment, logs / f"{command[0]}.log")
        for name, command in commands.items()
    ]


def await_answer(port: int, web: Child, mode: str) -> None:
    """Until a page comes, so that the address printed is one that works."""
    deadline = time.monotonic() + STARTING
    while time.monotonic() < deadline:
        web.revive()
        try:
            with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5):
                return
        except HTTPError as error:  # in development a page that shows a mistake is a page
            error.close()
            if mode == "development":
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise Refusal(f"the web server does not answer; {web.log} may say why.")


def welcome(port: int, page_port: int) -> str:
    """Where it is, who can come in, and what to try."""
    from headwater.cli.serve import DEMO_PASSWORD

    addresses = ", ".join(f"{name}@juniper.example" for name in PEOPLE)
    return (
        f"\n  Headwater      http://localhost:{port}\n"
        f"  Sign in as     {addresses}\n"
        f"  Password       {DEMO_PASSWORD}\n"
        f"  Caught mail    http://localhost:{page_port}\n\n"
        f"  Try this: send the form at http://localhost:{port}/company as a visitor, then sign in "
        "as rep1 and see the new lead at the top of Today.\n\n"
        "  Ctrl-C stops everything."
    )


def watch(children: list[Child], embedded: Path | None, changes: Changes | None) -> None:
    """Start again whatever dies; in development, the programs whenever the code changes."""
    while True:
        time.sleep(0.5)
        if embedded and not postgres.is_running(embedded):
            print("The database had died; it is starting again.", file=sys.stderr, flush=True)
            postgres.start(embedded)
        try:
            revive(children)
        except Refusal as refusal:
            if changes is None:
                raise
            print(f"headwater: {refusal} Waiting for a change.", file=sys.stderr, flush=True)
            while not (changed := changes.found()):
                time.sleep(0.5)
            restart(changed, children)
        if changes and (changed := changes.found()):
            restart(changed, children)


def revive(children: list[Child]) -> None:
    """Start again whatever has died."""
    for child in children:
        if child.revive():
            print(f"The {child.name} had died; it runs again.", file=sys.stderr, flush=True)


def restart(changed: str, children: list[Child]) -> None:
    """The new code takes over."""
    print(f"{changed} has changed: starting again.", file=sys.stderr, flush=True)
    coded = [child for child in children if child.name != "mail catcher"]
    stop_all(coded)
    for child in coded:
        child.quick_deaths = 0
        child.start()
