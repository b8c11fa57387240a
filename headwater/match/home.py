"""In which household does a person live? Those that are there, before a new one is suggested."""

from dataclasses import dataclass
from typing import Any

from headwater.match import keys
from headwater.match.blocking import blocks
from headwater.match.households import Household, suggestion
from headwater.match.identity import Identity
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.household import TYPE
from headwater.records.models import Account, Contact

__all__ = ["TYPE", "Home", "Household", "homes_of", "suggestion"]


@dataclass(frozen=True, slots=True)
class Home:
    """A household that is there, and why somebody may belong to it."""

    account: Account
    because: str
    is_sure: bool


def homes_of(record: Any, *, by: User) -> list[Home]:
    """Households at the person's address, the surest first; the same last name there is sure.

    Three queries at most; none where people are no accounts or the address is not known.
    """
    here = organization()
    person = Identity.of_record(record, here.country, company="")
    streets = [key for key in blocks(person) if key[0] == "street"]
    if not (here.has_person_accounts and streets):
        return []
    found = keys.look_up({"Account": streets, "Contact": streets})
    ids = {name: {pk for some in each.values() for pk in some} for name, each in found.items()}
    rows = Contact.objects.alive().visible_to(by).filter(pk__in=ids["Contact"])
    parents: dict[int, list[Contact]] = {}
    for each in rows.select_related("account"):
        if each.account and (key := each.account.parent_id or each.account_id):
            parents.setdefault(key, []).append(each)
    households = Account.objects.alive().visible_to(by).filter(type=TYPE)
    homes = [
        _home(account, parents.get(account.pk, []), record)
        for account in households.filter(pk__in={*ids["Account"], *parents}).order_by("pk")
    ]
    return sorted(homes, key=lambda each: not each.is_sure)


def _home(account: Account, people: list[Contact], record: Any) -> Home:
    name = record.last_name.casefold()
    same = [each for each in people if each.last_name.casefold() == name]
    who = ", ".join(str(each) for each in (same or people)[:3])
    because = "The same address" + (f" and last name as {who}" if same else "")
    if people and not same:
        because += f" as {who}"
    return Home(account, because, bool(same) or name in account.name.casefold().split())
