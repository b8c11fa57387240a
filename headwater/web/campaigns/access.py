"""Who may do what: everybody reads campaigns, those who do marketing change them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from headwater.people.models import User
from headwater.records.models import Campaign, CampaignMember
from headwater.records.sharing import visible
from headwater.web.records import kinds


def marketer(request: HttpRequest) -> User:
    """Who asks, if they do marketing; else 403 in a plain sentence."""
    user = kinds.editor(request)
    if not user.can_market:
        raise PermissionDenied("Marketing and administrators change campaigns.")
    return user


def members_of(campaign: Campaign, user: User) -> Any:
    """The members that the person may see, the newest first."""
    rows = CampaignMember.objects.filter(visible(CampaignMember, user), campaign=campaign)
    return rows.filter(is_deleted=False).order_by("-created_at", "-pk")


def with_people(rows: Any) -> Any:
    """The same with what is shown of lead and contact."""
    return rows.select_related("campaign", "lead", "contact", "contact__account")
