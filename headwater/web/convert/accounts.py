"""The first column: which account the lead becomes or joins, and in which household it lives."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from headwater.convert import naming
from headwater.convert.conversion_settings import settings
from headwater.match import home
from headwater.match.candidates import Candidate
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Account, Contact, Lead
from headwater.web.convert.asked import NEW, NONE, Asked, Option, row_of

MOST = 5  # options in a column; more would be a list
BUSINESS, PERSON = "business", "person"


@dataclass
class AccountColumn:
    """Candidates with their evidence, the chosen one, and what a new one is like.

    `picked` is the contact who was looked up by name: the account follows.
    """

    lead: Lead
    user: User
    asked: Asked
    found: list[Candidate]
    picked: Contact | None = None

    @cached_property
    def chosen(self) -> Account | None:
        """The existing account; None is a new one."""
        if self.picked and self.picked.account_id:
            return self.picked.account
        looked_up = self._looked_up()
        if looked_up:
            return looked_up
        given = self.asked.text("account")
        if given == NEW:
            return None
        if given:
            return self._known(given)
        best = clear_best(self._usual, self.lead.company)
        return best.record if best else None

    @property
    def _usual(self) -> list[Candidate]:
        """Who has no company is not put into a household's account, but lives below it."""
        if self.lead.company or not organization().has_person_accounts:
            return self.found
        return [each for each in self.found if each.record.type != home.TYPE]

    @property
    def options(self) -> list[Option]:
        found = [option(each, self.chosen) for each in self._usual[:MOST]]
        if self.chosen and all(each.value != str(self.chosen.pk) for each in found):
            place = self.chosen.billing_city or "Looked up by you"
            found.insert(0, Option(str(self.chosen.pk), self.chosen.name, place, is_chosen=True))
        small = self.lead.company or f"{self.lead.name}, a person account"
        fresh = Option(NEW, "New account", f"{small}, from the lead", is_chosen=not self.chosen)
        return [*found, fresh]

    @property
    def may_be_person(self) -> bool:
        return self.chosen is None and organization().has_person_accounts

    @property
    def kind(self) -> str:
        """What a new account is: a business, or the person; who has no company is one at once."""
        usual = BUSINESS if self.lead.company or not self.may_be_person else PERSON
        given = self.asked.text("kind", usual)
        return PERSON if given == PERSON and self.may_be_person else BUSINESS

    @property
    def is_person(self) -> bool:
        """Whether the account, new or not, is the person itself."""
        return self.chosen.is_person_account if self.chosen else self.kind == PERSON

    @property
    def pattern(self) -> str:
        return settings().account_name

    @property
    def usual_name(self) -> str:
        return naming.account_name(self.lead, settings(), timezone.localdate())

    @property
    def name(self) -> str:
        """What a new business is called: as typed, else by the pattern."""
        return self.asked.text("account_name") or self.usual_name

    @property
    def label(self) -> str:
        """What the account is called in a sentence."""
        if self.chosen:
            return self.chosen.name
        return self.lead.name if self.is_person else self.name

    # --- household -------------------------------------------------------------------------------
    @property
    def asks_household(self) -> bool:
        return self.chosen is None and self.kind == PERSON

    @cached_property
    def homes(self) -> list[home.Home]:
        """Households that are there, whose people or address suggest them."""
        return home.homes_of(self.lead, by=self.user) if self.asks_household else []

    @cached_property
    def neighbours(self) -> home.Household | None:
        """People at the same address who are no household yet."""
        if not self.asks_household or self.homes:
            return None
        return home.suggestion(self.lead, by=self.user)

    @cached_property
    def household(self) -> str:
        """The key of a household, `new`, or `none`: the one that match is sure of, usually."""
        keys = [str(each.account.pk) for each in self.homes]
        usual = keys[0] if self.homes and self.homes[0].is_sure else NONE
        given = self.asked.text("household", usual)
        return (
            given if given in (NEW, NONE, *(str(each.account.pk) for each in self.homes)) else usual
        )

    @property
    def household_name(self) -> str:
        usual = self.neighbours.name if self.neighbours else f"{self.lead.last_name} household"
        return self.asked.text("household_name") or usual

    @property
    def households(self) -> list[Option]:
        found = [
            Option(str(each.account.pk), each.account.name, each.because,
                   is_chosen=self.household == str(each.account.pk))
            for each in self.homes
        ]  # fmt: skip
        who = ", ".join(str(each) for each in self.neighbours.members) if self.neighbours else ""
        small = f"With {who}: {self.neighbours.because}" if self.neighbours else "Named for them"
        return [
            *found,
            Option(NEW, "New household", small, is_chosen=self.household == NEW),
            Option(NONE, "No household", "They stand for themselves",
                   is_chosen=self.household == NONE),
        ]  # fmt: skip

    @property
    def home(self) -> Account | str | None:
        """The household as conversion takes it."""
        if not self.asks_household or self.household == NONE:
            return None
        if self.household == NEW:
            return self.household_name
        return next(h.account for h in self.homes if str(h.account.pk) == self.household)

    def _looked_up(self) -> Account | None:
        """By the hidden key, or without scripts by the name that was typed."""
        found: Account | None = row_of(Account, self.asked.text("account_pick"), self.user)
        named = self.asked.text("account_named")
        if found is None and named:
            rows = Account.objects.alive().visible_to(self.user).filter(name__iexact=named)
            found = rows.order_by("pk").first()
        return found

    def _known(self, given: str) -> Account | None:
        for each in self.found:
            if str(each.record.pk) == given:
                known: Account = each.record
                return known
        found: Account | None = row_of(Account, given, self.user)
        return found


def clear_best(found: list[Candidate], name: str) -> Candidate | None:
    """The surest candidate; of several that are equally sure only the one of the same name."""
    sure = [each for each in found if each.is_sure]
    equal = [each for each in sure if each.strength == sure[0].strength]
    if len(equal) == 1:
        return equal[0]
    return next((each for each in equal if str(each.record).casefold() == name.casefold()), None)


def option(candidate: Candidate, chosen: object) -> Option:
    """A candidate with its evidence."""
    record = candidate.record
    small = candidate.because[:1].upper() + candidate.because[1:]
    tone = "good" if candidate.is_sure else ""
    is_chosen = bool(chosen and chosen == record)
    return Option(str(record.pk), str(record), small, f"{candidate.strength} %", tone, is_chosen)
