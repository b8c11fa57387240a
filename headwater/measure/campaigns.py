"""What campaigns brought, by themselves and with all that stand below them, as somebody sees it.

Who sees every lead, contact and deal reads the tallies (records.campaign_tally): the same few rows
for ten members and for a million. For everybody else their own part is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from headwater.database import statements
from headwater.measure import kept_answers
from headwater.people.models import User
from headwater.records.models import Campaign, CampaignMember, Contact, Lead, Opportunity
from headwater.records.sharing import EVERYTHING, visible

NOTHING = Decimal(0)
# Each campaign with those below it, at most five levels (records.campaign_levels).
TREES = """
WITH RECURSIVE tree(root, id, level) AS (
  SELECT id, id, 1 FROM unnest(%s::bigint[]) AS id
  UNION ALL
  SELECT tree.root, child.id, tree.level + 1 FROM tree
  JOIN records_campaign AS child ON child.parent_id = tree.id AND NOT child.is_deleted
  WHERE tree.level < 5
)
SELECT tree.root, tree.id, campaign.budgeted_cost, campaign.actual_cost, campaign.expected_revenue,
       campaign.number_sent
FROM tree JOIN records_campaign AS campaign ON campaign.id = tree.id
"""
TALLIES = """
SELECT campaign_id, sum(members), sum(leads), sum(contacts), sum(converted), sum(responses),
       sum(deals), sum(won), sum(amount), sum(won_amount)
FROM records_campaigntally WHERE campaign_id = ANY (%s::bigint[]) GROUP BY campaign_id
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """People, responses, deals and money (in the organisation's currency) of campaigns together.

    `leads` counts converted ones, too; they are `contacts` besides (as in Salesforce). Deals are
    those whose primary campaign it is. What people enter is None where nobody has.
    """

    members: int = 0
    leads: int = 0
    contacts: int = 0
    converted: int = 0
    responses: int = 0
    deals: int = 0
    won: int = 0
    amount: Decimal = NOTHING
    won_amount: Decimal = NOTHING
    budgeted_cost: Decimal | None = None
    cost: Decimal | None = None
    expected_revenue: Decimal | None = None
    sent: Decimal | None = None

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
        return return_on(self.cost, self.won_amount)

    @property
    def cost_per_lead(self) -> Decimal | None:
        return _each(self.cost, self.leads)

    @property
    def cost_per_response(self) -> Decimal | None:
        return _each(self.cost, self.responses)

    @property
    def cost_per_deal(self) -> Decimal | None:
        return _each(self.cost, self.deals)

    @property
    def cost_per_won_deal(self) -> Decimal | None:
        return _each(self.cost, self.won)


@dataclass(frozen=True, slots=True)
class Result:
    """A campaign by itself, and with the `below` campaigns that stand below it."""

    own: Numbers
    whole: Numbers
    below: int


def return_on(cost: Decimal | None, amount: Decimal) -> float | None:
    """(amount − cost) ÷ cost, as Salesforce's ROI report has it; None without a cost."""
    return float((amount - cost) / cost) if cost else None


def results(
    campaigns: Iterable[Campaign], user: User, *, within_the_hour: bool = False
) -> dict[int, Result]:
    """The numbers of these campaigns by key: three queries at most, however many they are.

    `within_the_hour`: a part that is long to count may be as old (and says so: kept_answers).
    """
    keys = [campaign.pk for campaign in campaigns]
    if not keys:
        return {}
    trees = statements.run(TREES, [keys])
    keys_below = {row[1] for row in trees}
    counted = (lately if within_the_hour else counts)(keys_below, user)
    parts: dict[int, dict[int, Numbers]] = {key: {} for key in keys}
    for root, key, budgeted, cost, expected, sent in trees:
        entered = Numbers(budgeted_cost=budgeted, cost=cost, expected_revenue=expected, sent=sent)
        parts[root][key] = together([counted.get(key, Numbers()), entered])
    return {
        key: Result(own[key], together(own.values()), len(own) - 1) for key, own in parts.items()
    }


def together(parts: Iterable[Numbers]) -> Numbers:
    """The sums; what nobody entered anywhere stays unknown."""
    every = list(parts)
    if not every:
        return Numbers()
    return Numbers(**{each.name: _sum(every, each.name) for each in fields(Numbers)})


def counts(keys: Iterable[int], user: User) -> dict[int, Numbers]:
    """People, responses and deals of each of these campaigns, without what people enter."""
    wanted = sorted(keys)
    if sees_all(user):
        return {key: Numbers(*sums) for key, *sums in statements.run(TALLIES, [wanted])}
    return seen(user, keys=wanted)


def lately(keys: Iterable[int], user: User) -> dict[int, Numbers]:
    """The same; what somebody sees who does not see all is of now or of the last hour."""
    if sees_all(user):
        return counts(keys, user)
    found: dict[int, Numbers] = kept_answers.answered(user, seen, keys=sorted(keys))
    return found


def by_status(campaign: Campaign, user: User) -> dict[str, int]:
    """How many members each status has."""
    rows: Any
    if sees_all(user):
        rows = campaign.tallies.values_list("status").annotate(n=Sum("members")).order_by()
    else:
        mine = CampaignMember.objects.filter(visible(CampaignMember, user), campaign=campaign)
        mine = mine.filter(is_deleted=False)
        rows = mine.values_list("status").annotate(n=Count("pk")).order_by()
    return {status: count for status, count in rows if count}


def sees_all(user: User) -> bool:
    """Whether nothing that a campaign counts is hidden from this person."""
    return all(visible(model, user) == EVERYTHING for model in (Lead, Contact, Opportunity))


def seen(user: User, *, keys: Sequence[int]) -> dict[int, Numbers]:
    """The part of somebody who does not see all, at this moment."""
    members: Any = CampaignMember.objects.filter(visible(CampaignMember, user), is_deleted=False)
    people = members.filter(campaign__in=keys).order_by().values("campaign").annotate(
        members=Count("pk"),
        leads=Count("lead"),
        contacts=Count("contact"),
        converted=Count("pk", filter=Q(lead__isnull=False, contact__isnull=False)),
        responses=Count("pk", filter=Q(has_responded=True)),
    )  # fmt: skip
    deals: Any = Opportunity.objects.alive().visible_to(user).filter(campaign__in=keys)
    money = deals.order_by().values("campaign").annotate(
        deals=Count("pk"),
        won=Count("pk", filter=Q(is_won=True)),
        total=Sum("amount", default=NOTHING),
        won_amount=Sum("amount", filter=Q(is_won=True), default=NOTHING),
    )  # fmt: skip
    found: dict[int, list[Numbers]] = {}
    for row in people:
        found.setdefault(row.pop("campaign"), []).append(Numbers(**row))
    for row in money:
        key, amount = row.pop("campaign"), row.pop("total")
        found.setdefault(key, []).append(Numbers(**row, amount=amount))
    return {key: together(parts) for key, parts in found.items()}


def _sum(every: Sequence[Numbers], name: str) -> Any:
    values = [value for each in every if (value := getattr(each, name)) is not None]
    return sum(values[1:], values[0]) if values else None


def _each(cost: Decimal | None, count: int) -> Decimal | None:
    return cost / count if cost is not None and count else None
