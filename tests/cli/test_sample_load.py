"""How far the sample company is: whole, half-made, or somebody else's data."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from headwater.cli import sample_load
from headwater.cli.sample_load import LOADING, WHOLE, empty, fingerprint, note, progress_of
from headwater.database import postgres
from tests.cli.conftest import Headwater

pytestmark = pytest.mark.processes

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def url(state: Path) -> str:
    """A database of the test's own."""
    return postgres.start(state)


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    with psycopg.connect(url, autocommit=True) as opened:
        yield opened


def test_whole_is_only_what_was_finished_by_this_version(connection: Connection, url: str) -> None:
    assert progress_of(connection) == ""
    note(connection, LOADING)
    connection.execute("CREATE TABLE lead ()")
    assert progress_of(connection) == LOADING
    assert not sample_load.is_current(url)
    note(connection, f"{WHOLE} of another version")
    assert not sample_load.is_current(url)
    note(connection, f"{WHOLE} {fingerprint()}")
    assert sample_load.is_current(url)
    empty(connection)
    assert progress_of(connection) == ""


def test_somebody_elses_data_is_left_alone(
    connection: Connection, url: str, headwater: Headwater
) -> None:
    connection.execute("CREATE TABLE customer AS SELECT 'precious' AS name")
    for options in ([], ["--fresh"]):
        answer = headwater("sample", "load", *options, DATABASE_URL=url)
        assert answer.returncode == 1
        assert "holds data that is not the sample's" in answer.stderr
        assert len(answer.stderr.strip().splitlines()) == 1
    assert connection.execute("SELECT name FROM customer").fetchall() == [("precious",)]
