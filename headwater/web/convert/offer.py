"""What the convert dialog offers: each column already answered, with the evidence beside it."""

from dataclasses import dataclass, field
from functools import cached_property

from headwater.convert import mapping
from headwater.match.candidates import Candidates, candidates
from headwater.people.models import User
from headwater.people.user import users
from headwater.qualify import discovery
from headwater.records.models import Contact, Lead
from headwater.web.convert.accounts import AccountColumn
from headwater.web.convert.asked import Asked, key_of
from headwater.web.convert.contacts import ContactColumn, picked
from headwater.web.convert.deals import DealColumn
from headwater.web.convert.follow_up import FollowUpPart
from headwater.web.convert.needs import Needs
from headwater.web.convert.siblings import Siblings
from headwater.web.convert.summary import Part, summary
from headwater.web.convert.value_rows import Values


@dataclass
class Offer:
    """The dialog for one lead as `user` sees it; `asked` is what was chosen so far."""

    held: Lead
    user: User
    asked: Asked
    problems: list[str] = field(default_factory=list)

    @property
    def lead(self) -> Lead:
        """With what was typed into the dialog and is not saved yet."""
        return self.needs.lead

    @cached_property
    def needs(self) -> Needs:
        return Needs(self.held, self.user, self.asked, discovery.sheet(self.held))

    @cached_property
    def found(self) -> Candidates:
        return candidates(self.lead, by=self.user)

    @cached_property
    def account(self) -> AccountColumn:
        return AccountColumn(self.lead, self.user, self.asked, self.found.accounts, self._picked)

    @cached_property
    def contact(self) -> ContactColumn:
        return ContactColumn(
            self.lead, self.user, self.asked, self.found.contacts, self.account, self._picked
        )

    @cached_property
    def deal(self) -> DealColumn:
        return DealColumn(self.lead, self.user, self.asked, self.account, self.contact)

    @cached_property
    def siblings(self) -> Siblings:
        return Siblings(self.lead, self.user, self.asked, self.found.leads, self.account)

    @cached_property
    def values(self) -> Values:
        records = {
            "Account": self.account.chosen,
            "Contact": self.contact.chosen,
            "Opportunity": self.deal.deal,
        }
        names = {"Account": self.account.label, "Opportunity": self.deal.name}
        return Values(self.lead, self.asked, mapping.lines(), records, names)

    @cached_property
    def follow_up(self) -> FollowUpPart:
        return FollowUpPart(self.lead, self.asked, self.owner_id)

    @cached_property
    def people(self) -> list[User]:
        return sorted((each for each in users().values() if each.is_active), key=lambda u: u.name)

    @property
    def owner_id(self) -> int:
        """Who gets the new records: as asked, else the lead's owner, else who converts."""
        usual = self.user.pk if self.lead.owner.is_queue else self.lead.owner_id
        asked = key_of(self.asked.text("owner"))
        return asked if asked in users() else usual

    @cached_property
    def summary(self) -> list[Part]:
        return summary(self)

    @cached_property
    def _picked(self) -> Contact | None:
        return picked(self.asked, self.user)
