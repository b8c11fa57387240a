"""The rows of a run: put in by one statement, read by the chunk, and asked what was before."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from headwater.converting.company_groups import First, Person
from headwater.converting.finding import JOIN, NEW, WITH
from headwater.converting.plan import Planned
from headwater.match.match_key import number_of
from headwater.records.models import ConversionRun, ConversionRunRow, Lead

CHUNK = 200
FOLLOWED = (ConversionRunRow.Outcome.MADE, ConversionRunRow.Outcome.JOINED)
# Numbered in the order of the list; nothing of a million leads comes into memory.
FILL = """
INSERT INTO records_conversionrunrow
    (run_id, number, lead_id, trial, planned, outcome, undone, words, parts, keys)
SELECT %s, row_number() OVER (), wanted.id, 0, '', '', '', '', '{{}}'::jsonb, '{{}}'::bigint[]
FROM ({wanted}) AS wanted(id)
"""


def fill(run: ConversionRun, leads: Any) -> int:
    """A row for each lead of a queryset, in its order; returns how many."""
    sql, params = leads.values_list("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FILL.format(wanted=sql), [run.pk, *params])
        return int(cursor.rowcount)


def chunk_of(run: ConversionRun) -> list[ConversionRunRow]:
    """The next rows that are not done with."""
    behind = ConversionRunRow.objects.filter(run=run, number__gt=run.done_count)
    return list(behind.filter(number__lte=run.done_count + CHUNK).order_by("number"))


def leads_of(run: ConversionRun, rows: Iterable[ConversionRunRow]) -> dict[int, Lead]:
    """The leads of rows as they are now: those that are there and that `run.by` sees."""
    seen = Lead.objects.visible_to(run.by) if run.by else Lead.objects.all()
    wanted = seen.alive().filter(pk__in=[row.lead_id for row in rows])
    return {lead.pk: lead for lead in wanted.select_related("owner")}


def note(run: ConversionRun, row: ConversionRunRow, planned: Planned) -> None:
    """Keep on its row what becomes of a lead."""
    row.words = planned.because
    row.parts = {
        noun: [part.what, part.key, part.name, part.because]
        for noun, part in planned.parts.items()
    } if planned.choices else {}  # fmt: skip
    row.keys = [_number(run, key) for key in sorted(planned.keys)]


def add(totals: Mapping[str, int], rows: Iterable[str]) -> dict[str, int]:
    """Totals with what rows ended in."""
    return dict(Counter(totals) + Counter(rows))


@dataclass(slots=True)
class Before:
    """What the leads before a chunk become, by the dry run's plan or by what came of it."""

    run: ConversionRun
    number: int  # of the first row of the chunk
    is_trial: bool

    def firsts(self, keys: Collection[str]) -> Mapping[str, First]:
        wanted = {_number(self.run, key): key for key in keys}
        found: dict[str, First] = {}
        rows = self._rows().filter(keys__overlap=list(wanted)).order_by("number")
        for lead_id, own, parts in rows.values_list("lead_id", "keys", "parts"):
            first = First(lead_id, parts["Account"][2], parts["Opportunity"][2])
            for number in own:
                if number in wanted:
                    found.setdefault(wanted[number], first)
        return found

    def people(self, lead_ids: Collection[int]) -> Mapping[int, Person]:
        rows = self._rows().filter(lead_id__in=lead_ids).values_list("lead_id", "parts")
        return {key: _person(key, parts) for key, parts in rows
                if parts["Contact"][0] != JOIN}  # fmt: skip

    def _rows(self) -> Any:
        rows = ConversionRunRow.objects.filter(run=self.run, number__lt=self.number)
        if self.is_trial:
            return rows.filter(trial=self.run.trial, planned__in=FOLLOWED)
        return rows.filter(outcome__in=FOLLOWED)


def _person(lead_id: int, parts: Mapping[str, Any]) -> Person:
    account, contact = parts["Account"], parts["Contact"]
    maker = {NEW: lead_id, WITH: account[1]}
    return Person(
        maker.get(account[0], 0), account[1] if account[0] == JOIN else 0,
        lead_id if contact[0] == NEW else contact[1], account[2], contact[2],
    )  # fmt: skip


def _number(run: ConversionRun, key: str) -> int:
    """Keys are those of one run: what another made is found by match."""
    return number_of((str(run.pk), key))
