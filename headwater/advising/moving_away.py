"""Moving away from leads: how many are open, which of them are ready, and how they run down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import TruncDate

from headwater.advising import rules
from headwater.advising.advice import NO_COMPANY
from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.records.models import Lead

AGES = ((7, "this week"), (30, "this month"), (90, "up to three months"))
OLDER = "older"
DAYS = 60  # that the chart looks back


@dataclass(frozen=True, slots=True)
class Backlog:
    """The open leads that somebody sees. `by_age` goes by AGES; `ready` are those that a rule of
    conversion need not wait for: qualified, and with what an account can be made of."""

    count: int
    by_status: tuple[tuple[str, int], ...]
    by_age: tuple[tuple[str, int], ...]
    by_owner: tuple[tuple[str, int], ...]
    qualified: int
    nameless: int

    @property
    def not_qualified(self) -> int:
        return self.count - self.qualified


def backlog(user: User, now: datetime) -> Backlog:
    """Count the open leads; five queries."""
    leads = Lead.objects.open().visible_to(user)
    known = owners()
    by_owner = [
        (known[key].name if key in known else "nobody", count)
        for key, count in _counted(leads, "owner_id")
    ]
    return Backlog(
        count=leads.count(),
        by_status=tuple(_counted(leads, "status")),
        by_age=_by_age(leads, now),
        by_owner=tuple(by_owner),
        qualified=_qualified(leads, user).count(),
        nameless=leads.filter(without_account(organization().has_person_accounts)).count(),
    )


def without_account(has_person_accounts: bool) -> Q:
    """The leads of which no account can be made or found."""
    if has_person_accounts:
        return Q(pk=None)
    return Q(company__in=NO_COMPANY, matched_account=None, matched_contact=None)


def open_by_day(user: User, now: datetime, days: int = DAYS) -> list[tuple[date, int]]:
    """How many leads were open at the end of each day, the last one today: from when they came
    and when they ended, walking back from now. Five queries; nothing is kept for it."""
    zone = ZoneInfo(organization().time_zone)
    today = now.astimezone(zone).date()
    since = datetime.combine(today - timedelta(days=days), datetime.min.time(), zone)
    leads = Lead.objects.alive().visible_to(user)
    came = _by_day(leads.filter(created_at__gte=since), "created_at", zone)
    closed = leads.filter(is_closed=True, is_converted=False, status_changed_at__gte=since)
    ended = _by_day(closed, "status_changed_at", zone)
    gone = leads.filter(is_converted=True, converted_on__gte=since.date())
    for day, count in gone.order_by().values_list("converted_on").annotate(Count("pk")):
        ended[day] = ended.get(day, 0) + count
    count, found = leads.open().count(), []
    for back in range(days + 1):
        day = today - timedelta(days=back)
        found.append((day, count))
        count = max(0, count - came.get(day, 0) + ended.get(day, 0))
    return found[::-1]


def _counted(leads: Any, column: str) -> list[tuple[Any, int]]:
    rows = leads.order_by().values_list(column).annotate(found=Count("pk")).order_by("-found")
    return list(rows)


def _by_age(leads: Any, now: datetime) -> tuple[tuple[str, int], ...]:
    bands = [When(created_at__gte=now - timedelta(days=days), then=Value(word))
             for days, word in AGES]  # fmt: skip
    age = Case(*bands, default=Value(OLDER), output_field=CharField())
    found: Mapping[str, int] = dict(
        leads.order_by().annotate(age=age).values_list("age").annotate(Count("pk"))
    )
    return tuple((word, found.get(word, 0)) for word in (*(word for _, word in AGES), OLDER))


def _qualified(leads: Any, user: User) -> Any:
    text = rules.qualified_when()
    try:
        return filter_queryset(leads, text, user=user) if text else leads.none()
    except CriteriaError:
        return leads.none()


def _by_day(leads: Any, column: str, zone: ZoneInfo) -> dict[date, int]:
    rows = leads.order_by().annotate(day=TruncDate(column, tzinfo=zone)).values_list("day")
    return dict(rows.annotate(Count("pk")))
