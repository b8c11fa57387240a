"""People come into a campaign: from any list, or found on the campaign's own page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import membership
from headwater.records.models import Campaign, CampaignMember, CampaignMemberStatus, Contact, Lead
from headwater.web import toasts
from headwater.web.campaigns.access import members_of
from headwater.web.lists import bulk
from headwater.web.records import kinds, undo
from headwater.web.templatetags.words import plural

MOST_CAMPAIGNS = 30  # in the menu of a list, the newest
FOUND = 12  # people of each kind that a search shows


def choices() -> list[tuple[Campaign, list[CampaignMemberStatus]]]:
    """Where a list may add people: the newest active campaigns with their statuses."""
    found = list(Campaign.objects.alive().filter(is_active=True)[:MOST_CAMPAIGNS])
    by_campaign: dict[int, list[CampaignMemberStatus]] = {}
    rows = CampaignMemberStatus.objects.filter(campaign__in=found, is_deleted=False)
    for status in rows.order_by("-is_default", "sort_order"):
        by_campaign.setdefault(status.campaign_id, []).append(status)
    return [(campaign, by_campaign.get(campaign.pk, [])) for campaign in found]


def in_list(user: User) -> dict[str, Any]:
    """The context of a list whose rows may come into a campaign."""
    return {"campaigns": choices()}


def add_ticked(request: HttpRequest, object_name: str) -> HttpResponse:
    """POST of a list: the ticked rows come into `campaign`, a key or `key:status key`."""
    user = kinds.editor(request)
    campaign, status = _into(request.POST.get("campaign", ""), user)
    word = objects.get(object_name).label.lower()

    def deed(people: list[Any], user: User) -> tuple[str, str]:
        members = membership.add(campaign, people, by=user, status=status)
        left = len(people) - len(members)
        said = f"{plural(len(members), word)} added to “{campaign}”."
        said += f" {plural(left, word)} in it already." if left else ""
        url = undo.offer(request, "joining", members=[member.pk for member in members])
        return said, url if members else ""

    return bulk.act(request, object_name, deed)


@require_POST
def contacts(request: HttpRequest) -> HttpResponse:
    """POST /contacts/selection/campaign."""
    return add_ticked(request, "Contact")


@require_http_methods(["GET", "POST"])
def new_members(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>/members/new?q=: people by name. POST: `lead`, `contact`, `status`."""
    user = kinds.editor(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    statuses = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    if request.method == "POST":
        return _add_chosen(request, campaign, statuses, user)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {
        "record": campaign, "text": text, "url": reverse("new_members", args=[pk]),
        "statuses": statuses.order_by("-is_default", "sort_order"),
        "found": _found(campaign, text, user) if text else [],
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "people-found"
    return render(request, f"campaigns/{'found' if is_part else 'new_members'}.html", context)


def _add_chosen(
    request: HttpRequest, campaign: Campaign, statuses: Any, user: User
) -> HttpResponse:
    label = request.POST.get("status", "")
    status = get_object_or_404(statuses, label=label) if label else None
    made: list[CampaignMember] = []
    for name in ("Lead", "Contact"):
        keys = [int(key) for key in request.POST.getlist(name.lower()) if key.isdecimal()]
        people = kinds.find_all(name, keys[: bulk.MOST], user)
        made += membership.add(campaign, people, by=user, status=status)
    if made:
        url = undo.offer(request, "joining", members=[member.pk for member in made])
        count = "1 person" if len(made) == 1 else f"{len(made)} people"
        toasts.say(request, f"{count} added.", undo_url=url)
    else:
        toasts.say(request, "Nobody was ticked who is not in it already.", kind="bad")
    return toasts.done(request, kinds.page_of(campaign))


def _found(campaign: Campaign, text: str, user: User) -> list[tuple[str, Any, bool]]:
    """(kind, person, whether they are in it already): open leads and contacts, four queries."""
    inside = members_of(campaign, user)
    leads: Any = Lead.objects.search(text).visible_to(user).filter(is_converted=False)
    found: list[tuple[str, Any, bool]] = []
    contacts: Any = Contact.objects.search(text).visible_to(user).select_related("account")
    for kind, rows in (("lead", leads), ("contact", contacts)):
        people = list(rows.order_by("-created_at")[:FOUND])
        keys = inside.filter(**{f"{kind}__in": people}).values_list(f"{kind}_id", flat=True)
        there = set(keys)
        found += [(kind, person, person.pk in there) for person in people]
    return found


def _into(chosen: str, user: User) -> tuple[Campaign, CampaignMemberStatus | None]:
    campaign_key, _, status_key = chosen.partition(":")
    if not campaign_key.isdecimal() or not (status_key.isdecimal() or not status_key):
        raise Http404
    campaigns = Campaign.objects.alive().visible_to(user)
    campaign: Campaign = get_object_or_404(campaigns, pk=campaign_key)
    rows = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    return campaign, get_object_or_404(rows, pk=status_key) if status_key else None
