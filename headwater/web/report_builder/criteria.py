"""Criteria of a report as lines of field, comparison and value, also over parents and over lists
of several objects."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from headwater.catalog.fields import FieldDef
from headwater.criteria import rows as criteria_rows
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.rows import Row
from headwater.criteria.tree import And, Comparison, Not, Or, Path, Tree
from headwater.reporting.kinds import RECORD, Kind
from headwater.web.lists import criteria_lines


def lines_of(where: str) -> tuple[list[Row] | None, bool]:
    """The lines that say the same, None where only text can; and whether one of them is enough."""
    asked = parse(where) if where else And(())
    if isinstance(asked, Or):
        return criteria_rows.rows(And(asked.parts)), True
    return criteria_rows.rows(asked) if where else [], False


def read(given: Mapping[str, Any], kind: Kind) -> list[Row]:
    """The lines as the form has them, with an empty one more where it is asked for."""
    found = criteria_lines.read(given, partial(field_of, kind), drop=given.get("drop_line", ""))
    return [*found, criteria_lines.EMPTY] if "add_line" in given else found


def text(lines: list[Row], kind: Kind, *, is_any: bool = False) -> str:
    """The lines that are whole as SOQL, all of them or any; raises CriteriaError."""
    parts = tuple(_tree(row, kind) for row in criteria_lines.whole(lines))
    if len(parts) > 1:
        return text_of(Or(parts) if is_any else And(parts))
    return text_of(parts[0]) if parts else ""


def _tree(row: Row, kind: Kind) -> Tree:
    if not kind.is_joint:
        return criteria_rows.from_rows([row], kind.object.name)
    if row.field == RECORD:
        named = row._replace(field="Name")
        return _renamed(criteria_rows.from_rows([named], "Lead"), RECORD)
    part = next((part for part in kind.parts if kind.path(part, row.field)), kind.parts[0])
    path = kind.path(part, row.field) or row.field
    return _renamed(criteria_rows.from_rows([row._replace(field=path)], part.object_name),
                    row.field)  # fmt: skip


def _renamed(node: Tree, name: str) -> Tree:
    """The same comparison, of the column of the list."""
    if isinstance(node, Comparison):
        return replace(node, field=Path(tuple(name.split("."))))
    return Not(_renamed(node.part, name)) if isinstance(node, Not) else node


def field_of(kind: Kind, name: str) -> FieldDef | None:
    try:
        return kind.field(name) if name else None
    except CriteriaError:
        return None


def drawn(lines: list[Row], kind: Kind) -> list[dict[str, Any]]:
    """Each line as the template draws it; a list of several objects knows which they are."""
    labels = [(part.object.label, part.object.label) for part in kind.parts]
    found = criteria_lines.drawn(lines, partial(field_of, kind))
    return [each | {"choices": labels if each["field"] == RECORD else _choices(each, kind)}
            for each in found]  # fmt: skip


def _choices(line: Mapping[str, Any], kind: Kind) -> list[tuple[str, str]]:
    """The values to choose from, each with what people call it."""
    called = kind.words_of(line["field"]) if field_of(kind, line["field"]) else {}
    return [(value, called.get(value, value)) for value in line["choices"] or called]
