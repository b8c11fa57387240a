"""A chunk of a run is tried out, converted or taken back, in one transaction with its rows.

After a crash the transaction is not there, neither the conversions nor what the rows say of them:
whoever goes on begins behind `done_count`, and nothing happens twice.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction

from headwater.convert.choices import AlreadyConverted
from headwater.converting import deeds
from headwater.converting import rows as rows_of
from headwater.converting.how import How
from headwater.converting.plan import ALREADY, Planned, plan
from headwater.converting.rows import CHUNK, Before
from headwater.database import statements
from headwater.records.models import Conversion, ConversionRun, ConversionRunRow
from headwater.records.problem import Refused

log = logging.getLogger("headwater.converting")

Outcome, Undone = ConversionRunRow.Outcome, ConversionRunRow.Undone
Rows = Sequence[ConversionRunRow]
TRIES = 3
GONE = "It is gone, or not yours to convert."
STUMBLED = "Something went wrong here; the log of the server says what."
TOLD = ["words", "parts", "keys"]
COUNTED = ["totals", "done_count", "converted_count", "refused_count"]


def try_out(run: ConversionRun) -> bool:
    """Plan the next chunk and write nothing but what was planned; False when there is no next."""
    rows = rows_of.chunk_of(run)
    return bool(rows) and _persist(run, rows, _try_out, _stumbled_trying)


def convert(run: ConversionRun) -> bool:
    """Plan the next chunk by how things are now, and convert it; False when there is no next."""
    rows = rows_of.chunk_of(run)
    return bool(rows) and _persist(run, rows, _convert, _stumbled)


def take_back(run: ConversionRun) -> bool:
    """Undo the last chunk of those that are still converted; False when there is no next."""
    above = run.wanted_count - run.done_count
    below = max(above - CHUNK, 0)
    rows = ConversionRunRow.objects.filter(run=run, number__gt=below, number__lte=above)
    standing = rows.exclude(conversion=None).exclude(undone=Undone.GONE)
    found = list(standing.select_related("conversion").order_by("-number"))
    if found and not _persist(run, found, _take_back, _stumbled_back):
        return False
    asked = ConversionRun.objects.filter(pk=run.pk, state=run.state, trial=run.trial)
    asked.update(done_count=run.wanted_count - below)
    run.refresh_from_db(fields=COUNTED)
    return below > 0


def _persist(
    run: ConversionRun,
    rows: Rows,
    work: Callable[[ConversionRun, Rows], None],
    stumbled: Callable[[ConversionRun, ConversionRunRow], None],
) -> bool:
    """Do a chunk; try again where two waited for each other; at last row by row.

    False when somebody wants something else of the run by now: then nothing was done.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return _in_one(run, lambda: work(run, rows))
        except OperationalError as error:
            if not connection.is_usable():
                raise
            log.info("A chunk of run %d is tried again (%d left): %s", run.pk, tries_left, error)
        except Exception:
            if not connection.is_usable():
                raise
            log.exception("A chunk of run %d failed", run.pk)
            break
    if len(rows) == 1:
        return _in_one(run, lambda: stumbled(run, rows[0]))
    return all(_persist(run, [row], work, stumbled) for row in rows)


def _in_one(run: ConversionRun, work: Callable[[], None]) -> bool:
    """Whoever asks for something else of the run waits until the chunk is done, or comes first."""
    with transaction.atomic():
        rows = ConversionRun.objects.select_for_update(of=("self",), no_key=True)
        held = rows.get(pk=run.pk)
        is_wanted = (held.state, held.trial) == (run.state, run.trial)
        if is_wanted:
            work()
    run.refresh_from_db(fields=COUNTED)
    return is_wanted


def _try_out(run: ConversionRun, rows: Rows) -> None:
    for row, planned in _planned(run, rows, is_trial=True):
        row.trial, row.planned, row.words = run.trial, Outcome.REFUSED, GONE
        if planned:
            row.planned = planned.outcome
            rows_of.note(run, row, planned)
    statements.update(rows, ["trial", "planned", *TOLD])
    _count(run, "planned", [row.planned for row in rows], rows[-1].number)


def _convert(run: ConversionRun, rows: Rows) -> None:
    wanted: list[tuple[ConversionRunRow, Planned]] = []
    for row, planned in _planned(run, rows, is_trial=False):
        row.outcome, row.words = Outcome.REFUSED, GONE
        if planned:
            row.outcome = planned.outcome
            rows_of.note(run, row, planned)
        if planned and planned.choices:
            wanted.append((row, planned))
    asked = [(each.lead, each.choices) for _, each in wanted if each.choices]
    results = deeds.convert_many(asked, by=run.by, run=run)
    for (row, _), result in zip(wanted, results, strict=True):
        _settle(row, result)
    statements.update(rows, ["outcome", "conversion_id", *TOLD])
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
    conversions = [row.conversion for row in rows if row.conversion]
    results = deeds.take_back_many(
        conversions, by=run.undone_by, keep=asked.get("keep", ()),
        even_touched=bool(asked.get("even_touched")),
    )  # fmt: skip
    for row, result in zip(rows, results, strict=True):
        is_gone = isinstance(result, Conversion)
        row.undone = Undone.GONE if is_gone else Undone.STAYS
        row.words = "" if is_gone else str(result)[:500]
    statements.update(rows, ["undone", "words"])
    _count_back(run, rows)


def _planned(
    run: ConversionRun, rows: Rows, *, is_trial: bool
) -> list[tuple[ConversionRunRow, Planned | None]]:
    """Each row with what its lead becomes; None where there is no such lead for `run.by`."""
    leads = rows_of.leads_of(run, rows)
    there = [leads[row.lead_id] for row in rows if row.lead_id in leads]
    before = Before(run, rows[0].number, is_trial)
    found = {p.lead.pk: p for p in plan(there, by=run.by, how=How.of(run.how), earlier=before)}
    return [(row, found.get(row.lead_id)) for row in rows]


def _stumbled_trying(run: ConversionRun, row: ConversionRunRow) -> None:
    row.trial, row.planned, row.words, row.parts, row.keys = (
        run.trial, Outcome.REFUSED, STUMBLED, {}, []
    )  # fmt: skip
    row.save(update_fields=["trial", "planned", *TOLD])
    _count(run, "planned", [row.planned], row.number)


def _stumbled(run: ConversionRun, row: ConversionRunRow) -> None:
    row.outcome, row.words, row.parts, row.keys = Outcome.REFUSED, STUMBLED, {}, []
    row.conversion = None
    row.save(update_fields=["outcome", "conversion", *TOLD])
    _count(run, "outcome", [row.outcome], row.number)


def _stumbled_back(run: ConversionRun, row: ConversionRunRow) -> None:
    row.undone, row.words = Undone.STAYS, STUMBLED
    row.save(update_fields=["undone", "words"])
    _count_back(run, [row])


def _count_back(run: ConversionRun, rows: Rows) -> None:
    done_count = run.wanted_count - rows[-1].number + 1
    _count(run, "undone", [row.undone for row in rows], done_count)


def _count(run: ConversionRun, part: str, ended: Sequence[str], done_count: int) -> None:
    """How far it is, in the transaction of what was done."""
    totals = {**run.totals, part: rows_of.add(run.totals.get(part, {}), ended)}
    came = totals.get("outcome", {})
    ConversionRun.objects.filter(pk=run.pk).update(
        totals=totals, done_count=done_count, refused_count=came.get("refused", 0),
        converted_count=came.get("made", 0) + came.get("joined", 0),
    )  # fmt: skip
