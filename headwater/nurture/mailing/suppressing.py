"""The suppression list: putting addresses on it, and taking them off again, with a reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Contact, Lead, Undeliverable
from headwater.records.problem import Problem, Refused
from headwater.records.undeliverable import Kind

MOST = 50_000  # addresses of one list
_APART = re.compile(r"[\s,;\"'<>]+")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a list of addresses."""

    new: int
    known: int
    wrong: tuple[str, ...]


def suppress(
    addresses: Sequence[str],
    reason: str,
    *,
    by: User | None,
    kind: str = Kind.HAND,
    at: datetime | None = None,
) -> Added:
    """Send nothing to these addresses from now on; raises Refused without a reason.

    An address that is on the list keeps how it came there, and counts as final from now on.
    """
    if not reason.strip():
        raise Refused([Problem("reason", "REQUIRED_FIELD_MISSING", "Say why.")])
    if len(addresses) > MOST:
        message = f"At most {MOST:,} addresses at once; these are {len(addresses):,}."
        raise Refused([Problem("addresses", "LIMIT_EXCEEDED", message)])
    found = sorted({each.strip().lower() for each in addresses} - {""})
    good = [each for each in found if _is_address(each)]
    wrong = tuple(each for each in found if not _is_address(each))
    at = at or timezone.now()
    with transaction.atomic():
        known = _list(good, reason[:500], by=by, kind=kind, at=at)
        event = "email.complained" if kind == Kind.COMPLAINT else "email.suppressed"
        _tell(event, good, by=by, at=at, because={"reason": reason[:300], "kind": str(kind)})
    return Added(len(good) - known, known, wrong)


def _list(good: Sequence[str], reason: str, *, by: User | None, kind: str, at: datetime) -> int:
    """Put them on the list; returns how many were on it."""
    rows = Undeliverable.objects.filter(address__in=good)
    known = set(rows.values_list("address", flat=True))
    rows.update(is_hard=True, kind=kind, reason=reason, by=by, found_at=at)
    Undeliverable.objects.bulk_create(
        (Undeliverable(address=each, reason=reason, found_at=at, kind=kind, by=by)
         for each in good if each not in known),
        ignore_conflicts=True,
    )  # fmt: skip
    return len(known)


def release(rows: Sequence[Undeliverable], reason: str, *, by: User) -> int:
    """Take addresses off the list; raises Refused without a reason: it stands in the Trail."""
    if not reason.strip():
        message = "Say why mail may go there again."
        raise Refused([Problem("reason", "REQUIRED_FIELD_MISSING", message)])
    with transaction.atomic():
        _tell(
            "email.released", [row.address for row in rows], by=by, at=timezone.now(),
            because={"reason": reason[:300]},
        )  # fmt: skip
        Undeliverable.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def addresses_in(text: str) -> list[str]:
    """The addresses of a pasted text or a CSV file: whatever has an @ in it."""
    return [each for each in _APART.split(text) if "@" in each]


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _tell(
    event: str, addresses: Sequence[str], *, by: User | None, at: datetime, because: dict[str, Any]
) -> None:
    """To the Trail of everybody with these addresses; two queries, however many they are."""
    people = [
        person
        for model in (Lead, Contact)
        for person in model.objects.alive().alias(address=Lower("email")).filter(
            address__in=addresses
        )
    ]  # fmt: skip
    trail.write(
        trail.entry(
            event, person, by=by, at=at, because={"address": person.email.lower()} | because
        )
        for person in people
    )
