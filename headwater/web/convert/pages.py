"""The convert dialog: looked at, changed while one chooses, and carried out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.convert.choices import AlreadyConverted
from headwater.people.standing import moment
from headwater.records.models import Conversion, Lead
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.convert.asked import Asked, listed
from headwater.web.convert.choosing import carry_out
from headwater.web.convert.offer import Offer
from headwater.web.records import kinds


@require_http_methods(["GET", "POST"])
def conversion(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/conversion: the dialog as `?account= contact= opportunity= …` choose it.

    POST converts; 422 with the reasons when that cannot be.
    """
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    offer = Offer(lead, user, Asked(request.POST if request.method == "POST" else request.GET))
    if lead.is_converted:
        return _done_already(request, lead)
    with moment():
        if request.method == "POST":
            try:
                made = carry_out(offer)
            except AlreadyConverted:
                return _done_already(request, lead)
            except Refused as refused:
                offer.problems = [problem.message for problem in refused.problems]
            else:
                return _converted(request, made, offer)
        return _shown(request, offer)


def _shown(request: HttpRequest, offer: Offer) -> HttpResponse:
    is_part = request.headers.get("HX-Target") == "conversion"
    template = "convert/part.html" if is_part else "convert/dialog.html"
    offer.problems += offer.needs.problems
    context = {
        "offer": offer, "lead": offer.lead, "lead_url": kinds.page_of(offer.lead) or "/",
        "account_choices": reverse("record_choices", args=["Account"]),
        "contact_choices": reverse("record_choices", args=["Contact"]),
    }  # fmt: skip
    return render(request, template, context, status=422 if offer.problems else 200)


def _converted(
    request: HttpRequest, made: list[Conversion | Refused], offer: Offer
) -> HttpResponse:
    done = [each for each in made if isinstance(each, Conversion)]
    first, *others = done
    account, contact = first.account, first.contact
    if contact:
        contact.refresh_from_db(fields=["name"])  # PostgreSQL has put a taken name together
    where = f" at {account}" if account and not account.is_person_account else ""
    said = f"Converted. {contact} is now a contact{where}."
    if others:
        said += f" {listed(str(each.lead) for each in others)} came along."
    left = [
        f"{sibling.lead} was not converted: {refused}"
        for sibling, refused in zip(offer.siblings.chosen, made[1:], strict=True)
        if isinstance(refused, Refused)
    ]
    undo_url = reverse("conversion_undo", args=[first.pk])
    toasts.say(request, " ".join([said, *left]), undo_url=undo_url, lasts="undo any time")
    return toasts.done(request, kinds.page_of(first.opportunity or first.contact) or "/")


def _done_already(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Somebody was quicker: show what became of the lead."""
    toasts.say(request, f"{lead} is converted already.")
    return toasts.done(request, kinds.page_of(lead) or "/")
