"""One inquiry against a million stored people: how long until it is known who they may be."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.doors.house import House, house, tell
from benchmarks.matching import crowd

INQUIRIES = 1000
PROCESSES = 2


def measure(count: int) -> None:
    """Fill a database with `count` people and tell p50 and p95 of a search, beside its floor."""
    with house() as found:
        began = time.monotonic()
        fill(found, count)
        tell(figure="match.base", people=count, seconds=round(time.monotonic() - began, 1))
        # By itself: this program may know another database already.
        program = [sys.executable, "-P", "-m", "benchmarks.matching.online", str(count)]
        subprocess.run(program, env=found.environment, check=True)


def fill(found: House, count: int) -> None:
    """People and their keys, by several processes."""
    step = -(-count // PROCESSES)
    bounds = [(first, min(first + step, count)) for first in range(0, count, step)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-P", "-m", "benchmarks.matching.crowd", str(first), str(last)],
            env=found.environment,
        )
        for first, last in bounds
    ]
    codes = [program.wait() for program in programs]
    if any(codes):
        raise RuntimeError("the crowd could not be written.")
    with found.connect() as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def search_for(count: int) -> None:
    """Tell the figures of the settings' database."""
    from headwater.cli import django_ready

    django_ready.load()
    from headwater.match import keys, search
    from headwater.match.search import Sought

    asked = list(_inquiries(count))

    def look(values: dict[str, str]) -> int:
        sought = Sought.of_values(values, "US", company=values["company"])
        return len(search.alike([sought], "US")[0])

    def floor(values: dict[str, str]) -> int:
        return len(keys.look_up(wanted[id(values)]))

    wanted = {
        id(values): Sought.of_values(values, "US", company=values["company"]).keys
        for values in asked
    }
    for values in asked[:50]:
        look(values), floor(values)
    bare, whole = _times(floor, asked), _times(look, asked)
    hits = sum(look(values) > 0 for values in asked[::2])
    for name, at in (("p50", 0.5), ("p95", 0.95)):
        ours, least = _at(whole, at), _at(bare, at)
        tell(
            figure=f"match.online.{name}", people=count, ms=round(ours, 2),
            floor_ms=round(least, 2), ratio=round(ours / least, 1),
        )  # fmt: skip
    tell(figure="match.online.found", share=round(hits / len(asked[::2]), 3))


def _inquiries(count: int) -> Iterator[dict[str, str]]:
    """Half of them are known, in other words; half are new."""
    for number in range(INQUIRIES // 2):
        yield crowd.returning(number * 7919 % count)
        yield crowd.person(count + number)


def _times(deed: Callable[[dict[str, str]], Any], asked: list[dict[str, str]]) -> list[float]:
    """Milliseconds of each."""
    found = []
    for values in asked:
        began = time.perf_counter()
        deed(values)
        found.append((time.perf_counter() - began) * 1000)
    return found


def _at(times: list[float], share: float) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[round(share * 100) - 1]


if __name__ == "__main__":
    search_for(int(sys.argv[1]))
