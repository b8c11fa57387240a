"""Who lives together: people without a company at one address, suggested as one household.

A household is an account of the type Household. Person accounts stand below it, contacts without a
company belong to it, and leads are matched with it. Where people are no accounts, there are none.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from headwater.match import keys
from headwater.match.blocking import blocks
from headwater.match.identity import Identity
from headwater.match.refusal import Refusal, refused
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import writing
from headwater.records.household import TYPE
from headwater.records.models import Account, Contact, Lead

# More people at one address live in a block of flats; of different names even four are many.
LEAST, FEW, MOST = 2, 4, 12
_ALONE = Q(account=None) | Q(account__is_person_account=True)
_NO_COMPANY = Q(company="", matched_account=None)


@dataclass(frozen=True, slots=True)
class Household:
    """People at one address: contacts and leads, who may be made one household."""

    name: str
    address: str
    members: tuple[Any, ...]
    key: str
    because: str


@dataclass(frozen=True, slots=True, eq=False)
class Dweller:
    """A contact or a lead, and who that is."""

    record: Any
    identity: Identity

    @property
    def address(self) -> tuple[str, str, str]:
        """Number, street and postal code (or city) in normal form."""
        one = self.identity
        return one.street_number, one.street, one.postal or one.city

    @property
    def place(self) -> str:
        """As it is written: street and city."""
        prefix = "" if isinstance(self.record, Lead) else "mailing_"
        parts = (getattr(self.record, f"{prefix}{part}") for part in ("street", "city"))
        return ", ".join(filter(None, parts))


def suggestion(record: Any, *, by: User) -> Household | None:
    """Who seems to live with a contact, a lead or a person account; a few queries by keys."""
    person, here = _person_of(record), organization()
    if person is None or not here.has_person_accounts or not _is_alone(person):
        return None
    start = _dweller(person, here.country)
    wanted = [key for key in blocks(start.identity) if key[0] == "street"]
    if not wanted:
        return None
    found = keys.look_up({"Lead": wanted, "Contact": wanted})
    ids = {name: {pk for some in each.values() for pk in some} for name, each in found.items()}
    around = [each for each in _people(by, ids, here.country) if each.record != person]
    return _open(_households([start, *(e for e in around if e.address == start.address)]))


def everywhere(*, by: User, most: int = 100) -> list[Household]:
    """Every household that the people whom `by` sees may be; the largest first."""
    here = organization()
    if not here.has_person_accounts:
        return []
    at: dict[tuple[str, str, str], list[Dweller]] = defaultdict(list)
    for each in _people(by, None, here.country):
        if all(each.address[1:]):
            at[each.address].append(each)
    found = [one for dwellers in at.values() for one in _households(dwellers)]
    no = refused(Refusal.Kind.HOUSEHOLD, [one.key for one in found]) if found else set()
    known = [one for one in found if one.key not in no]
    return sorted(known, key=lambda one: -len(one.members))[:most]


def make(household: Household, *, by: User) -> tuple[Account, dict[str, dict[str, Any]]]:
    """Create the account and put everybody into it; also what each said before, for Undo."""
    before: dict[str, dict[str, Any]] = {"Account": {}, "Contact": {}, "Lead": {}}
    first = household.members[0]
    prefix = "" if isinstance(first, Lead) else "mailing_"
    address = {
        f"billing_{part}": getattr(first, f"{prefix}{part}")
        for part in ("street", "city", "state", "postal_code", "country")
    }
    because = {"household": household.because}
    with transaction.atomic():
        account = writing.create("Account", {"name": household.name, "type": TYPE} | address, by=by)
        for record, attribute in _places(household.members):
            name = type(record).__name__
            before[name][str(record.pk)] = {attribute: getattr(record, attribute)}
            writing.change([record], {attribute: account.pk}, by=by, because=because)
        keys.refresh("Account", [account])
    return account, before


def _places(members: Iterable[Any]) -> list[tuple[Any, str]]:
    """Whose attribute says where somebody belongs: the person account's parent, before all."""
    found: list[tuple[Any, str]] = []
    for each in members:
        if isinstance(each, Lead):
            found.append((each, "matched_account_id"))
        elif each.account is None:
            found.append((each, "account_id"))
        else:
            found.append((each.account, "parent_id"))
    return found


def _households(dwellers: Sequence[Dweller]) -> list[Household]:
    """One where everybody is called the same; else all of the address, if they are few."""
    named: dict[str, list[Dweller]] = defaultdict(list)
    for each in dwellers:
        named[each.identity.last].append(each)
    families = [some for last, some in named.items() if last and _are_some(some)]
    if not families and len(dwellers) <= FEW and _are_some(dwellers):
        return [_household(dwellers, "the same address")]
    return [
        _household(some, "the same address and last name")
        for some in families if len(some) <= MOST
    ]  # fmt: skip


def _household(dwellers: Sequence[Dweller], because: str) -> Household:
    names = list(dict.fromkeys(each.record.last_name for each in dwellers))
    called = sorted({each.identity.last for each in dwellers})
    key = "|".join(["/".join(dwellers[0].address), *called])
    return Household(
        f"{' and '.join(names[:3])} household", dwellers[0].place,
        tuple(each.record for each in dwellers), key[:200], because,
    )  # fmt: skip


def _are_some(dwellers: Sequence[Dweller]) -> bool:
    """Two different people, not one who is a lead and a contact."""
    return len({(each.identity.given, each.identity.last) for each in dwellers}) >= LEAST


def _open(found: Sequence[Household]) -> Household | None:
    if not found:
        return None
    no = refused(Refusal.Kind.HOUSEHOLD, [each.key for each in found])
    return next((each for each in found if each.key not in no), None)


def _person_of(record: Any) -> Any:
    """The contact behind a person account; a company is nobody."""
    if isinstance(record, Account):
        people = Contact.objects.alive().filter(account=record).select_related("account")
        return people.first() if record.is_person_account else None
    return record


def _is_alone(person: Any) -> bool:
    if isinstance(person, Lead):
        return not (person.company or person.is_converted or person.matched_account_id)
    account = person.account
    return account is None or (account.is_person_account and account.parent_id is None)


def _people(by: User, ids: dict[str, set[int]] | None, country: str) -> list[Dweller]:
    """Contacts and leads without a company that `by` sees: those with these keys, or all."""
    contacts = Contact.objects.alive().visible_to(by).filter(_ALONE).exclude(mailing_street="")
    contacts = contacts.filter(account__parent=None).select_related("account").order_by("pk")
    leads = Lead.objects.alive().visible_to(by).filter(_NO_COMPANY, is_converted=False)
    leads = leads.exclude(street="").order_by("pk")
    if ids is not None:
        contacts = contacts.filter(pk__in=ids["Contact"])
        leads = leads.filter(pk__in=ids["Lead"])
    return [_dweller(person, country) for person in (*contacts, *leads)]


def _dweller(person: Any, country: str) -> Dweller:
    return Dweller(person, Identity.of_record(person, country, company=""))
