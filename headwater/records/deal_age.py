"""How long a deal stood in each of its stages, and what changed there: deciding only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from headwater.records.opportunity import Opportunity, OpportunityHistory
from headwater.records.stages import OpportunityStage


@dataclass(frozen=True, slots=True)
class Change:
    """The amount, the close date or the owner changed while a deal stood in a stage."""

    at: datetime
    by: Any
    what: str  # amount, close_on or owner_id
    before: Decimal | date | int | None
    after: Decimal | date | int | None


@dataclass(slots=True)
class Stay:
    """One time in one stage; `until` None: it stands there."""

    stage_name: str
    at: datetime
    by: Any
    until: datetime | None
    amount: Decimal | None
    close_on: date | None
    changes: list[Change] = field(default_factory=list)
    is_end: bool = False

    def lasted(self, now: datetime) -> timedelta:
        return (self.until or now) - self.at


FOLLOWED = ("amount", "close_on", "owner_id")


def stays(rows: Iterable[OpportunityHistory]) -> list[Stay]:
    """The stages that a deal went through, the first one first; `rows` in the order of time."""
    found: list[Stay] = []
    before: OpportunityHistory | None = None
    for row in rows:
        if before is None or before.stage_name != row.stage_name:
            stay = Stay(row.stage_name, row.at, row.by, row.ended_at, row.amount, row.close_on,
                        is_end=row.is_closed)  # fmt: skip
            found.append(stay)
        else:
            stay = found[-1]
            stay.until, stay.amount, stay.close_on = row.ended_at, row.amount, row.close_on
        stay.changes += _changes(before, row)
        before = row
    return found


def _changes(before: OpportunityHistory | None, row: OpportunityHistory) -> Sequence[Change]:
    if before is None:
        return ()
    return [
        Change(row.at, row.by, name, getattr(before, name), getattr(row, name))
        for name in FOLLOWED if getattr(before, name) != getattr(row, name)
    ]  # fmt: skip


def is_rotting(deal: Opportunity, stage: OpportunityStage | None, now: datetime) -> bool:
    """Whether an open deal stands in its stage longer than is usual there."""
    if deal.is_closed or stage is None or not stage.expected_days:
        return False
    return now - deal.stage_changed_at > timedelta(days=stage.expected_days)
