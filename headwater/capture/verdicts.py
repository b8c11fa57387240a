"""What became of a row, told from its draft after the journey: create, update, merge, skip, error.

The same telling serves the dry run and the run. Values of `changes` are JSON that loses nothing:
decimals and times as text.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count

from headwater.capture.known_people import CHANGES, SAME_ROW, SKIPPED
from headwater.catalog import objects
from headwater.catalog.objects import UnknownName
from headwater.database import statements
from headwater.records.draft import Draft
from headwater.records.import_job import ImportJob, ImportRow
from headwater.records.models import Submission
from headwater.records.submission import State

Verdict = ImportRow.Verdict
CAMPAIGN = "campaign"  # in `changes`: the membership that the row made
NOTHING_NEW = "It says nothing that is not known already."
IMPORTED_BEFORE = "This very row was imported before."
LONGEST_NAME, LONGEST_REASON = 200, 1000


def of_draft(draft: Draft, *, made_by: Mapping[int, int]) -> ImportRow:
    """The verdict of a draft that went through the journey, without job.

    `made_by` maps a lead that an earlier row of this import made to the number of that row.
    """
    row = statements.new(
        ImportRow, number=_number(draft), object_name="Lead", name=_name(draft)
    )  # fmt: skip
    lead, doubts = draft.lead, " ".join(problem.message for problem in draft.problems)
    row.reason = (draft.reason or f"{draft.becomes} {doubts}".strip())[:LONGEST_REASON]
    if SKIPPED in draft.evidence:
        who = draft.evidence[SKIPPED]
        row.verdict, row.record_id = Verdict.SKIP, who.pk if who else 0
    elif lead is None or not draft.is_live:
        row.verdict = Verdict.ERROR
    elif draft.is_new:
        row.verdict, row.record_id = Verdict.CREATE, lead.id
    else:
        _tell_join(row, draft, lead.pk, made_by)
    return row


def _tell_join(row: ImportRow, draft: Draft, lead_id: int, made_by: Mapping[int, int]) -> None:
    row.record_id, row.changes = lead_id, plain(draft.evidence.get(CHANGES, {}))
    twin: Draft | None = draft.evidence.get("twin")
    row.twin_row = _number(twin) if twin and twin.is_new else made_by.get(lead_id, 0)
    is_update = not row.twin_row and (draft.is_update or draft.evidence.get(SAME_ROW))
    row.verdict = Verdict.UPDATE if is_update else Verdict.MERGE
    if is_update and not row.changes and not draft.campaign_id:
        row.verdict, row.reason = Verdict.SKIP, row.reason or NOTHING_NEW


def plain(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    return {name: [_json(each) for each in pair] for name, pair in changes.items()}


def save(job: ImportJob, rows: Iterable[ImportRow], *, is_check: bool) -> Counter[str]:
    """Write the rows; how many ended in each verdict."""
    rows = list(rows)
    for row in rows:
        row.job_id, row.is_check = job.pk, is_check
        row.name = row.name[:LONGEST_NAME]
    statements.insert(rows)
    return Counter(row.verdict for row in rows)


def totals_of(job: ImportJob, *, is_check: bool) -> Counter[str]:
    """Counted from the rows, for a job that was taken up again."""
    rows = ImportRow.objects.filter(job=job, is_check=is_check).order_by()
    return Counter(dict(rows.values_list("verdict").annotate(Count("pk"))))


def catch_up(job: ImportJob) -> None:
    """Rows that were corrected, or judged later, tell what became of them since."""
    stale = ImportRow.objects.of_run(job).filter(verdict=Verdict.ERROR)
    numbers = list(stale.values_list("number", flat=True)[:10_000])
    since = Submission.objects.filter(
        import_job=job, import_row__in=numbers, state__in=(State.CREATED, State.MERGED)
    )
    for number, state, lead_id in since.values_list("import_row", "state", "lead_id"):
        verdict = Verdict.CREATE if state == State.CREATED else Verdict.MERGE
        stale.filter(number=number).update(verdict=verdict, record_id=lead_id or 0, reason="")
    if since:
        job.totals = dict(totals_of(job, is_check=False))
        job.save(update_fields=["totals"])


def told(row: ImportRow) -> list[tuple[str, Any, Any]]:
    """(label, before, after) of each change, for people."""
    return [
        (field_label(row.object_name, name), before, after)
        for name, (before, after) in row.changes.items()
    ]


def field_label(object_name: str, attribute: str) -> str:
    if attribute == CAMPAIGN:
        return "Campaign"
    kind = objects.get(object_name)
    try:
        field = kind.fields.get(attribute) or kind.by_attribute(attribute)
    except UnknownName:
        return attribute
    return field.label.removesuffix(" ID")


def _number(draft: Draft) -> int:
    return (draft.submission.import_row or 0) if draft.submission else 0


def _name(draft: Draft) -> str:
    """Who the row is about, as people look for it."""
    said = draft.values
    name = f"{said.get('first_name') or ''} {said.get('last_name') or said.get('name') or ''}"
    company = said.get("company") or ""
    return ", ".join(filter(None, (name.strip(), str(company)))) or str(said.get("email") or "")


def _json(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
