"""The overview of hygiene, and one check with what a repair would write."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.capture.hygiene.checks import CHECKS, GIVE, REPAIR
from headwater.people.models import Owner
from headwater.web.hygiene import report
from headwater.web.records import kinds

ON_A_PAGE = 50


def overview(request: HttpRequest) -> HttpResponse:
    """GET /hygiene."""
    user = kinds.person(request)
    run = report.latest()
    context = {
        "run": run, "lines": report.lines(run, user) if run else [],
        "fixes": report.recent_fixes(user), "may_look": user.can_lead_people and user.can_edit,
    }  # fmt: skip
    return render(request, "hygiene/overview.html", context)


def check(request: HttpRequest, name: str) -> HttpResponse:
    """GET /hygiene/<check>?after=<key>: its findings with what would be written."""
    user, run = kinds.person(request), report.latest()
    if run is None or name not in CHECKS:
        raise Http404
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Http404
    found = CHECKS[name]
    rows = report.findings(run, name, user, after=int(after), most=ON_A_PAGE + 1)
    page, more = rows[:ON_A_PAGE], len(rows) > ON_A_PAGE
    gives = found.remedy == GIVE and user.can_edit and user.can_lead_people
    listed = f"{reverse('leads')}?{urlencode({'where': found.where})}" if found.where else ""
    context = {
        "check": found, "run": run, "rows": page, "count": report.counts(run, user).get(name, 0),
        "next_url": f"?after={page[-1]['lead'].pk}" if more else "",
        "is_first": after == "0",
        "may_repair": found.remedy == REPAIR and user.can_edit,
        "can_write": any(row["finding"].after for row in rows),
        "owners": Owner.objects.filter(is_active=True).order_by("kind", "name") if gives else None,
        "list_url": listed,
    }  # fmt: skip
    return render(request, "hygiene/check.html", context)
