"""`sobjects/X` and its rows: create, read, change, delete, and the same by an external id."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from headwater.api import answers, describe, many, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import Problems, not_found, problem
from headwater.catalog import ids
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.records.tombstone import survivor

RECENT = 5
BY_ID = "id"  # where an external id may be named, the id may be, too
# The record that was asked for was merged into the one with this id.
MERGED_INTO = "Headwater-Merged-Into"
FOLLOW = "Headwater-Follow-Merged"  # said by who wants that one instead


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
    [result] = many.create(call.caller, kind, [call.fields])  # which is a transaction by itself
    return answers.json(_done(kind, _told(result)), 201)


def read(call: Call, name: str, record_id: str) -> HttpResponse:
    """GET sobjects/X/id[?fields=A,B]"""
    kind = _kind(name)
    return _read(call, kind, key_in(kind, record_id))


def change(call: Call, name: str, record_id: str) -> HttpResponse:
    """PATCH sobjects/X/id → 204"""
    kind = _kind(name)
    key = key_in(kind, record_id)
    result = _single(lambda: many.change(call.caller, kind, [(key, call.fields)]))
    return _of_survivor(kind, key, result.key or key, answers.empty())


def delete(call: Call, name: str, record_id: str) -> HttpResponse:
    """DELETE sobjects/X/id → 204"""
    kind = _kind(name)
    key = key_in(kind, record_id)
    _single(lambda: many.delete(call.caller, kind, [key]))
    return answers.empty()


def create_by(call: Call, name: str, record_id: str) -> HttpResponse:
    """POST sobjects/X/Id: an upsert without an id is a new record."""
    if record_id.lower() != BY_ID:
        message = f"HTTP Method '{call.request.method}' not allowed. Allowed are GET,PATCH,DELETE"
        raise problem(405, "METHOD_NOT_ALLOWED", message)
    kind = _kind(name)
    result = _single(lambda: many.create(call.caller, kind, [call.fields]))
    return answers.json(_done(kind, result) | {"created": True}, 201)


def read_by(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """GET sobjects/X/External_Id__c/value"""
    if field.lower() == BY_ID:
        return read(call, name, value)
    kind = _kind(name)
    key = _owner_of(kind, _external(kind, field), value)
    if key is None:
        raise not_found()
    return _read(call, kind, key, leads_on=True)


def upsert(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """PATCH sobjects/X/External_Id__c/value → 201 created, 200 changed; by Id as well."""
    kind = _kind(name)
    if field.lower() == BY_ID:
        result = _single(
            lambda: many.change(call.caller, kind, [(key_in(kind, value), call.fields)])
        )
        return answers.json(_done(kind, result) | {"created": False})
    external = _external(kind, field)
    fields = dict(call.fields)
    if any(each.lower() in ("id", external.name.lower()) for each in fields):
        message = f"The {external.name} field should not be specified in the sobject data."
        raise problem(400, "INVALID_FIELD", message, external.name)
    try:
        return _upsert(call, kind, external, value, fields)
    except Problems as refusal:
        if refusal.body[0]["errorCode"] != "DUPLICATE_VALUE":
            raise
        # Somebody else has just created it: now it is there to be changed.
        if _owner_of(kind, external, value) is None:
            raise
        return _upsert(call, kind, external, value, fields)


def delete_by(call: Call, name: str, field: str, value: str) -> HttpResponse:
    """DELETE sobjects/X/External_Id__c/value → 204"""
    if field.lower() == BY_ID:
        return delete(call, name, value)
    kind = _kind(name)
    key = _owner_of(kind, _external(kind, field), value)
    if key is None:
        raise not_found()
    return delete(call, name, ids.encode(kind.prefix, key))


def _upsert(
    call: Call, kind: ObjectDef, external: FieldDef, value: str, fields: dict[str, Any]
) -> HttpResponse:
    if call.asked("updateOnly").lower() == "true" and _owner_of(kind, external, value) is None:
        raise not_found()
    result = _single(lambda: many.upsert(call.caller, kind, external, [(value, fields)]))
    told = _done(kind, result) | {"created": result.is_created}
    return answers.json(told, 201 if result.is_created else 200)


def _single(work: Callable[[], list[many.Result]]) -> many.Result:
    """Done, or raises Problems as they are told of one record."""
    with transaction.atomic():
        [result] = work()
    return _told(result)


def _told(result: many.Result) -> many.Result:
    if not result.is_done:
        raise Problems(result.status, result.problems)
    return result


def _merged_away(kind: ObjectDef, lives: int) -> HttpResponse:
    """404 as clients know it, with the way on."""
    message = f"entity is deleted: it was merged into {ids.encode(kind.prefix, lives)}"
    return answers.json([{"message": message, "errorCode": "ENTITY_IS_DELETED"}], 404)


def _read(call: Call, kind: ObjectDef, key: int, *, leads_on: bool = False) -> HttpResponse:
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
    leads_on = leads_on or call.header(FOLLOW).strip().lower() == "true"
    answer = answers.json(found) if leads_on else _merged_away(kind, lives)
    return _of_survivor(kind, key, lives, answer)


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


def key_in(kind: ObjectDef, record_id: str) -> int:
    """The key of the record with this id; raises Problems."""
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
    return many.owners_of(kind, field, [value]).get(value)


def _done(kind: ObjectDef, result: many.Result) -> dict[str, Any]:
    return {"id": ids.encode(kind.prefix, result.key or 0), "success": True, "errors": []}


collection = resource(GET=about, POST=create)
row = resource(GET=read, PATCH=change, DELETE=delete, POST=create_by)
row_by = resource(GET=read_by, PATCH=upsert, DELETE=delete_by)
