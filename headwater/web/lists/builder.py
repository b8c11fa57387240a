"""Criteria as rows of field, operator and value, and as text: two faces of one WHERE."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.criteria import rows as criteria_rows
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.rows import Row
from headwater.web.records import words


def of(where: str, object_name: str) -> dict[str, Any]:
    """What the builder shows for these criteria."""
    try:
        found = criteria_rows.rows(parse(where, object_name)) if where else []
    except CriteriaError as error:
        return _context(object_name, None, where, error)
    return _context(object_name, found, where, None)


def criteria(request: HttpRequest, object_name: str) -> HttpResponse:
    """POST /lists/<object>/criteria: the builder again, after a row was changed, added or removed.

    `add` appends an empty row, `drop=2` takes one away, `text` (with `as_text`) is read as it is.
    """
    try:
        name = objects.get(object_name).name
    except UnknownName:
        name = "Lead"
    return render(request, "lists/builder.html", {"builder": changed(request.POST, name)})


def changed(posted: QueryDict, name: str) -> dict[str, Any]:
    """What the builder shows after a change, by what its form says."""
    if "as_text" in posted:
        return of(posted.get("where", "").strip(), name)
    rows = _read(posted, name)
    if "add" in posted:
        rows.append(Row("", "=", ""))
    whole = [row for row in rows if row.field and not _is_waiting(row)]
    try:
        where = text_of(criteria_rows.from_rows(whole, name)) if whole else ""
    except CriteriaError as error:
        return _context(name, rows, posted.get("where", ""), error)
    return _context(name, rows, where, None)


def _read(posted: QueryDict, name: str) -> list[Row]:
    """The rows as the form has them; lists of values are typed with commas."""
    found = []
    drop = posted.get("drop", "")
    for number in range(20):
        field = posted.get(f"field-{number}")
        if field is None or str(number) == drop:
            continue
        operators = {each.name: each for each in _operators(name, field)}
        chosen = posted.get(f"operator-{number}", "")
        operator = operators.get(chosen) or next(iter(operators.values()), None)
        value: str | list[str] = posted.get(f"value-{number}", "").strip()
        if operator and operator.takes == "many" and isinstance(value, str):
            value = [each.strip() for each in value.split(",") if each.strip()]
        if operator and operator.takes == "nothing":
            value = ""
        found.append(Row(field, operator.name if operator else "=", value))
    return found


def _is_waiting(row: Row) -> bool:
    """A row whose value is still to be typed is no criterion yet."""
    return not row.value and row.operator not in ("is_empty", "is_not_empty")


def _operators(name: str, path: str) -> tuple[Any, ...]:
    field = _field(name, path)
    return criteria_rows.operators_for(field) if field else ()


def _field(name: str, path: str) -> FieldDef | None:
    *parents, last = path.split(".")
    kind = objects.get(name)
    try:
        for parent in parents:
            kind = objects.get(kind.parent(parent).targets[0].object_name)
        return kind.field(last)
    except UnknownName:
        return None


def _context(
    name: str, rows: list[Row] | None, where: str, error: CriteriaError | None
) -> dict[str, Any]:
    kind = objects.get(name)
    lists = picklists.lists() if rows else {}
    fields = [(f.name, words.label(f)) for f in kind.fields.values() if not f.is_reference]
    fields += [("Owner.Name", "Owner name")] if "OwnerId" in kind.fields else []
    return {
        "object_name": name, "where": where, "error": error, "is_text": rows is None,
        "url": reverse("criteria", args=[name]),
        "fields": sorted(fields, key=lambda pair: pair[1]),
        "rows": [_row(name, number, row, lists) for number, row in enumerate(rows or ())],
        "sentence": english(where, name) if where and not error else "",
    }  # fmt: skip


def _row(name: str, number: int, row: Row, lists: dict[str, list[str]]) -> dict[str, Any]:
    field = _field(name, row.field)
    operators = _operators(name, row.field)
    chosen = next((each for each in operators if each.name == row.operator), None)
    choices = list(field.choices) or lists.get(field.picklist, []) if field else []
    if field and field.type == "boolean":
        choices = ["true", "false"]
    return {
        "number": number, "field": row.field, "operator": row.operator, "operators": operators,
        "value": ", ".join(row.value) if isinstance(row.value, list) else row.value,
        "takes": chosen.takes if chosen else "one", "choices": choices,
    }  # fmt: skip
