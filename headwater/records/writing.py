"""Creating, changing and deleting records of any object, checked by the catalog, told to the Trail.

Pages and the API write through here. Leads are the exception at birth: they are created by
`journey.create`, and changed and deleted here like everything else.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from headwater.catalog import objects, values
from headwater.catalog.objects import ObjectDef
from headwater.database import statements
from headwater.people.models import User
from headwater.records import circles, deal_history, membership, trail, two_sides, uniqueness
from headwater.records.duplicate_pair import OBJECTS as MATCHED
from headwater.records.duplicate_pair import DuplicatePair
from headwater.records.problem import Problem, Refused

MIRRORED = {"mirrored": True}  # said on the other side of a person account, too


def create(object_name: str, given: Mapping[str, Any], *, by: User | None) -> Any:
    """A new record from values by FieldDef.attribute; raises Refused with every problem found."""
    [record] = create_each(object_name, [given], by=by)
    return record


def create_each(
    object_name: str, rows: Sequence[Mapping[str, Any]], *, by: User | None
) -> list[Any]:
    """New records in the order of their values, in one statement a table; raises Refused."""
    kind = objects.get(object_name)
    records = [_made(kind, fit(kind, given, is_new=True), by) for given in rows]
    with transaction.atomic():
        kind.model._default_manager.bulk_create(records)
        uniqueness.remember(kind, records)
        trail.write([trail.entry(f"{_noun(kind)}.created", record, by=by) for record in records])
    return records


def _made(kind: ObjectDef, fitted: dict[str, Any], by: User | None) -> Any:
    record = kind.model()
    if any(column.name == "owner" for column in kind.model._meta.fields) and by:
        fitted.setdefault("owner_id", by.pk)
    place(record, fitted)
    _stamp(record, by, is_new=True)
    return record


def change(
    records: Sequence[Any],
    given: Mapping[str, Any],
    *,
    by: User | None,
    because: dict[str, Any] | None = None,
) -> int:
    """Give all these records (of one object) the same values; returns how many really changed.

    What both sides of a person account say changes on both.
    """
    if not records:
        return 0
    kind = objects.of_model(records[0])
    fitted = fit(kind, given, is_new=False)
    with transaction.atomic():
        circles.refuse(kind, records, fitted)
        changed = _give(kind, [(record, fitted) for record in records], by, because)
        _mirror(kind, changed, fitted, by, because)
    return len(changed)


def change_each(
    pairs: Sequence[tuple[Any, Mapping[str, Any]]],
    *,
    by: User | None,
    because: dict[str, Any] | None = None,
) -> int:
    """Give each of these records (of one object) its own values, in one statement a table.

    Raises Refused with the problems of all that do not fit; nothing is written then.
    """
    if not pairs:
        return 0
    kind = objects.of_model(pairs[0][0])
    fitted = [(record, fit(kind, given, is_new=False)) for record, given in pairs]
    with transaction.atomic():
        for record, values in fitted:
            circles.refuse(kind, [record], values)
        changed = {record.pk for record in _give(kind, fitted, by, because)}
        for record, values in fitted:
            if record.pk in changed:
                _mirror(kind, [record], values, by, because)
    return len(changed)


def _mirror(
    kind: ObjectDef,
    changed: Sequence[Any],
    fitted: Mapping[str, Any],
    by: User | None,
    because: dict[str, Any] | None,
) -> None:
    for others, said in two_sides.mirrored(kind, changed, fitted):
        pairs = [(other, said) for other in others]
        _give(objects.of_model(others[0]), pairs, by, {**(because or {}), **MIRRORED})


def _give(
    kind: ObjectDef,
    pairs: Sequence[tuple[Any, Mapping[str, Any]]],
    by: User | None,
    because: dict[str, Any] | None,
) -> list[Any]:
    """Those that really changed; asks nothing, and the transaction is the caller's."""
    changed, entries = [], []
    for record, fitted in pairs:
        changes = difference(record, fitted)
        if not changes:
            continue
        place(record, fitted)
        _stamp(record, by, is_new=False)
        changed.append(record)
        entries.append(
            trail.entry(f"{_noun(kind)}.changed", record, by=by, changes=changes, because=because)
        )
    save_all(kind, changed, {name for _, fitted in pairs for name in fitted})
    uniqueness.remember(kind, changed)
    deal_history.keep_up(changed, entries, by=by)
    trail.write(entries)
    return changed


def delete(records: Sequence[Any], *, by: User | None) -> None:
    """Put records aside; they stay in the database and can be restored."""
    with transaction.atomic():
        others = two_sides.others(records, is_deleted=False)
        _mark_deleted(records, True, "deleted", by)
        _mark_deleted(others, True, "deleted", by, MIRRORED)


def restore(records: Sequence[Any], *, by: User | None) -> None:
    """Bring deleted records back; raises Refused for one that was merged into another."""
    merged = [record for record in records if getattr(record, "is_tombstone", False)]
    if merged:
        message = f"{merged[0]} was merged into another record. Undo the merge instead."
        raise Refused([Problem("", "ENTITY_IS_DELETED", message)])
    with transaction.atomic():
        others = two_sides.others(records, is_deleted=True)
        _mark_deleted(records, False, "restored", by)
        _mark_deleted(others, False, "restored", by, MIRRORED)


def _mark_deleted(
    records: Sequence[Any],
    is_deleted: bool,
    event: str,
    by: User | None,
    because: dict[str, Any] | None = None,
) -> None:
    now = timezone.now()
    left_at = {record.modified_at for record in records}
    for record in records:
        record.is_deleted, record.modified_at, record.modified_by = is_deleted, now, by
    if not records:
        return
    kind = objects.of_model(records[0])
    noun = _noun(kind)
    with transaction.atomic():
        # What is deleted no longer holds its unique values; restored, it asks for them again.
        uniqueness.remember(kind, records)
        type(records[0])._default_manager.bulk_update(
            records, ["is_deleted", "modified_at", "modified_by"]
        )
        if kind.name in MATCHED:
            pairs = DuplicatePair.objects.about(kind.name, [record.pk for record in records])
            _ = pairs.put_away() if is_deleted else pairs.bring_back()
        membership.follow(kind.name, records, at=now, left_at=left_at)
        if kind.name == "Opportunity":
            deal_history.remember(records, by=by, at=now)
        trail.write(
            trail.entry(f"{noun}.{event}", record, by=by, because=because) for record in records
        )


def fit(kind: ObjectDef, given: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Typed values by attribute, defaults and required fields included; raises Refused."""
    by_attribute = kind.by_attributes
    fitted: dict[str, Any] = {}
    problems: list[Problem] = []
    for attribute, value in given.items():
        field = by_attribute[attribute]
        try:
            fitted[attribute] = values.fit(field, value)
        except values.Unfit as unfit:
            problems.append(Problem(field.name, unfit.code, str(unfit)))
    for attribute, field in kind.strict.items():
        if is_new and field.is_custom and field.default is not None:
            fitted.setdefault(attribute, field.default)
        is_asked = field.is_required and (is_new or attribute in fitted)
        is_told = any(problem.field == field.name for problem in problems)
        if is_asked and not is_told and not _says_something(fitted.get(attribute)):
            message = f"{field.label} is needed."
            problems.append(Problem(field.name, "REQUIRED_FIELD_MISSING", message))
    if problems:
        raise Refused(problems)
    return fitted


def difference(record: Any, fitted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Attribute → [before, after] for what would change; custom fields by their API name."""
    changes: dict[str, list[Any]] = {}
    for attribute, value in fitted.items():
        custom = attribute.endswith("__c")
        before = record.custom.get(attribute) if custom else getattr(record, attribute)
        after = values.stored(value) if custom else value
        if before != after and (_says_something(before) or _says_something(after)):
            changes[attribute] = [trail.told(before), trail.told(after)]
    return changes


def place(record: Any, fitted: Mapping[str, Any]) -> None:
    """Put typed values on a record in memory; an empty custom value is an absent key."""
    for attribute, value in fitted.items():
        if not attribute.endswith("__c"):
            setattr(record, attribute, value)
        elif _says_something(value):
            record.custom[attribute] = values.stored(value)
        else:
            record.custom.pop(attribute, None)


def save_all(kind: ObjectDef, records: Sequence[Any], attributes: Iterable[str]) -> None:
    """Write the changed columns of many records in one statement."""
    if not records:
        return
    columns = {column(kind.model, attribute) for attribute in attributes}
    store(records, columns | {"modified_at", "modified_by"})


def store(records: Sequence[Any], columns: Iterable[str]) -> None:
    """Write these columns of many rows of one table in one statement; one row the plain way."""
    if len(records) == 1:
        records[0].save(update_fields=sorted(columns))
    elif records:  # a bulk update's CASE for each row costs ten times as much
        fields = records[0]._meta
        statements.update(records, sorted(fields.get_field(name).attname for name in columns))


def _stamp(record: Any, by: User | None, *, is_new: bool) -> None:
    now = timezone.now()
    record.modified_at, record.modified_by = now, by
    if is_new:
        record.created_at, record.created_by = now, by


def column(model: type[models.Model], attribute: str) -> str:
    """The column that holds an attribute; all custom fields share one."""
    if attribute.endswith("__c"):
        return "custom"
    return str(model._meta.get_field(attribute.removesuffix("_id")).name)


def _says_something(value: Any) -> bool:
    return value is not None and value != "" and value is not False


def _noun(kind: ObjectDef) -> str:
    return str(kind.model._meta.model_name)
