"""What somebody chose when converting a lead, and the answer when it is converted already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from headwater.people.models import User
from headwater.records.models import Account, Contact, Conversion, Opportunity
from headwater.records.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class NewDeal:
    """A new opportunity; what is left out follows: company as its name, first early stage."""

    name: str = ""
    stage_name: str = ""
    amount: Decimal | None = None
    close_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoDeal:
    """No opportunity, and why: without one the tie from source to revenue ends here."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The record that another lead (key) becomes: of the same batch, or converted before."""

    lead_id: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A task to go on with; without an owner it is whoever gets the new records.

    `due_at` is a moment of that day, where it matters; `subtype` is Task, Call or Email.
    """

    subject: str
    due_on: date | None = None
    owner: User | None = None
    due_at: datetime | None = None
    subtype: str = "Task"


@dataclass(frozen=True, slots=True)
class Choices:
    """How to convert one lead (Salesforce: LeadConvert).

    `account`, `contact`: an existing record, what another lead becomes, or None for a new one.
    `take` maps an object to the attributes in which the lead's value replaces the existing
    record's, `both` to those where it is kept beside it; everywhere else only what is empty is
    filled. `given` maps an object to values of new records that win over the lead's. `owner` gets
    the new records (default: the lead's owner, or who converts when a queue owns it).

    `is_person_account` None: whoever has no company is one. `household`: under which account a new
    person account stands, or the name of a new one. `truncates`: text that is too long is cut, and
    kept whole with the conversion. `is_direct`: a door converts, so nobody has answered by it.
    """

    account: Account | Beside | None = None
    contact: Contact | Beside | None = None
    opportunity: Opportunity | Beside | NewDeal | NoDeal = field(default_factory=NewDeal)
    is_person_account: bool | None = None
    household: Account | str | None = None
    owner: User | None = None
    role: str = ""
    overwrite_lead_source: bool = False
    take: Mapping[str, Collection[str]] = field(default_factory=dict)
    both: Mapping[str, Collection[str]] = field(default_factory=dict)
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    converted_status: str = ""
    follow_up: FollowUp | None = None
    override_reason: str = ""
    sends_notification: bool = False
    truncates: bool = False
    is_direct: bool = False

    def are_those_of(self, conversion: Conversion) -> bool:
        """Whether this asks for just what the conversion already did (a second click)."""
        wanted = {"Account": self.account, "Contact": self.contact, "Opportunity": self.opportunity}
        return all(
            _is_same(choice, getattr(conversion, name.lower() + "_id"), name in conversion.made)
            for name, choice in wanted.items()
        )


class AlreadyConverted(Refused):
    """The lead was converted before, otherwise than asked now; `conversion` is the standing one."""

    def __init__(self, conversion: Conversion | None) -> None:
        self.conversion = conversion
        code, message = "CANNOT_UPDATE_CONVERTED_LEAD", "This lead is converted already."
        super().__init__([Problem("", code, message)])


def _is_same(choice: Any, key: int | None, was_made: bool) -> bool:
    if isinstance(choice, Beside):  # whichever record that is, the conversion has one of its own
        return key is not None
    if choice is None or isinstance(choice, NewDeal):
        return was_made
    if isinstance(choice, NoDeal):
        return key is None
    return bool(choice.pk == key and not was_made)
