"""One campaign: its members, what it brought, where it stands; a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure import campaigns as measured
from headwater.people.models import User
from headwater.records import campaign_levels, campaigning
from headwater.records.models import Campaign
from headwater.web.campaigns.access import marketer
from headwater.web.campaigns.frame import JOINED, frame
from headwater.web.campaigns.members import AskedMembers
from headwater.web.campaigns.worked_out import lines
from headwater.web.records import kinds, new_record
from headwater.web.relations import related
from headwater.web.relations.named import named

NEW = ("name", "type", "status", "is_active", "started_on", "ended_on", "budgeted_cost",
       "actual_cost", "expected_revenue", "parent_id")  # fmt: skip


def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>?status=&kind=&q=&page=: who is in it."""
    user = kinds.person(request)
    record: Campaign = kinds.find("Campaign", pk, user, *JOINED)
    context = frame(request, record, user, "campaign")
    asked = AskedMembers(record, user, request.GET, context["counts"])
    return render(request, "campaigns/campaign.html", context | {"asked": asked})


def results(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>/results: what it cost and brought; influence comes as a fragment."""
    user = kinds.person(request)
    record: Campaign = kinds.find("Campaign", pk, user, *JOINED)
    context = frame(request, record, user, "campaign_results")
    context["lines"] = lines(record, context["result"], context["currency"])
    context["deals"] = related.deals_of(user, campaign=record)
    return render(request, "campaigns/results.html", context)


def tree(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>/hierarchy: the tree that it stands in, own and summed numbers."""
    user = kinds.person(request)
    record: Campaign = kinds.find("Campaign", pk, user, *JOINED)
    context = frame(request, record, user, "campaign_tree")
    family = campaign_levels.family(record)
    found = measured.results([each for _, each in family], user)
    context["family"] = [(level, each, found[each.pk]) for level, each in family]
    context["deepest"] = campaign_levels.DEEPEST
    return render(request, "campaigns/tree.html", context)


def new_campaign(request: HttpRequest) -> HttpResponse:
    """GET and POST /campaigns/new?campaign=<parent>: for those who do marketing."""
    marketer(request)
    foot = "Makes one campaign with the statuses Sent and Responded."
    initial = named(request, "Campaign", "parent_id")

    def make(given: dict[str, Any], by: User) -> Campaign:
        filled = {name: value for name, value in given.items() if value not in ("", None)}
        return campaigning.open_campaign(filled, by=by)

    return new_record.dialog(request, "Campaign", NEW, initial=initial, foot=foot, make=make)
