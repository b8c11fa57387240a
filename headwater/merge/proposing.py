"""Which of several values is the best, and why: deciding only, from what the records say.

A field has a list of preferences; each narrows the candidates until one is left, and the one that
did it is the reason that people read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from headwater.catalog.fields import FieldDef
from headwater.merge.fields import address_of, distinct, folded, is_blank, value_of
from headwater.records import keys


@dataclass(slots=True)
class Known:
    """What is known beside the values: when a field was last said on a record, which addresses
    came back, how far along each status is (closed ones are negative), who is a person."""

    country: str = ""
    said_at: Mapping[tuple[int, str], datetime] = field(default_factory=dict)
    undeliverable: frozenset[str] = frozenset()
    statuses: Mapping[str, int] = field(default_factory=dict)
    queues: frozenset[int] = frozenset()

    def last_said(self, record: Any, attribute: str) -> datetime:
        at: datetime = self.said_at.get((record.pk, attribute), record.created_at)
        return at


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One field of the records: what each says (`options`: key → value), what is proposed from
    which record, and why. `differs`: two of them say different things."""

    attribute: str
    label: str
    options: dict[int, Any]
    proposed: Any
    proposed_from: int
    why: str
    differs: bool


Rank = Callable[[Any, Any, Known], Any]  # (value, record, known) → the more, the better


def choose(of: FieldDef, records: Sequence[Any], known: Known) -> FieldChoice:
    """The choice for one field; the first record is the one that stays."""
    options = {record.pk: value_of(record, of.attribute) for record in records}
    best, why = _best(of, records, known)
    if address_of(of.attribute):
        best, why = _best_address(of, records, known)
    differs = len(distinct(options.values())) > 1
    return FieldChoice(of.attribute, of.label, options, options[best.pk], best.pk,
                       why if differs else "", differs)  # fmt: skip


def _best(of: FieldDef, records: Sequence[Any], known: Known) -> tuple[Any, str]:
    left = [record for record in records if not is_blank(value_of(record, of.attribute))]
    if not left:
        return records[0], ""
    for words, rank in _preferences(of):
        left, has_narrowed = _narrowed(left, of.attribute, rank, known)
        if has_narrowed and _agree(left, of.attribute):
            return left[0], words
    return left[0], ""


def _narrowed(
    left: Sequence[Any], attribute: str, rank: Rank, known: Known
) -> tuple[list[Any], bool]:
    ranks = [rank(value_of(record, attribute), record, known) for record in left]
    top = max(ranks)
    best = [record for record, each in zip(left, ranks, strict=True) if each == top]
    return best, len(best) < len(left)


def _agree(records: Sequence[Any], attribute: str) -> bool:
    return len({repr(folded(value_of(record, attribute))) for record in records}) == 1


def _best_address(of: FieldDef, records: Sequence[Any], known: Known) -> tuple[Any, str]:
    """Two addresses are never mixed: the one that says most, then the one that was said last."""
    parts = address_of(of.attribute)

    def told(record: Any) -> int:
        return sum(not is_blank(value_of(record, part)) for part in parts)

    most = max(map(told, records))
    left = [record for record in records if told(record) == most]
    if len(left) == 1:
        return left[0], "the most complete address"
    newest = max(left, key=lambda record: max(known.last_said(record, part) for part in parts))
    return newest, "the address that was given last"


def _deliverable(value: Any, record: Any, known: Known) -> Any:
    return str(value).lower() not in known.undeliverable


def _at_work(value: Any, record: Any, known: Known) -> Any:
    return bool(keys.work_domain(str(value)))


def _dialable(value: Any, record: Any, known: Known) -> Any:
    return keys.phone_number(str(value), known.country) is not None


def _international(value: Any, record: Any, known: Known) -> Any:
    return str(value).strip().startswith("+")


def _quiet(value: Any, record: Any, known: Known) -> Any:
    text = "".join(filter(str.isalpha, str(value)))
    return not (len(text) > 3 and (text.isupper() or text.islower()))


def _length(value: Any, record: Any, known: Known) -> Any:
    return len(folded(str(value)))


def _recent(value: Any, record: Any, known: Known) -> Any:
    return record.created_at


def _open(value: Any, record: Any, known: Known) -> Any:
    return not getattr(record, "is_closed", False)


def _furthest(value: Any, record: Any, known: Known) -> Any:
    return known.statuses.get(str(value), -1)


def _person(value: Any, record: Any, known: Known) -> Any:
    return value not in known.queues


def _oldest(value: Any, record: Any, known: Known) -> Any:
    return -record.created_at.timestamp()


LAST = (("from the record that came last", _recent),)
NAMES = (("not in capitals or small letters alone", _quiet), ("says more", _length))
BY_ATTRIBUTE: dict[str, tuple[tuple[str, Rank], ...]] = {
    "status": (("still open", _open), ("the furthest along", _furthest)),
    "lead_source": (("how they came first", _oldest),),
    "account_source": (("how they came first", _oldest),),
    "description": (("says most", _length),),
    "first_name": NAMES,
    "last_name": NAMES,
    "name": NAMES,
    "company": NAMES,
}
BY_TYPE: dict[str, tuple[tuple[str, Rank], ...]] = {
    "email": (("mail to the other one came back", _deliverable), ("an address at work", _at_work)),
    "phone": (("a number that can be dialled", _dialable), ("with its country code",
                                                            _international)),
    "string": (("not in capitals or small letters alone", _quiet),),
}  # fmt: skip


def _preferences(of: FieldDef) -> tuple[tuple[str, Rank], ...]:
    if of.attribute == "owner_id":
        # Whose record stays keeps it, unless nobody in person has it.
        return (("a person rather than a queue", _person),)

    def said(value: Any, record: Any, known: Known) -> Any:
        return known.last_said(record, of.attribute)

    found = BY_ATTRIBUTE.get(of.attribute, BY_TYPE.get(of.type, ()))
    return (*found, ("said last", said), *LAST)
