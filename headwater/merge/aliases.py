"""External ids and pairs of the records: every value that a program knows still finds somebody.

A value that the survivor holds now is the survivor's; the others stay with a tombstone, which
leads on to it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog import objects
from headwater.catalog.custom import ExternalId
from headwater.database import statements
from headwater.merge.uniting import Act
from headwater.records import writing
from headwater.records.duplicate_pair import DuplicatePair, in_order
from headwater.records.uniqueness import unique_names

State = DuplicatePair.State
UNDECIDED = (State.OPEN, State.SKIPPED)


def share_out(act: Act) -> None:
    """Give each external id of the group to whoever is found by it from now on."""
    held = ExternalId.objects.filter(object_name=act.object_name, record_id__in=act.keys)
    rows = list(held.order_by("pk").select_for_update())
    for row in rows:
        value = act.survivor.custom.get(row.field)
        is_its = value is not None and str(value) == row.value
        if is_its:
            act.journal.change(row, {"record_id": act.survivor.pk})
        elif row.record_id == act.survivor.pk:
            act.journal.change(row, {"record_id": act.losers[0].pk})
    _store(act, rows)


def settle_pairs(act: Act) -> None:
    """Pairs within the group are merged; from now on those with others are the survivor's."""
    name = act.object_name
    held = DuplicatePair.objects.about(name, act.keys).order_by("pk").select_for_update()
    rows = list(held)
    known = {_ends(row) for row in rows}
    fresh = []
    for row in rows:
        one, other = (_living(end, act) for end in _ends(row))
        if one == other:
            decided = {"state": State.MERGED, "decided_by_id": act.by.pk if act.by else None,
                       "decided_at": act.now}  # fmt: skip
            act.journal.change(row, decided)
        elif (one, other) != _ends(row) and row.state in UNDECIDED:
            pair = in_order(one, other)
            if pair not in known:
                known.add(pair)
                fresh.append(_copy(row, pair))
            act.journal.change(row, {"state": State.GONE})
    _store(act, rows)
    act.made["DuplicatePair"] = [row.pk for row in DuplicatePair.objects.bulk_create(fresh)]


def forget_pairs(keys: Sequence[int]) -> None:
    """Doubts about the survivor that were the others'; what people have decided since stays."""
    undecided = DuplicatePair.objects.filter(state__in=(*UNDECIDED, State.GONE))
    undecided.filter(pk__in=keys).delete()


def _copy(row: DuplicatePair, pair: tuple[tuple[str, int], ...]) -> DuplicatePair:
    """The same doubt about the survivor; the tombstone's own stays for the day of the unmerge."""
    (one, one_id), (other, other_id) = pair
    return DuplicatePair(
        one_object=one, one_id=one_id, other_object=other, other_id=other_id, state=row.state,
        probability=row.probability, tier=row.tier, evidence=row.evidence, found_by=row.found_by,
        found_at=row.found_at, rule=row.rule, decided_by_id=row.decided_by_id,
        decided_at=row.decided_at,
    )  # fmt: skip


def _ends(row: Any) -> tuple[tuple[str, int], ...]:
    return (row.one_object, row.one_id), (row.other_object, row.other_id)


def _living(end: tuple[str, int], act: Act) -> tuple[str, int]:
    is_gone = end[0] == act.object_name and end[1] in act.keys
    return (act.object_name, act.survivor.pk) if is_gone else end


def _store(act: Act, rows: list[Any]) -> None:
    changed = [row for row in rows if act.is_changed(row)]
    if changed:
        before = act.journal.before[type(changed[0]).__name__]
        statements.update(changed, {name for row in changed for name in before[str(row.pk)]})


def repair(name: str, records: Mapping[int, Any]) -> list[str]:
    """Apart again, each record is found by what it says; what somebody else has by now is left
    out, and told."""
    rows = ExternalId.objects.filter(object_name=name, record_id__in=records)
    held = set(rows.values_list("field", "value"))
    wanted = {
        (field, str(record.custom[field])): record
        for record in records.values() if not record.is_deleted
        for field in unique_names(name) if field in record.custom
    }  # fmt: skip
    missing = {pair: record for pair, record in wanted.items() if pair not in held}
    if not missing:
        return []
    values = {value for _, value in missing}
    others = ExternalId.objects.filter(object_name=name, value__in=values)
    taken = set(others.values_list("field", "value")) & set(missing)
    for field, value in taken:
        missing[field, value].custom.pop(field)
    writing.store([missing[pair] for pair in taken], ["custom"])
    statements.insert([
        ExternalId(object_name=name, field=field, value=value, record_id=record.pk)
        for (field, value), record in missing.items() if (field, value) not in taken
    ])  # fmt: skip
    fields = objects.get(name).fields
    return [
        f"{missing[field, value]}: {fields[field].label} “{value}” belongs to another record by "
        "now, and is left out." for field, value in sorted(taken)
    ]  # fmt: skip
