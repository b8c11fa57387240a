"""Lead health: what came in, how old it is, and what nobody has done anything about.

Whatever stands at this moment is of all open leads; only what came in is of the period.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import TruncDay, TruncMonth, TruncWeek
from django.utils import timezone

from headwater.measure.buckets import Bucket, Step, buckets
from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.filters import Filters
from headwater.people.models import User
from headwater.people.owner import Owner
from headwater.records.clock import Kind
from headwater.records.models import Clock, Event, Lead, Task

# Days since a lead was created: from the first on, before the second; the last one is open.
AGES = ((0, 1), (1, 3), (3, 7), (7, 14), (14, 30), (30, None))
WORDS = ("< 1", "1–2", "3–6", "7–13", "14–29", "30+")
TRUNC = {Step.DAY: TruncDay, Step.WEEK: TruncWeek, Step.MONTH: TruncMonth}
UNTOUCHED = Q(first_touched_at=None)
# A step of a running program is a step. Nurture's own table: no record says it.
_IN_PROGRAM = "SELECT lead_id FROM nurture_enrolment WHERE state = 'running'"


@dataclass(frozen=True, slots=True)
class Standing:
    """Open leads at this moment; `nothing_planned` are of people, not of queues."""

    open: int
    untouched: int
    nothing_planned: int
    in_queues: int
    old: int

    def share(self, count: int) -> float | None:
        return count / self.open if self.open else None


@dataclass(frozen=True, slots=True)
class Aging:
    """How many open leads with a status (or an owner) are how old, band by band of AGES."""

    key: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@by_the_hour("standing")
def standing(user: User, filters: Filters) -> Standing:
    """One query."""
    return Standing(
        **open_leads(filters, user).aggregate(
            open=Count("id"), untouched=Count("id", filter=UNTOUCHED),
            nothing_planned=Count("id", filter=nothing_planned()),
            in_queues=Count("id", filter=Q(owner__kind=Owner.Kind.QUEUE)),
            old=Count("id", filter=aged(len(AGES) - 1)),
        )
    )  # fmt: skip


@by_the_hour()
def arrivals(user: User, filters: Filters) -> list[tuple[Bucket, int]]:
    """Leads created, stretch by stretch of the period; days without any are 0."""
    leads = filters.leads(user)
    stretches = buckets(filters.period, lambda: _first(leads))
    if not stretches:
        return []
    counted = leads.annotate(at=TRUNC[stretches[0].step]("created_at")).values_list("at")
    found = dict(counted.annotate(n=Count("id")))
    return [(each, found.get(each.since, 0)) for each in stretches]


@by_the_hour("standing")
def aging(user: User, filters: Filters) -> tuple[list[Aging], list[Aging]]:
    """By status and by owner, the most leads first; one query."""
    rows = list(
        open_leads(filters, user).annotate(age=_age())
        .values_list("status", "owner_id", "owner__name", "age").annotate(n=Count("id"))
    )  # fmt: skip
    by_status = _summed((status, status, age, n) for status, _, _, age, n in rows)
    return by_status, _summed((str(key), name, age, n) for _, key, name, age, n in rows)


def open_leads(filters: Filters, user: User | None = None) -> Any:
    """Whoever may see them; as far as `user` does, if given."""
    leads = Lead.objects.open().filter(filters.condition()).order_by()
    return leads.visible_to(user) if user else leads


def aged(band: int) -> Q:
    """Leads that are as old as this band of AGES says."""
    now = timezone.now()
    since, until = AGES[band]
    condition = Q(created_at__lte=now - timedelta(days=since)) if since else Q()
    return condition & Q(created_at__gt=now - timedelta(days=until)) if until else condition


def nothing_planned() -> Q:
    """Somebody's open leads with no task, meeting, program, promise or snooze ahead."""
    now, lead = timezone.now(), OuterRef("pk")
    tasks = Task.objects.open().filter(Q(due_on__isnull=False) | Q(due_at__isnull=False), lead=lead)
    events = Event.objects.alive().filter(lead=lead, starts_at__gt=now)
    promises = Clock.objects.running().filter(lead=lead, kind__in=(Kind.FIRST_ATTEMPT, Kind.ACCEPT))
    return (
        Q(owner__kind=Owner.Kind.USER)
        & (Q(snoozed_until=None) | Q(snoozed_until__lte=now))
        & ~Exists(tasks.order_by()) & ~Exists(events.order_by()) & ~Exists(promises.order_by())
        & ~Q(pk__in=RawSQL(_IN_PROGRAM, ()))  # noqa: S611
    )  # fmt: skip


def _age() -> Any:
    whens = [When(aged(band), then=Value(str(band))) for band in range(len(AGES))]
    return Case(*whens, default=Value("0"), output_field=CharField())


def _summed(rows: Any) -> list[Aging]:
    counts: dict[tuple[str, str], list[int]] = {}
    for key, label, age, count in rows:
        counts.setdefault((key, label), [0] * len(AGES))[int(age)] += count
    found = [Aging(key, label, tuple(bands)) for (key, label), bands in counts.items()]
    return sorted(found, key=lambda each: (-each.total, each.label))


def _first(leads: Any) -> Any:
    return leads.order_by("created_at").values_list("created_at", flat=True).first()
