"""The leads behind a number that criteria cannot say: `/leads?view=behind-band-0.days-30.team-1`.

Each figure's condition is that of its measure, so that the list is as long as the number says.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import make_aware

from headwater.measure import handoffs, health, leads, quality, response, two_times
from headwater.measure.figure import Period, both, quoted
from headwater.measure.filters import NO_SOURCE, Filters
from headwater.people.models import User
from headwater.records.clock import Kind
from headwater.records.models import Handoff
from headwater.records.submission import Door
from headwater.web.lists.kind import View

PREFIX = "behind-"
ONCE = ", each lead once"  # of what a lead may have several, so the number may be larger
NAMED = (
    "owner",
    "team",
    "campaign",
    "channel",
)  # the period is said as days, the source as criteria
LONGEST = 18  # digits of a key
Condition = Callable[[Filters, str], Q | None]


def url(figure: str, filters: Filters, part: object = "", *criteria: str) -> str:
    """Where the leads behind a figure (or a part of it) are listed; `criteria` narrow them."""
    days = filters.period.days
    parts = [PREFIX + figure + (f"-{part}" if part != "" else "")]
    parts += [f"days-{days}"] if days is not None else []
    parts += [f"{name}-{value}" for name in NAMED if (value := getattr(filters, name))]
    query = {"view": ".".join(parts), "where": both(_of_source(filters.source), *criteria)}
    return (
        f"{reverse('leads')}?{urlencode({name: value for name, value in query.items() if value})}"
    )


def of_source(name: str) -> str:
    """Criteria for leads of a source; '' is none."""
    return f"LeadSource = {quoted(name) if name else 'null'}"


def view(key: str, user: User) -> View | None:
    """The view that the key names; None for another one."""
    head, *parts = key.removeprefix(PREFIX).split(".")
    figure, _, part = head.partition("-")
    if not key.startswith(PREFIX) or figure not in FIGURES or len(parts) > len(NAMED) + 1:
        return None
    filters = _filters(parts)
    condition = FIGURES[figure][1](filters, part) if filters else None
    if condition is None:
        return None
    return View(key, FIGURES[figure][0], among=lambda rows: rows.filter(condition))


def _of_source(source: str) -> str:
    return of_source("" if source == NO_SOURCE else source) if source else ""


def _filters(parts: list[str]) -> Filters | None:
    asked: dict[str, Any] = {}
    for part in parts:
        name, _, value = part.partition("-")
        if name == "channel" and value in Door.values:
            asked[name] = value
        elif not (value.isascii() and value.isdigit() and len(value) <= LONGEST):
            return None
        elif name == "days" and len(value) < 6:
            asked["period"] = Period(int(value))
        elif name in NAMED and name != "channel":
            asked[name] = int(value)
        else:
            return None
    return Filters(**asked)


def _open(condition: Callable[[str], Q | None]) -> Condition:
    """Open leads at this moment."""

    def found(filters: Filters, part: str) -> Q | None:
        narrowed = condition(part)
        if narrowed is None:
            return None
        return filters.condition() & Q(is_converted=False, is_closed=False) & narrowed

    return found


def _clocks(condition: Callable[[str], Q | None]) -> Condition:
    """Leads of first answers promised in the period."""

    def found(filters: Filters, part: str) -> Q | None:
        narrowed = condition(part)
        if narrowed is None:
            return None
        clocks = response.first_clocks(filters)
        clocks = clocks.annotate(seconds=response.seconds("started_at", "stopped_at"))
        return Q(pk__in=clocks.filter(narrowed).values("lead_id"))

    return found


def _new(filters: Filters, part: str) -> Q:
    since = filters.period.since
    return filters.condition() & (Q(created_at__gte=since) if since else Q())


def _numbered(count: int, condition: Callable[[int], Q]) -> Callable[[str], Q | None]:
    def found(part: str) -> Q | None:
        is_one = part.isascii() and part.isdigit() and len(part) < 4 and int(part) < count
        return condition(int(part)) if is_one else None

    return found


def _hour(number: int) -> Q:
    """Of the week, Monday at midnight is 0."""
    day, hour = divmod(number, 24)
    return response.ANSWERED & Q(started_at__iso_week_day=day + 1, started_at__hour=hour)


def _promises(filters: Filters, part: str) -> Q | None:
    kind, _, outcome = part.partition("~")
    outcomes = {"kept": response.KEPT, "missed": response.missed(), "running": response.running()}
    if kind not in Kind.values or outcome not in outcomes:
        return None
    clocks = response.clocks_of(filters).filter(outcomes[outcome], kind=kind)
    return Q(pk__in=clocks.values("lead_id"))


def _stretch(filters: Filters, part: str) -> Q | None:
    """First answers promised from one day until before another: 20260301~20260308~kept."""
    try:
        since, until, outcome = part.split("~")
        days = [make_aware(datetime.strptime(day, "%Y%m%d")) for day in (since, until)]  # noqa: DTZ007
    except ValueError:
        return None
    outcomes = {"kept": response.KEPT, "missed": response.missed(), "running": response.running(),
                "answered": response.ANSWERED}  # fmt: skip
    if outcome not in outcomes:
        return None
    clocks = response.first_clocks(filters).filter(
        outcomes[outcome], started_at__gte=days[0], started_at__lt=days[1]
    )
    return Q(pk__in=clocks.values("lead_id"))


def _offers(filters: Filters, part: str) -> Q | None:
    if part not in Handoff.Stage.values:
        return None
    return Q(pk__in=handoffs.offers(filters).filter(stage=part).values("lead_id"))


def _hand_offs(condition: Q) -> Condition:
    """Leads of hand-offs that were offered in the period."""

    def found(filters: Filters, part: str) -> Q:
        return Q(pk__in=handoffs.offers(filters).filter(condition).values("lead_id"))

    return found


def _waiting(filters: Filters, part: str) -> Q | None:
    """Leads that wait for a decision at this moment; `part` late: too long."""
    offers = handoffs.waiting(filters)
    if part not in ("", "late"):
        return None
    return Q(pk__in=(offers.filter(handoffs.late()) if part else offers).values("lead_id"))


def _shared_out(filters: Filters, part: str) -> Q:
    """New ones that people have, not queues."""
    people = User.objects.filter(is_active=True).order_by().values("pk")
    return _new(filters, part) & Q(owner__in=people)


def _rejected(filters: Filters, part: str) -> Q | None:
    """`part` is the reason as hexadecimal bytes: people write what they like."""
    try:
        reason = bytes.fromhex(part).decode().replace("\x00", "")
    except ValueError:
        return None
    offers = handoffs.offers(filters).filter(stage=Handoff.Stage.REJECTED, reason=reason)
    return Q(pk__in=offers.values("lead_id"))


def _missing(part: str) -> Q | None:
    return Q(**{quality.NEEDED[part][0]: ""}) if part in quality.NEEDED else None


FIGURES: dict[str, tuple[str, Condition]] = {
    "new": ("New leads", _new),
    "converted": (
        "Converted leads",
        lambda filters, part: _new(filters, part) & Q(is_converted=True),
    ),
    "touched": ("Answered", lambda filters, part: _new(filters, part) & leads.TOUCHED),
    "shared_out": ("Shared out", _shared_out),
    "open": ("Open leads", _open(lambda part: Q())),
    "untouched": ("Untouched", _open(lambda part: health.UNTOUCHED)),
    "working": ("In work", _open(lambda part: ~health.UNTOUCHED)),
    "unplanned": ("Nothing planned", _open(lambda part: health.nothing_planned())),
    "queued": ("In queues", _open(lambda part: Q(owner__kind="Group"))),
    "age": ("Open leads of that age", _open(_numbered(len(health.AGES), health.aged))),
    "missing": ("A field is empty", _open(_missing)),
    "trouble": ("To be put right", _open(lambda part: quality.troubles().get(part))),
    "answered": ("Answered", _clocks(lambda part: response.ANSWERED)),
    "owned": ("Somebody has them", _clocks(lambda part: two_times.OWNED)),
    "reached": ("Touched by whoever had them", _clocks(lambda part: two_times.TOUCHED)),
    "unowned": ("Nobody has them yet", _clocks(lambda part: two_times.UNOWNED)),
    "decided_promises": (
        "Kept or broken",
        _clocks(lambda part: response.KEPT | response.missed()),
    ),
    "band": ("Answered in that time", _clocks(_numbered(4, response.in_band))),
    "hour": ("Came in at that hour", _clocks(_numbered(168, _hour))),
    "kept": ("Answered in time", _clocks(lambda part: response.KEPT)),
    "missed": ("Not answered in time", _clocks(lambda part: response.missed())),
    "running": ("To be answered", _clocks(lambda part: response.running())),
    "promise": (f"Promises{ONCE}", _promises),
    "stretch": (f"Promises of these days{ONCE}", _stretch),
    "offers": (f"Hand-offs{ONCE}", _offers),
    "offered": (f"Offered to sales{ONCE}", _hand_offs(Q(round=1))),
    "decided": (f"Decided by sales{ONCE}", _hand_offs(handoffs.DECIDED)),
    "in_time": (f"Decided in time{ONCE}", _hand_offs(handoffs.IN_TIME)),
    "waiting": ("Wait for a decision", _waiting),
    "rejected": (f"Rejected by sales{ONCE}", _rejected),
}
