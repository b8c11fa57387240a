"""The head of a column: whose record it is, where it came from, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.catalog import objects
from headwater.people.models import User
from headwater.web.records import kinds


@dataclass(frozen=True, slots=True)
class Head:
    """One record in a few words; `number` is the key that makes it the one that stays."""

    record: Any
    number: int
    noun: str
    url: str
    where: str
    stands: str
    is_master: bool = False


def heads(records: Sequence[Any], *, master: Any = None) -> list[Head]:
    """Columns in the order of the records; fetch these with their owners and accounts."""
    return [
        Head(
            record, number, objects.of_model(record).label.lower(), kinds.page_of(record),
            where(record), stands(record), is_master=master is not None and record.pk == master.pk,
        )
        for number, record in enumerate(records, start=1)
    ]  # fmt: skip


def where(record: Any) -> str:
    """Where somebody works or lives, or where a company sits."""
    name = objects.of_model(record).name
    if name == "Lead":
        return ", ".join(filter(None, (record.company, record.city)))
    if name == "Contact":
        works = str(record.account) if record.account else ""
        return ", ".join(filter(None, (works, record.mailing_city)))
    return ", ".join(filter(None, (record.billing_city, record.industry)))


def stands(record: Any) -> str:
    """How it stands, in two or three words."""
    if objects.of_model(record).name == "Lead":
        state = "converted" if record.is_converted else record.status
        return f"{state}, score {record.score}" if record.score else str(state)
    return ""


def in_short(record: Any, user: User) -> str:
    """“lead of Mara Lind at Harbor Cold Storage”."""
    noun = objects.of_model(record).label.lower()
    whose = "yours" if record.owner_id == user.pk else f"{record.owner}’s"
    return ", ".join(filter(None, (noun, whose, where(record))))
