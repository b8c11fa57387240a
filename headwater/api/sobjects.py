"""`sobjects/X` and its rows: create, read, change, delete, and the same by an external id."""

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse

from headwater.api import answers, deeds, describe, duplicates, given, lead_door, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found, problem
from headwater.catalog import ids
from headwater.catalog.custom import ExternalId
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.records.sharing import visible
from headwater.records.tombstone import survivor

RECENT = 5
# The record that was asked for was merged into the one with this id, which is the one answered.
MERGED_INTO = "Headwater-Merged-Into"


def about(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X: what it is, and the newest ones."""
    kind = _kind(name)
    shown = ["Id", "Name"] if "Name" in kind.fields else ["Id"]
    newest = rows.newest(kind, call.by, call.version, shown, RECENT)
    return answers.json(
        {"objectDescribe": describe.brief(kind, call.version), "recentItems": newest}
    )


def create(call: Call, name: str) -> HttpResponse:
    """POST sobjects/X → 201 with the id."""
    kind = _kind(name)
    record = _create(call, kind, call.fields)
    return answers.json(_done(record), 201)


def read(call: Call, name: str, record_id: str) -> HttpResponse:
    """GET sobjects/X/id[?fields=A,B]"""
    kind = _kind(name)
    return _read(call, kind, _key(kind, record_id))


def change(call: Call, name: str, record_id: str) -> HttpResponse:
    """PATCH sobjects/X/id → 204"""
    kind = _kind(name)
    deeds.refuse_unwritable(kind, "update")
    key, fields = _key(kind, record_id), call.fields
    with transaction.atomic():
        record = _change(call, kind, key, fields)
    return _of_survivor(kind, key, record.pk, answers.empty())


def delete(call: Call, name: str, record_id: str) -> HttpResponse:
    """DELETE sobjects/X/id → 204"""
    kind = _kind(name)
    deeds.refuse_unwritable(kind, "delete")
    key = _key(kind, record_id)
    with transaction.atomic():
        deeds.delete(kind, _locked(call, kind, key), by=call.by)
    return answers.empty()


def read_by(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """GET sobjects/X/External_Id__c/value"""
    kind = _kind(name)
    key = _owner_of(kind, _external(kind, field), value)
    if key is None:
        raise not_found()
    return _read(call, kind, key)


def upsert(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """PATCH sobjects/X/External_Id__c/value → 201 created, 200 changed."""
    kind = _kind(name)
    deeds.refuse_unwritable(kind, "upsert")
    external = _external(kind, field)
    fields = dict(call.fields)
    if any(each.lower() in ("id", external.name.lower()) for each in fields):
        message = f"The {external.name} field should not be specified in the sobject data."
        raise problem(400, "INVALID_FIELD", message, external.name)
    try:
        return _upsert(call, kind, external, value, fields)
    except IntegrityError:  # somebody else has just created it: now it is there to be changed
        return _upsert(call, kind, external, value, fields)


def delete_by(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """DELETE sobjects/X/External_Id__c/value → 204"""
    kind = _kind(name)
    key = _owner_of(kind, _external(kind, field), value)
    if key is None:
        raise not_found()
    return delete(call, name, ids.encode(kind.prefix, key))


def _upsert(
    call: Call, kind: ObjectDef, external: FieldDef, value: str, fields: dict[str, Any]
) -> HttpResponse:
    key = _owner_of(kind, external, value)
    if key is not None:
        with transaction.atomic():
            record = _change(call, kind, key, fields)
        return answers.json(_done(record) | {"created": False})
    if call.asked("updateOnly").lower() == "true":
        raise not_found()
    record = _create(call, kind, fields | {external.name: value})
    return answers.json(_done(record) | {"created": True}, 201)


def _create(call: Call, kind: ObjectDef, fields: dict[str, Any]) -> Any:
    deeds.refuse_unwritable(kind, "create")
    values = given.values_of(kind, fields, call.by, is_new=True)
    if kind.name == "Lead":
        return lead_door.create(call, fields, values)
    found = duplicates.before_saving(call, kind, values)
    with transaction.atomic():
        record = deeds.create(kind, values, by=call.by)
        duplicates.after_saving(kind, record, found)
    return record


def _change(call: Call, kind: ObjectDef, key: int, fields: dict[str, Any]) -> Any:
    record = _locked(call, kind, key, follows=True)
    values = given.values_of(kind, fields, call.by, is_new=False)
    found = duplicates.before_change(call, kind, record, values)
    deeds.change(kind, record, values, by=call.by)
    duplicates.after_saving(kind, record, found)
    return record


def _locked(call: Call, kind: ObjectDef, key: int, *, follows: bool = False) -> Any:
    """The row, held until the transaction ends; 404 where the caller sees none, or it is gone.

    `follows`: what was merged away leads on to where it lives. To delete needs the right id.
    """
    seen = kind.model._default_manager.filter(visible(kind.model, call.by), pk=key)
    record: Any = seen.select_for_update(of=("self",)).first()
    if record is not None and not record.is_deleted:
        return record
    lives = survivor(kind.name, key) if follows else key
    if lives != key:
        return _locked(call, kind, lives)
    if record is None:
        raise not_found()
    raise problem(404, "ENTITY_IS_DELETED", "entity is deleted")


def _read(call: Call, kind: ObjectDef, key: int) -> HttpResponse:
    names = [name.strip() for name in call.asked("fields").split(",") if name.strip()]
    try:
        found = _one(call, kind, key, names)
        if found is not None:
            return answers.json(found)
        lives = survivor(kind.name, key)
        found = _one(call, kind, lives, names) if lives != key else None
    except CriteriaError as error:
        raise problem(400, "INVALID_FIELD", str(error)) from None
    if found is None:
        raise not_found()
    return _of_survivor(kind, key, lives, answers.json(found))


def _one(call: Call, kind: ObjectDef, key: int, names: list[str]) -> dict[str, Any] | None:
    return rows.one(kind, ids.encode(kind.prefix, key), call.by, call.version, names or None)


def _of_survivor(kind: ObjectDef, asked: int, key: int, answer: HttpResponse) -> HttpResponse:
    """Who asks by the id of what was merged away is told where it lives on."""
    if asked != key:
        answer.headers[MERGED_INTO] = ids.encode(kind.prefix, key)
    return answer


def _kind(name: str) -> ObjectDef:
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise not_found() from None


def _key(kind: ObjectDef, record_id: str) -> int:
    try:
        prefix, key = ids.decode(record_id)
    except ids.MalformedId:
        # Text of another length is no id but a resource that is not there.
        if len(record_id) in (15, 18):
            raise _malformed(kind, record_id) from None
        raise not_found() from None
    if prefix != kind.prefix:
        raise _malformed(kind, record_id)
    return key


def _malformed(kind: ObjectDef, record_id: str) -> Exception:
    message = f"{kind.label} ID: id value of incorrect type: {record_id}"
    return problem(400, "MALFORMED_ID", message, "Id")


def _external(kind: ObjectDef, name: str) -> FieldDef:
    try:
        field = kind.field(name)
    except UnknownName:
        raise not_found() from None
    if not field.is_external_id:
        message = f"{field.name} is no external id of {kind.name}."
        raise problem(400, "INVALID_FIELD", message, field.name)
    return field


def _owner_of(kind: ObjectDef, field: FieldDef, value: str) -> int | None:
    """The key of the record that has this external id; a deleted one has it no more."""
    found = ExternalId.objects.filter(object_name=kind.name, field=field.name, value=value)
    return found.values_list("record_id", flat=True).first()


def _done(record: Any) -> dict[str, Any]:
    return {"id": record.sf_id, "success": True, "errors": []}


collection = resource(GET=about, POST=create)
row = resource(GET=read, PATCH=change, DELETE=delete)
row_by = resource(GET=read_by, PATCH=upsert, DELETE=delete_by)
