"""How deals stood from when until when: each change ends the row of before and adds one.

What changes a deal by another way than `dealing` and `writing` calls `remember` afterwards, so
that a forecast can say what it said on any day.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from headwater.people.models import User
from headwater.records.opportunity import Opportunity, OpportunityHistory
from headwater.records.trail import TrailEntry

# What a row of history holds of a deal; a change of anything else leaves none.
TOLD = frozenset({
    "stage_name", "amount", "probability", "close_on", "forecast_category", "owner_id", "is_closed",
    "is_won", "is_deleted",
})  # fmt: skip


def moment_of(deal: Opportunity, *, by: User | None, at: datetime) -> OpportunityHistory:
    """An unsaved row: how the deal stands from `at` on."""
    values = {name: getattr(deal, name) for name in TOLD}
    return OpportunityHistory(
        opportunity_id=deal.pk, at=at, by=by, held_by_id=deal.owner_id, **values
    )  # fmt: skip


def remember(deals: Sequence[Opportunity], *, by: User | None, at: datetime | None = None) -> None:
    """Say how these deals stand from now on; what was said before ends. Three statements."""
    if not deals:
        return
    now = at or timezone.now()
    rows = OpportunityHistory.objects.filter(opportunity__in=deals)
    rows.filter(ended_at=None).update(ended_at=now)
    owner = Opportunity.objects.filter(pk=OuterRef("opportunity_id")).values("owner_id")
    rows.exclude(held_by=Subquery(owner)).update(held_by=Subquery(owner))
    OpportunityHistory.objects.bulk_create([moment_of(deal, by=by, at=now) for deal in deals])


def keep_up(records: Sequence[Any], entries: Sequence[TrailEntry], *, by: User | None) -> None:
    """After a change of records of any object: deals of which something told here has changed."""
    remember(
        [
            record
            for record, entry in zip(records, entries, strict=True)
            if isinstance(record, Opportunity) and TOLD & entry.changes.keys()
        ],
        by=by,
    )


def astray() -> list[int]:
    """Keys of deals that are not as the last row of their history says; [] when all is well."""
    latest = OpportunityHistory.objects.filter(ended_at=None).select_related("opportunity")
    passed_on = OpportunityHistory.objects.exclude(held_by=F("opportunity__owner"))
    told: dict[int, int] = {}
    wrong = list(passed_on.values_list("opportunity_id", flat=True))
    for row in latest:
        told[row.opportunity_id] = told.get(row.opportunity_id, 0) + 1
        if any(getattr(row, name) != getattr(row.opportunity, name) for name in TOLD):
            wrong.append(row.opportunity_id)
    wrong += [key for key, count in told.items() if count > 1]
    return wrong + list(Opportunity.objects.exclude(pk__in=told).values_list("pk", flat=True))
