"""`sobjects/X/id/Relationship`: what a record points to, or what points to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from headwater.api import answers, query, rows, sobjects
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found, problem
from headwater.catalog import children, ids, objects
from headwater.catalog.children import Child
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName

Found = tuple[ObjectDef, str]  # a parent and its id


def read(call: Call, name: str, record_id: str, relationship: str) -> HttpResponse:
    """GET: the parent as a record, the children as a query's page[?fields=A,B]"""
    kind = _kind(name)
    way = _way(kind, relationship)
    if isinstance(way, Child):
        return answers.json(_children(call, kind, record_id, way))
    parent, parent_id = _parent(call, kind, record_id, way)
    return sobjects.read(call, parent.name, parent_id)


def change(call: Call, name: str, record_id: str, relationship: str) -> HttpResponse:
    """PATCH: the parent → 204"""
    return _of_parent(call, (name, record_id, relationship), sobjects.change)


def delete(call: Call, name: str, record_id: str, relationship: str) -> HttpResponse:
    """DELETE: the parent → 204"""
    return _of_parent(call, (name, record_id, relationship), sobjects.delete)


def _of_parent(
    call: Call, asked: tuple[str, str, str], deed: Callable[[Call, str, str], HttpResponse]
) -> HttpResponse:
    name, record_id, relationship = asked
    kind = _kind(name)
    way = _way(kind, relationship)
    if isinstance(way, Child):
        message = "HTTP Method not allowed: children are written one by one. Allowed are GET"
        raise problem(405, "METHOD_NOT_ALLOWED", message)
    parent, parent_id = _parent(call, kind, record_id, way)
    return deed(call, parent.name, parent_id)


def _kind(name: str) -> ObjectDef:
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise not_found() from None


def _way(kind: ObjectDef, relationship: str) -> Child | FieldDef:
    """Up to a parent, or down to children."""
    try:
        return kind.parent(relationship)
    except UnknownName:
        pass
    try:
        found = children.find(kind.name, relationship)
    except UnknownName:
        raise not_found() from None
    if found.kind.name in rows.INTERNAL:
        raise not_found()
    return found


def _parent(call: Call, kind: ObjectDef, record_id: str, field: FieldDef) -> Found:
    """404 also where the relationship leads nowhere: it cannot be followed."""
    key = sobjects.key_in(kind, record_id)
    record = rows.one(kind, ids.encode(kind.prefix, key), call.by, call.version, [field.name])
    parent_id = (record or {}).get(field.name)
    parent = objects.by_prefix(parent_id[:3]) if parent_id else None
    if parent is None:
        raise not_found()
    return parent, str(parent_id)


def _children(call: Call, kind: ObjectDef, record_id: str, child: Child) -> dict[str, Any]:
    """The page that a query for them would answer, with the way to the next."""
    key = sobjects.key_in(kind, record_id)
    own = ids.encode(kind.prefix, key)
    if rows.one(kind, own, call.by, call.version, ["Id"]) is None:
        raise not_found()
    asked = [each.strip() for each in call.asked("fields").split(",") if each.strip()]
    names = asked or list(child.kind.fields)
    text = f"SELECT {', '.join(names)} FROM {child.kind.name} WHERE {child.field.name} = '{own}'"  # noqa: S608
    return query.first(call, text)


view = resource(GET=read, PATCH=change, DELETE=delete)
