"""Finding a record by its name while one types, for fields that point to another record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.catalog import objects
from headwater.web.records import kinds

AT_MOST = 8
DETAIL = {"Account": "billing_city", "Contact": "email", "Lead": "company",
          "Opportunity": "stage_name", "Campaign": "status"}  # fmt: skip


def choices(request: HttpRequest, object_name: str) -> HttpResponse:
    """GET /records/<object>/choices?q=…: a fragment of options, what the person may see."""
    if object_name not in kinds.PAGES:
        raise Http404
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows: Any = objects.get(object_name).model._default_manager.all()
    rows = rows.visible_to(kinds.person(request)).search(text).order_by("-pk")
    detail = DETAIL[object_name]
    found = [(row.sf_id, str(row), getattr(row, detail)) for row in rows[:AT_MOST]]
    return render(request, "records/choices.html", {"found": found, "text": text})
