"""The second column: which contact the person is."""

from dataclasses import dataclass
from functools import cached_property

from headwater.match.candidates import Candidate
from headwater.people.models import User
from headwater.records.models import Contact, Lead
from headwater.web.convert.accounts import MOST, AccountColumn, clear_best, option
from headwater.web.convert.asked import NEW, Asked, Option, row_of


@dataclass
class ContactColumn:
    """Candidates at the chosen account, the chosen one; None is a new one."""

    lead: Lead
    user: User
    asked: Asked
    found: list[Candidate]
    account: AccountColumn
    picked: Contact | None = None

    @cached_property
    def there(self) -> list[Candidate]:
        """Those who are at the chosen account, or at none."""
        key = self.account.chosen.pk if self.account.chosen else None
        return [each for each in self.found if each.record.account_id in (None, key)]

    @cached_property
    def chosen(self) -> Contact | None:
        if self.picked:
            return self.picked
        given = self.asked.text("contact")
        if given == NEW:
            return None
        named = next((each.record for each in self.there if str(each.record.pk) == given), None)
        if named or given:
            return named or self._known(given) or self.person
        best = clear_best(self.there, self.lead.name)
        return best.record if best else self.person

    @cached_property
    def person(self) -> Contact | None:
        """Of a person account that is there: its contact, for there is just one."""
        account = self.account.chosen
        if account is None or not account.is_person_account:
            return None
        rows = Contact.objects.alive().visible_to(self.user).filter(account=account)
        found: Contact | None = rows.select_related("account").order_by("pk").first()
        return found

    @property
    def is_the_account(self) -> bool:
        """Whether there is nothing to choose: account and contact are one person."""
        return self.account.is_person and (
            self.account.chosen is None or self.person is not None
        ) and not self.there  # fmt: skip

    @property
    def options(self) -> list[Option]:
        found = [option(each, self.chosen) for each in self.there[:MOST]]
        if self.chosen and all(each.value != str(self.chosen.pk) for each in found):
            small = self.chosen.title or "Looked up by you"
            found.insert(0, Option(str(self.chosen.pk), str(self.chosen), small, is_chosen=True))
        fresh = self.lead.name
        if not self.account.is_person and self.account.label:
            fresh += f", at {self.account.label}"
        return [*found, Option(NEW, "New contact", fresh, is_chosen=self.chosen is None)]

    def _known(self, given: str) -> Contact | None:
        """Looked up before; only while their account is the chosen one."""
        found: Contact | None = row_of(Contact, given, self.user, "account")
        key = self.account.chosen.pk if self.account.chosen else None
        return found if found and found.account_id in (None, key) else None


def picked(asked: Asked, user: User) -> Contact | None:
    """The contact who was just looked up by name."""
    found: Contact | None = row_of(Contact, asked.text("contact_pick"), user, "account")
    return found
