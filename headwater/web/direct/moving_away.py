"""Setup, moving away from leads: what is open, how it runs down, and converting it by rule."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.advising import mode as modes
from headwater.advising import moving_away as moving
from headwater.advising import rules as advising
from headwater.advising import waiting
from headwater.converting import runs
from headwater.converting.how import How
from headwater.criteria.errors import CriteriaError
from headwater.people.organization import organization
from headwater.records.conversion import ConversionRun
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.setup.access import asker, for_admins

WIDE, HIGH = 460.0, 100.0  # of the chart, in its own units
EVERY = "Id != null"
BAR = 100


def moving_away(request: HttpRequest) -> HttpResponse:
    """GET /setup/moving-away."""
    return _show(request)


def _show(request: HttpRequest, trouble: str = "") -> HttpResponse:
    user, now = asker(request), timezone.now()
    found = moving.backlog(user, now)
    groups = (
        ("By status", found.by_status),
        ("By age", found.by_age),
        ("By owner", found.by_owner),
    )
    context = {
        "found": found, "chart": _chart(moving.open_by_day(user, now)),
        "groups": [(title, _bars(rows)) for title, rows in groups],
        "here": organization(), "waiting_count": waiting.count(user), "trouble": trouble,
        "choices": _choices(found), "may": user.can_configure, "criteria": _criteria(request),
    }  # fmt: skip
    return render(request, "direct/moving_away.html", context, status=422 if trouble else 200)


@require_POST
@for_admins
def switch(request: HttpRequest) -> HttpResponse:
    """POST /setup/moving-away/switch: no new leads from now on, or again; with Undo."""
    user, before = asker(request), modes.current()
    if organization().takes_new_leads:
        modes.stop_new_leads(by=user)
        said = "No new leads from now on; the doors make direct records."
    else:
        modes.take_new_leads(by=user)
        said = "New leads are made again, as the mode says."
    toasts.say(request, said, undo_url=undo.offer(request, "lead_mode", before=before))
    return toasts.done(request, reverse("moving_away"))


@require_POST
@for_admins
def convert(request: HttpRequest) -> HttpResponse:
    """POST /setup/moving-away/conversion: `which` (all, qualified, or criteria) is tried out; the
    page of the run shows what would become of each and starts it."""
    which = request.POST.get("which", "all")
    text = {"all": EVERY, "qualified": advising.qualified_when()}.get(which, _criteria(request))
    name = {"all": "All open leads", "qualified": "Qualified leads"}.get(which, "Leads by rule")
    try:
        run = runs.prepare(
            text or EVERY,
            how=How(),
            by=asker(request),
            name=f"Moving away: {name}",
            kind=ConversionRun.Kind.RULE,
        )
    except (Refused, CriteriaError) as error:
        return _show(request, str(error))
    return toasts.done(request, reverse("conversion_run", args=[run.pk]))


def _criteria(request: HttpRequest) -> str:
    return request.POST.get("criteria", "").replace("\x00", "").strip()[:10_000]


def _choices(found: moving.Backlog) -> list[tuple[str, str, str]]:
    """(value, title, what that means)"""
    return [
        ("all", f"All {found.count:,}", "Everybody who is open. What cannot be converted stays."),
        ("qualified", f"The qualified ones, {found.qualified:,}",
         "By the definition of “Leads or direct”; the others run down by themselves."),
    ]  # fmt: skip


def _bars(rows: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    most = max((count for _, count in rows), default=0) or 1
    return [
        {"label": label, "count": count, "share": round(count / most * BAR)}
        for label, count in rows[:10]
    ]


def _chart(days: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """A line over time from nought to the highest, and the numbers behind it."""
    most = max(count for _, count in days) or 1
    step = WIDE / max(len(days) - 1, 1)
    points = [(n * step, HIGH - HIGH * count / most) for n, (_, count) in enumerate(days)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    first, last = days[0], days[-1]
    change = last[1] - first[1]
    return {
        "line": line, "area": f"0,{HIGH} {line} {WIDE},{HIGH}", "most": most, "days": days,
        "first": first, "last": last, "change": change, "end_y": f"{points[-1][1]:.1f}",
        "weeks": days[::-7], "runs_out": _runs_out(days),
    }  # fmt: skip


def _runs_out(days: Sequence[tuple[date, int]]) -> int | None:
    """In how many weeks none are left at the pace of the last four weeks; None: they do not go."""
    month = days[-29:]
    gone = month[0][1] - month[-1][1]
    return round(month[-1][1] / (gone / 4)) if gone > 0 and month[-1][1] else None
