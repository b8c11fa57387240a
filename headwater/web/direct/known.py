"""While one types: the account, the contact and the open deals that are there already."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from headwater.advising.advisor import advise
from headwater.match import candidates
from headwater.match.candidates import Candidate
from headwater.people.models import User
from headwater.people.organization import LeadMode, organization
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Account, Contact, Opportunity
from headwater.web.direct.form import NEW, Given
from headwater.web.duplicates import heads, waterfall
from headwater.web.records import kinds, words

MOST = 3  # of each kind; more would hide the form


def known(request: HttpRequest) -> HttpResponse:
    """GET /direct/known?company=…: a fragment with what is chosen and what may be."""
    user = kinds.person(request)
    return render(request, "direct/known.html", panel(request.GET, user))


def panel(query: QueryDict, user: User) -> dict[str, Any]:
    """The context of the fragment: three groups of choices, and the advice in mixed mode."""
    given = Given.of(query, user)
    contacts, leads = _people(given, user)
    contact = _chosen(query, "contact", contacts)
    accounts = _companies(given, contact, user)
    account = _chosen(query, "account", accounts)
    deals = _deals(account, contact, user)
    return {
        "accounts": [_line(each, user, each.record == account) for each in accounts],
        "contacts": [_line(each, user, each.record == contact) for each in contacts],
        "leads": [_line(each, user, False) for each in leads],
        "deals": deals, "deal": _deal(query, deals, contact),
        "new_account": "" if account is None and not _has_sure(accounts) else NEW,
        "new_contact": "" if contact is None and not _has_sure(contacts) else NEW,
        "account": account, "contact": contact, "given": given,
        "advice": _advice(given, user), "lead_query": _as_query(given),
    }  # fmt: skip


def _companies(given: Given, contact: Contact | None, user: User) -> list[Candidate]:
    """Accounts like what is typed, the contact's own first, then where the address leads."""
    found = []
    if contact and contact.account and _sees(contact.account, user):
        because = f"{contact} is a contact there"
        found.append(Candidate(contact.account, because, 1.0, Tier.CERTAIN))
    if given.company["name"] or given.company["website"]:
        found += candidates.alike("Account", given.company, by=user, most=MOST)
    elif given.person["email"] and not found:
        (advice,) = advise([{"email": given.person["email"]}], by=user)
        if advice.account:
            because = advice.facts.account_evidence
            found.append(Candidate(advice.account, because, 0.95, Tier.LIKELY))
    return _once(found)


def _people(given: Given, user: User) -> tuple[list[Candidate], list[Candidate]]:
    """Contacts and open leads like the person that is typed."""
    if not any(given.person.values()):
        return [], []
    values = {**given.person, "company": given.company["name"]}
    found = [each for each in candidates.alike("Contact", values, by=user) if each.is_seen]
    contacts = [each for each in found if isinstance(each.record, Contact)]
    leads = [each for each in found if not isinstance(each.record, Contact)]
    open_leads = [each for each in leads if each.record.is_open]
    return contacts[:MOST], open_leads[:MOST]


def _once(found: Sequence[Candidate]) -> list[Candidate]:
    seen = {each.record.pk: each for each in reversed(found) if each.is_seen}
    return [each for each in found if seen.get(each.record.pk) is each][:MOST]


def _has_sure(found: Sequence[Candidate]) -> bool:
    return any(each.is_sure for each in found)


def _chosen(query: QueryDict, noun: str, found: Sequence[Candidate]) -> Any:
    """What was ticked, while it is there; else the one that is beyond doubt."""
    ticked = words.given(query, noun)
    if ticked == NEW:
        return None
    for each in found:
        if str(each.record.pk) == ticked:
            return each.record
    return next((each.record for each in found if each.is_sure), None)


def _deals(account: Account | None, contact: Contact | None, user: User) -> list[Opportunity]:
    """Open deals of the person, then of the company."""
    if account is None and contact is None:
        return []
    mine = Q(contacts=contact) if contact else Q(pk=None)
    theirs = Q(account=account) if account else Q(pk=None)
    rows = Opportunity.objects.alive().visible_to(user).filter(mine | theirs, is_closed=False)
    found = list(rows.distinct().select_related("owner").order_by("-created_at")[: MOST * 2])
    return found[:MOST]


def _deal(query: QueryDict, deals: Sequence[Opportunity], contact: Contact | None) -> str:
    """The key of the open deal that is joined; '' for a new one."""
    ticked = words.given(query, "deal")
    return ticked if ticked in {str(deal.pk) for deal in deals} else ""


def _advice(given: Given, user: User) -> Any:
    if organization().mode != LeadMode.MIXED or not given.as_lead:
        return None
    return advise([given.as_lead], by=user)[0]


def _as_query(given: Given) -> str:
    query = QueryDict(mutable=True)
    query.update(given.as_lead)
    return query.urlencode()


def _sees(account: Account, user: User) -> bool:
    return bool(Account.objects.alive().visible_to(user).filter(pk=account.pk).exists())


def _line(found: Candidate, user: User, is_chosen: bool) -> dict[str, Any]:
    return {
        "record": found.record, "words": found.because, "is_chosen": is_chosen,
        "chance": waterfall.chance(found.probability), "tone": waterfall.TONES[found.tier],
        "in_short": heads.in_short(found.record, user), "url": kinds.page_of(found.record),
    }  # fmt: skip
