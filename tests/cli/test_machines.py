"""More than one machine: two servers, two workers, a real streaming replica, no common memory."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import psycopg
import pytest

from headwater.cli.ports import free_port
from headwater.database import postgres
from headwater.database.postgres_home import as_owner, find_home
from tests.cli.test_postgres import until
from tests.cli.test_worker import SUBMIT

pytestmark = pytest.mark.processes
POSTS = 60
# Ada, and a session of hers: whichever server is asked, she is signed in.
MADE = """
from headwater.cli import django_ready
django_ready.load()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from headwater.people.models import User
ada = User.objects.create_user("ada@juniper.example", "a long pass word", role="admin")
session = SessionStore()
session[SESSION_KEY] = str(ada.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = ada.get_session_auth_hash()
session.save()
print(session.session_key)
"""


@pytest.fixture
def replica(url: str, state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A server that follows the primary by streaming replication, made by pg_basebackup."""
    follower = tmp_path_factory.mktemp("r")
    home = find_home(follower)
    home.password_file.write_text(find_home(state).password_file.read_text())
    made = as_owner(
        home, "pg_basebackup", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
        f"--pgdata={home.data}", f"--dbname={postgres.url(find_home(state), 'postgres')}",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    postgres.start(follower)
    yield follower
    postgres.release(follower)
    postgres.stop(follower)
    shutil.rmtree(home.data.parent, ignore_errors=True)


Begin = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Start a program of a machine: a state folder of its own."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(variables: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
        own = variables | {"HEADWATER_STATE": str(tmp_path / f"machine-{len(begun)}")}
        with (tmp_path / f"machine-{len(begun)}.log").open("wb") as log:
            command = [sys.executable, "-P", "-m", "headwater", *arguments]
            begun.append(subprocess.Popen(command, env=own, stdout=log, stderr=log))
        return begun[-1]

    yield start
    for program in begun:
        program.terminate()
    for program in begun:
        program.wait(30)


def number(url: str, sql: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(sql).fetchone()
        return int(found[0]) if found else 0


def page(port: int, session: str, path: str = "/reports") -> tuple[str, str]:
    """The page, and what it says of the age of its figures; ('', '') while nobody listens."""
    url = f"http://127.0.0.1:{port}{path}"
    asked = Request(url, headers={"Cookie": f"sessionid={session}"})
    with suppress(URLError, ConnectionError), urlopen(asked, timeout=20) as answer:  # noqa: S310
        return answer.read().decode(), answer.headers.get("Headwater-As-Of", "")
    return "", ""


def is_of_now(port: int, session: str) -> bool:
    return page(port, session)[1] == "as of now"


def test_servers_and_workers_share_nothing_but_the_database(
    url: str, replica: Path, environment: dict[str, str], begin: Begin, tmp_path: Path
) -> None:
    follower = postgres.url(find_home(replica))
    variables = {
        **environment, "DATABASE_URL": url, "DATABASE_REPLICA_URL": follower,
        "HEADWATER_MODE": "development", "HEADWATER_FILES": str(tmp_path / "files"),
    }  # fmt: skip
    ports = [free_port(), free_port()]
    for port in ports:
        begin(variables, "serve", "--port", str(port), "--workers", "1")
    made = [sys.executable, "-P", "-c", MADE]
    ada = subprocess.run(made, env=variables, check=True, capture_output=True, text=True)
    session = ada.stdout.strip()

    # One session, both servers; both read the replica.
    for port in ports:
        assert until(partial(is_of_now, port, session), 60)

    # What the replica has not got is not counted yet, and the page says how old its figures are.
    with psycopg.connect(follower, autocommit=True) as connection:
        connection.execute("SELECT pg_wal_replay_pause()")
        with psycopg.connect(url, autocommit=True) as primary, primary.cursor() as cursor:
            payloads = [{"last_name": f"P{n}", "email": f"p{n}@a.example"} for n in range(POSTS)]
            cursor.executemany(SUBMIT, [(json.dumps(payload),) for payload in payloads])
        shown, words = page(ports[0], session)
        assert words.startswith("as of ")
        assert f">{POSTS}<" not in shown
        connection.execute("SELECT pg_wal_replay_resume()")
    assert until(lambda: f">{POSTS}<" in page(ports[1], session)[0], 20)

    # Two workers: each post is one lead.
    for _ in range(2):
        begin(variables, "worker")
    waiting = "SELECT count(*) FROM records_submission WHERE state = 'waiting'"
    assert until(lambda: number(url, waiting) == 0, 60)
    assert number(url, "SELECT count(*) FROM records_lead") == POSTS
    assert number(follower, "SELECT count(*) FROM records_lead") <= POSTS

    # Without its replica the primary answers, and says so.
    postgres.stop(replica)
    for port in ports:
        shown, words = page(port, session)
        assert words == "read live, because the replica is away"
        assert "Figures read live" in shown
