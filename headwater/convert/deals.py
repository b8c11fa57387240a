"""The opportunity of a conversion: a new one, or one that is joined; who takes part in it.

A deal whose amount or date is filled has another row of history from then on.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from headwater.catalog import objects
from headwater.convert import making, naming
from headwater.convert.act import Act, Together
from headwater.convert.choices import NewDeal
from headwater.convert.conversion_settings import settings
from headwater.convert.making import Plan
from headwater.convert.targets import Targets
from headwater.records import deal_history, dealing
from headwater.records.models import (
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
)
from headwater.records.stages import known_stages


def opportunity(together: Together, act: Act, targets: Targets, account: Any) -> Plan | None:
    """The deal that is made or joined; None without one. Raises Refused."""
    if targets.origins["Opportunity"] is None:
        return None
    existing = targets.opportunity
    if existing is None:
        return _new(together, act, account)
    extra: dict[str, Any] = {} if existing.account_id else {"account_id": account.pk}
    if existing.campaign_id is None and act.campaign_id:
        extra["campaign_id"] = act.campaign_id
    return making.gains(together, act, "Opportunity", existing, extra)


def carry_over(together: Together, act: Act, plan: Plan) -> None:
    """Make the deal real for the batch, with its history and the contact's part in it."""
    changes = making.carry_over(together, act, plan)
    deal = plan.record
    if plan.is_new or deal_history.TOLD & changes.keys():
        _remember(together, act, deal)
    parts = together.parts[deal.pk]
    if any(part.contact_id == act.contact.pk for part in parts):
        return
    part = together.new(
        OpportunityContactRole,
        opportunity_id=deal.pk,
        contact_id=act.contact.pk,
        role=act.choices.role,
        is_primary=not any(part.is_primary for part in parts),
    )
    together.add(act, part)
    parts.append(part)


def _new(together: Together, act: Act, account: Any) -> Plan:
    chosen = act.choices.opportunity
    chosen = chosen if isinstance(chosen, NewDeal) else NewDeal()
    today = timezone.localdate(together.now)
    given = making.values_of_new(together, act, "Opportunity")
    given |= {
        name: value for name, value in (("amount", chosen.amount), ("close_on", chosen.close_on))
        if value is not None
    } | {
        "name": chosen.name or naming.deal_name(act.lead, settings(), today),
        "stage_name": chosen.stage_name or given.get("stage_name", ""),
        "account_id": account.pk, "campaign_id": act.campaign_id,
    }  # fmt: skip
    if given.get("close_on") is None and _is_dated(given["stage_name"]):
        given["close_on"] = end_of_quarter(today)
    deal = dealing.new_deal(given, by=together.by, at=together.now)
    deal.pk = together.key(Opportunity)
    kind = objects.get("Opportunity")
    making.must_be_free(together, kind, deal, deal.custom)
    return Plan(kind, deal, {}, is_new=True)


def _is_dated(stage_name: str) -> bool:
    """Whether a deal may not be in this stage without a close date."""
    stage = known_stages().get(stage_name)
    return bool(stage and not stage.is_early and not stage.is_closed)


def end_of_quarter(day: date) -> date:
    """The last day of the calendar quarter: a deal's close date until somebody knows better."""
    month = (day.month - 1) // 3 * 3 + 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _remember(together: Together, act: Act, deal: Opportunity) -> None:
    """From now on the deal stands like this; what was said before ends."""
    standing = together.moments.get(deal.pk)
    if standing:
        together.change(act, standing, {"ended_at": together.now})
    row = deal_history.moment_of(deal, by=together.by, at=together.now)
    row.pk = together.key(OpportunityHistory)
    together.add(act, row)
    together.moments[deal.pk] = row
