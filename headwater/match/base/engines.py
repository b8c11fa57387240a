"""Where the heavy part of a run happens: comparing pairs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from headwater.match.match_run import MatchRun


@contextmanager
def here(engine: Any) -> Iterator[Any]:
    """In the database of DuckDB that the run has open."""
    yield engine


@contextmanager
def spark(engine: Any) -> Iterator[Any]:
    """On Spark."""
    from headwater.match.base.sparking import opened

    with opened(engine) as found:
        yield found


OPENED: dict[str, Callable[[Any], Any]] = {
    MatchRun.Engine.DUCKDB: here,
    MatchRun.Engine.SPARK: spark,
}
