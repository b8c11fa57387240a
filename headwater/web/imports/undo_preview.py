"""What an undo would find: how much goes and goes back, and what people have worked on since.

The undo itself looks at every row again; here the last ones are looked at, so that the question is
answered at once for a million rows too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from headwater.capture import verdicts
from headwater.catalog import objects
from headwater.importing import touches
from headwater.importing.touches import Touch
from headwater.people.models import User
from headwater.records.models import ImportJob, ImportKept, ImportRow, Submission

LOOKED = 1000  # rows of each kind, the last ones
TOLD = 50  # of what stays
ASKED = 20  # of these, who did it

Verdict = ImportRow.Verdict


@dataclass(slots=True)
class Preview:
    """`goes` records would vanish, `back` get their old values, `stays` of those looked at stay."""

    goes: int = 0
    back: int = 0
    stays: int = 0
    is_whole: bool = True
    kept: list[ImportKept] = field(default_factory=list)


def of(job: ImportJob) -> Preview:
    """Look at the last rows that made something, and at the last that changed something."""
    rows = ImportRow.objects.of_run(job).order_by("-number")
    made = list(rows.filter(verdict=Verdict.CREATE, record_id__gt=0)[:LOOKED])
    changed = list(rows.filter(verdict__in=(Verdict.UPDATE, Verdict.MERGE))[:LOOKED])
    born = _born(job, [*made, *changed])
    totals = {verdict: int(job.totals.get(verdict, 0)) for verdict in Verdict.values}
    found = Preview(
        is_whole=len(made) == totals["create"]
        and len(changed) == totals["update"] + totals["merge"]
    )
    own = {(row.object_name, row.record_id) for row in made}
    _look_at_made(job, made, born, found)
    found.goes = totals["create"] - len(found.kept)
    others = [row for row in changed if (row.object_name, row.record_id) not in own]
    _look_at_changed(job, [row for row in others if row.changes], born, found)
    found.stays = len(found.kept)
    found.kept = found.kept[:TOLD]
    _name_people(found.kept)
    return found


def _born(job: ImportJob, rows: Sequence[ImportRow]) -> dict[int, datetime]:
    """Row → when it came in."""
    settled = Submission.objects.filter(
        import_job=job, import_row__in=[row.number for row in rows]
    ).values_list("import_row", "settled_at")
    return {number: at or job.created_at for number, at in settled}


def _look_at_made(
    job: ImportJob, rows: Sequence[ImportRow], born: dict[int, datetime], found: Preview
) -> None:
    for name in sorted({row.object_name for row in rows}):
        own = {row.record_id: row for row in rows if row.object_name == name}
        since = {key: born.get(row.number, job.created_at) for key, row in own.items()}
        touched = touches.of_records(job, name, since)
        found.kept += [_kept(job, own[key], touch) for key, touch in touched.items()]


def _look_at_changed(
    job: ImportJob, rows: Sequence[ImportRow], born: dict[int, datetime], found: Preview
) -> None:
    back: set[tuple[str, int]] = set()
    for name in sorted({row.object_name for row in rows}):
        own = [row for row in rows if row.object_name == name]
        model = objects.get(name).model
        records = model._default_manager.in_bulk({row.record_id for row in own})
        seen: set[tuple[int, str]] = set()
        for row in own:  # the last row first: what it says is what the record says
            record = records.get(row.record_id)
            for attribute, (_, after) in row.changes.items() if record else ():
                if (row.record_id, attribute) in seen:
                    continue
                seen.add((row.record_id, attribute))
                if attribute == verdicts.CAMPAIGN or touches.says(record, attribute, after):
                    back.add((name, row.record_id))
                else:
                    touch = _touch(job, row, attribute, born, len(found.kept))
                    found.kept.append(_kept(job, row, touch, attribute))
    found.back = len(back)


def _touch(
    job: ImportJob, row: ImportRow, attribute: str, born: dict[int, datetime], asked: int
) -> Touch:
    if asked >= ASKED:
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
