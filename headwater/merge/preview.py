"""Looking before merging: the best value of each field and why, what moves, what was said no to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from headwater.catalog import objects
from headwater.merge import known as knowing
from headwater.merge import moving
from headwater.merge.fields import PARENTS, choosable, distinct, is_blank, value_of
from headwater.merge.hierarchy import free_parents
from headwater.merge.merge import refuse_foreign, stamp_of
from headwater.merge.proposing import FieldChoice, choose
from headwater.merge.relations import MOVES, UNITED
from headwater.people.models import User
from headwater.records.consent import Channel, Consent, standing

CIRCLE = "another would come to stand above itself"


@dataclass(slots=True)
class Preview:
    """What merging these records would do. `master` is the record that stays, `records` all of
    them with it first; `fields` those that at least one of them fills; `moves` kind → how many
    rows of the others; `consent` sentences; `stamp` goes back to `merge` as `seen`."""

    master: Any
    records: list[Any]
    fields: list[FieldChoice]
    moves: dict[str, int]
    consent: list[str]
    stamp: str


def preview(records: Sequence[Any], *, by: User | None, master: Any = None) -> Preview:
    """Look at records of one object; without `master` the one that says most is proposed.

    Raises Refused when `by` may not merge them. A fixed number of queries.
    """
    refuse_foreign(records, by)
    name = objects.name_of(records[0])
    first = master or best_master(records)
    ordered = [first, *(record for record in records if record.pk != first.pk)]
    known = knowing.gather(ordered)
    fields = [
        choose(field, ordered, known) for attribute, field in choosable(name).items()
        if distinct(value_of(record, attribute) for record in ordered)
    ]  # fmt: skip
    fields = _without_circles(name, ordered, fields)
    return Preview(first, ordered, fields, _moves(name, ordered[1:]), _consent(name, ordered),
                   stamp_of(ordered))  # fmt: skip


def _without_circles(
    name: str, records: Sequence[Any], fields: Sequence[FieldChoice]
) -> list[FieldChoice]:
    """Nobody is proposed who stands below one of the records."""
    attribute = PARENTS.get(name)
    free = free_parents(records) if any(each.attribute == attribute for each in fields) else []
    return [
        replace(choice, proposed=free[0] if free else None, why=CIRCLE)
        if choice.attribute == attribute and choice.proposed not in free else choice
        for choice in fields
    ]  # fmt: skip


def best_master(records: Sequence[Any]) -> Any:
    """An open record before a closed one, then the one that says most, then the oldest."""
    attributes = choosable(objects.name_of(records[0]))

    def worth(record: Any) -> tuple[bool, int, float]:
        told = sum(not is_blank(value_of(record, attribute)) for attribute in attributes)
        return not getattr(record, "is_closed", False), told, -record.created_at.timestamp()

    return max(records, key=worth)


def _moves(name: str, losers: Sequence[Any]) -> dict[str, int]:
    relations = [*MOVES[name], *UNITED[name]]
    counts = moving.counts(relations, [record.pk for record in losers])
    kinds = {relation.key: relation.kind for relation in relations}
    return {kinds[key]: count for key, count in counts.items() if count}


def _consent(name: str, records: Sequence[Any]) -> list[str]:
    """Where one of them said no: it holds for the one that stays."""
    if name == "Account":
        return []
    side = f"{name.lower()}_id"
    said: dict[int, list[Consent]] = {record.pk: [] for record in records}
    for row in Consent.objects.filter(**{f"{side}__in": list(said)}):
        said[getattr(row, side)].append(row)
    told = []
    for channel in Channel:
        saying_no = [
            record for record in records
            if standing(record, said[record.pk])[channel.value].is_withdrawn
        ]  # fmt: skip
        if saying_no:
            who = " and ".join(dict.fromkeys(map(str, saying_no)))
            told.append(f"{channel.label}: {who} opted out. It stays so.")
    return told
