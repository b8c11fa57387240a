"""Influence: which campaigns a deal owes itself to, and what a campaign gets of all deals."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.measure import touches
from headwater.measure.campaigns import return_on
from headwater.measure.influence import Model, shares, split
from headwater.measure.influence_settings import influence_settings
from headwater.measure.touches import Touched
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Campaign, Contact, Opportunity
from headwater.web import toasts
from headwater.web.records import kinds, undo

PERIODS = (("90", "90 days", 90), ("365", "12 months", 365), ("all", "All", None))
USUAL = "365"
MOST_DEALS = 25


def model_of(request: HttpRequest) -> Model:
    """The model that the address asks for, or the one that is shown first."""
    asked = request.GET.get("model", "")
    return Model(asked if asked in Model.values else influence_settings().model)


def period_of(request: HttpRequest) -> tuple[str, datetime | None]:
    """Won since when, as the address asks."""
    asked = request.GET.get("period", "")
    key = asked if asked in {key for key, *_ in PERIODS} else USUAL
    days = next(days for name, _, days in PERIODS if name == key)
    return key, timezone.now() - timedelta(days=days) if days else None


def periods(chosen: str) -> list[tuple[str, str, bool]]:
    return [(key, word, key == chosen) for key, word, _ in PERIODS]


@require_safe
def of_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /opportunities/<pk>/influence?model=: a part of the deal's page."""
    user = kinds.person(request)
    deal: Opportunity = kinds.find("Opportunity", pk, user)
    found, model = touches.of_deal(deal), model_of(request)
    touched = [touch.campaign_id for touch in found]
    cents = int(deal.amount * 100) if deal.amount is not None else 0
    parts = shares(model, touched, primary=deal.campaign_id, cents=cents)
    keys = {*touched, *(part.campaign_id for part in parts)}
    campaigns = Campaign.objects.visible_to(user).in_bulk(keys)
    people = Contact.objects.visible_to(user).in_bulk({touch.contact_id for touch in found})
    return render(request, "campaigns/of_deal.html", {
        "deal": deal, "model": model, "models": list(Model), "can_edit": user.can_edit,
        "currency": organization().currency, "has_amount": deal.amount is not None,
        "parts": [(part, campaigns[part.campaign_id]) for part in parts
                  if part.campaign_id in campaigns],
        "touches": [(touch, campaigns[touch.campaign_id], people.get(touch.contact_id))
                    for touch in found if touch.campaign_id in campaigns],
        "rules": influence_settings(),
    })  # fmt: skip


@require_POST
def primary(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /opportunities/<pk>/influence/primary `campaign=<pk>`: the deal names it from now on."""
    user = kinds.editor(request)
    deal: Opportunity = kinds.find("Opportunity", pk, user)
    chosen = request.POST.get("campaign", "")
    rows = Campaign.objects.alive().visible_to(user)
    campaign = get_object_or_404(rows, pk=chosen if chosen.isdecimal() else 0)
    before = {pk: undo.state(deal, ["campaign_id"])}
    kinds.change([deal], {"campaign_id": campaign.pk}, by=user)
    after = {pk: undo.state(deal, ["campaign_id"])}
    url = undo.offer(request, "change", object_name="Opportunity", before=before, after=after)
    toasts.say(request, f"“{campaign}” is the primary campaign of {deal}.", undo_url=url)
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, kinds.page_of(deal))


@require_safe
def of_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /campaigns/<pk>/influence?model=&period=: a part of the campaign's results."""
    user = kinds.person(request)
    campaign: Campaign = kinds.find("Campaign", pk, user)
    model, (period, since) = model_of(request), period_of(request)
    deals = touches.of_campaigns([pk], user, since=since)
    credits = touches.credits(deals, [pk])[pk]
    cost = campaign.actual_cost
    return render(request, "campaigns/of_campaign.html", {
        "record": campaign, "model": model, "period": period, "periods": periods(period),
        "currency": organization().currency, "rules": influence_settings(),
        "rows": [(each, credits[each], return_on(cost, credits[each].won), each == model)
                 for each in Model],
        "deals": _largest(deals, campaign, model, user), "most": MOST_DEALS,
        "count": credits[model].open_deals + credits[model].won_deals,
    })  # fmt: skip


def _largest(
    deals: Sequence[Touched], campaign: Campaign, model: Model, user: User
) -> list[dict[str, Any]]:
    """The deals in which the campaign has the largest share, by name."""
    got = {deal.deal_id: _share(deal, campaign.pk, model) for deal in deals}
    first = sorted((key for key in got if got[key]), key=lambda key: -(got[key] or 0))[:MOST_DEALS]
    rows = Opportunity.objects.visible_to(user).in_bulk(first)
    return [
        {"deal": rows[key], "amount": Decimal(got[key] or 0) / 100}
        for key in first if key in rows
    ]  # fmt: skip


def _share(deal: Touched, campaign_id: int, model: Model) -> int:
    parts = split(model, deal.campaigns, primary=deal.primary, cents=deal.cents)
    return sum(cents for key, cents in parts if key == campaign_id)
