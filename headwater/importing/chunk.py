"""A chunk of a file comes in: its rows are kept, judged and settled in one transaction.

Submissions are written once, with what became of them; their keys are reserved before, so that
the Trail can name them. A row that was imported before, letter for letter, is only accounted for.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from headwater import intake, journey
from headwater.capture import export_rows, file_rows, verdicts
from headwater.capture.known_people import SAME_ROW, SKIPPED
from headwater.database import statements
from headwater.importing import records
from headwater.people.organization import organization
from headwater.records.draft import Batch, Draft
from headwater.records.models import CampaignMember, ImportJob, ImportRow, Lead, Submission
from headwater.records.submission import Door, State

log = logging.getLogger("headwater.importing")

Numbered = tuple[int, dict[str, Any]]
TRIES = 3
# Somebody else brought one of these rows in just now, or two waited for each other.
AGAIN = (IntegrityError, OperationalError)


@dataclass(slots=True)
class Line:
    """One row on its way. `first` is the earlier row of the chunk that says the very same;
    `known` the lead that the same row made before, in `twin_row` of this file or in another.
    """

    number: int
    said: dict[str, Any]
    key: str
    draft: Draft
    submission: Submission
    first: "Line | None" = None
    known: Lead | None = None
    twin_row: int = 0

    @property
    def is_repeated(self) -> bool:
        """Nothing is to be done: the same row is in, here or from another file."""
        return self.first is not None or (self.known is not None and self.key.startswith("row:"))


def bring_in(job: ImportJob, chunk: Sequence[Numbered], *, is_shared: bool = False) -> Counter[str]:
    """Bring in the rows that are not in yet; how many ended in each verdict.

    `is_shared` says that other processes bring in other chunks meanwhile.
    """
    totals: Counter[str] = Counter()
    for tries_left in reversed(range(TRIES)):
        try:
            _bring_in(job, _missing(job, chunk), totals, again=tries_left > 0, is_shared=is_shared)
            break
        except AGAIN as error:
            if not tries_left or not connection.is_usable():
                raise
            log.info("A chunk of import %d is tried again: %s", job.pk, error)
    return totals


def _missing(job: ImportJob, chunk: Sequence[Numbered]) -> list[Numbered]:
    rows = Submission.objects.filter(import_job=job, import_row__range=(chunk[0][0], chunk[-1][0]))
    there = set(rows.values_list("import_row", flat=True))
    return [each for each in chunk if each[0] not in there]


def _bring_in(
    job: ImportJob, rows: Sequence[Numbered], totals: Counter[str], *, again: bool, is_shared: bool
) -> None:
    """Leads through the journey, the others straight into their table.

    With `again` a conflict with somebody else is raised, so that the chunk is tried once more.
    """
    leads, others = records.parted(job, rows)
    if others:
        with transaction.atomic():
            counted = verdicts.save(job, records.bring_in(job, others), is_check=False)
        totals.update(counted)
    for lines in in_batches(job, leads):
        try:
            with transaction.atomic():
                counted = verdicts.save(
                    job, settle(job, lines, is_shared=is_shared), is_check=False
                )
        except Exception as error:
            if not connection.is_usable() or (again and isinstance(error, AGAIN)):
                raise
            log.exception("A chunk of import %d failed; its rows go one by one", job.pk)
            counted = _one_by_one(job, lines)
        totals.update(counted)


def in_batches(job: ImportJob, rows: Sequence[Numbered]) -> list[list[Line]]:
    """Rows as lines with drafts, history apart; nothing is written.

    One batch in a transaction: the journey takes its locks in order within a batch only.
    """
    lines = _lines(job, rows)
    parts = [[each for each in lines if export_rows.is_history(each.draft) is past]
             for past in (False, True)]  # fmt: skip
    return [part for part in parts if part]


def _lines(job: ImportJob, rows: Sequence[Numbered]) -> list[Line]:
    plan, statuses, now = file_rows.plan_of(job), export_rows.known_statuses(), timezone.now()
    seen: dict[str, Line] = {}
    lines = []
    for number, row in rows:
        said = file_rows.said(row)
        payload, key = file_rows.payload_and_key(said, plan.id_column)
        submission = statements.new(
            Submission, door=Door.IMPORT.value, received_at=now, by_id=job.created_by_id,
            import_job_id=job.pk, import_row=number, payload=payload,
        )  # fmt: skip
        draft = export_rows.draft_of(plan, submission, said, statuses)
        line = Line(number, said, key, draft, submission)
        if key.startswith("row:"):
            line.first = seen.get(key)
            seen.setdefault(key, line)
        lines.append(line)
    return lines


def settle(job: ImportJob, lines: Sequence[Line], *, is_shared: bool = False) -> list[ImportRow]:
    """Run lines through the journey and tell what becomes of each; call it in a transaction."""
    began = timezone.now()
    for line, key in zip(lines, statements.reserve(Submission, len(lines)), strict=True):
        line.submission.pk = key
    _recognise_rows(job, lines)
    new = [line for line in lines if not line.is_repeated]
    if new:
        journey.run(
            Batch(
                drafts=[line.draft for line in new], door=Door.IMPORT, now=timezone.now(),
                organization=organization(), by=job.created_by, is_shared=is_shared,
                is_history=export_rows.is_history(new[0].draft),
            )
        )  # fmt: skip
    made_by = _made_by(job, [line.draft for line in new])
    found = {line.number: verdicts.of_draft(line.draft, made_by=made_by) for line in new}
    _note_memberships(job, found.values(), began)
    _account_for_skipped(new)
    repeated = [line for line in lines if line.is_repeated]
    for line in repeated:
        found[line.number] = _tell_repeated(line, found)
    statements.insert([line.submission for line in repeated])
    return [found[line.number] for line in lines]


def _recognise_rows(job: ImportJob, lines: Sequence[Line]) -> None:
    """The first row that says a thing owns its key; later ones find the lead by it."""
    rows = Submission.objects.filter(idempotency_key__in={line.key for line in lines})
    earlier: dict[str, Submission | None] = {row.idempotency_key: row for row in rows}
    wanted = {row.lead_id for row in earlier.values() if row and row.lead_id}
    leads = {each.pk: each for each in Lead.objects.alive().filter(pk__in=wanted)} if wanted else {}
    for line in lines:
        if (row := earlier.get(line.key)) is not None:
            line.known = leads.get(row.lead_id or 0)
            line.twin_row = (row.import_row or 0) if row.import_job_id == job.pk else 0
        if line.known is not None and not line.is_repeated:
            line.draft.lead = line.known
            line.draft.evidence[SAME_ROW] = True
        if line.key not in earlier and line.first is None:
            line.submission.idempotency_key = line.key
            earlier[line.key] = None


def _made_by(job: ImportJob, drafts: Iterable[Draft]) -> dict[int, int]:
    """Lead → row of this file that made it, of those that later rows joined."""
    joined = {draft.lead.pk for draft in drafts if draft.has_joined and draft.lead}
    made = Submission.objects.filter(import_job=job, state=State.CREATED, lead_id__in=joined)
    return dict(made.values_list("lead_id", "import_row")) if joined else {}


def _note_memberships(job: ImportJob, rows: Iterable[ImportRow], began: datetime) -> None:
    """Which memberships of leads that were there before this file made: an undo takes them back."""
    told = {row.record_id: row for row in rows if row.verdict in ("merge", "update")}
    if not (job.campaign_id and told):
        return
    members = CampaignMember.objects.filter(
        campaign_id=job.campaign_id, lead_id__in=told, modified_at__gte=began,
        created_by_id=job.created_by_id,
    )  # fmt: skip
    for lead_id, key in members.values_list("lead_id", "pk"):
        told[lead_id].changes[verdicts.CAMPAIGN] = [None, key]


def _tell_repeated(line: Line, found: Mapping[int, ImportRow]) -> ImportRow:
    """The same row again: it belongs to the same lead, or fails for the same reason."""
    told = verdicts.of_draft(line.draft, made_by={})
    first = found[line.first.number] if line.first else None
    if line.first and first and first.verdict == ImportRow.Verdict.ERROR:
        told.verdict, told.reason = first.verdict, first.reason
        line.submission.state, line.submission.reason = State.REJECTED, first.reason
        line.submission.settled_at = timezone.now()
        return told
    lead = line.first.submission.lead if line.first else line.known
    told.verdict, told.reason = ImportRow.Verdict.SKIP, verdicts.IMPORTED_BEFORE
    told.twin_row = first.number if first else line.twin_row
    if told.twin_row:
        told.reason = f"It is the same as row {told.twin_row}."
    told.record_id = lead.pk if lead else 0
    _belongs_to(line, lead, told.reason)
    return told


def _account_for_skipped(lines: Sequence[Line]) -> None:
    """A skipped row is no failure: it belongs to the lead that was left alone."""
    skipped = [line for line in lines if SKIPPED in line.draft.evidence]
    for line in skipped:
        twin = line.draft.evidence.get("twin")
        lead = line.draft.evidence[SKIPPED] or (twin.lead if twin else None)
        _belongs_to(line, lead, line.draft.reason)
    statements.update([line.submission for line in skipped], ["state", "lead_id", "reason"])


def _belongs_to(line: Line, lead: Lead | None, reason: str) -> None:
    """Skipped, and yet accounted for: the row is one more that belongs to this lead."""
    line.submission.state = State.MERGED if lead else State.REJECTED
    line.submission.lead, line.submission.reason = lead, reason[:1000]
    line.submission.settled_at = timezone.now()


def _one_by_one(job: ImportJob, lines: Sequence[Line]) -> Counter[str]:
    """A row that the journey stumbles over waits with the reason; the others come in."""
    fresh = _lines(job, [(line.number, line.said) for line in lines])
    keys = statements.reserve(Submission, len(fresh))
    for line, key in zip(fresh, keys, strict=True):
        line.submission.pk = key
    _recognise_rows(job, fresh)
    with transaction.atomic():
        statements.insert([line.submission for line in fresh])
    for key in keys:
        intake.settle_alone(key)
    told = []
    for each in Submission.objects.filter(pk__in=keys).order_by("import_row"):
        verdict = {State.CREATED: "create", State.MERGED: "merge"}.get(each.state, "error")
        told.append(
            ImportRow(
                number=each.import_row, verdict=verdict, object_name="Lead",
                record_id=each.lead_id or 0, reason=each.reason,
            )
        )  # fmt: skip
    with transaction.atomic():
        return verdicts.save(job, told, is_check=False)
