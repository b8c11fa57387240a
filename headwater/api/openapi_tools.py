"""Relationships, lists and what tools draw forms by, in the OpenAPI document."""

from typing import Any

from headwater.api.openapi_calls import EMPTY, call, query, said, within
from headwater.api.openapi_shapes import answer, content

KIND = within("object", "The name of an object")
RECORD = within("id", "The record's id", r"^\d[0-9A-Za-z]{14}(?:[0-9A-Za-z]{3})?$")
WAY = within("relationship", "`Owner`, `Account`, `Contacts`, …")
VIEW = within("view", "The list's id")
RECORDS = "Records"
OF_TOOLS = "For tools that draw forms"
TOLD = {"200": answer("Any", "As it stands")}
LISTED = {"200": content({"type": "array", "items": {"type": "object"}}, "One after the other")}


def paths(data: str) -> dict[str, Any]:
    """Path → what it takes; `data` is the path of the API's newest version."""
    here = _related() | _lists() | _layouts() | _whole()
    return {f"{data}{path}": each for path, each in here.items()}


def _related() -> dict[str, Any]:
    where, fields = [KIND, RECORD, WAY], query("fields", "Names of fields, joined by commas")
    refused = content({"type": "array"}, "Children are written one by one")
    body = said({"type": "object"})
    return {
        "/sobjects/{object}/{id}/{relationship}": {
            "get": call("getRelated", "The parent, or the children", RECORDS, TOLD,
                        [*where, fields]),
            "patch": call("changeRelated", "Change the parent", RECORDS,
                          {"204": EMPTY, "405": refused}, where, body),
            "delete": call("deleteRelated", "Delete the parent", RECORDS,
                           {"204": EMPTY, "405": refused}, where),
        },
    }  # fmt: skip


def _lists() -> dict[str, Any]:
    many, of = "/sobjects/{object}/listviews", "Lists"
    number: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 2_000}
    page = [query("limit", "How many rows", **number), query("offset", "After how many", **number)]
    one = [KIND, VIEW]
    return {
        many: {"get": call("listViews", "The lists of an object", of, TOLD, [KIND])},
        f"{many}/{{view}}": {"get": call("listView", "One list", of, TOLD, one)},
        f"{many}/{{view}}/describe": {
            "get": call("describeList", "Its columns and its query", of, TOLD, one)},
        f"{many}/{{view}}/results": {
            "get": call("listResults", "Its rows", of, TOLD, [*one, *page])},
    }  # fmt: skip


def _layouts() -> dict[str, Any]:
    here, of = "/sobjects/{object}", OF_TOOLS
    kind = within("recordType", "The id of a record type")
    return {
        f"{here}/describe/layouts": {"get": call("layouts", "Layouts", of, TOLD, [KIND])},
        f"{here}/describe/layouts/{{recordType}}": {
            "get": call("layout", "One layout", of, TOLD, [KIND, kind])},
        f"{here}/describe/compactLayouts": {
            "get": call("compactLayouts", "The fields that matter most", of, TOLD, [KIND])},
        f"{here}/describe/approvalLayouts": {
            "get": call("approvalLayouts", "None", of, TOLD, [KIND])},
        f"{here}/quickActions": {"get": call("actionsOf", "None", of, LISTED, [KIND])},
    }  # fmt: skip


def _whole() -> dict[str, Any]:
    of, words = OF_TOOLS, query("q", "What has been typed so far", is_needed=True)
    names = query("q", "Names of objects, joined by commas")
    most = query("limit", "How many", type="integer", minimum=1, maximum=200)
    sought = [words, query("sobject", "Of which objects", is_needed=True), most]
    process = within("what", "`rules` or `approvals`", "^(rules|approvals)$")
    return {
        "/tabs": {"get": call("tabs", "Where lists are", of, LISTED)},
        "/theme": {"get": call("theme", "Colours and icons: none", of, TOLD)},
        "/quickActions": {"get": call("actions", "None", of, LISTED)},
        "/process/{what}": {"get": call("process", "None", of, TOLD, [process])},
        "/search/layout": {"get": call("searchLayout", "Columns of what is found", of, LISTED,
                                       [names])},
        "/search/scopeOrder": {"get": call("searchOrder", "What is searched", of, LISTED)},
        "/search/suggestions": {"get": call("suggestions", "What may be meant", of, TOLD, sought)},
        "/tooling": {"get": call("tools", "What is answered of them", of, TOLD)},
        "/tooling/sobjects": {"get": call("toolObjects", "None", of, TOLD)},
    }  # fmt: skip
