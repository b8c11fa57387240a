"""Member statuses of a campaign: a new one, and what a member did."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from headwater.records import campaigning, member_statuses
from headwater.records.models import CampaignMemberStatus
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.campaigns.numbers import visible_members
from headwater.web.records import kinds


@require_POST
def statuses(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /campaigns/<pk>/statuses: one more status (`label`, `has_responded`)."""
    user = kinds.editor(request)
    if not user.can_market:
        raise PermissionDenied("Marketing and administrators change campaigns.")
    campaign = kinds.find("Campaign", pk, user)
    label, responded = request.POST.get("label", ""), "has_responded" in request.POST
    try:
        member_statuses.add(campaign, label, has_responded=responded, by=user)
        toasts.say(request, f"Status “{label.strip()}” added.")
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, kinds.page_of(campaign))


@require_POST
def member_status(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """POST /campaigns/<pk>/members/<member>: what the member did (`status`)."""
    user = kinds.editor(request)
    campaign = kinds.find("Campaign", pk, user)
    row = get_object_or_404(visible_members(campaign, user), pk=member)
    label = request.POST.get("status", "")
    status = get_object_or_404(CampaignMemberStatus, campaign=campaign, label=label)
    before = row.status
    campaigning.move_members([row], status, by=user)
    toasts.say(request, f"{row.contact or row.lead}: {before or 'no status'} → {label}.")
    return toasts.done(request, request.POST.get("next") or kinds.page_of(campaign))
