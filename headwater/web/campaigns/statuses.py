"""The words of a campaign for what a member did, all of them in one dialog."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.measure import campaigns as measured
from headwater.people.models import User
from headwater.records import member_statuses
from headwater.records.models import Campaign, CampaignMemberStatus
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.campaigns.access import marketer
from headwater.web.records import kinds, undo
from headwater.web.records.undo import undoes


@require_http_methods(["GET", "POST"])
def statuses(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>/statuses: the dialog. POST: names, order, default, responses, one more
    (`label`, `has_responded`), or one less (`remove`)."""
    user = marketer(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    trouble = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                said, undo_url = _keep(request, campaign, user)
            toasts.say(request, said, undo_url=undo_url)
            return toasts.done(request, kinds.page_of(campaign))
        except Refused as refused:
            trouble = str(refused)
    counts = measured.by_status(campaign, user)
    rows = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    context = {
        "record": campaign, "trouble": trouble, "url": reverse("campaign_statuses", args=[pk]),
        "statuses": [(row, counts.get(row.label, 0)) for row in rows.order_by("sort_order", "pk")],
    }  # fmt: skip
    return render(request, "campaigns/statuses.html", context, status=422 if trouble else 200)


def _keep(request: HttpRequest, campaign: Campaign, user: User) -> tuple[str, str]:
    given, there = request.POST, member_statuses.statuses(campaign)
    leaving = next((each for each in there if str(each.pk) == given.get("remove")), None)
    if leaving:
        member_statuses.remove(leaving, by=user)
        url = undo.offer(request, "member_status", campaign=campaign.pk, label=leaving.label,
                         has_responded=leaving.has_responded)  # fmt: skip
        return f"Status “{leaving.label}” taken away.", url
    has_rows = any(name.startswith("label_") for name in given)
    if has_rows:
        _change(given, there, campaign, user)
    label = given.get("label", "").strip()
    if label or not has_rows:
        member_statuses.add(campaign, label, has_responded="has_responded" in given, by=user)
        return f"Status “{label}” added.", ""
    return "Member statuses kept.", ""


def _change(
    given: QueryDict, there: list[CampaignMemberStatus], campaign: Campaign, user: User
) -> None:
    """What becomes a response goes first, so that there is one at every moment."""

    def answers(status: CampaignMemberStatus) -> bool:
        return f"responded_{status.pk}" in given

    for status in sorted(there, key=lambda status: not answers(status)):
        label, is_default = given.get(f"label_{status.pk}", ""), given.get("default")
        wanted: dict[str, Any] = {"label": label, "has_responded": answers(status)}
        becomes_default = is_default == str(status.pk) and not status.is_default
        same = label == status.label and answers(status) == status.has_responded
        if not same or becomes_default:
            member_statuses.change(status, by=user, is_default=becomes_default, **wanted)
    places = {status.pk: _place(given.get(f"place_{status.pk}", "")) for status in there}
    order = sorted(there, key=lambda status: places[status.pk])
    if order != there:
        member_statuses.put_in_order(campaign, [status.pk for status in order], by=user)


def _place(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 99_999


@undoes("member_status")
def put_back(user: User, *, campaign: int, label: str, has_responded: bool) -> str:
    record: Campaign = kinds.find("Campaign", campaign, user)
    member_statuses.add(record, label, has_responded=has_responded, by=user)
    return f"“{label}” is a status again."
