"""Which values the survivor has: chosen ones, its own, and the others' where it has none.

Deciding only. What nobody chooses follows by itself: since when it is known (the oldest record),
the last activity, the first answer, and every opt-out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.merge import known as knowing
from headwater.merge.fields import (
    OPT_OUTS,
    PARENTS,
    WITH_STATUS,
    address_of,
    choosable,
    folded,
    is_blank,
    value_of,
)
from headwater.merge.hierarchy import free_parents
from headwater.merge.proposing import choose
from headwater.records import writing
from headwater.records.problem import Problem, Refused

GAPS = ("matched_account_id", "matched_contact_id")


def settle(
    records: Sequence[Any], values: Mapping[str, Any] | None, *, fills: bool
) -> dict[str, Any]:
    """Attribute → value of the survivor, which is the first record; raises Refused."""
    name = objects.name_of(records[0])
    chosen = _chosen(name, records, values or {})
    settled = (_gaps(name, records, chosen) if fills else {}) | chosen
    if name in PARENTS:
        settled[PARENTS[name]] = _parent(name, records, chosen, fills=fills)
    return settled | _by_itself(records) | _status(records, settled)


def _chosen(name: str, records: Sequence[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    fields, problems = choosable(name), []
    for attribute, value in values.items():
        if attribute in OPT_OUTS:
            problems += _lifted(name, attribute, value, records)
        elif attribute not in fields:
            problems.append(Problem(attribute, "INVALID_FIELD", f"{attribute} is not chosen."))
        elif fields[attribute].is_reference and value is not None:
            problems += _foreign(fields[attribute], value, records)
    if problems:
        raise Refused(problems)
    given = {name: value for name, value in values.items() if name in fields}
    return writing.fit(objects.get(name), given, is_new=False) if given else {}


def _lifted(name: str, attribute: str, value: Any, records: Sequence[Any]) -> list[Problem]:
    if value or not any(getattr(record, attribute) for record in records):
        return []
    field = objects.get(name).by_attribute(attribute)
    message = f"{field.label}: one of them said no, and a merge does not take that back."
    return [Problem(field.name, "FIELD_INTEGRITY_EXCEPTION", message)]


def _foreign(field: FieldDef, value: Any, records: Sequence[Any]) -> list[Problem]:
    if value in {value_of(record, field.attribute) for record in records}:
        return []
    message = f"{field.label}: choose what one of the records has."
    return [Problem(field.name, "INVALID_CROSS_REFERENCE_KEY", message)]


def _gaps(name: str, records: Sequence[Any], settled: Mapping[str, Any]) -> dict[str, Any]:
    """What the survivor lacks and another record says, the best of several."""
    master, others = records[0], records[1:]
    lacking = [
        field for attribute, field in choosable(name).items()
        if attribute not in settled and attribute != PARENTS.get(name)
        and is_blank(value_of(master, attribute))
        and any(not is_blank(value_of(other, attribute)) for other in others)
    ]  # fmt: skip
    found: dict[str, Any] = {}
    if lacking:
        known = knowing.gather(records)
        for field in lacking:
            donors = [other for other in others if _agrees(master, other, field.attribute)]
            if donors:
                found[field.attribute] = choose(field, donors, known).proposed
    for attribute in GAPS:
        if hasattr(master, attribute) and getattr(master, attribute) is None:
            keys = [key for other in others if (key := getattr(other, attribute))]
            found |= {attribute: keys[0]} if keys else {}
    return found


def _agrees(master: Any, other: Any, attribute: str) -> bool:
    """Half an address is filled only from the same address."""
    return all(
        is_blank(value_of(master, part))
        or folded(value_of(master, part)) == folded(value_of(other, part))
        for part in address_of(attribute)
    )


def _parent(
    name: str, records: Sequence[Any], chosen: Mapping[str, Any], *, fills: bool
) -> int | None:
    """The chosen one, the master's own, or the next of the others that makes no circle."""
    attribute, free = PARENTS[name], free_parents(records)
    own: int | None = getattr(records[0], attribute)
    wanted: int | None = chosen.get(attribute, own)
    if wanted in free or (wanted is None and (attribute in chosen or not fills)):
        return wanted
    if wanted is not None and wanted not in (own, *(record.pk for record in records)):
        field = objects.get(name).by_attribute(attribute)
        message = f"{field.label}: it would come to stand above itself."
        raise Refused([Problem(field.name, "CIRCULAR_DEPENDENCY", message)])
    return free[0] if free else None


def _by_itself(records: Sequence[Any]) -> dict[str, Any]:
    oldest = min(records, key=lambda record: (record.created_at, record.pk))
    found: dict[str, Any] = {
        "created_at": oldest.created_at, "created_by_id": oldest.created_by_id,
        "last_activity_on": max(filter(None, (r.last_activity_on for r in records)), default=None),
    }  # fmt: skip
    for flag in OPT_OUTS:
        if hasattr(oldest, flag):
            found[flag] = any(getattr(record, flag) for record in records)
    if hasattr(oldest, "first_touched_at"):
        touched = [record.first_touched_at for record in records if record.first_touched_at]
        found["first_touched_at"] = min(touched, default=None)
        found["is_unread_by_owner"] = all(record.is_unread_by_owner for record in records)
    return found


def _status(records: Sequence[Any], settled: Mapping[str, Any]) -> dict[str, Any]:
    """A status comes from a record, with all that belongs to it."""
    status = settled.get("status")
    if status is None or status == records[0].status:
        return {}
    source = next((record for record in records if record.status == status), None)
    if source is None:
        message = "Status: choose what one of the records has."
        raise Refused([Problem("Status", "INVALID_STATUS", message)])
    return {name: getattr(source, name) for name in WITH_STATUS}
