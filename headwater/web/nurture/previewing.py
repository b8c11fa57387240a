"""What a real person would get, by date, before anybody is enrolled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from headwater.nurture.programs import timing
from headwater.nurture.programs.preview import preview as foresee
from headwater.records.models import Lead
from headwater.web.nurture.access import program_of
from headwater.web.records import kinds

FOUND = 8


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /nurture/<pk>/preview?lead=<pk> or ?q=<name>: what would be sent when."""
    program, user = program_of(pk), kinds.person(request)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    key = request.GET.get("lead", "")
    leads = Lead.objects.open().visible_to(user)
    lead = leads.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    found = leads.search(text) if text else leads
    context = {
        "program": program, "lead": lead, "text": text,
        "found": found.order_by("-created_at")[:FOUND],
        "foreseen": foresee(program, lead, timezone.now()) if lead else [],
        "zone": timing.zone_of(lead).key if lead else "",
    }  # fmt: skip
    return render(request, "nurture/preview.html", context)
