"""The run of an import: a file streams in, chunk by chunk, in as many processes as there are cores.

Between chunks it looks whether it is still wanted: paused or cancelled, it stops within a second.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils import timezone

from headwater.capture import imports, tables, verdicts
from headwater.importing.chunk import Numbered
from headwater.importing.crew import Crew
from headwater.records.models import ImportJob, ImportRow

CHUNK = 500
LOOK_EVERY = 0.25  # seconds between two looks at what people want

Report = Callable[[str, float], None]


def run(job: ImportJob, report: Report) -> None:
    """Bring in the rows that are not in yet, until the end or until nobody wants it any more."""
    ImportRow.objects.filter(job=job, is_check=True).delete()
    job.totals = dict(verdicts.totals_of(job, is_check=False))
    job.done_count = sum(job.totals.values())
    table = imports.table_of(job)
    with Crew(job) as crew:
        watch = Watch(job, report)
        for chunk in chunks(tables.rows(table), CHUNK):
            crew.give(chunk)
            if not watch.goes_on(crew.finished()):
                break
        watch.goes_on(crew.finish())
    # Counted once more: after a kill, the old runner's processes may still have ended their chunks.
    watch.totals = verdicts.totals_of(job, is_check=False)
    job.done_count = watch.totals.total()
    if watch.goes_on([], now=True):
        end(job, ImportJob.State.DONE)


def end(job: ImportJob, state: str) -> None:
    """Close the work, unless somebody wanted something else in this very moment."""
    ImportJob.objects.filter(pk=job.pk, state=job.state).update(
        state=state, finished_at=timezone.now()
    )


def chunks(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[Numbered]]:
    """Rows with their numbers, from 1 below the header."""
    numbered = enumerate(rows, 1)
    while chunk := list(islice(numbered, size)):
        yield chunk


class Watch:
    """Adds up what is done, tells it, and looks whether the work is still wanted."""

    def __init__(self, job: ImportJob, report: Report, field: str = "totals") -> None:
        self.job, self.report, self.field = job, report, field
        self.totals: Counter[str] = Counter(getattr(job, field))
        self.looked_at = 0.0
        self.is_wanted = True

    def goes_on(self, done: Iterable[Counter[str]], *, now: bool = False) -> bool:
        """Whether to go on; what has been done is saved now and then, or `now`."""
        for counted in done:
            self.totals.update(counted)
            self.job.done_count += counted.total()
        if now or time.monotonic() - self.looked_at > LOOK_EVERY:
            self._look()
        return self.is_wanted

    def _look(self) -> None:
        self.looked_at = time.monotonic()
        setattr(self.job, self.field, dict(self.totals))
        mine = ImportJob.objects.filter(pk=self.job.pk)
        mine.update(**{self.field: dict(self.totals), "done_count": self.job.done_count})
        self.is_wanted = mine.filter(state=self.job.state).exists()
        share = self.job.share_done
        self.report(f"{self.job.done_count:,} of {self.job.row_count:,} rows", share)
