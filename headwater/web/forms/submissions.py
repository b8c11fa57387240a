"""/submissions: everything that was sent, what became of it and why. The balance is at the top."""

import datetime as dt
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST

from headwater.capture.body import NOTE, RAW, restore
from headwater.capture.releasing import release as let_in
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.sharing import visible
from headwater.records.submission import Door, State
from headwater.web import toasts

PAGE = 50
TONES = {
    State.CREATED: "good", State.MERGED: "accent", State.QUARANTINED: "warn",
    State.REJECTED: "bad", State.WAITING: "",
}  # fmt: skip


def seen_by(user: User) -> "QuerySet[Submission]":
    """Who looks after the process sees all; others what became of leads that they may see."""
    rows: QuerySet[Submission] = Submission.objects.all()
    if user.can_market or user.can_lead_people:
        return rows
    return rows.filter(visible(Submission, user))


def submission_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by door, state, form and day."""
    rows = narrow(seen_by(cast(User, request.user)), request.GET)
    found = Paginator(rows.select_related("lead", "by").order_by("-received_at", "-id"), PAGE)
    balance = rows.balance()
    context = {
        "page": found.get_page(request.GET.get("page")),
        "balance": balance,
        "parts": [(state, balance[state.value], TONES[state]) for state in State],
        "doors": Door.choices,
        "tones": TONES,
        "chosen": request.GET,
    }
    return render(request, "forms/submissions.html", context)


def narrow(rows: Any, wanted: Any) -> Any:
    """Filter by the parameters of the address; what makes no sense filters nothing."""
    if wanted.get("door") in Door.values:
        rows = rows.filter(door=wanted["door"])
    if wanted.get("state") in State.values:
        rows = rows.filter(state=wanted["state"])
    if wanted.get("form"):
        rows = rows.filter(form=wanted["form"][:80])
    if wanted.get("import", "").isdigit():
        rows = rows.filter(import_job=int(wanted["import"]))
    try:
        day = parse_date(wanted.get("day", ""))
    except ValueError:
        day = None
    if day:
        start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        rows = rows.filter(received_at__gte=start, received_at__lt=start + dt.timedelta(days=1))
    return rows


def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was sent, exactly as it came."""
    user = cast(User, request.user)
    rows = seen_by(user).select_related("lead", "by", "import_job")
    found: Submission = get_object_or_404(rows, pk=pk)
    note = found.payload.get(NOTE) if isinstance(found.payload, dict) else None
    context = {
        "submission": found,
        "tone": TONES[State(found.state)],
        "sent": [(restore(n), _shown(value)) for n, value in found.payload.items() if n != NOTE],
        "note": {name: value for name, value in (note or {}).items() if name != RAW},
        "has_raw": bool(note and RAW in note),
        "can_release": user.can_market
        and found.state in (State.QUARANTINED, State.REJECTED) and found.lead_id is None,
    }  # fmt: skip
    return render(request, "forms/submission.html", context)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one through the journey after all."""
    user = cast(User, request.user)
    if not user.can_market:
        raise PermissionDenied("Only marketing and administrators let submissions in.")
    found = seen_by(user).filter(pk=pk)
    if not found:
        raise Http404
    if let_in(found, by=user):
        toasts.say(request, "Let in. It becomes a lead within a moment.")
    return toasts.done(request, reverse("submission", args=[pk]))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(restore(str(each)) for each in value)
    return restore(value) if isinstance(value, str) else str(value)
