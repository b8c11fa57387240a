"""Asking the advisor: about somebody who is being typed, and about leads that are there.

Nothing is written. What is typed goes through the journey's own first steps, in memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.advising import judging
from headwater.advising.advice import Advice, Facts
from headwater.advising.step import BEFORE
from headwater.capture.cleaning.step import clean
from headwater.catalog import objects
from headwater.match import policy, search
from headwater.match.recognise import recognise
from headwater.match.search import Alike, Sought
from headwater.people.models import Organization, User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.records import stages, writing
from headwater.records.draft import Batch, Draft
from headwater.records.models import Account, Contact, Lead
from headwater.records.problem import Refused
from headwater.records.submission import Door, State
from headwater.score.score import score

SOMEBODY = "[somebody]"


def advise(
    said: Sequence[Mapping[str, Any]], *, by: User, now: datetime | None = None,
    here: Organization | None = None,
) -> list[Advice]:  # fmt: skip
    """What each of these (values of a lead by attribute) should become, and why; same order.

    Of accounts and contacts that `by` may not see, no name is told. `here` asks as if the
    organisation were set so. One query for the keys and a fixed number for the records.
    """
    batch = Batch(
        drafts=[Draft(values=dict(values)) for values in said], door=Door.HAND,
        now=now or timezone.now(), organization=here or organization(), by=by, joins=False,
    )  # fmt: skip
    with transaction.atomic(), moment():
        for draft in batch:
            draft.values.setdefault("last_name", SOMEBODY)
        clean(batch)
        recognise(batch)
        for number, draft in enumerate(batch, 1):
            _place(draft, -number, batch.now)
        score(batch)
        facts = _seen({d.lead.pk: _facts_of(d) for d in batch if d.lead}, by)
        leads = [draft.lead for draft in batch if draft.lead]
        advices = judging.of_drafts(
            leads, lambda lead: facts[lead.pk], here=batch.organization, now=batch.now
        )
    return [advices[-number] for number in range(1, len(batch.drafts) + 1)]


def advise_leads(
    leads: Sequence[Lead], *, by: User | None = None, now: datetime | None = None,
    here: Organization | None = None, as_then: bool = False,
) -> dict[int, Advice]:  # fmt: skip
    """The same about stored leads, by key; None as `by` sees everything. Fixed number of queries.

    Who is known is looked for anew, so that an account that was made since counts; not with
    `as_then`, which asks what could be known when each lead came.
    """
    here = here or organization()
    with moment():
        found = search.alike([Sought.of_record(lead, here.country) for lead in leads], here.country)
        facts = _known(leads, found, as_then=as_then)
        facts = _seen(facts, by) if by else facts
        return judging.of_saved(
            leads, lambda lead: facts[lead.pk], here=here, now=now or timezone.now()
        )


def _place(draft: Draft, key: int, at: datetime) -> None:
    """A lead in memory with what fits of the values; it is never saved."""
    kind, fields = objects.get("Lead"), objects.get("Lead").fields.values()
    known = {field.attribute for field in fields}
    values = {name: value for name, value in draft.values.items() if name in known}
    lead = Lead(pk=key, created_at=at, modified_at=at)
    try:
        fitted = writing.fit(kind, values, is_new=False)
    except Refused as refused:
        unfit = {problem.field for problem in refused.problems}
        named = {field.attribute: field.name for field in fields}
        values = {name: value for name, value in values.items() if named[name] not in unfit}
        fitted = writing.fit(kind, values, is_new=False)
    writing.place(lead, fitted)
    lead.status = lead.status or next(s.name for s in stages.known().values() if s.is_default)
    lead.name = f"{lead.first_name} {lead.last_name}".strip()
    draft.lead, draft.outcome = lead, State.CREATED


def _facts_of(draft: Draft) -> Facts:
    because: dict[str, Any] = draft.evidence.get("because", {})
    return Facts(
        company=str(draft.values.get("company") or ""),
        account=draft.account,
        account_evidence=because.get("account", {}).get("words", BEFORE),
        contact=draft.contact,
        contact_evidence=because.get("contact", {}).get("words", BEFORE),
    )


def _known(
    leads: Sequence[Lead], found: Sequence[Sequence[Alike]], *, as_then: bool
) -> dict[int, Facts]:
    """The contact who is the same person and the employer, else what was matched before."""
    people = [next((a for a in some if a.object_name == "Contact" and a.is_certain), None)
              for some in found]  # fmt: skip
    firms = [policy.employer(some) for some in found]
    wanted = {each.record_id for each in people if each}
    wanted |= {lead.matched_contact_id for lead in leads if lead.matched_contact_id}
    rows = Contact.objects.alive().filter(pk__in=wanted).select_related("account")
    contacts = {row.pk: row for row in rows} if wanted else {}
    wanted = {each.record_id for each in firms if each}
    wanted |= {lead.matched_account_id for lead in leads if lead.matched_account_id}
    accounts = Account.objects.alive().in_bulk(wanted) if wanted else {}
    facts = {}
    for lead, person, firm in zip(leads, people, firms, strict=True):
        contact = contacts.get(person.record_id if person else lead.matched_contact_id or 0)
        account = accounts.get(firm.record_id if firm else lead.matched_account_id or 0)
        if as_then:
            contact, account = _before(lead, contact), _before(lead, account)
        facts[lead.pk] = Facts(
            lead.company, (contact.account if contact else None) or account,
            firm.verdict.words if firm else BEFORE, contact,
            person.verdict.words if person else BEFORE,
        )  # fmt: skip
    return facts


def _before(lead: Lead, record: Any) -> Any:
    return record if record and record.created_at < lead.created_at else None


def _seen(facts: Mapping[int, Facts], by: User) -> dict[int, Facts]:
    """Without the names that `by` may not see; two queries at most."""
    accounts = {each.account.pk for each in facts.values() if each.account}
    contacts = {each.contact.pk for each in facts.values() if each.contact}
    firms, people = _visible(Account, accounts, by), _visible(Contact, contacts, by)
    found = {}
    for key, each in facts.items():
        account = each.account if each.account and each.account.pk in firms else None
        contact = each.contact if each.contact and each.contact.pk in people else None
        is_hidden = (account, contact) != (each.account, each.contact)
        found[key] = replace(each, account=account, contact=contact, is_hidden=is_hidden)
    return found


def _visible(model: Any, keys: set[int], by: User) -> set[int]:
    if not keys:
        return set()
    return set(model.objects.filter(pk__in=keys).visible_to(by).values_list("pk", flat=True))
