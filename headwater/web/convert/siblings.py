"""Other open leads of the same person, and of the same company, that may come along."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from headwater.converting.company_groups import Company
from headwater.match.candidates import Candidate
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.duplicate_pair import Tier
from headwater.records.keys import work_domain
from headwater.records.models import Lead
from headwater.web.convert.accounts import AccountColumn
from headwater.web.convert.asked import Asked

MOST = 8  # shown of each kind
MOST_READ = 60


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another open lead, why it belongs here, and whether it comes along."""

    lead: Lead
    because: str
    is_person: bool
    is_sure: bool
    is_ticked: bool = False


@dataclass
class Siblings:
    """Those whom the person may see. Ticked are those that match is sure of; of the company only
    such as belong to the same owner."""

    lead: Lead
    user: User
    asked: Asked
    found: Sequence[Candidate]
    account: AccountColumn

    @cached_property
    def of_person(self) -> list[Sibling]:
        rows = [
            Sibling(each.record, each.because, True, each.is_sure)
            for each in self.found
            if each.record.is_open and each.tier in (Tier.CERTAIN, Tier.LIKELY)
        ]
        return self._with_ticks(rows[:MOST])

    @cached_property
    def of_company(self) -> list[Sibling]:
        own = Company.of(self.lead, organization().country)
        near = self._near()
        if near is None:
            return []
        rows = Lead.objects.open().visible_to(self.user).filter(near)
        rows = rows.exclude(pk__in=[self.lead.pk, *(each.lead.pk for each in self.of_person)])
        # Sorted here: for an order PostgreSQL would rather walk all leads by score.
        read: list[Lead] = list(rows.select_related("owner").order_by()[:MOST_READ])
        read.sort(key=lambda each: -each.score)
        found = [(each, self._why(each, own)) for each in read]
        siblings = [
            Sibling(each, why, False, is_sure and each.owner_id == self.lead.owner_id)
            for each, (why, is_sure) in found if why
        ]  # fmt: skip
        return self._with_ticks(sorted(siblings, key=lambda each: not each.is_sure)[:MOST])

    @property
    def chosen(self) -> list[Sibling]:
        return [each for each in (*self.of_person, *self.of_company) if each.is_ticked]

    def _near(self) -> Q | None:
        """Who may be of this company; match decides afterwards."""
        if self.account.is_person:
            return None
        near = Q()
        if len(self.lead.company) > 2:
            near |= Q(search_text__contains=self.lead.company.lower())
        if domain := work_domain(self.lead.email):
            near |= Q(search_text__contains=f"@{domain}")
        if self.account.chosen:
            near |= Q(matched_account=self.account.chosen)
        return near or None

    def _why(self, each: Lead, own: Company) -> tuple[str, bool]:
        """Why a lead is of this company, and whether that is sure; '' if it is not."""
        theirs = Company.of(each, organization().country)
        shared = own.sought & theirs.own | own.own & theirs.sought
        if any(key.startswith("site:") for key in shared):
            return "same web domain", True
        if self.account.chosen and each.matched_account_id == self.account.chosen.pk:
            return "matched to the same account", False
        return ("same company name", False) if shared else ("", False)

    def _with_ticks(self, rows: list[Sibling]) -> list[Sibling]:
        ticked = self.asked.ticked("sibling", (each.lead.pk for each in rows if each.is_sure))
        return [_ticked(each, each.lead.pk in ticked) for each in rows]


def _ticked(each: Sibling, is_ticked: bool) -> Sibling:
    told: Any = (each.lead, each.because, each.is_person, each.is_sure, is_ticked)
    return Sibling(*told)
