"""What an undo would find: how much goes and goes back, and what people have worked on since.

The undo itself looks at every row again. Here they are looked at from the last one, portion by
portion, for as long as a person waits; of a larger file the page says how far it looked, and offers
to look at the rest.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from headwater.capture import verdicts
from headwater.catalog import objects
from headwater.importing import touches
from headwater.importing.touches import Touch
from headwater.people.models import User
from headwater.records.models import ImportJob, ImportKept, ImportRow, Submission

PORTION = 1000  # rows
PATIENCE = 2.0  # seconds, until the rest is left for whoever asks for it
TOLD = 50  # of what stays
ASKED = 20  # of these, who did it

Verdict = ImportRow.Verdict


@dataclass(slots=True)
class Preview:
    """`goes` records would vanish, `back` get their old values, `stays` of those looked at stay.

    `looked` rows were looked at, all of them where `is_whole`.
    """

    goes: int = 0
    back: int = 0
    stays: int = 0
    looked: int = 0
    is_whole: bool = True
    kept: list[ImportKept] = field(default_factory=list)
    seen: set[tuple[str, int, str]] = field(default_factory=set)
    returning: set[tuple[str, int]] = field(default_factory=set)

    def keep(self, kept: ImportKept) -> None:
        """One more that stays; only the first are told by name."""
        self.stays += 1
        if len(self.kept) < TOLD:
            self.kept.append(kept)


def of(job: ImportJob, *, whole: bool = False) -> Preview:
    """Look at the rows that made or changed something, at all of them if `whole`."""
    found = Preview(goes=int(job.totals.get("create", 0)))
    began = time.monotonic()
    for rows in _portions(job):
        if not whole and time.monotonic() - began > PATIENCE:
            found.is_whole = False
            break
        born = _born(job, rows)
        found.looked += len(rows)
        _look_at_made(job, [row for row in rows if row.verdict == Verdict.CREATE], born, found)
        _look_at_changed(job, [row for row in rows if row.changes and not row.twin_row
                               and row.verdict != Verdict.CREATE], born, found)  # fmt: skip
    found.back = len(found.returning)
    _name_people(found.kept)
    return found


def _portions(job: ImportJob) -> Iterator[list[ImportRow]]:
    """From the last row to the first."""
    did = (Verdict.CREATE, Verdict.UPDATE, Verdict.MERGE)
    wanted = ImportRow.objects.of_run(job).filter(verdict__in=did, record_id__gt=0)
    rows = list(wanted.order_by("-number")[:PORTION])
    while rows:
        yield rows
        rows = list(wanted.filter(number__lt=rows[-1].number).order_by("-number")[:PORTION])


def _born(job: ImportJob, rows: Sequence[ImportRow]) -> dict[int, datetime]:
    """Row → when it came in."""
    settled = Submission.objects.filter(
        import_job=job, import_row__in=[row.number for row in rows]
    ).values_list("import_row", "settled_at")
    return {number: at or job.created_at for number, at in settled}


def _look_at_made(
    job: ImportJob, rows: Sequence[ImportRow], born: Mapping[int, datetime], found: Preview
) -> None:
    for name in sorted({row.object_name for row in rows}):
        own = {row.record_id: row for row in rows if row.object_name == name}
        since = {key: born.get(row.number, job.created_at) for key, row in own.items()}
        for key, touch in touches.of_records(job, name, since).items():
            found.goes -= 1
            found.keep(_kept(job, own[key], touch))


def _look_at_changed(
    job: ImportJob, rows: Sequence[ImportRow], born: Mapping[int, datetime], found: Preview
) -> None:
    for name in sorted({row.object_name for row in rows}):
        own = [row for row in rows if row.object_name == name]
        records = objects.get(name).model._default_manager.in_bulk({row.record_id for row in own})
        for row in own:  # the last row first: what it says is what the record says
            record = records.get(row.record_id)
            for attribute, (_, after) in row.changes.items() if record else ():
                if (name, row.record_id, attribute) in found.seen:
                    continue
                found.seen.add((name, row.record_id, attribute))
                if attribute == verdicts.CAMPAIGN or touches.says(record, attribute, after):
                    found.returning.add((name, row.record_id))
                else:
                    found.keep(_kept(job, row, _touch(job, row, attribute, born, found), attribute))


def _touch(
    job: ImportJob, row: ImportRow, attribute: str, born: Mapping[int, datetime], found: Preview
) -> Touch:
    if found.stays >= ASKED:
        return Touch("It was changed since.")
    since = born.get(row.number, job.created_at)
    return touches.of_field(row.object_name, row.record_id, attribute, since)


def _kept(job: ImportJob, row: ImportRow, touch: Touch, attribute: str = "") -> ImportKept:
    return ImportKept(
        job=job, object_name=row.object_name, record_id=row.record_id, name=row.name,
        field=attribute, by_id=touch.by_id, at=touch.at, why=touch.why,
    )  # fmt: skip


def _name_people(kept: Sequence[ImportKept]) -> None:
    """Who did it, in one query."""
    people = User.objects.in_bulk({each.by_id for each in kept if each.by_id})
    for each in kept:
        each.by = people.get(each.by_id or 0)
