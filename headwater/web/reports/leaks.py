"""/reports/leaks: is our lead process costing us revenue, where, and what mends it?"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from headwater.measure import leaks
from headwater.measure.leak_classes import CLASSES, LEAKING
from headwater.measure.leak_settings import leak_settings
from headwater.measure.leaks import Leak
from headwater.people.models import Owner, User
from headwater.people.organization import organization
from headwater.records.models import Opportunity
from headwater.records.sharing import EVERYTHING, visible
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import leak_fixes, leak_list
from headwater.web.reports.frame import frame
from headwater.web.templatetags.words import money

DAYS = 90  # of the trend
TONES = ("badf", "badf", "warnf", "c1", "badf", "warnf", "c2", "warnf", "c3", "c4", "goodf")


def page(request: HttpRequest) -> HttpResponse:
    """GET /reports/leaks; with `?now=1` counted now, however many leads there are."""
    user, now = person(request), timezone.now()
    found = leaks.report(user, now, is_live=request.GET.get("now") == "1")
    currency = organization().currency
    context: dict[str, Any] = {
        "found": found, "limits": leak_settings(),
        "said": leaks.sentence(found, money=money(leaks.about(found.amount), currency)),
        "lines": [_line(leak, user) for leak in found.leaks],
        "worths": leaks.worths(now) if found.is_live and _sees_all_deals(user) else [],
        "owners": _owners(user), "first": leaks.first(found), "may_set": user.can_configure,
        "at_stake": leaks.about(found.amount),
    }  # fmt: skip
    days = leaks.trend(user, leaks.today(now) - timedelta(days=DAYS))
    charts = [_chart(found.leaks, currency), _trend(days)]
    return frame(request, "leaks", charts=charts, shown=(), **context)


def _sees_all_deals(user: User) -> bool:
    """What is won on average is for those who could add it up themselves."""
    return visible(Opportunity, user) == EVERYTHING


def _line(leak: Leak, user: User) -> dict[str, Any]:
    deed = leak_fixes.DEEDS.get(leak.kind.key, "")
    limits = leak_settings()
    names = ("queue_hours", "step_hours", "duplicate_days", "stuck_days")
    return {
        "leak": leak, "url": leak_list.url_of(leak.kind.key), "about": leaks.about(leak.amount),
        "meaning": leak.kind.meaning.format(**{name: getattr(limits, name) for name in names}),
        "deed": deed if user.can_edit and (deed != leak_fixes.GIVE or user.can_lead_people) else "",
        "step": leak_fixes.STEPS.get(leak.kind.key, ""), "elsewhere": _elsewhere(leak.kind.key),
    }  # fmt: skip


def _elsewhere(key: str) -> str:
    """Where a class is mended one by one: the duplicates have their own page."""
    try:
        return reverse("duplicates") if key == "duplicate" else ""
    except NoReverseMatch:
        return ""


def _owners(user: User) -> list[Owner]:
    if not (user.can_edit and user.can_lead_people):
        return []
    return list(Owner.objects.filter(is_active=True).order_by("kind", "name"))


def _chart(found: tuple[Leak, ...], currency: str) -> Chart:
    leaking = [leak for leak in found if leak.kind in LEAKING and leak.count]
    return Chart(
        "at_stake", "At stake, by class", "bars", [leak.kind.name for leak in leaking],
        [Series("Estimate", [float(leaks.about(leak.amount)) for leak in leaking], "c1")],
        unit=currency,
        links=[leak_list.url_of(leak.kind.key) for leak in leaking], head="Class",
        note="estimate", nothing="Nothing is at stake, or no deal was won from a lead yet.",
    )  # fmt: skip


def _trend(days: Mapping[date, Mapping[str, int]]) -> Chart:
    shown = [
        (kind, tone) for kind, tone in zip(CLASSES, TONES, strict=True)
        if kind in LEAKING and any(counts[kind.key] for counts in days.values())
    ]  # fmt: skip
    return Chart(
        "trend", "Leads left behind, morning by morning", "stacked",
        [f"{day.day} {day:%b}" for day in days],
        [Series(kind.name, [counts[kind.key] for counts in days.values()], tone)
         for kind, tone in shown],
        upright=True, head="Morning",
        nothing="Each morning is kept from the first night on; the first one comes tonight.",
    )  # fmt: skip
