"""/forms: every form with what came through it in the last thirty days."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.capture.models import WebForm
from headwater.catalog import ids
from headwater.people.models import Organization, User
from headwater.web.forms import figures


def form_list(request: HttpRequest) -> HttpResponse:
    """GET /forms: open forms first, then by name; the deleted ones below."""
    user = cast(User, request.user)
    forms = list(WebForm.objects.select_related("campaign", "deleted_by")
                 .order_by("-is_active", "name"))  # fmt: skip
    numbers = figures.of_all(user)
    context = {
        "rows": [
            {**numbers.get(form.slug, {}), "form": form} for form in forms if not form.deleted_at
        ],
        "deleted": [form for form in forms if form.deleted_at],
        "organization_id": ids.encode("00D", Organization.current().pk)[:15],
        "web_to_lead_url": request.build_absolute_uri(reverse("web_to_lead")) + "?encoding=UTF-8",
    }
    return render(request, "forms/list.html", context)
