"""One lead: the page, the panel beside Today and the list, and its timeline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.records.models import Lead, Submission
from headwater.web.duplicates.tombstones import follows_merges
from headwater.web.leads import sight
from headwater.web.leads.list import LEADS
from headwater.web.lists import page
from headwater.web.records import kinds, one_person, timeline


@follows_merges("Lead")
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>."""
    user = kinds.person(request)
    found: Lead = kinds.find("Lead", pk, user)
    context = sight.sight(found, user) | page.neighbours(request, LEADS, found)
    return render(request, "leads/lead.html", context | {"story_url": _story_url(pk)})


def peek(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/peek: the same lead beside a list; `place` is its row's number in Today."""
    user = kinds.person(request)
    found: Lead = kinds.find("Lead", pk, user)
    return render(request, "leads/peek.html", panel(request, found))


def panel(request: HttpRequest, found: Lead) -> dict[str, object]:
    """The context of the panel."""
    context = sight.sight(found, kinds.person(request))
    place = request.GET.get("place", "")
    return context | {
        "lights": sight.lights(found, context["facts"].groups),
        "story_url": _story_url(found.pk),
        "place": place if place.isdecimal() else "",
        "in_panel": True,
    }


def story(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/story?kind=calls: the timeline alone, filtered."""
    user = kinds.person(request)
    found = kinds.find("Lead", pk, user)
    submissions = Submission.objects.filter(lead=found)
    asked = request.GET
    told = timeline.story(
        one_person.records_of(found, user), user, kind=asked.get("kind", ""),
        submissions=submissions, before=asked.get("before", ""),
    )  # fmt: skip
    context = {"story": told, "story_url": request.path}
    return timeline.answer(request, told, request.path) or render(
        request, "records/story.html", context
    )


def _story_url(pk: int) -> str:
    return reverse("lead_story", args=[pk])
