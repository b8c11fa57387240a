"""Many records written for a program: each has its answer, in the order in which they came.

Leads are born in the journey, in batches. What else is written at once is tried at once; where
one of them is refused, each is tried by itself, so that its neighbours go on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction

from headwater.api import deeds, duplicates, given, lead_door
from headwater.api.caller import Caller
from headwater.api.gate import told
from headwater.api.problems import Problems, not_found, problem
from headwater.catalog import ids
from headwater.catalog.custom import ExternalId
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.people.standing import moment
from headwater.records.problem import Refused
from headwater.records.sharing import visible
from headwater.records.tombstone import survivors

Fields = Mapping[str, Any]
REFUSALS = (Problems, Refused, DatabaseError)
ROLLED_BACK = (
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    (
        "Record rolled back because not all records were valid and the request was using "
        "AllOrNone header"
    ),
)


@dataclass(slots=True)
class Result:
    """What became of one: the key of its record, or every problem with it as `problems` says."""

    key: int | None = None
    is_created: bool = False
    status: int = 0  # HTTP's, of a refusal
    problems: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, error: Exception) -> None:
        """Take what stood in the way as the answer."""
        refusal = told(error)
        self.key, self.is_created = None, False
        self.status, self.problems = refusal.status, refusal.body

    @property
    def is_done(self) -> bool:
        return not self.problems


@dataclass(slots=True)
class _Asked:
    """One record on its way: what to write, and where its answer goes."""

    result: Result
    fields: Fields
    key: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    record: Any = None


def create(caller: Caller, kind: ObjectDef, rows: Sequence[Fields]) -> list[Result]:
    """New records from API names and values."""
    asked = [_Asked(Result(is_created=True), fields) for fields in rows]
    if _is_open_to(kind, "create", asked):
        _understand(caller, kind, asked, is_new=True)
        _make(caller, kind, _open(asked))
    return [each.result for each in asked]


def change(caller: Caller, kind: ObjectDef, rows: Sequence[tuple[int, Fields]]) -> list[Result]:
    """New values for the records with these keys; what was merged away leads to where it lives."""
    asked = [_Asked(Result(), fields, key) for key, fields in rows]
    if _is_open_to(kind, "update", asked):
        _understand(caller, kind, asked, is_new=False)
        _hold(caller, kind, _open(asked), follows=True)
        _write(caller, kind, _open(asked))
    return [each.result for each in asked]


def upsert(
    caller: Caller, kind: ObjectDef, external: FieldDef, rows: Sequence[tuple[str, Fields]]
) -> list[Result]:
    """By an external id: who has it is changed, else a record with it is made."""
    known = owners_of(kind, external, [value for value, _ in rows])
    asked = []
    for value, fields in rows:
        key = known.get(value, 0)
        said = fields if key else {**fields, external.name: value}
        asked.append(_Asked(Result(is_created=not key), said, key))
    if not _is_open_to(kind, "upsert", asked):
        return [each.result for each in asked]
    _refuse_twice(external, asked, [value for value, _ in rows])
    new = [each for each in _open(asked) if not each.key]
    old = [each for each in _open(asked) if each.key]
    _understand(caller, kind, new, is_new=True)
    _understand(caller, kind, old, is_new=False)
    _make(caller, kind, _open(new))
    _hold(caller, kind, _open(old), follows=True)
    _write(caller, kind, _open(old))
    return [each.result for each in asked]


def delete(caller: Caller, kind: ObjectDef, keys: Sequence[int]) -> list[Result]:
    """Put the records with these keys aside; to delete needs the right key."""
    asked = [_Asked(Result(), {}, key) for key in keys]
    if _is_open_to(kind, "delete", asked):
        _hold(caller, kind, asked, follows=False)

        def work(some: Sequence[_Asked]) -> None:
            deeds.delete(kind, [each.record for each in some], by=caller.by)

        _together(kind, _open(asked), work)
    return [each.result for each in asked]


def all_or_none(work: Callable[[], list[Result]], *, is_asked: bool) -> list[Result]:
    """Do it in one transaction; where it is asked, one refusal takes everything back."""
    with transaction.atomic():
        results = work()
        if is_asked and not all(each.is_done for each in results):
            transaction.set_rollback(True)
            for each in results:
                if each.is_done:
                    each.refuse(problem(400, *ROLLED_BACK))
    return results


def owners_of(kind: ObjectDef, external: FieldDef, values: Iterable[str]) -> dict[str, int]:
    """External id → key of the record that has it; a deleted one has it no more."""
    found = ExternalId.objects.filter(
        object_name=kind.name, field=external.name, value__in=list(values)
    )
    return dict(found.values_list("value", "record_id"))


def _is_open_to(kind: ObjectDef, deed: str, asked: Sequence[_Asked]) -> bool:
    try:
        deeds.refuse_unwritable(kind, deed)
    except Problems as refusal:
        for each in asked:
            each.result.refuse(refusal)
        return False
    return True


def _open(asked: Sequence[_Asked]) -> list[_Asked]:
    return [each for each in asked if each.result.is_done]


def _understand(caller: Caller, kind: ObjectDef, asked: Sequence[_Asked], *, is_new: bool) -> None:
    rows = [each.fields for each in asked]
    read = given.values_of_many(kind, rows, caller.by, is_new=is_new)
    for each, values in zip(asked, read, strict=True):
        if isinstance(values, Problems):
            each.result.refuse(values)
        else:
            each.values = values


def _make(caller: Caller, kind: ObjectDef, asked: Sequence[_Asked]) -> None:
    if kind.name == "Lead":
        _bear(caller, asked)
        return

    def work(some: Sequence[_Asked]) -> None:
        rows = [each.values for each in some]
        decisions = duplicates.before_saving(caller, kind, rows)
        records = deeds.create(kind, rows, by=caller.by)
        for each, record, decision in zip(some, records, decisions, strict=True):
            each.record = record
            duplicates.after_saving(kind, record, decision)
        deeds.judge_anew(kind, records, caller.by)

    _together(kind, asked, work)
    for each in _open(asked):
        each.result.key = each.record.pk


def _bear(caller: Caller, asked: Sequence[_Asked]) -> None:
    if not asked:
        return
    try:
        with transaction.atomic():
            made = lead_door.create_many(caller, [(each.fields, each.values) for each in asked])
    except DatabaseError as error:
        if len(asked) == 1:
            asked[0].result.refuse(error)
            return
        for each in asked:
            _bear(caller, [each])
        return
    for each, lead in zip(asked, made, strict=True):
        if isinstance(lead, Problems):
            each.result.refuse(lead)
        else:
            each.result.key = lead.pk


def _hold(caller: Caller, kind: ObjectDef, asked: Sequence[_Asked], *, follows: bool) -> None:
    """Lock every row in one statement, in one order; who is not seen, or gone, is told so."""
    keys = {each.key for each in asked}
    held = _locked(caller, kind, keys)
    gone = {key for key in keys if key not in held or held[key].is_deleted}
    lives = survivors(kind.name, gone) if follows and gone else {}
    moved = {key: other for key, other in lives.items() if other != key}
    held |= _locked(caller, kind, set(moved.values()) - set(held)) if moved else {}
    met: set[int] = set()
    for each in asked:
        key = moved.get(each.key, each.key)
        record = held.get(key)
        if record is None:
            each.result.refuse(not_found())
        elif record.is_deleted:
            each.result.refuse(problem(404, "ENTITY_IS_DELETED", "entity is deleted"))
        elif key in met:
            message = f"Duplicate id in the specified list: {record.sf_id}"
            each.result.refuse(problem(400, "DUPLICATE_VALUE", message))
        else:
            met.add(key)
            each.record, each.result.key = record, key


def _locked(caller: Caller, kind: ObjectDef, keys: Iterable[int]) -> dict[int, Any]:
    rows = kind.model._default_manager.filter(visible(kind.model, caller.by), pk__in=list(keys))
    return {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}


def _write(caller: Caller, kind: ObjectDef, asked: Sequence[_Asked]) -> None:
    def work(some: Sequence[_Asked]) -> None:
        pairs = [(each.record, each.values) for each in some]
        decisions = duplicates.before_change(caller, kind, pairs)
        deeds.change(kind, pairs, by=caller.by)
        for each, decision in zip(some, decisions, strict=True):
            duplicates.after_saving(kind, each.record, decision)
        deeds.judge_anew(kind, [each.record for each in some], caller.by)

    _together(kind, asked, work)


def _together(
    kind: ObjectDef, asked: Sequence[_Asked], work: Callable[[Sequence[_Asked]], None]
) -> None:
    """All in one savepoint; when that is refused, each in its own, as it stands in the database."""
    if not asked:
        return
    try:
        with transaction.atomic(), moment():
            work(asked)
    except REFUSALS as error:
        if len(asked) == 1:
            asked[0].result.refuse(error)
            return
        fresh = kind.model._default_manager.in_bulk([each.record.pk for each in asked if each.key])
        for each in asked:
            each.record = fresh.get(each.record.pk) if each.key else None
            _together(kind, [each], work)


def _refuse_twice(external: FieldDef, asked: Sequence[_Asked], values: Sequence[str]) -> None:
    """One external id twice in one call: which one would be right?"""
    for place, each in enumerate(asked):
        if values.count(values[place]) > 1:
            message = f"Duplicate external id specified: {values[place]}"
            each.result.refuse(problem(400, "DUPLICATE_VALUE", message, external.name))


def shown(kind: ObjectDef | None, result: Result, *, with_created: bool = False) -> dict[str, Any]:
    """A result as collections and trees tell it: id, success, errors with their statusCode."""
    errors = [
        {name: value for name, value in each.items() if name not in ("errorCode", "fields")}
        | {"statusCode": each["errorCode"], "fields": each.get("fields", [])}
        for each in result.problems
    ]
    answer: dict[str, Any] = {"success": result.is_done, "errors": errors}
    if kind and result.is_done and result.key:
        answer = {"id": ids.encode(kind.prefix, result.key), **answer}
    return answer | ({"created": result.is_created} if with_created else {})
