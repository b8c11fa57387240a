"""/forms: every form with what came through it in the last thirty days."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from headwater.capture.models import WebForm
from headwater.catalog import ids
from headwater.people.models import Organization, User
from headwater.records.submission import Door, State
from headwater.web.submissions.chosen import seen_by

PERIOD = timedelta(days=30)


def form_list(request: HttpRequest) -> HttpResponse:
    """GET /forms: open forms first, then by name."""
    user = cast(User, request.user)
    forms = list(WebForm.objects.select_related("campaign").order_by("-is_active", "name"))
    counts = counts_of(user, since=timezone.now() - PERIOD)
    context = {
        "rows": [{**counts.get(form.slug, {}), "form": form} for form in forms],
        "organization_id": ids.encode("00D", Organization.current().pk)[:15],
        "web_to_lead_url": request.build_absolute_uri(reverse("web_to_lead")) + "?encoding=UTF-8",
    }
    return render(request, "forms/list.html", context)


def counts_of(user: User, *, since: datetime) -> dict[str, dict[str, Any]]:
    """Address of a form → how many were sent, became leads or were set aside, and the last time."""
    sent = seen_by(user).filter(door=Door.FORM, received_at__gte=since)
    found = (
        sent.order_by()
        .values("form")
        .annotate(
            sent=Count("pk"),
            created=Count("pk", filter=Q(state=State.CREATED)),
            merged=Count("pk", filter=Q(state=State.MERGED)),
            quarantined=Count("pk", filter=Q(state=State.QUARANTINED)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
            last=Max("received_at"),
        )
    )
    return {row["form"]: dict(row) for row in found}
