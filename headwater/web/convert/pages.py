"""The convert dialog: looked at, changed while one chooses, and carried out."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from headwater import journey
from headwater.convert.choices import AlreadyConverted, Choices, NewDeal, NoDeal
from headwater.people.models import User
from headwater.qualify import discovery
from headwater.records.models import Conversion, Lead, Opportunity
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.convert.offer import NEW, NONE, Offer
from headwater.web.leads.answers import missing
from headwater.web.records import kinds


@require_http_methods(["GET", "POST"])
def conversion(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/conversion: the dialog as `?account= contact= opportunity= …` choose it.

    POST converts; 422 with the reasons when that cannot be.
    """
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    offer = Offer(lead, user, request.POST if request.method == "POST" else request.GET)
    if lead.is_converted:
        return _done_already(request, lead)
    if request.method == "POST":
        try:
            made = _convert(offer)
        except AlreadyConverted:
            return _done_already(request, lead)
        except Refused as refused:
            offer.problems = [problem.message for problem in refused.problems]
        else:
            return _converted(request, made)
    is_part = request.headers.get("HX-Target") == "conversion"
    template = "convert/columns.html" if is_part else "convert/dialog.html"
    status = 422 if offer.problems else 200
    context = {
        "offer": offer, "lead": lead, "lead_url": kinds.page_of(lead) or "/",
        "missing": [] if is_part else missing(lead, discovery.sheet(lead)),
    }  # fmt: skip
    return render(request, template, context, status=status)


def _convert(offer: Offer) -> list[Conversion]:
    """The lead, then the other leads of the same person into the same records."""
    if offer.opportunity == NONE and not offer.asked.get("reason", "").strip():
        message = "Say why there is no opportunity: without one the source gets no credit."
        raise Refused([Problem("", "REQUIRED_FIELD_MISSING", message)])
    with transaction.atomic():
        first = journey.convert(offer.lead, _choices(offer), by=offer.user)
        deal = first.opportunity or NoDeal("Same person, converted together")
        same = Choices(account=first.account, contact=first.contact, opportunity=deal)
        wanted = set(offer.asked.getlist("sibling"))
        siblings = [lead for lead in offer.siblings if str(lead.pk) in wanted]
        return [first, *(journey.convert(lead, same, by=offer.user) for lead in siblings)]


def _choices(offer: Offer) -> Choices:
    asked = offer.asked
    takes = {
        name: [take.name.rpartition("-")[2] for take in found if take.is_taken]
        for name, found in (("Account", offer.account_takes), ("Contact", offer.contact_takes))
    }
    name = asked.get("account_name", "").strip()
    return Choices(
        account=offer.account,
        contact=offer.contact,
        opportunity=_opportunity(offer),
        owner=User.objects.filter(pk=offer.owner_id).first(),
        role=asked.get("role", ""),
        overwrite_lead_source="lead_source" in takes["Contact"],
        take=takes,
        given={"Account": {"name": name}} if name and offer.account is None else {},
    )


def _opportunity(offer: Offer) -> Opportunity | NewDeal | NoDeal:
    asked, chosen = offer.asked, offer.opportunity
    if chosen == NONE:
        return NoDeal(asked.get("reason", "").strip()[:255])
    if chosen != NEW:
        return next(deal for deal in offer.deals if str(deal.pk) == chosen)
    return NewDeal(
        name=asked.get("name", "").strip(),
        stage_name=asked.get("stage", ""),
        amount=_amount(asked.get("amount", "")),
        close_on=_day(asked.get("close_on", "")),
    )


def _amount(given: str) -> Decimal | None:
    text = given.replace(",", "").strip()
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        message = "Amount takes a number, such as 12500."
        raise Refused([Problem("Amount", "INVALID_TYPE_ON_FIELD_IN_RECORD", message)]) from None


def _day(given: str) -> Any:
    try:
        return parse_date(given) if given else None
    except ValueError:
        message = "Close date takes a day of the calendar."
        raise Refused([Problem("CloseDate", "INVALID_TYPE_ON_FIELD_IN_RECORD", message)]) from None


def _converted(request: HttpRequest, made: list[Conversion]) -> HttpResponse:
    first, *others = made
    account = first.account
    where = f" at {account}" if account and not account.is_person_account else ""
    said = f"Converted. {first.contact} is now a contact{where}."
    also = "".join(f"{'&' if place else '?'}also={each.pk}" for place, each in enumerate(others))
    undo_url = reverse("conversion_undo", args=[first.pk]) + also
    toasts.say(request, said, undo_url=undo_url, lasts="undo any time")
    return toasts.done(request, kinds.page_of(first.opportunity or first.contact) or "/")


def _done_already(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Somebody was quicker: show what became of the lead."""
    toasts.say(request, f"{lead} is converted already.")
    return toasts.done(request, kinds.page_of(lead) or "/")
