"""Undo of an import: what it made is gone, what it changed is as before, batch by batch.

From the last row to the first, so that what was changed twice goes back to what it first was, and
what hangs on another row goes before it. What nobody has touched vanishes for good, with its keys,
clocks and notifications (see docs/import.md); what people have worked on stays and is named.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from headwater.capture import verdicts
from headwater.catalog import objects
from headwater.catalog.custom import ExternalId
from headwater.database import statements
from headwater.importing import touches
from headwater.importing.run import Report, Watch, end
from headwater.importing.touches import Touch
from headwater.match import keys
from headwater.match.match_key import MatchKey
from headwater.records import consenting, journal, trail, uniqueness, writing
from headwater.records.models import (
    CampaignMember,
    ImportJob,
    ImportKept,
    ImportRow,
    Submission,
)
from headwater.records.submission import State
from headwater.score.rescore import rescore

BATCH = 1000
# Children before their parents.
ORDER = ("Opportunity", "Contact", "Lead", "Account", "Campaign")
TAKEN_BACK = "It was taken back with the import."
NOTICES = """
DELETE FROM records_notification AS notice USING unnest(%s::text[]) AS stem
WHERE notice.key ~>=~ stem AND notice.key ~<~ (stem || chr(127))
"""
Verdict = ImportRow.Verdict
CHANGED = (Verdict.UPDATE, Verdict.MERGE)
ALSO_OUT = "They said no in another way, too; that stands."


def undo(job: ImportJob, report: Report) -> None:
    """Take everything back; goes on where it was when it was interrupted."""
    last = ImportRow.objects.of_run(job).aggregate(last=Max("number"))["last"] or 0
    last = max(last, job.row_count)
    watch = Watch(job, report)
    verdicts.catch_up(job)
    while watch.is_wanted and job.done_count < last:
        above = last - job.done_count
        with transaction.atomic():
            _take_back(job, max(above - BATCH, 0), above)
            job.done_count = min(job.done_count + BATCH, last)
            ImportJob.objects.filter(pk=job.pk).update(done_count=job.done_count)
        watch.goes_on([])
    if watch.goes_on([], now=True):
        ImportJob.objects.filter(pk=job.pk).update(undone_at=timezone.now())
        end(job, ImportJob.State.UNDONE)


def _take_back(job: ImportJob, below: int, above: int) -> None:
    """The rows with numbers in (below, above]; call it in a transaction."""
    rows = list(ImportRow.objects.of_run(job).filter(number__gt=below, number__lte=above))
    held = Submission.objects.filter(import_job=job, import_row__gt=below, import_row__lte=above)
    settled = dict(held.values_list("import_row", "settled_at"))
    for name in ORDER:
        made = {
            row.record_id: settled.get(row.number) or job.created_at
            for row in rows
            if row.object_name == name and row.verdict == Verdict.CREATE and row.record_id
        }
        if made:
            _remove(job, name, made)
        # What a later row added to a lead of this file goes or stays with that lead.
        changed = [row for row in rows if row.object_name == name and row.record_id
                   and row.verdict in CHANGED and not row.twin_row]  # fmt: skip
        if changed:
            _revert(job, name, changed[::-1], settled)
    held.update(idempotency_key=None, reason=TAKEN_BACK)
    held.filter(state=State.WAITING).update(state=State.REJECTED, settled_at=timezone.now())


def _remove(job: ImportJob, name: str, born: Mapping[int, datetime]) -> None:
    """What nobody has touched is gone for good."""
    model = objects.get(name).model
    records = list(
        model._default_manager.filter(pk__in=born).select_for_update(of=("self",)).order_by("pk")
    )
    found = touches.of_records(job, name, {record.pk: born[record.pk] for record in records})
    _keep(job, name, [(record, "", found[record.pk]) for record in records if record.pk in found])
    going = [record for record in records if record.pk not in found]
    gone = {record.pk for record in going}
    if going:
        because = {"import": job.pk, "file": job.file_name}
        trail.write(
            trail.entry(f"{name.lower()}.removed", record, by=job.undone_by,
                        because=because | {"name": str(record)})
            for record in going
        )  # fmt: skip
        MatchKey.objects.filter(object_name=name, record_id__in=gone).delete()
        ExternalId.objects.filter(object_name=name, record_id__in=gone).delete()
        stems = [f"{word}:{key}:" for key in gone for word in ("lead", "again", "leads")]
        statements.run(NOTICES, [stems if name == "Lead" else []])
        # What the file said of consent goes with those whom it named (see 0004_consent).
        statements.run("SELECT set_config('headwater.erasing', 'on', true)")
        model._default_manager.filter(pk__in=gone).delete()
        statements.run("SELECT set_config('headwater.erasing', 'off', true)")


def _revert(
    job: ImportJob, name: str, rows: Sequence[ImportRow], settled: Mapping[int, datetime | None]
) -> None:
    """Give each field its value back, unless it has another one by now; the last row first."""
    model = objects.get(name).model
    held = model._default_manager.filter(pk__in={row.record_id for row in rows})
    records: dict[int, Any] = held.select_for_update(of=("self",)).order_by("pk").in_bulk()
    kept: list[tuple[Any, str, Touch]] = []
    columns: set[str] = set()
    living = [record for record in records.values() if not _is_converted(record)]
    out = consenting.take_back(living, detail=consenting.told_by(job)) if name == "Lead" else {}
    back: dict[int, dict[str, list[Any]]] = {}
    for row in rows:
        record, since = records.get(row.record_id), settled.get(row.number) or job.created_at
        if record is None:
            continue
        for attribute, (before, after) in row.changes.items():
            if attribute == verdicts.CAMPAIGN:
                kept += _leave_campaign(record, after, since)
            elif after is True and attribute in out.get(record.pk, ()):
                kept.append((record, attribute, Touch(ALSO_OUT)))
            elif touches.says(record, attribute, after) and not _is_converted(record):
                columns |= journal.write(record, {attribute: before})
                was = back.setdefault(record.pk, {}).get(attribute, [after, before])
                back[record.pk][attribute] = [was[0], before]
            elif not touches.says(record, attribute, before):
                kept.append((record, attribute, _why(name, record, attribute, since)))
    _store(job, name, [records[key] for key in back], columns, back)
    if name == "Lead":
        _score_anew(job, {record.pk: record for record in living}, rows)
    _keep(job, name, kept)


def _score_anew(job: ImportJob, leads: Mapping[int, Any], rows: Sequence[ImportRow]) -> None:
    """By fields as they were, and by as many inquiries less."""
    because = {"import_undone": job.pk, "file": job.file_name}
    joined = [row for row in rows if row.verdict == Verdict.MERGE and row.record_id in leads]
    trail.write(
        trail.entry("lead.join_undone", leads[row.record_id], by=job.undone_by, because=because)
        for row in joined
    )
    rescore(leads, by=job.undone_by)


def _store(
    job: ImportJob, name: str, records: Sequence[Any], columns: set[str],
    back: Mapping[int, dict[str, list[Any]]],
) -> None:  # fmt: skip
    if not records:
        return
    for record in records:
        record.modified_at, record.modified_by = timezone.now(), job.undone_by
    writing.store(records, columns | {"modified_at", "modified_by"})
    uniqueness.remember(objects.get(name), records)
    keys.refresh(name, records)
    because = {"import_undone": job.pk, "file": job.file_name}
    trail.write(
        trail.entry(f"{name.lower()}.changed", record, by=job.undone_by, because=because,
                    changes=back[record.pk])
        for record in records
    )  # fmt: skip


def _leave_campaign(record: Any, member_id: int, since: datetime) -> list[tuple[Any, str, Touch]]:
    """The membership that the file made goes, unless it has been changed since."""
    member = CampaignMember.objects.filter(pk=member_id).first()
    if member is None:
        return []
    if member.modified_at > since:
        touch = Touch("Its campaign membership was changed since, and stays.",
                      member.modified_by_id, member.modified_at)  # fmt: skip
        return [(record, verdicts.CAMPAIGN, touch)]
    member.delete()
    return []


def _is_converted(record: Any) -> bool:
    return bool(getattr(record, "is_converted", False))


def _why(name: str, record: Any, attribute: str, since: datetime) -> Touch:
    if _is_converted(record):
        return Touch("It was converted since; nothing of it is taken back.")
    return touches.of_field(name, record.pk, attribute, since)


def _keep(job: ImportJob, name: str, kept: Sequence[tuple[Any, str, Touch]]) -> None:
    """Name what stays."""
    ImportKept.objects.bulk_create(
        ImportKept(
            job=job, object_name=name, record_id=record.pk, name=str(record)[:200],
            field=attribute, by_id=touch.by_id, at=touch.at, why=touch.why,
        )
        for record, attribute, touch in kept
    )  # fmt: skip
