"""Running the command line as a person does: as a program of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from headwater.database import postgres
from headwater.database.postgres_home import find_home
from tests.tables import fill

CHECKOUT = Path(__file__).parent.parent.parent

Headwater = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A state folder of the test's own, its server stopped afterwards."""
    folder = tmp_path_factory.mktemp("s")
    yield folder
    postgres.release(folder)
    if (folder / "postgres").exists():
        postgres.stop(folder)  # a program of the test's may have been killed a moment ago
        # As root it is outside of the folder.
        shutil.rmtree(find_home(folder).data.parent, ignore_errors=True)


@pytest.fixture
def environment(state: Path) -> dict[str, str]:
    """The variables for a program: this code, that state, no database named."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HEADWATER_")}
    kept.pop("DATABASE_URL", None)
    kept.pop("SECRET_KEY", None)
    return {**kept, "PYTHONPATH": str(CHECKOUT), "HEADWATER_STATE": str(state)}


@pytest.fixture
def headwater(environment: dict[str, str]) -> Headwater:
    """`headwater("user", "add", …, DATABASE_URL=…)` runs a command and gives what it said."""

    def call(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-P", "-m", "headwater", *arguments],
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture
def url(state: Path, tables: str) -> str:
    """A database of the test's own, with tables, its server stopping with the test."""
    address = postgres.start(state)
    fill(address, tables)
    return address
