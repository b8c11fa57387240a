"""Merging: any number of leads, contacts or accounts become one of them, or nothing does.

One transaction with the records locked in one order. What hangs on the losers moves in bulk; the
losers stay as tombstones with all their values. The number of queries is the same for one child
and for a million.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.merge import aliases, moving, settling, uniting
from headwater.merge.act import Merge
from headwater.merge.fields import OPT_OUTS, choosable
from headwater.merge.relations import MOVES, UNITED
from headwater.merge.uniting import Act
from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids
from headwater.records import trail, writing
from headwater.records.problem import Problem, Refused
from headwater.records.tombstone import MERGEABLE

MOST = 50  # records in one merge: more is a mistake, not one person


def merge(
    master: Any,
    others: Sequence[Any],
    *,
    by: User | None,
    values: Mapping[str, Any] | None = None,
    fills: bool = True,
    seen: str = "",
) -> Merge:
    """Make one record of these; raises Refused with every reason why not.

    `values`: attribute → what was chosen. Elsewhere the master's value stays; where it has none it
    gets the others' best, unless `fills` is False (Salesforce: the master's blanks win). `seen` is
    the stamp of the preview that was shown: what somebody changed since is not overwritten.
    """
    with transaction.atomic():
        records = _locked([master, *others], by, seen)
        settled = settling.settle(records, values, fills=fills)
        act = Act(objects.name_of(master), records[0], records[1:], by, timezone.now())
        done = _carry_out(act, settled)
    for record in (master, *others):
        record.refresh_from_db()
    return done


def stamp_of(records: Sequence[Any]) -> str:
    """What a preview showed: another as soon as one of the records has changed."""
    said = sorted((record.pk, record.modified_at.isoformat()) for record in records)
    return blake2b(repr(said).encode(), digest_size=9).hexdigest()


def _locked(given: Sequence[Any], by: User | None, seen: str) -> list[Any]:
    """The records as they are now, held until the end, in the order in which they were given."""
    name = objects.name_of(given[0])
    keys = [record.pk for record in given]
    if name not in MERGEABLE or any(objects.name_of(record) != name for record in given):
        raise _refused("MERGE_FAILED", "Only leads, contacts or accounts are merged, each apart.")
    if len(set(keys)) != len(keys) or not 2 <= len(keys) <= MOST:
        message = f"Choose 2 to {MOST} different records."
        raise _refused("DUPLICATE_ARGUMENT_VALUE", message)
    rows = type(given[0])._default_manager.filter(pk__in=keys).order_by("pk")
    held = {record.pk: record for record in rows.select_for_update(of=("self",))}
    refuse_foreign(list(held.values()), by)
    _refuse_gone(name, keys, held)
    records = [held[key] for key in keys]
    was = seen or stamp_of(given)
    if stamp_of(records) != was:
        message = "Somebody has changed one of these records since you looked. Look again."
        raise _refused("ENTITY_CHANGED", message)
    return records


def refuse_foreign(records: Sequence[Any], by: User | None) -> None:
    """Who merges deletes: that is for owners and those above them, whoever else may read."""
    if by is None:
        return
    owners = visible_owner_ids(by)
    is_theirs = owners is None or all(record.owner_id in owners for record in records)
    if not (by.can_edit and by.is_active and is_theirs):
        message = "You may merge what is yours, or belongs to people or queues below you."
        raise _refused("INSUFFICIENT_ACCESS_OR_READONLY", message)


def _refuse_gone(name: str, keys: Sequence[int], held: Mapping[int, Any]) -> None:
    for key in keys:
        record = held.get(key)
        if record is None or record.is_deleted:
            what = "was merged before" if record and record.is_tombstone else "is deleted"
            raise _refused("ENTITY_IS_DELETED", f"{record or name} {what}.")
        if getattr(record, "is_converted", False):
            message = f"{record} is converted: merge the contact or account that came of it."
            raise _refused("CANNOT_UPDATE_CONVERTED_LEAD", message)
    if len({getattr(record, "is_person_account", False) for record in held.values()}) > 1:
        raise _refused("MERGE_FAILED", "A person and a company do not become one account.")


def _refused(code: str, message: str) -> Refused:
    return Refused([Problem("", code, message)])


def _carry_out(act: Act, settled: Mapping[str, Any]) -> Merge:
    losers = [record.pk for record in act.losers]
    marks = moving.marks((*MOVES[act.object_name], *UNITED[act.object_name]))
    changes = act.journal.change(act.survivor, settled)
    for record in act.losers:
        act.journal.change(record, {"is_deleted": True, "master_record_id": act.survivor.pk})
    act.moved = moving.to_survivor(act.object_name, losers, act.survivor.pk)
    uniting.unite(act)
    aliases.share_out(act)
    aliases.settle_pairs(act)
    _save(act, settled)
    done: Merge = Merge.objects.create(
        object_name=act.object_name, survivor_id=act.survivor.pk, loser_ids=losers, at=act.now,
        by=act.by, before=act.journal.before, after=act.journal.after, moved=act.moved,
        dropped=act.dropped, made=act.made, marks=marks,
    )  # fmt: skip
    _tell(act, done, changes)
    return done


def _save(act: Act, settled: Mapping[str, Any]) -> None:
    for record in act.records:
        record.modified_at, record.modified_by = act.now, act.by
    audit = {"modified_at", "modified_by"}
    columns = {writing.column(type(act.survivor), attribute) for attribute in settled}
    writing.store(act.losers, {"is_deleted", "master_record", *audit})
    writing.store([act.survivor], columns | audit)


def _tell(act: Act, done: Merge, changes: Mapping[str, list[Any]]) -> None:
    noun = act.object_name.lower()
    told = {*choosable(act.object_name), *OPT_OUTS}
    others = [{"id": record.pk, "name": str(record)} for record in act.losers]
    said = {name: [trail.told(side) for side in pair] for name, pair in changes.items()
            if name in told}  # fmt: skip
    entries = [
        trail.entry(f"{noun}.merged", act.survivor, by=act.by, at=act.now, changes=said,
                    because={"merge": done.pk, "others": others})
    ]  # fmt: skip
    into = {"id": act.survivor.pk, "name": str(act.survivor)}
    entries += [
        trail.entry(f"{noun}.merged_away", record, by=act.by, at=act.now,
                    because={"merge": done.pk, "into": into})
        for record in act.losers
    ]  # fmt: skip
    trail.write(entries)
