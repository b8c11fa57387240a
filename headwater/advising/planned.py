"""What leads that go direct become: their accounts, contacts, deals and owners, found at once.

Of two inquiries from one new company at the same moment, in one batch or in two, the second
belongs to the account that the first one makes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.advising import deal_owner
from headwater.advising.advice import NO_COMPANY, Advice
from headwater.advising.deal_owner import NOBODY, Chosen
from headwater.convert.choices import Beside, Choices, FollowUp, NewDeal
from headwater.database import statements
from headwater.match import policy, search
from headwater.match.match_key import number_of
from headwater.match.recognise import LOCK
from headwater.match.search import Sought
from headwater.people.models import Organization, User
from headwater.records.models import Account, Clock, Lead, Opportunity, OpportunityContactRole


@dataclass(slots=True)
class Going:
    """A lead that goes direct, with the advice and the promise to answer that was made to them."""

    lead: Lead
    advice: Advice
    clock: Clock | None = None
    account: Account | None = None
    beside: int = 0
    chosen: Chosen = NOBODY

    @property
    def is_of_company(self) -> bool:
        return self.account is None and self.lead.company not in NO_COMPANY


def plan(going: Sequence[Going], *, here: Organization) -> list[tuple[Lead, Choices]]:
    """The choices for each; at most six queries, however many there are."""
    for each in going:
        contact = each.advice.contact
        each.account = each.advice.account or (contact.account if contact else None)
    _meet([each for each in going if each.is_of_company], here.country)
    chosen = deal_owner.choose([(each.lead, each.account) for each in going], here)
    for each in going:
        each.chosen = chosen[each.lead.pk]
    deals = _open_deals(going)
    return [(each.lead, _choices(each, deals)) for each in going]


def _meet(fresh: Sequence[Going], country: str) -> None:
    """Those of companies without an account: whoever came first makes it, the others join."""
    if not fresh:
        return
    sought = {each.lead.pk: Sought.of_record(each.lead, country) for each in fresh}
    _lock(key for some in sought.values() for key in some.company_keys)
    found = search.alike([sought[each.lead.pk] for each in fresh], country)
    best = [policy.employer(some) for some in found]
    rows = Account.objects.alive().in_bulk([each.record_id for each in best if each])
    first: dict[str, int] = {}
    for each, account in zip(fresh, best, strict=True):
        each.account = rows.get(account.record_id) if account else None
        name = _company(sought[each.lead.pk])
        if each.account is None and name:
            maker = first.setdefault(name, each.lead.pk)
            each.beside = maker if maker != each.lead.pk else 0


def _lock(keys: Iterable[Any]) -> None:
    """Until the transaction ends, nobody else makes an account of these companies at a door."""
    numbers = sorted({number_of(key) for key in keys})
    if numbers:
        statements.run(LOCK, [statements.dumped(numbers)])


def _company(sought: Sought) -> str:
    """What two inquiries of one company share: its own domain, else its name."""
    return (sought.company.domain or sought.company.company) if sought.company else ""


def _open_deals(going: Sequence[Going]) -> dict[int, Opportunity]:
    """By contact, the newest open deal that it has a part in."""
    contacts = [each.advice.contact.pk for each in going if each.advice.contact]
    if not contacts:
        return {}
    parts = OpportunityContactRole.objects.filter(
        contact__in=contacts, opportunity__is_closed=False, opportunity__is_deleted=False
    )
    parts = parts.select_related("opportunity").order_by("opportunity__created_at", "pk")
    return {part.contact_id: part.opportunity for part in parts}


def _choices(going: Going, deals: Mapping[int, Opportunity]) -> Choices:
    contact, account = going.advice.contact, going.account
    deal = deals.get(contact.pk) if contact else None
    if deal and deal.account_id and deal.account_id != (account.pk if account else None):
        deal = None
    owner = going.chosen.owner
    beside = Beside(going.beside) if going.beside and not account else None
    is_person = account is None and going.lead.company in NO_COMPANY
    name = {"Account": {"name": going.lead.name}} if is_person else {}
    return Choices(
        account=account or beside, contact=contact, owner=owner, given=name,
        opportunity=deal or NewDeal(name=going.lead.name[:120] if is_person else ""),
        is_person_account=True if is_person else None,
        follow_up=_follow_up(going, owner), truncates=True, is_direct=True,
    )  # fmt: skip


def _follow_up(going: Going, owner: User | None) -> FollowUp | None:
    """Somebody waits for an answer: it is to be given by the time that was promised."""
    if going.clock is None:
        return None
    return FollowUp(
        f"Answer {going.lead.name}", due_at=going.clock.due_at, owner=owner, subtype="Call"
    )
