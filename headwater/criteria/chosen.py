"""The columns of a query for records: fields, parents, kinds of parents, and hidden keys."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.criteria.errors import CriteriaError
from headwater.criteria.functions import WRITTEN
from headwater.criteria.paths import Joins
from headwater.criteria.select import Column, Kinds, Select
from headwater.criteria.tree import Path
from headwater.criteria.values import SelectColumn, selected

GROUPS = ("ALL", "STANDARD", "CUSTOM")


def columns(select: Select, joins: Joins, *, with_keys: bool) -> tuple[SelectColumn, ...]:
    """Every column in the order of the query; with keys also the ids that tell which parents are
    there."""
    found: list[SelectColumn] = []
    for item in select.columns:
        if isinstance(item, Kinds):
            found += _of_kinds(item, joins)
        elif isinstance(item, Column):
            found += [_column(item, path, joins) for path in _paths(item, joins)]
    _refuse_twice(found, select)
    return (*found, *(_keys(found, joins) if with_keys else ()))


def _paths(column: Column, joins: Joins) -> list[Path]:
    if column.function != "FIELDS":
        return [column.value]
    which = ".".join(column.path.parts).upper()
    if which not in GROUPS:
        message = "FIELDS() takes ALL, STANDARD or CUSTOM."
        raise CriteriaError(message, column.position, kind="syntax")
    fields = [*joins.root.fields.values(), *joins.root.compounds.values()]
    return [Path((each.name,)) for each in fields
            if which in ("ALL", "CUSTOM" if each.is_custom else "STANDARD")]  # fmt: skip


def _column(column: Column, path: Path, joins: Joins) -> SelectColumn:
    if path.functions and path.functions[0] not in WRITTEN:
        told = f"{path} must be grouped"
        message = f"{path} can be selected where rows are grouped by it."
        raise CriteriaError(message, column.position, "", "syntax", told)
    found = joins.find(path, column.position)
    sql, prefix, is_mixed = selected(found, joins)
    spelled = (*spelling(path, joins), found.field.name)
    if column.alias:
        if not path.functions:
            message = "Only sums and functions can have another name."
            raise CriteriaError(message, column.position, kind="syntax")
        spelled = (column.alias,)
    writing = "FORMAT" if "FORMAT" in path.functions else column.function
    return SelectColumn(spelled, found.field, prefix, is_mixed, writing=writing, sql=sql)


def _of_kinds(item: Kinds, joins: Joins) -> Iterator[SelectColumn]:
    names = tuple(name for name, _ in item.cases)
    for name, paths in item.cases:
        for path in paths:
            yield _of_kind(item, path, (name,), joins)
    for path in item.otherwise:
        found = _of_kind(item, path, (), joins)
        yield replace(found, kinds=_spelled(names), is_otherwise=True)


def _of_kind(item: Kinds, path: Path, names: tuple[str, ...], joins: Joins) -> SelectColumn:
    whole = Path((*item.path.parts, *path.parts))
    found = joins.find(whole, item.position, names[0] if names else "")
    sql, prefix, is_mixed = selected(found, joins)
    spelled = (*spelling(whole, joins), found.field.name)
    return SelectColumn(spelled, found.field, prefix, is_mixed, _spelled(names), sql=sql)


def _spelled(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(objects.get(name).name for name in names)


def _refuse_twice(found: Sequence[SelectColumn], select: Select) -> None:
    seen = set()
    for each in found:
        if (each.path, each.kinds) in seen:
            name = ".".join(each.path)
            told = f"duplicate field selected: {name}"
            position = select.fields[0].position if select.fields else -1
            raise CriteriaError(f"{name} is selected twice.", position, "", "field", told)
        seen.add((each.path, each.kinds))


def _keys(found: Sequence[SelectColumn], joins: Joins) -> Iterator[SelectColumn]:
    """The ids of the row itself and of each parent on the way to a column.

    An id tells an empty parent from one whose fields are empty, and gives both their addresses.
    """
    there = {each.path for each in found if not (each.kinds or each.writing)}
    for parents in dict.fromkeys(
        [(), *(each.path[:length] for each in found for length in range(1, len(each.path)))]
    ):
        if (*parents, "Id") not in there:
            key = joins.find(Path((*parents, "Id")))
            sql, prefix, is_mixed = selected(key, joins)
            path = (*parents, "Id")
            yield SelectColumn(path, key.field, prefix, is_mixed, is_hidden=True, sql=sql)


def spelling(path: Path, joins: Joins) -> tuple[str, ...]:
    """The parents of a path as the catalog writes them, whatever case the query used."""
    spelled: list[str] = []
    owners = [joins.root]
    for step in path.parts[:-1]:
        reference = next(field for owner in owners for field in _parents(owner) if
                         field.relationship.lower() == step.lower())  # fmt: skip
        spelled.append(reference.relationship)
        owners = [objects.get(target.object_name) for target in reference.targets]
        if owners[0].name == "Owner":
            owners.append(objects.get("User"))
    return tuple(spelled)


def _parents(owner: objects.ObjectDef) -> list[FieldDef]:
    return [field for field in owner.fields.values() if field.relationship]
