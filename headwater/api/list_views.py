"""`sobjects/X/listviews`: the lists of the pages, built in and saved, that the caller sees.

What a list shows is asked by SOQL like everything else; a column that no field holds is left out.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found, of_criteria
from headwater.catalog import ids
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import parse_query
from headwater.records import soql
from headwater.web.lists.kind import KNOWN, ListKind, View
from headwater.web.lists.saved_view import SavedView, Scope

PREFIX = "00B"
BUILT_IN = 1_000_000_000  # their keys are above those of saved views
USUAL, MOST = 25, 2_000  # rows of `results`
HIDDEN = ("Id", "CreatedDate", "LastModifiedDate", "SystemModstamp")
SCOPES = {Scope.ALL: "everything", Scope.MINE: "mine", Scope.QUEUES: "queue"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One list of an object: `kind` is the page that shows it."""

    key: int
    kind: ListKind
    view: View

    @property
    def id(self) -> str:
        return ids.encode(PREFIX, self.key)

    @property
    def developer_name(self) -> str:
        return re.sub(r"\W+", "_", f"{self.view.name} {self.view.key}").strip("_")


def listed(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/listviews"""
    kind = _kind(name)
    found = _lists(call, kind)
    here = f"{addresses.data(call.version)}/sobjects/{kind.name}/listviews"
    told = [
        {"describeUrl": f"{here}/{each.id}/describe", "developerName": each.developer_name,
         "id": each.id, "label": each.view.name, "resultsUrl": f"{here}/{each.id}/results",
         "soqlCompatible": True, "url": f"{here}/{each.id}"}
        for each in found
    ]  # fmt: skip
    return answers.json({"done": True, "listviews": told, "nextRecordsUrl": None,
                         "size": len(told), "sobjectType": kind.name})  # fmt: skip


def one(call: Call, name: str, view: str) -> HttpResponse:
    """GET sobjects/X/listviews/ID: as in the list of all"""
    kind = _kind(name)
    found = _found(call, kind, view)
    here = f"{addresses.data(call.version)}/sobjects/{kind.name}/listviews/{found.id}"
    return answers.json({
        "describeUrl": f"{here}/describe", "developerName": found.developer_name, "id": found.id,
        "label": found.view.name, "resultsUrl": f"{here}/results", "soqlCompatible": True,
        "url": here,
    })  # fmt: skip


def described(call: Call, name: str, view: str) -> HttpResponse:
    """GET sobjects/X/listviews/ID/describe: columns, order and the query behind it"""
    kind = _kind(name)
    found = _found(call, kind, view)
    order = _order(kind, found)
    sort = [{"fieldNameOrPath": order[0], "nullsPosition": "last" if order[1] else "first",
             "sortDirection": "descending" if order[1] else "ascending"}]  # fmt: skip
    return answers.json({
        "columns": [_told(path, field, order) for path, field in _columns(kind, found)],
        "id": found.id, "orderBy": sort, "query": _soql(call, kind, found),
        "relatedEntityId": None, "scope": SCOPES.get(Scope(found.view.scope), "everything"),
        "scopeEntityId": None, "sobjectType": kind.name, "whereCondition": None,
    })  # fmt: skip


def results(call: Call, name: str, view: str) -> HttpResponse:
    """GET sobjects/X/listviews/ID/results?limit=&offset=: the rows, column by column"""
    kind = _kind(name)
    found = _found(call, kind, view)
    columns, order = _columns(kind, found), _order(kind, found)
    limit, offset = _count(call, "limit", USUAL), _count(call, "offset", 0)
    text = f"{_soql(call, kind, found)} LIMIT {limit + 1} OFFSET {offset}"
    try:
        records = rows.fetch(soql.compiled(parse_query(text), call.by, rows.KEYED), call.version)
    except CriteriaError as error:
        raise of_criteria(error, text) from None
    told = [{"columns": [{"fieldNameOrPath": path, "value": _value(record, path)}
                         for path, _ in columns]} for record in records[:limit]]  # fmt: skip
    return answers.json({
        "columns": [_told(path, field, order) for path, field in columns],
        "developerName": found.developer_name, "done": len(records) <= limit, "id": found.id,
        "label": found.view.name, "records": told, "size": len(told),
    })  # fmt: skip


def _lists(call: Call, kind: ObjectDef) -> list[Listed]:
    """Built-in ones in the order of the page, then own and shared ones."""
    found: list[Listed] = []
    pages = sorted(KNOWN.values(), key=lambda page: page.url_name)
    for place, page in enumerate(page for page in pages if page.object_name == kind.name):
        first = BUILT_IN + place * 1_000
        found += [Listed(first + number, page, view) for number, view in enumerate(page.views)
                  if view.among is None]  # fmt: skip
        if place == 0:
            saved = SavedView.objects.for_user(call.by, kind.name)
            found += [Listed(each.pk, page, View.of(each)) for each in saved]
    return [each for each in found if _is_readable(call, kind, each)]


def _is_readable(call: Call, kind: ObjectDef, each: Listed) -> bool:
    """Not one whose criteria name what is gone: the pages say so, a program could do nothing."""
    try:
        soql.compiled(parse_query(_soql(call, kind, each)), call.by, rows.KEYED)
    except CriteriaError:
        return False
    return True


def _found(call: Call, kind: ObjectDef, view: str) -> Listed:
    for each in _lists(call, kind):
        if view[:15] == each.id[:15] or view == each.developer_name:
            return each
    raise not_found()


def _kind(name: str) -> ObjectDef:
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise not_found() from None


def _columns(kind: ObjectDef, found: Listed) -> list[tuple[str, FieldDef]]:
    """Paths with their fields; instead of an id the name of whom it leads to, as on the page."""
    names = found.view.columns or found.kind.columns
    told: dict[str, FieldDef] = {}
    for name in (*names, *HIDDEN):
        field = kind.fields.get(name)
        if field is None:
            continue
        is_named = field.is_reference and field.relationship and name not in HIDDEN
        told[f"{field.relationship}.Name" if is_named else name] = field
    return list(told.items())


def _order(kind: ObjectDef, found: Listed) -> tuple[str, bool]:
    said = found.view.sort or found.kind.sort
    name = said.lstrip("-")
    return (name, said.startswith("-")) if name in kind.fields else ("Id", False)


def _soql(call: Call, kind: ObjectDef, found: Listed) -> str:
    view, (sort, is_descending) = found.view, _order(kind, found)
    me = addresses.user_id(call.by)
    whose = {
        Scope.MINE: f"OwnerId = '{me}'",
        Scope.QUEUES: f"OwnerId IN (SELECT GroupId FROM GroupMember WHERE UserOrGroupId = '{me}')",  # noqa: S608
    }.get(Scope(view.scope), "")
    parts = [f"({each})" if each == view.rule and whose else each
             for each in (whose, view.rule) if each]  # fmt: skip
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    names = ", ".join(path for path, _ in _columns(kind, found))
    order = f"{sort} {'DESC NULLS LAST' if is_descending else 'ASC NULLS FIRST'}"
    by_id = "" if sort == "Id" else ", Id"
    return f"SELECT {names} FROM {kind.name}{where} ORDER BY {order}{by_id}"  # noqa: S608


def _told(path: str, field: FieldDef, order: tuple[str, bool]) -> dict[str, Any]:
    is_sorted = field.name == order[0]
    direction = ("descending" if order[1] else "ascending") if is_sorted else None
    return {
        "ascendingLabel": None, "descendingLabel": None, "fieldNameOrPath": path,
        "hidden": path in HIDDEN, "label": field.label, "searchable": field.is_text,
        "selectListItem": path, "sortDirection": direction, "sortIndex": 0 if is_sorted else None,
        "sortable": True, "type": "string" if "." in path else field.type,
    }  # fmt: skip


def _value(record: rows.Record, path: str) -> str | None:
    """Texts, as Salesforce has all values of a list."""
    found: Any = record
    for step in path.split("."):
        found = found.get(step) if found else None
    if found is None or isinstance(found, str):
        return found
    return str(found).lower() if isinstance(found, bool) else str(found)


def _count(call: Call, name: str, usual: int) -> int:
    text = call.asked(name)
    return min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 6 else usual


listed_view = resource(GET=listed)
one_view = resource(GET=one)
described_view = resource(GET=described)
results_view = resource(GET=results)
