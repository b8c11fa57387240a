"""Whose a deal is that a door makes: a person's, for a queue cannot own one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from headwater.people.models import Organization, User
from headwater.people.owner import owners
from headwater.people.queue import members, queues
from headwater.people.user import users
from headwater.records.models import Account, Lead, Opportunity


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person, and why where that is not the owner of the lead; None when there is nobody."""

    owner: User | None
    why: str = ""


NOBODY = Chosen(None)


def choose(wanted: Sequence[tuple[Lead, Account | None]], here: Organization) -> dict[int, Chosen]:
    """By lead: its owner; for a queue's lead whoever has the account, the default owner if that
    is a person, the member with the fewest open deals, the queue's manager. One query at most."""
    found: dict[int, Chosen] = {}
    for lead, account in wanted:
        if chosen := _named(lead, account, here):
            found[lead.pk] = chosen
    rest = [lead for lead, _ in wanted if lead.pk not in found]
    return found | _members(rest) if rest else found


def _named(lead: Lead, account: Account | None, here: Organization) -> Chosen | None:
    queue = _name(lead.owner_id)
    if user := _person(lead.owner_id):
        return Chosen(user)
    if account and (user := _person(account.owner_id)):
        return Chosen(user, f"{queue} owns no deals; {user} has {account}")
    if user := _person(here.default_lead_owner_id):
        return Chosen(user, f"{queue} owns no deals; {user} is the default owner")
    return None


def _members(leads: Sequence[Lead]) -> dict[int, Chosen]:
    """Evenly: each deal of this batch counts for the next."""
    known = members()
    people = {lead.owner_id: _taking(known.get(lead.owner_id, ())) for lead in leads}
    load = _load(key for some in people.values() for key in some)
    found = {}
    for lead in leads:
        able, name = people[lead.owner_id], _name(lead.owner_id)
        user = _person(min(able, key=lambda key: (load[key], key))) if able else None
        if user:
            load[user.pk] += 1
            found[lead.pk] = Chosen(user, f"{user} has the fewest open deals of those in {name}")
        else:
            queue = queues().get(lead.owner_id)
            manager = _person(queue.manager_id if queue else None)
            found[lead.pk] = Chosen(manager, f"nobody in {name} takes leads; {manager} leads them")
    return found


def _taking(keys: Iterable[int]) -> list[int]:
    return [key for key in keys if (user := _person(key)) and user.is_taking_leads]


def _load(keys: Iterable[int]) -> Counter[int]:
    wanted = set(keys)
    if not wanted:
        return Counter()
    rows = Opportunity.objects.alive().filter(owner__in=wanted, is_closed=False).order_by()
    counted: Mapping[int, int] = dict(rows.values_list("owner").annotate(Count("pk")))
    return Counter(counted)


def _person(key: int | None) -> User | None:
    user = users().get(key or 0)
    return user if user and user.is_active else None


def _name(key: int) -> str:
    owner = owners().get(key)
    return owner.name if owner else "The queue"
