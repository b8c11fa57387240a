"""The rows that conversions changed and made, as they are now: read once for a whole undo.

Undoing works on these rows in memory, the newest conversion first, so that what a later one has
done to a shared record is off it before the earlier one is looked at.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from headwater.database import statements
from headwater.people.models import User
from headwater.records import journal
from headwater.records.models import Account, Contact, Conversion, Opportunity
from headwater.records.tombstone import MERGEABLE, survivors

NOUNS = ("Account", "Contact", "Opportunity")
MODELS: dict[str, Any] = {"Account": Account, "Contact": Contact, "Opportunity": Opportunity}
# The order in which rows are locked; converting has the same.
ORDER = (
    "Lead", *NOUNS, "OpportunityContactRole", "OpportunityHistory", "AccountContactRelation",
    "CampaignMember", "Task", "Event", "EmailMessage", "Note", "Consent", "Clock", "ClockPause",
    "DuplicatePair",
)  # fmt: skip
# Rows that were added since and can go back to the lead when their record goes.
RETURNING = ("Task", "Event", "EmailMessage", "Note", "CampaignMember", "Consent")
UNREAD = {"EmailMessage": ("html", "text", "references")}  # a mail may hold pages


@dataclass(frozen=True, slots=True)
class Relation:
    """A column of another table that points at an account, a contact or an opportunity."""

    noun: str
    model: Any
    field: Any
    on_delete: Any

    @property
    def attribute(self) -> str:
        return str(self.field.attname)


@dataclass(frozen=True, slots=True)
class Hanging:
    """A row (key) that points at a record (key) by a relation."""

    relation: Relation
    key: int


@dataclass(slots=True, eq=False)
class Present:
    """Rows by model name and key; what is decided to go, and what is to be written.

    `retold` are deals whose history goes on with how they stand afterwards.
    """

    by: User | None
    now: datetime
    rows: dict[str, dict[int, Any]] = field(default_factory=dict)
    gone: dict[str, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    hanging: dict[tuple[str, int], list[Hanging]] = field(default_factory=lambda: defaultdict(list))
    lives: dict[str, dict[int, int]] = field(default_factory=dict)
    retold: dict[int, Opportunity] = field(default_factory=dict)
    changed: dict[Any, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    columns: dict[Any, set[str]] = field(default_factory=lambda: defaultdict(set))

    def row(self, name: str, key: int) -> Any:
        """A row as it is, or None when it is gone."""
        return None if key in self.gone[name] else self.rows.get(name, {}).get(key)

    def made(self, conversion: Conversion, noun: str) -> list[Any]:
        """The records of an object that the conversion made and that are still there."""
        found = (self.row(noun, key) for key in conversion.made.get(noun, ()))
        return [record for record in found if record is not None]

    def write(self, row: Any, values: dict[str, Any]) -> None:
        """Put JSON forms on a row; it is to be saved."""
        journal.write(row, values)
        self.touch(row, values)

    def touch(self, row: Any, attributes: Iterable[str]) -> None:
        model = type(row)
        self.changed[model][row.pk] = row
        self.columns[model] |= {"custom" if name.endswith("__c") else name for name in attributes}

    def points(self, hanging: Hanging, key: int) -> bool:
        """Whether a row still points there, after all that is decided so far."""
        name = hanging.relation.model.__name__
        if hanging.key in self.gone[name]:
            return False
        row = self.rows.get(name, {}).get(hanging.key)
        return row is None or getattr(row, hanging.relation.attribute) == key


def read(
    conversions: Sequence[Conversion], *, by: User | None, now: datetime, locks: bool
) -> Present:
    """Everything that undoing these may need, one query a table; `locks` the rows meanwhile."""
    present = Present(by, now)
    wanted: dict[str, set[int]] = defaultdict(set)
    for conversion in conversions:
        for side in (conversion.before, conversion.made):
            for name, keys in side.items():
                wanted[name] |= {int(key) for key in keys}
    for name in sorted(wanted, key=_place):
        present.rows[name] = _rows(name, wanted[name], locks)
    _read_hanging(present, {noun: _made(conversions, noun) for noun in NOUNS}, locks)
    for noun in ("Account", "Contact"):
        present.lives[noun] = survivors(noun, _mentioned(conversions, noun))
    return present


def _place(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)


def _rows(name: str, keys: Collection[int], locks: bool) -> dict[int, Any]:
    if not keys:
        return {}
    rows = journal.model(name)._default_manager.filter(pk__in=keys).order_by("pk")
    rows = rows.defer(*UNREAD.get(name, ()))
    rows = rows.select_for_update(of=("self",)) if locks else rows
    return {row.pk: row for row in rows}


def _made(conversions: Iterable[Conversion], noun: str) -> list[int]:
    return sorted({key for each in conversions for key in each.made.get(noun, ())})


def _mentioned(conversions: Iterable[Conversion], noun: str) -> set[int]:
    """Keys of an object that the conversions wrote somewhere, or made."""
    end, found = f"{noun.lower()}_id", set(_made(conversions, noun))
    for conversion in conversions:
        for rows in conversion.after.values():
            for values in rows.values():
                found |= {v for name, v in values.items() if name.endswith(end) and v}
    return found if noun in MERGEABLE else set()


def _read_hanging(present: Present, made: dict[str, list[int]], locks: bool) -> None:
    """Which rows of whatever table point at the made records, in one statement."""
    asked = [relation for relation in relations() if made[relation.noun]]
    if not asked:
        return
    parts = [_scan(place, relation) for place, relation in enumerate(asked)]
    found = statements.run(
        " UNION ALL ".join(parts), [made[relation.noun] for relation in asked], is_large=True
    )
    wanted: dict[str, set[int]] = defaultdict(set)
    for place, target, key in sorted(found):
        relation = asked[place]
        present.hanging[relation.noun, target].append(Hanging(relation, key))
        name = relation.model.__name__
        if name in RETURNING and key not in present.rows.get(name, ()):
            wanted[name].add(key)
    for name in sorted(wanted, key=_place):
        present.rows.setdefault(name, {}).update(_rows(name, wanted[name], locks))


def _scan(place: int, relation: Relation) -> str:
    meta, column = relation.model._meta, relation.field.column
    key = meta.pk.column
    return (
        f'SELECT {place}, t."{column}", t."{key}" FROM "{meta.db_table}" t '  # noqa: S608
        f'WHERE t."{column}" = ANY (%s::bigint[])'
    )


@cache
def relations() -> tuple[Relation, ...]:
    """Every column of the database that points at one of the three."""
    found = []
    for noun, model in MODELS.items():
        for each in model._meta.get_fields(include_hidden=True):
            is_one = each.auto_created and (each.one_to_many or each.one_to_one)
            if is_one and each.related_model._meta.managed:
                on_delete = each.on_delete
                found.append(Relation(noun, each.related_model, each.field, on_delete))
    return tuple(found)
