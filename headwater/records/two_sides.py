"""A person account is an account and its one contact: what both say is the same on both sides."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from headwater.catalog.objects import ObjectDef
from headwater.records.account import Account
from headwater.records.contact import Contact

SAME = ("phone", "fax", "owner_id")  # called alike on both sides
NAMES = frozenset({"first_name", "last_name"})


def others(records: Sequence[Any], *, is_deleted: bool = False) -> list[Any]:
    """The other sides of these accounts or contacts; one query, none without a person account."""
    first = records[0] if records else None
    rows: Any
    if isinstance(first, Account):
        keys = [record.pk for record in records if record.is_person_account]
        rows = Contact.objects.filter(account__in=keys, master_record=None)
    elif isinstance(first, Contact):
        keys = [record.account_id for record in records if record.account_id]
        rows = Account.objects.filter(pk__in=keys, is_person_account=True)
    else:
        return []
    return list(rows.filter(is_deleted=is_deleted).order_by("pk")) if keys else []


def mirrored(
    kind: ObjectDef, changed: Sequence[Any], fitted: Mapping[str, Any]
) -> Iterable[tuple[list[Any], dict[str, Any]]]:
    """What the other sides of these have to say now: records with the same values together."""
    shared = {name: fitted[name] for name in SAME if name in fitted}
    is_named = bool(NAMES & fitted.keys()) if kind.name == "Contact" else "name" in fitted
    if kind.name not in ("Account", "Contact") or not (shared or is_named) or not changed:
        return []
    by_account = {getattr(record, _account_of(kind)): record for record in changed}
    groups: dict[str, tuple[list[Any], dict[str, Any]]] = {}
    for other in others(changed):
        account = other.pk if kind.name == "Contact" else other.account_id
        values = shared | (_named(kind, by_account[account]) if is_named else {})
        groups.setdefault(repr(values), ([], values))[0].append(other)
    return groups.values()


def _account_of(kind: ObjectDef) -> str:
    return "account_id" if kind.name == "Contact" else "pk"


def _named(kind: ObjectDef, record: Any) -> dict[str, Any]:
    if kind.name == "Contact":
        return {"name": f"{record.first_name} {record.last_name}".strip()}
    first, _, last = record.name.rpartition(" ")
    return {"first_name": first.strip()[:40], "last_name": last[:80]}
