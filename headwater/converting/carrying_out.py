"""A chunk of a run is tried out, converted or taken back, in one transaction with its rows.

After a crash the transaction is not there, neither the conversions nor what the rows say of them:
whoever goes on begins behind `done_count`, and nothing happens twice.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from headwater import journey
from headwater.convert.choices import AlreadyConverted
from headwater.converting import rows as rows_of
from headwater.converting.how import How
from headwater.converting.plan import ALREADY, Planned, plan
from headwater.converting.rows import CHUNK, Before
from headwater.records.models import Conversion, ConversionRun, ConversionRunRow
from headwater.records.problem import Refused

log = logging.getLogger("headwater.converting")

Outcome, Undone = ConversionRunRow.Outcome, ConversionRunRow.Undone
Rows = Sequence[ConversionRunRow]
TRIES = 3
GONE = "It is gone, or not yours to convert."
STUMBLED = "Something went wrong here; the log of the server says what."
TOLD = ["words", "parts", "keys"]


def try_out(run: ConversionRun) -> bool:
    """Plan the next chunk and write nothing but what was planned; False at the end."""
    rows = rows_of.chunk_of(run)
    if not rows:
        return False
    with transaction.atomic():
        for row, planned in _planned(run, rows, is_trial=True):
            row.trial, row.planned, row.words = run.trial, Outcome.REFUSED, GONE
            if planned:
                row.planned = planned.outcome
                rows_of.note(run, row, planned)
        ConversionRunRow.objects.bulk_update(rows, ["trial", "planned", *TOLD])
        _count(run, "planned", [row.planned for row in rows], rows[-1].number)
    return True


def convert(run: ConversionRun) -> bool:
    """Plan the next chunk by how things are now, and convert it; False at the end."""
    rows = rows_of.chunk_of(run)
    if rows:
        _persist(run, rows, _convert, _stumbled)
    return bool(rows)


def take_back(run: ConversionRun) -> bool:
    """Undo the last chunk of those that are still converted; False at the end."""
    above = run.wanted_count - run.done_count
    below = max(above - CHUNK, 0)
    rows = ConversionRunRow.objects.filter(run=run, number__gt=below, number__lte=above)
    standing = rows.exclude(conversion=None).exclude(undone=Undone.GONE)
    found = list(standing.select_related("conversion").order_by("-number"))
    if found:
        _persist(run, found, _take_back, _stumbled_back)
    run.done_count = run.wanted_count - below
    ConversionRun.objects.filter(pk=run.pk).update(done_count=run.done_count)
    return below > 0


def _persist(
    run: ConversionRun,
    rows: Rows,
    work: Callable[[ConversionRun, Rows], None],
    stumbled: Callable[[ConversionRun, ConversionRunRow], None],
) -> None:
    """Do a chunk; try again where two waited for each other; at last row by row."""
    for tries_left in reversed(range(TRIES)):
        try:
            return work(run, rows)
        except OperationalError as error:
            if not connection.is_usable() or (not tries_left and len(rows) == 1):
                raise
            log.info("A chunk of run %d is tried again: %s", run.pk, error)
        except Exception:
            if not connection.is_usable():
                raise
            log.exception("A chunk of run %d failed", run.pk)
            break
    if len(rows) == 1:
        return stumbled(run, rows[0])
    for row in rows:
        _persist(run, [row], work, stumbled)
    return None


def _convert(run: ConversionRun, rows: Rows) -> None:
    with transaction.atomic():
        wanted: list[tuple[ConversionRunRow, Planned]] = []
        for row, planned in _planned(run, rows, is_trial=False):
            row.outcome, row.words = Outcome.REFUSED, GONE
            if planned:
                row.outcome = planned.outcome
                rows_of.note(run, row, planned)
            if planned and planned.choices:
                wanted.append((row, planned))
        asked = [(each.lead, each.choices) for _, each in wanted if each.choices]
        results = journey.convert_many(asked, by=run.by, run=run)
        for (row, _), result in zip(wanted, results, strict=True):
            _settle(row, result)
        ConversionRunRow.objects.bulk_update(rows, ["outcome", "conversion", *TOLD])
        _count(run, "outcome", [row.outcome for row in rows], rows[-1].number)


def _settle(row: ConversionRunRow, result: Conversion | Refused) -> None:
    if isinstance(result, Conversion):
        row.conversion = result
        return
    is_done = isinstance(result, AlreadyConverted)
    row.outcome = Outcome.SKIPPED if is_done else Outcome.REFUSED
    row.words = ALREADY if is_done else str(result)[:500]
    row.parts, row.keys = {}, []


def _take_back(run: ConversionRun, rows: Rows) -> None:
    asked: Any = run.undoing
    with transaction.atomic():
        conversions = [row.conversion for row in rows if row.conversion]
        results = journey.take_back_many(
            conversions, by=run.undone_by, keep=asked.get("keep", ()),
            even_touched=bool(asked.get("even_touched")),
        )  # fmt: skip
        for row, result in zip(rows, results, strict=True):
            is_gone = isinstance(result, Conversion)
            row.undone = Undone.GONE if is_gone else Undone.STAYS
            row.words = "" if is_gone else str(result)[:500]
        ConversionRunRow.objects.bulk_update(rows, ["undone", "words"])
        _count(run, "undone", [row.undone for row in rows], run.done_count)


def _planned(
    run: ConversionRun, rows: Rows, *, is_trial: bool
) -> list[tuple[ConversionRunRow, Planned | None]]:
    """Each row with what its lead becomes; None where there is no such lead for `run.by`."""
    leads = rows_of.leads_of(run, rows)
    there = [leads[row.lead_id] for row in rows if row.lead_id in leads]
    before = Before(run, rows[0].number, is_trial)
    found = {p.lead.pk: p for p in plan(there, by=run.by, how=How.of(run.how), earlier=before)}
    return [(row, found.get(row.lead_id)) for row in rows]


def _stumbled(run: ConversionRun, row: ConversionRunRow) -> None:
    with transaction.atomic():
        row.outcome, row.words, row.parts, row.keys = Outcome.REFUSED, STUMBLED, {}, []
        row.conversion = None
        row.save(update_fields=["outcome", "conversion", *TOLD])
        _count(run, "outcome", [row.outcome], row.number)


def _stumbled_back(run: ConversionRun, row: ConversionRunRow) -> None:
    with transaction.atomic():
        row.undone, row.words = Undone.STAYS, STUMBLED
        row.save(update_fields=["undone", "words"])
        _count(run, "undone", [row.undone], run.done_count)


def _count(run: ConversionRun, part: str, ended: Sequence[str], done_count: int) -> None:
    """How far it is, in the transaction of what was done."""
    totals = {**run.totals, part: rows_of.add(run.totals.get(part, {}), ended)}
    came = totals.get("outcome", {})
    values = {
        "totals": totals, "done_count": done_count, "refused_count": came.get("refused", 0),
        "converted_count": came.get("made", 0) + came.get("joined", 0),
    }  # fmt: skip
    ConversionRun.objects.filter(pk=run.pk).update(**values)
    transaction.on_commit(lambda: run.__dict__.update(values))
