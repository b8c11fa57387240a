"""Deeds on who belongs to which company: relate, describe, unrelate, move to another account.

Everything is told on the contact's Trail; an account's story covers its people. `states` and
`put_back` are how a page takes such a deed back exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import journal, trail, two_sides, writing
from headwater.records.account import Account
from headwater.records.account_contact_relation import AccountContactRelation, RelationQuerySet
from headwater.records.contact import Contact
from headwater.records.problem import Problem, Refused

SAYS = ("roles", "is_primary", "is_active", "started_on", "ended_on")
KEPT = ("account_id", "contact_id", *SAYS, "is_deleted")
Pair = tuple[int, int]  # account, contact
States = list[dict[str, Any]]


def relate(
    contacts: Sequence[Contact], account: Account, given: Mapping[str, Any], *, by: User | None
) -> list[AccountContactRelation]:
    """Say of these people what they are at an account: `given` by attribute, see SAYS.

    What they were before at that account is said anew. A contact of no company and a company that
    is a person are refused.
    """
    fitted = writing.fit(objects.get("AccountContactRelation"), given, is_new=False)
    _refuse_wrong(account, fitted)
    pairs = [(account.pk, contact.pk) for contact in contacts]
    with transaction.atomic():
        rows = held(pairs, by=by)
        for row in rows:
            _place(row, {"is_deleted": False, **fitted})
        if fitted.get("is_primary"):
            _only_primary(rows[-1], by)
        _write(rows, by)
        _tell("contact.related", contacts, dict.fromkeys(pairs, account), by, _said(fitted))
    return rows


def unrelate(relations: Sequence[AccountContactRelation], *, by: User | None) -> None:
    """Take away what is said of people at companies; their own account stays their own."""
    with transaction.atomic():
        for row in relations:
            _place(row, {"is_deleted": True, "is_primary": False})
        _write(relations, by)
        places = {(row.account_id, row.contact_id): row.account for row in relations}
        _tell("contact.unrelated", [row.contact for row in relations], places, by, {})


def move(
    contacts: Sequence[Contact], account: Account | None, *, keeps_former: bool, by: User | None
) -> None:
    """These people work at another account from now on (None: at none).

    `keeps_former`: the old account remembers them, as no longer active since today. What was said
    of them at the new account already holds on. Raises Refused for the person of a person account.
    """
    going = [each for each in contacts if each.account_id != (account.pk if account else None)]
    if two_sides.others(going):
        raise _refused("AccountId", "A person account is its own company and cannot move.")
    if account is not None and account.is_person_account:
        raise _refused("AccountId", f"{account} is a person. Choose a company or a household.")
    left = Account.objects.in_bulk({each.account_id for each in going if each.account_id})
    with transaction.atomic():
        _leave(going, keeps_former, by)
        back = _existing([(account.pk, each.pk) for each in going] if account else [])
        for row in back:
            _place(row, {"is_active": True, "ended_on": None})
        _write(back, by)
        for old, people in _by_account(going).items():
            because = {"from": str(left.get(old, "")), "to": str(account or "")}
            target = account.pk if account else None
            writing.change(people, {"account_id": target}, by=by, because=because)


def held(pairs: Sequence[Pair], *, by: User | None) -> list[AccountContactRelation]:
    """The rows of these pairs, deleted ones too, made where there are none; locked."""
    now = timezone.now()
    AccountContactRelation.objects.bulk_create(
        [
            AccountContactRelation(
                account_id=account, contact_id=contact, created_at=now, modified_at=now,
                created_by=by, modified_by=by,
            )
            for account, contact in pairs
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return _existing(pairs)


def states(pairs: Iterable[Pair]) -> States:
    """What is said of these pairs now, JSON-able, for `put_back`."""
    pairs = list(pairs)
    rows = _rows(pairs)
    known = {(row.account_id, row.contact_id): row for row in rows}
    empty = {"roles": "", "is_primary": False, "is_active": True, "is_deleted": True,
             "started_on": None, "ended_on": None}  # fmt: skip
    return [
        {name: journal.read(known[pair], name) for name in KEPT} if pair in known
        else {"account_id": pair[0], "contact_id": pair[1], **empty}
        for pair in pairs
    ]  # fmt: skip


def put_back(before: States, after: States, *, by: User | None) -> int:
    """Say again what was said before, where nobody said something else since; how many."""
    pairs = [(each["account_id"], each["contact_id"]) for each in before]
    with transaction.atomic():
        told = zip(pairs, before, after, states(pairs), strict=True)
        wanted = {pair: was for pair, was, left, now in told if left == now}
        going = held(list(wanted), by=by)
        for row in going:
            journal.write(row, wanted[row.account_id, row.contact_id])
        for row in going:
            if row.is_primary:
                _only_primary(row, by)
        _write(going, by)
    return len(going)


def _existing(pairs: Sequence[Pair]) -> list[AccountContactRelation]:
    rows = _rows(pairs).select_related("account", "contact").select_for_update(of=("self",))
    wanted = set(pairs)
    return [row for row in rows.order_by("pk") if (row.account_id, row.contact_id) in wanted]


def _rows(pairs: Sequence[Pair]) -> RelationQuerySet:
    """Those of the pairs, and maybe some of their crossings."""
    return AccountContactRelation.objects.filter(
        account__in={pair[0] for pair in pairs}, contact__in={pair[1] for pair in pairs}
    )


def _leave(going: Sequence[Contact], keeps_former: bool, by: User | None) -> None:
    pairs = [(each.account_id, each.pk) for each in going if each.account_id]
    if not pairs:
        return
    rows = held(pairs, by=by) if keeps_former else _existing(pairs)
    today = timezone.localdate()
    for row in rows:
        said = {"is_active": False, "ended_on": today, "is_deleted": False}
        _place(row, {"is_primary": False, **(said if keeps_former else {"is_deleted": True})})
    _write(rows, by)


def _only_primary(row: AccountContactRelation, by: User | None) -> None:
    """Whoever was the primary one of the account is it no longer."""
    rows = AccountContactRelation.objects.filter(account=row.account_id, is_primary=True)
    rows.exclude(pk=row.pk).update(is_primary=False, modified_at=timezone.now(), modified_by=by)


def _refuse_wrong(account: Account, fitted: Mapping[str, Any]) -> None:
    if account.is_person_account:
        raise _refused("AccountId", f"{account} is a person. Choose a company or a household.")
    start, end = fitted.get("started_on"), fitted.get("ended_on")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        raise _refused("EndDate", "The end comes before the start.")


def _place(row: AccountContactRelation, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _write(rows: Sequence[AccountContactRelation], by: User | None) -> None:
    now = timezone.now()
    for row in rows:
        row.modified_at, row.modified_by = now, by
    writing.store(rows, [*SAYS, "is_deleted", "modified_at", "modified_by"])


def _tell(
    event: str, contacts: Sequence[Contact], places: Mapping[Pair, Account], by: User | None,
    said: dict[str, Any],
) -> None:  # fmt: skip
    accounts = {pair[1]: account for pair, account in places.items()}
    trail.write(
        trail.entry(event, each, by=by, because={
            "account": {"id": accounts[each.pk].pk, "name": str(accounts[each.pk])}, **said
        })
        for each in contacts
    )  # fmt: skip


def _said(fitted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: trail.told(value) for name, value in fitted.items() if value not in ("", None)}


def _by_account(contacts: Sequence[Contact]) -> dict[int | None, list[Contact]]:
    found: dict[int | None, list[Contact]] = {}
    for each in contacts:
        found.setdefault(each.account_id, []).append(each)
    return found


def _refused(field: str, message: str) -> Refused:
    return Refused([Problem(field, "FIELD_INTEGRITY_EXCEPTION", message)])
