"""A Headwater to measure: a database of its own on the given server, real seeds, real programs."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from headwater.cli.ports import free_port
from headwater.cli.supervision import Child, stop_all

TICK = os.sysconf("SC_CLK_TCK")
NAME = "headwater_bench_capture"
SEEDS = """
from datetime import date
from headwater.capture.models import WebForm
from headwater.people.models import User
from headwater.sample import company
company.found(date.today())
User.objects.update(password="!")
WebForm.objects.update(answers=False)
"""


@dataclass
class House:
    """Web server and worker on `url`; `server` is the process of PostgreSQL, 0 where unseen."""

    url: str
    state: Path
    port: int = field(default_factory=free_port)
    programs: list[Child] = field(default_factory=list)
    server: int = 0

    def __post_init__(self) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": self.url, "HEADWATER_STATE": str(self.state), "HEADWATER_PROXY": "1",
            "HEADWATER_MODE": "production", "SECRET_KEY": secrets.token_urlsafe(50),
            "EMAIL_URL": "smtp://127.0.0.1:1", "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "headwater.settings",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }  # fmt: skip

    def command(self, *words: str) -> None:
        """Run a command of headwater to its end."""
        subprocess.run(
            [sys.executable, "-P", "-m", "headwater", *words], env=self.environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def connect(self) -> "psycopg.Connection[Any]":
        """A connection that commits each statement."""
        return psycopg.connect(self.url, autocommit=True)

    def ask(self, text: str, *values: object) -> Any:
        """The first row of a query."""
        with self.connect() as connection:
            return connection.execute(text.encode(), values).fetchone()

    def start(self) -> None:
        """Begin to serve and to work, as `headwater serve` and `headwater worker` do."""
        for words in (["serve", "--port", str(self.port)], ["worker"]):
            log = self.state / f"{words[0]}.log"
            child = Child(words[0], words, self.environment, log)
            child.start()
            self.programs.append(child)
        deadline = time.monotonic() + 60
        while not self.answers():
            if time.monotonic() > deadline:
                raise TimeoutError((self.state / "serve.log").read_text())
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether the web server is there."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """End both programs."""
        stop_all(self.programs)
        self.programs.clear()

    def application_seconds(self) -> dict[str, float]:
        """CPU seconds of each program and whatever it started."""
        tree = children()
        return {
            child.name: seconds_of_tree(child.process.pid, tree)
            for child in self.programs
            if child.process
        }

    def postgres_seconds(self) -> float:
        """CPU seconds of the whole server, ended processes included."""
        return seconds_of_tree(self.server, children()) if self.server else 0.0


def seconds_of_tree(root: int, tree: dict[int, list[int]]) -> float:
    """CPU seconds of a process, its ended children and its living descendants."""
    return seconds_of(root) + sum(seconds_of_tree(pid, tree) for pid in tree.get(root, ()))


def seconds_of(pid: int) -> float:
    """CPU seconds of a process and of those of its children that have ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, told[11:15])) / TICK


def children() -> dict[int, list[int]]:
    """Process → those that it has started."""
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        found.setdefault(parent, []).append(int(path.parent.name))
    return found


@contextmanager
def house(
    name: str = NAME, *, seeds: str = SEEDS, keep: bool = False, again: bool = False
) -> Iterator[House]:
    """A migrated and seeded database of that name, dropped in the end; nothing runs yet.

    `again` takes the one that an earlier run was told to `keep` (and keeps it).
    """
    server = os.environ["DATABASE_URL"]
    if not again:
        with psycopg.connect(server, autocommit=True) as connection:
            drop(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with tempfile.TemporaryDirectory(prefix="bench") as folder:
            found = House(make_conninfo(server, dbname=name), Path(folder))
            found.command("migrate", "--verbosity=0")
            if not again:
                found.command("shell", "--verbosity=0", "-c", seeds)
            found.server = server_process(found)
            try:
                yield found
            finally:
                found.stop()
    finally:
        if not (keep or again):
            with psycopg.connect(server, autocommit=True) as connection:
                drop(connection, name)


def drop(connection: "psycopg.Connection[Any]", name: str) -> None:
    """Away with the database of this or an earlier run."""
    text = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    connection.execute(text.format(sql.Identifier(name)))


def server_process(found: House) -> int:
    """The process all backends come from; 0 on another machine."""
    with found.connect() as connection:
        stat = Path(f"/proc/{connection.info.backend_pid}/stat")
        return int(stat.read_text().rpartition(")")[2].split()[1]) if stat.exists() else 0


def tell(**figure: Any) -> None:
    """One figure, one line."""
    print(json.dumps(figure), flush=True)
