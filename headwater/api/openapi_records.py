"""The schemas of records in the OpenAPI document: every object and field, off the catalog."""

from collections.abc import Mapping
from typing import Any

from headwater.api.deeds import WRITABLE
from headwater.api.openapi_shapes import PLAIN
from headwater.api.rows import INTERNAL
from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef

ID = {"type": "string", "description": "15 or 18 characters"}
# Describe type → JSON Schema of the value that is answered.
TYPES: dict[str, dict[str, Any]] = {
    **PLAIN,
    "datetime": {"type": "string"},
    "address": {"type": "object", "additionalProperties": True},
}
ATTRIBUTES = {
    "type": "object",
    "properties": {"type": {"type": "string"}, "url": {"type": "string"}},
}


def kinds() -> list[ObjectDef]:
    """Every object that programs may ask for."""
    return [objects.get(name) for name in objects.all_names() if name not in INTERNAL]


def is_writable(kind: ObjectDef) -> bool:
    return kind.name in WRITABLE


def schemas() -> dict[str, Any]:
    """Object → what is answered, and object + `Values` → what may be written."""
    lists = picklists.lists()
    found: dict[str, Any] = {}
    for kind in kinds():
        found[kind.name + "Record"] = _answered(kind, lists)
        if is_writable(kind):
            found[kind.name + "Values"] = _written(kind, lists)
    return found


def field_schema(field: FieldDef, lists: Mapping[str, list[str]]) -> dict[str, Any]:
    """One field: its type, how long it may be, what it may say, whether it is only read."""
    schema: dict[str, Any] = dict(TYPES.get(field.type, {"type": "string"}))
    schema["type"] = [schema["type"], "null"]
    schema["title"] = field.label
    if field.length and field.is_text:
        schema["maxLength"] = field.length
    if not (field.is_createable or field.is_updateable):
        schema["readOnly"] = True
    told = [field.help_text] if field.help_text else []
    told += [f"Leads to {', '.join(to.object_name for to in field.targets)}."] * bool(field.targets)
    choices = list(field.choices) or lists.get(field.picklist) or []
    if choices and field.is_restricted and field.type == "picklist":
        schema["enum"] = [*choices, None]
    elif choices:
        schema["examples"] = choices[:1]
        told.append(f"For example {', '.join(choices)}.")
    if field.is_external_id:
        told.append("An external id: records are found by it.")
    if told:
        schema["description"] = " ".join(told)
    return schema


def _answered(kind: ObjectDef, lists: Mapping[str, list[str]]) -> dict[str, Any]:
    """No enum and no length: a list may have changed since a record was written."""
    properties = {
        field.name: {
            key: value
            for key, value in field_schema(field, lists).items()
            if key not in ("enum", "maxLength", "format")
        }
        for field in kind.fields.values()
    }
    return {
        "type": "object", "title": kind.label,
        "properties": {"attributes": ATTRIBUTES} | properties,
    }  # fmt: skip


def _written(kind: ObjectDef, lists: Mapping[str, list[str]]) -> dict[str, Any]:
    fields = [each for each in kind.fields.values() if each.is_createable or each.is_updateable]
    needed = [
        each.name for each in fields
        if each.is_required and not each.has_default and each.default is None
    ]  # fmt: skip
    return {
        "type": "object", "title": f"{kind.label}, to be written",
        "description": (f"A new one needs {', '.join(needed)}." if needed else "")
        or "Any of the fields.",
        "properties": {field.name: field_schema(field, lists) for field in fields},
        "additionalProperties": False,
    }  # fmt: skip
