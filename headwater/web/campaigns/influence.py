"""Influence: which campaigns a deal owes itself to, and what a campaign gets of all deals."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from headwater.measure import campaigns as measured
from headwater.measure import influence_sums, touches
from headwater.measure.campaigns import Numbers, return_on
from headwater.measure.figure import Period
from headwater.measure.influence import Model, shares
from headwater.measure.influence_settings import influence_settings
from headwater.measure.touches import Touched
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Campaign, Contact, Opportunity
from headwater.web import toasts
from headwater.web.records import kinds, undo

PERIODS = (("90", "90 days", 90), ("365", "12 months", 365), ("all", "All", 0))
USUAL = "365"
MOST_DEALS = 25
MOST_MEMBERS = 20_000  # beyond that a campaign's deals are summed up each hour, not for each look


def model_of(request: HttpRequest) -> Model:
    """The model that the address asks for, or the one that is shown first."""
    asked = request.GET.get("model", "")
    return Model(asked if asked in Model.values else influence_settings().model)


def period_of(request: HttpRequest) -> tuple[str, datetime | None]:
    """Won since when, as the address asks."""
    asked = request.GET.get("period", "")
    key = asked if asked in {key for key, *_ in PERIODS} else USUAL
    days = days_of(key)
    return key, Period(days or None).since


def days_of(period: str) -> int:
    """The length of a period; 0: all that there is."""
    return next(days for key, _, days in PERIODS if key == period)


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
    is_many = measured.counts([pk], user).get(pk, Numbers()).members > MOST_MEMBERS
    deals = [] if is_many else touches.of_campaigns([pk], user, since=since)
    credits, counted_at = touches.credits(deals, [pk]), None
    if is_many:
        credits, counted_at = influence_sums.credits_of([pk], user, days_of(period))
    cost, own = campaign.actual_cost, credits[pk]
    return render(request, "campaigns/of_campaign.html", {
        "record": campaign, "model": model, "period": period, "periods": periods(period),
        "currency": organization().currency, "rules": influence_settings(),
        "rows": [(each, own[each], return_on(cost, own[each].won), each == model)
                 for each in Model],
        "deals": _largest(deals, campaign, model, user), "is_many": is_many,
        "count": own[model].open_deals + own[model].won_deals, "counted_at": counted_at,
    })  # fmt: skip


def _largest(
    deals: Sequence[Touched], campaign: Campaign, model: Model, user: User
) -> list[dict[str, Any]]:
    """The deals in which the campaign has the largest share, by name."""
    its = {deal.deal_id: touches.got(deal, model).get(campaign.pk, 0) for deal in deals}
    first = sorted((key for key in its if its[key]), key=lambda key: -its[key])[:MOST_DEALS]
    rows = Opportunity.objects.visible_to(user).in_bulk(first)
    return [{"deal": rows[key], "amount": Decimal(its[key]) / 100} for key in first if key in rows]
