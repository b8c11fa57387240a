"""From what the dialog says to a conversion: the lead, and with it those that come along."""

from typing import Any

from django.db import transaction

from headwater.convert.choices import Beside, Choices, NoDeal
from headwater.converting import deeds
from headwater.match.candidates import candidates_of
from headwater.people.user import users
from headwater.records.models import Conversion, ConversionRun, Lead
from headwater.records.problem import Refused
from headwater.web.convert.accounts import clear_best
from headwater.web.convert.asked import NONE
from headwater.web.convert.offer import Offer
from headwater.web.convert.siblings import Sibling
from headwater.web.convert.value_rows import BOTH, TAKE

TOGETHER = "Converted together with {lead}"


def carry_out(offer: Offer) -> list[Conversion | Refused]:
    """Save what was typed, convert the lead, then its siblings; raises Refused for the lead."""
    with transaction.atomic():
        offer.needs.save()
        siblings = offer.siblings.chosen
        wanted = [(offer.held, choices(offer)), *_beside(offer, siblings)]
        run = _run(offer, len(wanted)) if siblings else None
        made = deeds.convert_many(wanted, by=offer.user, run=run)
        if isinstance(made[0], Refused):
            raise made[0]
        if run:
            _close(run, made)
    return made


def choices(offer: Offer) -> Choices:
    """What was chosen for the lead itself; raises Refused for what cannot be."""
    account, taken = offer.account, offer.values.chosen(TAKE)
    is_named = account.chosen is None and not account.is_person and account.name
    return Choices(
        account=account.chosen,
        contact=offer.contact.chosen,
        opportunity=offer.deal.choice(),
        is_person_account=None if account.chosen else account.is_person,
        household=account.home,
        owner=users().get(offer.owner_id),
        role=offer.deal.role,
        overwrite_lead_source="lead_source" in taken.get("Contact", ()),
        take=taken,
        both=offer.values.chosen(BOTH),
        given={"Account": {"name": account.name}} if is_named else {},
        follow_up=offer.follow_up.choice(),
        override_reason=offer.needs.override,
    )


def _beside(offer: Offer, siblings: list[Sibling]) -> list[tuple[Lead, Choices]]:
    """The same person becomes the same contact; a colleague becomes one at the same account."""
    colleagues = [each.lead for each in siblings if not each.is_person]
    found = candidates_of(colleagues, by=offer.user) if colleagues else {}
    lead, wanted = offer.held, []
    no_deal = NoDeal(TOGETHER.format(lead=lead)[:255]) if offer.deal.chosen == NONE else None
    for each in siblings:
        contact: Any = Beside(lead.pk)
        if not each.is_person:
            contact = _contact_of(each.lead, found[each.lead.pk].contacts, offer)
        same = Choices(
            account=offer.account.chosen or Beside(lead.pk),
            contact=contact,
            opportunity=no_deal or offer.deal.deal or Beside(lead.pk),
            owner=users().get(offer.owner_id),
            override_reason=offer.needs.override,
        )
        wanted.append((each.lead, same))
    return wanted


def _contact_of(lead: Lead, found: Any, offer: Offer) -> Any:
    """The colleague's contact at the very account, if match is sure of one."""
    key = offer.account.chosen.pk if offer.account.chosen else None
    there = [each for each in found if each.record.account_id in (None, key)]
    best = clear_best(there, lead.name)
    return best.record if best else None


def _run(offer: Offer, count: int) -> ConversionRun:
    return ConversionRun.objects.create(
        kind=ConversionRun.Kind.SINGLE,
        state=ConversionRun.State.RUNNING,
        name=TOGETHER.format(lead=offer.held)[:255],
        by=offer.user,
        wanted_count=count,
    )


def _close(run: ConversionRun, made: list[Conversion | Refused]) -> None:
    refused = sum(isinstance(each, Refused) for each in made)
    run.converted_count, run.refused_count = len(made) - refused, refused
    run.state, run.ended_at = ConversionRun.State.DONE, run.at
    run.save()
