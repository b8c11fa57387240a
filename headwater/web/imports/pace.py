"""How fast an import goes, told by the page that watches it: nothing is measured for nobody.

The address of each poll carries where the rows stood when the page was opened (`from`, `at`), and
how many tenths were announced to screen readers (`told`).
"""

import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from headwater.records.models import ImportJob

LEAST = 0.8  # seconds before a pace means something
FARTHEST = 1e11  # no row and no second lies beyond


@dataclass(frozen=True, slots=True)
class Pace:
    """Rows in a second and seconds left, None while unknown; `query` of the next poll; `announce`
    is said aloud, '' mostly."""

    rows_a_second: float | None
    seconds_left: float | None
    query: str
    announce: str


def of(job: ImportJob, asked: QueryDict, *, now: float | None = None) -> Pace:
    """The pace since the page was opened."""
    now = now or time.time()
    began, at = _number(asked, "from", job.done_count), _number(asked, "at", now)
    passed, done = now - at, job.done_count - began
    fast = done / passed if passed >= LEAST and done > 0 else None
    left = (job.row_count - job.done_count) / fast if fast else None
    tenths = int(job.share_done * 10)
    told = int(_number(asked, "told", tenths))
    announce = f"{tenths * 10} % of the rows" if tenths > told else ""
    query = {"from": int(began), "at": f"{at:.1f}", "told": max(told, tenths)}
    return Pace(fast, left, urlencode(query), announce)


def _number(asked: QueryDict, name: str, usual: float) -> float:
    try:
        given = float(asked.get(name, ""))
    except ValueError:
        return usual
    return given if 0 <= given < FARTHEST else usual
