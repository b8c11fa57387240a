"""Leads by source and status, and how many of them became customers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Figure, Period, Row, both, quoted
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records import stages
from headwater.records.models import Lead, LeadStatus

# A person reacted; converting is a reaction, too.
TOUCHED = Q(first_touched_at__isnull=False) | Q(is_converted=True)
# A won deal that was thrown away afterwards brought nothing.
WON = Q(converted_opportunity__is_won=True, converted_opportunity__is_deleted=False)


@by_the_hour("period")
def by_source(user: User, period: Period) -> Figure:
    """Leads created in the period by Lead Source; parts are (converted, of which won)."""
    rows = (
        _created(user, period)
        .values("lead_source")
        .annotate(
            n=Count("id"),
            converted=Count("id", filter=Q(is_converted=True)),
            won=Count("id", filter=WON),
        )
        .order_by("-n", "lead_source")
    )
    return Figure(
        "Leads by source",
        [
            Row(
                label=row["lead_source"] or "No source",
                count=row["n"],
                parts=(row["converted"], row["won"]),
                where=both(f"LeadSource = {_literal(row['lead_source'])}", period.criteria),
            )
            for row in rows
        ],
    )


@by_the_hour("period")
def by_status(user: User, period: Period) -> Figure:
    """Leads created in the period by status, in the order of the path; unknown ones last."""
    counts = dict(_created(user, period).values_list("status").annotate(n=Count("id")).order_by())
    names = list(LeadStatus.objects.filter(is_active=True).values_list("name", flat=True))
    names += sorted(set(counts) - set(names))
    return Figure(
        "Leads by status",
        [
            Row(name, counts.get(name, 0), where=both(f"Status = {quoted(name)}", period.criteria))
            for name in names
        ],
    )


@by_the_hour("period")
def by_group(user: User, period: Period) -> Figure:
    """Leads created in the period by what their status counts as; each is in exactly one group."""
    rows = _created(user, period).values_list("status", "is_closed", "is_converted")
    counts: dict[str, int] = {}
    with moment():
        for status, is_closed, is_converted, count in rows.annotate(n=Count("id")).order_by():
            group = stages.group_of(status, is_closed=is_closed, is_converted=is_converted)
            counts[group.label] = counts.get(group.label, 0) + count
    return Figure(
        "Where leads stand",
        [
            Row(
                str(group.label), counts.get(str(group.label), 0),
                where=both(f"StatusGroup = {quoted(str(group.label))}", period.criteria),
            )
            for group in stages.Group
        ],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conversion:
    """From inquiry to won, for the leads created in one period."""

    created: int
    touched: int
    converted: int
    with_opportunity: int
    won: int

    @property
    def rate(self) -> float:
        """Share of leads that were converted, 0 to 1."""
        return self.converted / self.created if self.created else 0.0


@by_the_hour("period")
def conversion(user: User, period: Period) -> Conversion:
    """How far the leads of the period came."""
    counts: dict[str, int] = _created(user, period).aggregate(
        created=Count("id"),
        touched=Count("id", filter=TOUCHED),
        converted=Count("id", filter=Q(is_converted=True)),
        with_opportunity=Count("id", filter=Q(converted_opportunity__isnull=False)),
        won=Count("id", filter=WON),
    )
    return Conversion(**counts)


def _created(user: User, period: Period) -> Any:
    leads = Lead.objects.alive().visible_to(user)
    return leads.filter(created_at__gte=period.since) if period.since else leads


def _literal(text: str) -> str:
    return quoted(text) if text else "null"
