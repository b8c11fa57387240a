"""What a campaign brought, counted over what one person may see (meaning: reference §1.6)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from headwater.people.models import User
from headwater.records.models import Campaign, CampaignMember, Opportunity


@dataclass(frozen=True, slots=True)
class Numbers:
    """People, answers, deals and money of one campaign. Money is in the organisation's currency."""

    leads: int
    converted: int
    contacts: int
    responses: int
    deals: int
    won: int
    total_amount: Decimal
    won_amount: Decimal
    cost: Decimal | None

    @property
    def people(self) -> int:
        """A converted member is one person, once lead and once contact."""
        return self.leads - self.converted + self.contacts

    @property
    def response_rate(self) -> float | None:
        return self.responses / self.people if self.people else None

    @property
    def roi(self) -> float | None:
        """(won − cost) ÷ cost; None while no cost is known."""
        return float((self.won_amount - self.cost) / self.cost) if self.cost else None


def numbers(campaign: Campaign, user: User) -> Numbers:
    """Two queries, whatever the size of the campaign."""
    members: Any = CampaignMember.objects.filter(campaign=campaign, is_deleted=False)
    people = _visible(members, user).aggregate(
        leads=Count("pk", filter=Q(lead__isnull=False)),
        converted=Count("pk", filter=Q(lead__is_converted=True)),
        contacts=Count("pk", filter=Q(contact__isnull=False)),
        responses=Count("pk", filter=Q(has_responded=True)),
    )
    deals = Opportunity.objects.alive().visible_to(user).filter(campaign=campaign)
    money = deals.aggregate(
        deals=Count("pk"),
        won=Count("pk", filter=Q(is_won=True)),
        total_amount=Sum("amount", default=Decimal(0)),
        won_amount=Sum("amount", filter=Q(is_won=True), default=Decimal(0)),
    )
    return Numbers(**people, **money, cost=campaign.actual_cost)


def _visible(members: Any, user: User) -> Any:
    from headwater.records.sharing import visible

    return members.filter(visible(CampaignMember, user))


def visible_members(campaign: Campaign, user: User) -> Any:
    """The members that the person may see, the newest first."""
    rows = CampaignMember.objects.filter(campaign=campaign, is_deleted=False)
    found = _visible(rows, user).select_related("lead", "contact", "contact__account")
    return found.order_by("-created_at", "-pk")
