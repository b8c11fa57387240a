"""Deciding for many leads at once what each becomes: nothing is written here.

Existing accounts, contacts and open opportunities are found by match, each with its evidence.
Leads of one new company share one new account, leads of one person one contact. One query for each
table, however many leads there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from headwater.convert import naming, readiness
from headwater.convert.choices import Beside, Choices, NewDeal, NoDeal
from headwater.convert.conversion_settings import settings
from headwater.converting import finding
from headwater.converting.company_groups import Company, Earlier, First, Groups, Nobody, Person
from headwater.converting.finding import JOIN, NEW, NONE, WITH, Part
from headwater.converting.how import Deal, How, Unmet, Unsure
from headwater.match.candidates import Candidates, candidates_of
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.records import household
from headwater.records.models import Account, ConversionRunRow, Lead, Opportunity

Outcome = ConversionRunRow.Outcome
ALREADY = "It is converted already."
NO_COMPANY = "Company is needed, because an account is a company here."


@dataclass(slots=True)
class Planned:
    """What one lead becomes. `because` says why it is skipped or refused; `keys` are those by
    which later leads join what it makes; `choices` are None where it is not converted."""

    lead: Lead
    outcome: Outcome = Outcome.MADE
    because: str = ""
    account: Part = field(default_factory=Part)
    contact: Part = field(default_factory=Part)
    deal: Part = field(default_factory=Part)
    needs: Sequence[readiness.Need] = ()
    keys: frozenset[str] = frozenset()
    household: Account | None = None
    choices: Choices | None = None

    @property
    def parts(self) -> dict[str, Part]:
        return {"Account": self.account, "Contact": self.contact, "Opportunity": self.deal}

    @property
    def becomes(self) -> str:
        """In words, as the dry run tells it."""
        if self.choices is None:
            return self.because
        return ", ".join(part.told(noun.lower()) for noun, part in self.parts.items())

    @property
    def evidence(self) -> dict[str, str]:
        """Why it joins what it joins, by object."""
        return {noun: part.because for noun, part in self.parts.items() if part.because}

    def end(self, outcome: Outcome, because: str) -> None:
        self.outcome, self.because = outcome, because[:500]


def plan(
    leads: Sequence[Lead], *, by: User | None, how: How, earlier: Earlier | None = None
) -> list[Planned]:
    """What each lead becomes, in the order given; select their owners with them.

    `earlier` knows what leads before these become, where a list is planned in portions.
    """
    with moment():
        planning = _Planning(by, how, candidates_of(leads, by=by), earlier or Nobody())
        planned = [Planned(lead) for lead in leads]
        planning.settle_who(planned)
        planning.settle_deals(planned)
        for each in planned:
            planning.choose(each)
    return planned


@dataclass(slots=True)
class _Planning:
    """One batch while it is decided about."""

    by: User | None
    how: How
    found: dict[int, Candidates]
    earlier: Earlier
    groups: Groups = field(default_factory=Groups)
    accounts: dict[int, Account] = field(default_factory=dict)

    def settle_who(self, planned: Sequence[Planned]) -> None:
        """Account and contact of each; who cannot or shall not be converted ends here."""
        companies = {p.lead.pk: Company.of(p.lead, organization().country) for p in planned}
        needs = readiness.missing([each.lead for each in planned])
        self._remember(companies.values())
        for each in planned:
            each.needs = needs.get(each.lead.pk, ())
            self._refuse(each)
            if each.because:
                continue
            self._who(each, companies[each.lead.pk])
            if not each.because:
                self._introduce(each, companies[each.lead.pk])

    def settle_deals(self, planned: Sequence[Planned]) -> None:
        """An open deal of the account is joined, or one that an earlier lead makes."""
        going = [each for each in planned if not each.because]
        keys = {f"account:{each.account.key}" for each in going if each.account.what == JOIN}
        joins = self.how.deal == Deal.JOIN and going
        if joins and keys:
            self.groups.firsts.update(self.earlier.firsts(keys))
        there = self._open_deals(each.account for each in going) if joins else {}
        for each in going:
            each.deal = self._deal(each, there)

    def choose(self, each: Planned) -> None:
        """The choices by which it is converted."""
        if each.because:
            return
        today = timezone.localdate()
        is_new = each.account.what == NEW and each.lead.company
        each.outcome = Outcome.MADE if each.account.what == NEW else Outcome.JOINED
        follow_up = self.how.task(naming.fill(self.how.follow_up, each.lead, today), today)
        blocks = any(need.blocks for need in each.needs)
        each.choices = Choices(
            account=each.account.choice,
            contact=each.contact.choice,
            opportunity=self._wanted(each),
            owner=self.how.owner,
            role=self.how.role or settings().role,
            household=each.household,
            given={"Account": {"name": each.account.name}} if is_new else {},
            converted_status=self.how.converted_status,
            follow_up=follow_up,
            override_reason=self.how.override_reason if blocks else "",
        )

    def _remember(self, companies: Iterable[Company]) -> None:
        """What was before this batch, and who of it is the same person."""
        sought = {key for company in companies for key in company.sought}
        twins = {c.record.pk for some in self.found.values() for c in some.leads if c.is_sure}
        self.groups.firsts.update(self.earlier.firsts(sought) if sought else {})
        self.groups.people.update(self.earlier.people(twins) if twins else {})
        joined = {each.account_id for each in self.groups.people.values() if each.account_id}
        if joined:
            rows = Account.objects.alive().filter(pk__in=joined)
            self.accounts = (rows.visible_to(self.by) if self.by else rows).in_bulk()

    def _refuse(self, each: Planned) -> None:
        lead, owner = each.lead, self.how.owner or each.lead.owner
        if lead.is_converted:
            each.end(Outcome.SKIPPED, ALREADY)
        elif not owner.is_active and not (owner.is_queue and self.by):
            each.end(Outcome.REFUSED, f"{owner.name} is no longer active.")
        elif owner.is_queue and self.by is None:
            each.end(Outcome.REFUSED, f"{owner.name} is a queue; name a person as owner.")
        elif self.how.unmet == Unmet.SKIP:
            lacks = "; ".join(need.words for need in each.needs if need.blocks)
            each.because = f"Not ready: {lacks}." if lacks else ""
            each.outcome = Outcome.SKIPPED if lacks else each.outcome

    def _who(self, each: Planned, company: Company) -> None:
        """Sure matches first, then an earlier lead of the list, else something new."""
        lead, found = each.lead, self.found[each.lead.pk]
        contact, doubt = finding.contact(lead, found)
        person = None if contact else self._person(found)
        of = contact.record if contact else None
        account, doubtful = finding.account(lead, found, of, company)
        doubt = "" if person else doubt or ("" if account else doubtful)
        first = None if account else self.groups.first(company.sought)
        if doubt and self.how.unsure == Unsure.SKIP and not (first and doubt == doubtful):
            each.end(Outcome.SKIPPED, doubt)
        elif person:
            self._beside(each, person)
        else:
            name = lead.company and naming.account_name(lead, settings(), timezone.localdate())
            fresh = Part(NEW, name=name or lead.name)
            each.account = account or (_with(first) if first else fresh)
            each.contact = contact or Part(NEW, name=lead.name)
            self._house(each)
        if each.account.what == NEW and not lead.company and not organization().has_person_accounts:
            each.end(Outcome.REFUSED, NO_COMPANY)

    def _house(self, each: Planned) -> None:
        """Who lives in a household becomes an account of their own below it."""
        home = each.account.record
        if home is not None and household.is_one(home) and each.contact.what == NEW:
            each.household = home
            because = f"in {home}: {each.account.because}"
            each.account = Part(NEW, name=each.lead.name, because=because)

    def _person(self, found: Candidates) -> Person | None:
        """What an earlier lead of the same person becomes."""
        twins = (c.record.pk for c in found.leads if c.is_sure)
        known = [self.groups.people[pk] for pk in twins if pk in self.groups.people]
        return next((p for p in known if p.account_lead or p.account_id in self.accounts), None)

    def _beside(self, each: Planned, person: Person) -> None:
        because = "the same person as an earlier lead"
        if person.account_lead:
            each.account = Part(WITH, person.account_lead, person.account, because)
        else:
            record = self.accounts[person.account_id]
            each.account = Part(JOIN, record.pk, record.name, because, record)
        each.contact = Part(WITH, person.contact_lead, person.contact, because)

    def _introduce(self, each: Planned, company: Company) -> None:
        """Later leads find what this one makes."""
        pk, account, contact = each.lead.pk, each.account, each.contact
        if account.what == NEW:
            each.keys = company.own
            self.groups.put(company.own, First(pk, account.name))
        if account.record is not None:
            self.accounts[account.key] = account.record
        if contact.what != JOIN:
            lead_of = {NEW: pk, WITH: account.key}
            self.groups.people[pk] = Person(
                lead_of.get(account.what, 0), account.key if account.what == JOIN else 0,
                pk if contact.what == NEW else contact.key, account.name, contact.name,
            )  # fmt: skip

    def _open_deals(self, accounts: Iterable[Part]) -> dict[int, Opportunity]:
        """The newest open deal of each account that `by` sees."""
        keys = {part.key for part in accounts if part.what == JOIN}
        if not keys:
            return {}
        rows = Opportunity.objects.open().filter(account__in=keys)
        rows = rows.visible_to(self.by) if self.by else rows
        newest = rows.order_by("account", "-created_at", "-pk").distinct("account")
        return {deal.account_id: deal for deal in newest}

    def _deal(self, each: Planned, there: dict[int, Opportunity]) -> Part:
        if self.how.deal == Deal.NONE:
            return Part(NONE, because=self.how.no_deal_reason)
        name = naming.deal_name(each.lead, settings(), timezone.localdate())
        if self.how.deal == Deal.NEW:
            return Part(NEW, name=name)
        account = each.account
        if account.what == JOIN and account.key in there:
            deal = there[account.key]
            return Part(JOIN, deal.pk, deal.name, f"open, {deal.stage_name}", deal)
        maker = account.key if account.what == WITH else each.lead.pk
        key = f"account:{account.key}" if account.what == JOIN else f"lead:{maker}"
        first = self.groups.firsts.get(key)
        if first is None and account.what == WITH:  # of a portion before: it made a deal, too
            first = First(account.key, account.name, name)
        if first:
            return Part(WITH, first.lead_id, first.deal, "with an earlier lead of that account")
        self.groups.put({key}, First(each.lead.pk, account.name, name))
        each.keys |= {key} if account.what == JOIN else frozenset()
        return Part(NEW, name=name)

    def _wanted(self, each: Planned) -> Opportunity | Beside | NewDeal | NoDeal:
        if each.deal.what == NONE:
            return NoDeal(self.how.no_deal_reason)
        if each.deal.what == NEW:
            return NewDeal(name=each.deal.name, stage_name=self.how.stage_name)
        wanted: Any = each.deal.choice
        return wanted  # type: ignore[no-any-return]


def _with(first: First) -> Part:
    return Part(WITH, first.lead_id, first.account, "the same company as an earlier lead")
