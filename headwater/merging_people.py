"""Person accounts in a merge: an account and its contact become one with another such pair."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from headwater.catalog import objects
from headwater.merge.act import Merge
from headwater.records import two_sides
from headwater.records.models import Account, Contact
from headwater.records.problem import Problem, Refused

AT_ONCE = timedelta(minutes=1)  # both merges of a pair are made in one transaction


def sides(master: Any, others: Sequence[Any]) -> list[Any]:
    """The other sides of what is merged, the master's first; [] where nobody is a person account.

    Raises Refused where a contact is the person of an account and another is somebody's employee.
    """
    if not isinstance(master, Account | Contact):
        return []
    records = [master, *others]
    found = two_sides.others(records)
    if not found:
        return []
    by_key = {_key_of(record): record for record in reversed(found)}
    ordered = [by_key[key] for record in records if (key := _key_here(record)) in by_key]
    if isinstance(master, Contact) and len(ordered) < len(records):
        message = "One of them is a person account: its person becomes one only with another such."
        raise Refused([Problem("", "MERGE_FAILED", message)])
    both = ordered + [each for each in found if each not in ordered]
    return both if len(both) > 1 and ordered[:1] else []


def as_said(master: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen for one side, as the other says it."""
    kind, named = objects.of_model(master), dict(values)
    shared = {name: named[name] for name in two_sides.SAME if name in named}
    if kind.name == "Account" and "name" in named:
        first, _, last = str(named["name"]).rpartition(" ")
        return shared | {"first_name": first.strip()[:40], "last_name": last[:80]}
    if kind.name == "Contact" and two_sides.NAMES & named.keys():
        said = [str(named.get(name, getattr(master, name))) for name in ("first_name", "last_name")]
        return shared | {"name": " ".join(filter(None, said))}
    return shared


def twin_of(merge: Merge) -> Merge | None:
    """The merge of the other sides that was made with this one and still stands."""
    if merge.object_name not in ("Account", "Contact"):
        return None
    near = Merge.objects.standing().filter(
        at__range=(merge.at - AT_ONCE, merge.at + AT_ONCE), by=merge.by_id
    )
    if merge.object_name == "Account":
        people = Contact.objects.filter(account=merge.survivor_id).values("pk")
        twin: Merge | None = near.filter(object_name="Contact", survivor_id__in=people).first()
    else:
        own = Contact.objects.filter(pk=merge.survivor_id, account__is_person_account=True)
        keys = own.values("account_id")
        twin = near.filter(object_name="Account", survivor_id__in=keys).first()
    is_person = twin and Account.objects.filter(
        pk__in=(merge if merge.object_name == "Account" else twin).keys, is_person_account=True
    )
    return twin if is_person and is_person.exists() else None


def _key_here(record: Any) -> Any:
    return record.pk if isinstance(record, Account) else record.account_id


def _key_of(side: Any) -> Any:
    return side.account_id if isinstance(side, Contact) else side.pk
