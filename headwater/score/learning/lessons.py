"""What the organisation's own leads teach: each that was decided, as it stood on the way there.

A lead is looked at ten minutes after it came and, while nobody has decided, after a week, a month
and three months, so that what is said of a lead today is learned from leads as old as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import QuerySet

from headwater.records.models import Conversion, Lead
from headwater.score.learning import as_it_was, lead_facts
from headwater.score.learning.table import Floats, Table

LOOKS = (timedelta(minutes=10), timedelta(days=7), timedelta(days=30), timedelta(days=90))
MOST = 40_000  # leads, the newest; what is older says little of today
PORTION = 2_000


@dataclass(frozen=True)
class Decided:
    """A lead with its outcome: converted or lost, and when."""

    lead_id: int
    came_at: datetime
    at: datetime
    is_won: bool


@dataclass(frozen=True)
class Lessons:
    """The table to learn from, and beside each row the score that the rules had given by then."""

    table: Table
    scores: Floats


def decided() -> list[Decided]:
    """Converted by somebody, or closed; the newest, in the order in which they were decided.

    What a door made a customer at once was never worked on as a lead and teaches nothing.
    """
    won = Conversion.objects.filter(undone_at=None, is_direct=False, lead__is_deleted=False)
    rows = [
        Decided(pk, came, at, True)
        for pk, came, at in won.order_by("-at").values_list("lead_id", "lead__created_at", "at")[
            :MOST
        ]
    ]
    rows += [
        Decided(pk, came, at, False)
        for pk, came, at in _lost()
        .order_by("-status_changed_at")
        .values_list("pk", "created_at", "status_changed_at")[:MOST]
    ]
    useful = [row for row in rows if row.at > row.came_at + LOOKS[0]]
    return sorted(useful, key=lambda row: row.at)[-MOST:]


def _lost() -> "QuerySet[Lead]":
    found: QuerySet[Lead] = Lead.objects.alive().filter(is_closed=True, is_converted=False)
    return found


def lessons(known: Sequence[Decided]) -> Lessons:
    """The table of these leads. Four queries for each portion of them."""
    looks = [(row, row.came_at + after) for row in known for after in LOOKS
             if row.came_at + after < row.at]  # fmt: skip
    columns: dict[str, list[object]] = {}
    scores: list[float] = []
    for part in _portions(looks):
        ids, moments = [row.lead_id for row, _ in part], [at for _, at in part]
        for name, values in lead_facts.columns(ids, moments).items():
            columns.setdefault(name, []).extend(values)
        scores += as_it_was.scores(ids, moments)
    table = Table(
        columns,
        became=np.array([row.is_won for row, _ in looks], dtype=np.int64),
        seen_at=np.array([at.timestamp() for _, at in looks]),
        known_at=np.array([row.at.timestamp() for row, _ in looks]),
        belongs_to=np.array([row.lead_id for row, _ in looks], dtype=np.int64),
        labels=lead_facts.labels(),
    )
    return Lessons(table, np.array(scores))


def _portions(
    looks: Sequence[tuple[Decided, datetime]],
) -> Iterator[Sequence[tuple[Decided, datetime]]]:
    for start in range(0, len(looks), PORTION):
        yield looks[start : start + PORTION]
