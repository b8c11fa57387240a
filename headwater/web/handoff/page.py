"""What waits for sales, and what sales made of the rest: why not, by source, by person."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure import handoffs as figures
from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.qualify import deciding, handoff
from headwater.records.models import Handoff, Lead
from headwater.web.handoff.deeds import find
from headwater.web.handoff.panel import of_deal
from headwater.web.records import kinds
from headwater.web.reports import marks

PERIODS = {"30": ("30 days", 30), "90": ("90 days", 90), "all": ("All time", None)}
USUAL = "90"
A_PAGE = 50
DECIDED = (Handoff.Stage.ACCEPTED, Handoff.Stage.REJECTED, Handoff.Stage.ESCALATED)


def handoffs(request: HttpRequest) -> HttpResponse:
    """GET /handoffs?period=90: a fixed number of queries."""
    user = kinds.person(request)
    key, period = _period(request)
    waiting = handoff.soonest_first(Handoff.objects.waiting().visible_to(user))
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("page"))
    mine = set(handoff.waiting_for(user))
    reasons = figures.reasons(user, period)
    context = {
        **_periods(key), "page": page, "total": figures.total(user, period),
        "rows": [_line(row, user, mine) for row in page],
        "reasons": reasons, "bars": marks.bars(reasons.rows, ["warnf"] * len(reasons.rows)),
        "sources": figures.by_source(user, period), "people": figures.by_person(user, period),
    }  # fmt: skip
    return render(request, "handoff/page.html", context)


def decided(request: HttpRequest) -> HttpResponse:
    """GET /handoffs/decided?reason= source= person= stage= period=: the rows behind a number."""
    user = kinds.person(request)
    key, period = _period(request)
    rows = Handoff.objects.visible_to(user).filter(_asked(request), stage__in=DECIDED)
    if period.since:
        rows = rows.filter(offered_at__gte=period.since)
    rows = rows.select_related(*handoff.JOINED).order_by("-decided_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    keys = [row.lead_id for row in page]
    seen = set(Lead.objects.filter(pk__in=keys).visible_to(user).values_list("pk", flat=True))
    context = {
        **_periods(key), "page": page, "seen": seen, "title": _title(request),
        "lines": [(row, row.is_deal or row.lead_id in seen) for row in page],
    }  # fmt: skip
    return render(request, "handoff/decided.html", context)


def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /handoffs/<pk>/panel: an early deal that waits, beside Today."""
    user = kinds.person(request)
    row = find(pk, user)
    if row.opportunity is None:
        raise Http404("There is no early deal here.")
    context = panel_of(row, user, request.GET.get("place", ""))
    return render(request, "handoff/deal_panel.html", context)


def panel_of(row: Handoff, user: User, place: str) -> dict[str, Any]:
    """The context of that panel; `place` is the row's number in Today."""
    deal = row.opportunity
    assert deal is not None
    return {
        **of_deal(deal, user), "deal": deal, "place": place, "key": f"opportunity-{deal.pk}",
    }  # fmt: skip


def _asked(request: HttpRequest) -> Q:
    given, found = request.GET, Q()
    if given.get("stage") in DECIDED:
        found &= Q(stage=given["stage"])
    if "reason" in given:
        found &= Q(reason=given["reason"])
    if "source" in given:
        found &= Q(lead__lead_source=given["source"])
    if given.get("person", "").isdecimal():
        found &= Q(offered_to=int(given["person"]))
    return found


def _title(request: HttpRequest) -> str:
    reason = request.GET.get("reason")
    if reason:
        return f"Rejected: {reason}"
    words = {"accepted": "Accepted", "rejected": "Rejected", "escalated": "Passed on"}
    return words.get(request.GET.get("stage", ""), "Decided hand-offs")


def _line(row: Handoff, user: User, mine: set[int]) -> dict[str, Any]:
    return {
        "row": row, "url": handoff.url_of(row), "is_mine": row.pk in mine,
        "may_decide": row.pk in mine or deciding.may_decide(row, user),
        "words": row.because.get("words", ""), "lacks": row.because.get("lacks", []),
    }  # fmt: skip


def _period(request: HttpRequest) -> tuple[str, Period]:
    key = request.GET.get("period", USUAL)
    key = key if key in PERIODS else USUAL
    return key, Period(PERIODS[key][1])


def _periods(chosen: str) -> dict[str, Any]:
    return {
        "periods": [(key, word, key == chosen) for key, (word, _) in PERIODS.items()],
        "since": chosen,
    }


def waiting_count(user: User) -> int:
    """How many wait for this person, for the rail; asked once per user object."""
    remembered: int | None = getattr(user, "_waiting_handoffs", None)
    if remembered is None:
        remembered = len(handoff.waiting_for(user))
        user._waiting_handoffs = remembered  # type: ignore[attr-defined]
    return remembered
