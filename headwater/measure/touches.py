"""The touches of deals, read from members, contact roles and deals in one statement.

A touch that somebody made as a lead counts for the contact that the lead became.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from headwater.measure.influence import Model, Touch, split
from headwater.measure.influence_settings import influence_settings
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.sharing import visible_owner_ids
from headwater.people.standing import moment
from headwater.records.models import Opportunity
from headwater.records.sharing import EVERYTHING, visible

# A response is known by its day; on the day on which they came in, they came in with it.
MOMENT = """
CASE WHEN member.first_responded_on IS NULL
       OR member.first_responded_on = (member.created_at AT TIME ZONE %(zone)s::text)::date
     THEN member.created_at
     ELSE member.first_responded_on::timestamp AT TIME ZONE %(zone)s::text END
"""
# `deal` says which deals; of a person who is in a campaign twice the earlier touch counts.
TOUCHES = f"""
person AS (
  SELECT deal.id AS deal_id, role.contact_id, deal.since, deal.until
  FROM deal JOIN records_opportunitycontactrole AS role
    ON role.opportunity_id = deal.id AND NOT role.is_deleted
), told AS (
  SELECT person.deal_id, person.contact_id, member.campaign_id, member.id, member.has_responded,
         member.lead_id IS NOT NULL AS was_lead, {MOMENT} AS at, person.since, person.until
  FROM person JOIN records_campaignmember AS member ON member.contact_id = person.contact_id
  WHERE NOT member.is_deleted
  UNION ALL
  SELECT person.deal_id, person.contact_id, member.campaign_id, member.id, member.has_responded,
         true, {MOMENT}, person.since, person.until
  FROM person JOIN records_lead AS lead ON lead.converted_contact_id = person.contact_id
  JOIN records_campaignmember AS member ON member.lead_id = lead.id
  WHERE NOT member.is_deleted AND member.contact_id IS NULL
), touch AS (
  SELECT DISTINCT ON (deal_id, contact_id, campaign_id) deal_id, contact_id, campaign_id, id, at,
         has_responded, was_lead
  FROM told JOIN (SELECT id AS alive FROM records_campaign WHERE NOT is_deleted) AS campaign
    ON campaign.alive = told.campaign_id
  WHERE at <= until AND (since IS NULL OR at >= since)
    AND (has_responded OR NOT %(responses_only)s::boolean)
  ORDER BY deal_id, contact_id, campaign_id, at, id
)
"""  # noqa: S608
DEAL = """
SELECT id, COALESCE(closed_at, %(now)s::timestamptz) AS until,
       created_at - make_interval(days => %(window)s::int) AS since
"""
OF_DEAL = f"""
WITH deal AS ({DEAL} FROM records_opportunity WHERE id = %(deal)s::bigint), {TOUCHES}
SELECT campaign_id, contact_id, at, has_responded, was_lead FROM touch ORDER BY at, id
"""  # noqa: S608
# Deals that one of these campaigns may have a share in: open ones that count, and won ones.
REACHED = """
reached AS (
  SELECT role.opportunity_id AS id FROM records_campaignmember AS member
  JOIN records_opportunitycontactrole AS role
    ON role.contact_id = member.contact_id AND NOT role.is_deleted
  WHERE member.campaign_id = ANY (%(campaigns)s::bigint[]) AND NOT member.is_deleted
  UNION
  SELECT role.opportunity_id FROM records_campaignmember AS member
  JOIN records_lead AS lead ON lead.id = member.lead_id
  JOIN records_opportunitycontactrole AS role
    ON role.contact_id = lead.converted_contact_id AND NOT role.is_deleted
  WHERE member.campaign_id = ANY (%(campaigns)s::bigint[]) AND NOT member.is_deleted
    AND member.contact_id IS NULL
  UNION
  SELECT id FROM records_opportunity WHERE campaign_id = ANY (%(campaigns)s::bigint[])
)
"""
COUNTED = f"""
deal AS MATERIALIZED (
  {DEAL}, campaign_id, COALESCE(round(amount * 100), 0)::bigint AS cents, is_won, closed_at
  FROM records_opportunity WHERE {{which}} AND NOT is_deleted
    AND (is_won OR NOT is_closed AND forecast_category <> 'Omitted')
    AND (%(from)s::timestamptz IS NULL OR NOT is_closed OR closed_at >= %(from)s::timestamptz)
    AND (%(owners)s::bigint[] IS NULL OR owner_id = ANY (%(owners)s::bigint[]))
), {TOUCHES}
SELECT deal.id, deal.campaign_id, deal.cents, deal.is_won, deal.closed_at,
       COALESCE(touched.campaigns, ARRAY[]::bigint[])
FROM deal LEFT JOIN (
  SELECT deal_id, array_agg(campaign_id ORDER BY at, id) AS campaigns FROM touch GROUP BY deal_id
) AS touched ON touched.deal_id = deal.id
"""  # noqa: S608
_REACHED_ONES = COUNTED.format(which="id IN (SELECT id FROM reached)")
OF_CAMPAIGNS = f"WITH {REACHED}, {_REACHED_ONES}"
IN_ROW = f"WITH {COUNTED.format(which='id > %(after)s::bigint AND id <= %(upto)s::bigint')}"


@dataclass(frozen=True, slots=True)
class Touched:
    """A deal with the campaigns of its touches, the earliest first."""

    deal_id: int
    primary: int | None
    cents: int
    is_won: bool
    closed_at: datetime | None
    campaigns: Sequence[int]


@dataclass(slots=True)
class Credit:
    """What a campaign gets by one model. Deals are those it has a share in; money in cents."""

    open_deals: int = 0
    won_deals: int = 0
    pipeline_cents: int = 0
    won_cents: int = 0

    def add(self, cents: int, *, is_won: bool) -> None:
        """One more deal with its share."""
        if is_won:
            self.won_deals += 1
            self.won_cents += cents
        else:
            self.open_deals += 1
            self.pipeline_cents += cents

    @property
    def pipeline(self) -> Decimal:
        return Decimal(self.pipeline_cents) / 100

    @property
    def won(self) -> Decimal:
        return Decimal(self.won_cents) / 100


def of_deal(deal: Opportunity) -> list[Touch]:
    """The touches of one deal before it closed, the earliest first."""
    return [Touch(*row) for row in _run(OF_DEAL, {"deal": deal.pk})]


def of_campaigns(
    keys: Iterable[int], user: User, *, since: datetime | None = None
) -> list[Touched]:
    """The deals, as `user` sees them, that these campaigns or their touches belong to.

    Open ones that are in the pipeline, and won ones (`since`: closed no earlier). One statement.
    """
    owners = None
    if visible(Opportunity, user) != EVERYTHING:
        owners = sorted(visible_owner_ids(user) or ())
    asked = {"campaigns": sorted(keys), "from": since, "owners": owners}
    return [Touched(*row) for row in _run(OF_CAMPAIGNS, asked)]


def in_row(after: int, upto: int) -> list[Touched]:
    """All deals that count with keys after one, up to another: for whoever sums up everything."""
    asked = {"after": after, "upto": upto, "from": None, "owners": None}
    return [Touched(*row) for row in _run(IN_ROW, asked)]


def credits(deals: Iterable[Touched], keys: Iterable[int]) -> dict[int, dict[Model, Credit]]:
    """What each of these campaigns gets of the deals, by every model."""
    found = {key: {model: Credit() for model in Model} for key in keys}
    for deal in deals:
        for model in Model:
            for campaign, cents in got(deal, model).items():
                if campaign in found:
                    found[campaign][model].add(cents, is_won=deal.is_won)
    return found


def got(deal: Touched, model: Model) -> dict[int, int]:
    """The cents that each campaign gets of one deal."""
    found: dict[int, int] = {}
    parts = split(model, deal.campaigns, primary=deal.primary, cents=deal.cents)
    for campaign, cents in parts:
        found[campaign] = found.get(campaign, 0) + cents
    return found


def _run(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Named parameters, so that one that is said twice is sent once."""
    with moment():
        rules, zone = influence_settings(), organization().time_zone
    named = asked | {
        "zone": zone, "now": timezone.now(), "window": rules.window_days,
        "responses_only": rules.responses_only,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        return list(cursor.fetchall())
