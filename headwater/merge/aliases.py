"""External ids and pairs of the records: every value that a program knows still finds somebody.

A value that the survivor holds now is the survivor's; the others stay with a tombstone, which
leads on to it.
"""

from typing import Any

from headwater import statements
from headwater.catalog.custom import ExternalId
from headwater.merge.uniting import Act
from headwater.records.duplicate_pair import DuplicatePair, in_order

State = DuplicatePair.State


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
    """Pairs within the group are merged; those with others are the survivor's from now on."""
    name, losers = act.object_name, {record.pk for record in act.losers}
    held = DuplicatePair.objects.about(name, act.keys).order_by("pk").select_for_update()
    rows = list(held)
    known = {_ends(row) for row in rows}
    for row in rows:
        ends = [_living(end, act, losers) for end in _ends(row)]
        if ends[0] == ends[1]:
            decided = {"state": State.MERGED, "decided_by_id": act.by.pk if act.by else None,
                       "decided_at": act.now}  # fmt: skip
            act.journal.change(row, decided)
            continue
        pair = in_order(ends[0], ends[1])
        if pair == _ends(row):
            continue
        if pair in known:
            act.journal.change(row, {"state": State.GONE})
        else:
            known.add(pair)
            (one, one_id), (other, other_id) = pair
            act.journal.change(row, {"one_object": one, "one_id": one_id,
                                     "other_object": other, "other_id": other_id})  # fmt: skip
    _store(act, rows)


def _ends(row: Any) -> tuple[tuple[str, int], ...]:
    return (row.one_object, row.one_id), (row.other_object, row.other_id)


def _living(end: tuple[str, int], act: Act, losers: set[int]) -> tuple[str, int]:
    is_gone = end[0] == act.object_name and end[1] in losers
    return (act.object_name, act.survivor.pk) if is_gone else end


def _store(act: Act, rows: list[Any]) -> None:
    changed = [row for row in rows if act.is_changed(row)]
    if changed:
        before = act.journal.before[type(changed[0]).__name__]
        statements.update(changed, {name for row in changed for name in before[str(row.pk)]})
