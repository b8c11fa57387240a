"""`sobjects` in the OpenAPI document: the calls of every object, off the catalog."""

from typing import Any

from headwater.api.openapi_calls import EMPTY, call, query, said, within
from headwater.api.openapi_records import is_writable, kinds
from headwater.api.openapi_shapes import answer, content, ref
from headwater.catalog.objects import ObjectDef

FIELDS = query("fields", "Names of fields, joined by commas; all, where none are named")
RECORD = within("id", "The record's id")
SINCE = [
    query(name, f"{words}, as in 2026-03-17T16:00:00Z", is_needed=True)
    for name, words in (("start", "From"), ("end", "until before"))
]
MERGED = "; `Headwater-Merged-Into` says where a merged record lives on"


def paths(data: str) -> dict[str, Any]:
    """Path → what it takes; `data` is the path of the API's newest version."""
    found: dict[str, Any] = {
        f"{data}/sobjects": {"get": call(
            "describeGlobal", "Every object in brief", "Objects",
            {"200": answer("Any", "Objects, with where to ask on"), "304": EMPTY})},
    }  # fmt: skip
    for kind in kinds():
        found |= _of_kind(f"{data}/sobjects/{kind.name}", kind)
    return found


def _of_kind(here: str, kind: ObjectDef) -> dict[str, Any]:
    name, words = kind.name, kind.label.lower()
    about = call(f"about{name}", f"What a {words} is, and the newest ones", name,
                 {"200": answer("Any", "In brief, and up to five records")})  # fmt: skip
    describe = call(f"describe{name}", f"The fields of a {words}", name,
                    {"200": answer("Any", "All there is to know"), "304": EMPTY})  # fmt: skip
    record = content(ref(f"{name}Record"), f"The record{MERGED}")
    read = call(f"get{name}", f"One {words}", name, {"200": record}, [RECORD, FIELDS])
    found = {here: {"get": about}, f"{here}/describe": {"get": describe},
             f"{here}/{{id}}": {"get": read}}  # fmt: skip
    if not is_writable(kind):
        return found
    body = said(ref(f"{name}Values"))
    made = {"201": answer("Saved", "Made, with its id")}
    found[here]["post"] = call(f"create{name}", f"A new {words}", name, made, body=body)
    found[f"{here}/{{id}}"] |= {
        "patch": call(f"change{name}", f"Change a {words}", name, {"204": EMPTY}, [RECORD], body),
        "delete": call(f"delete{name}", f"Delete a {words}", name, {"204": EMPTY}, [RECORD]),
    }
    return found | _changed(here, kind) | _by_external(here, kind)


def _changed(here: str, kind: ObjectDef) -> dict[str, Any]:
    told = {"200": answer("Any", "Ids, and until when they are complete")}
    columns = {column.name for column in kind.model._meta.concrete_fields}
    if not {"is_deleted", "modified_at"} <= columns:
        return {}
    return {
        f"{here}/{what}": {"get": call(
            f"{what}{kind.name}", f"Which were {what} in a time", kind.name, told, SINCE)}
        for what in ("updated", "deleted")
    }  # fmt: skip


def _by_external(here: str, kind: ObjectDef) -> dict[str, Any]:
    """Reading, upserting and deleting by each external id of the object."""
    found: dict[str, Any] = {}
    value = within("value", "What the external id says", r"^[^/]+$")
    for field in kind.fields.values():
        if not field.is_external_id:
            continue
        name, words = f"{kind.name}By{field.name}", f"by {field.label}"
        saved = {"200": answer("Saved", "Changed"), "201": answer("Saved", "Made")}
        record = content(ref(f"{kind.name}Record"), "The record")
        found[f"{here}/{field.name}/{{value}}"] = {
            "get": call(f"get{name}", f"One, {words}", kind.name, {"200": record}, [value, FIELDS]),
            "patch": call(f"upsert{name}", f"Change it {words}, or make it", kind.name, saved,
                          [value], said(ref(f"{kind.name}Values"))),
            "delete": call(f"delete{name}", f"Delete it {words}", kind.name, {"204": EMPTY},
                           [value]),
        }  # fmt: skip
    return found
