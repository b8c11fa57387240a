"""The rows that a report is about, as SQL: one SELECT for each object, within what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.criteria import tree
from headwater.criteria.check import check
from headwater.criteria.compile import compiled, filled
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.paths import Found, Joins, Seen
from headwater.criteria.tree import And, Comparison, InList, Not, Null, Or, Path, Text, Tree
from headwater.people.models import User
from headwater.records.soql import seen_by
from headwater.reporting.kinds import RECORD, Kind, Part

NOTHING: Tree = Or(())
SQL_TYPES = {
    "date": "date", "datetime": "timestamptz", "boolean": "boolean", "int": "numeric",
    "double": "numeric", "currency": "numeric", "percent": "numeric",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """SQL of one value of a row, and the parameters in it."""

    sql: str
    params: tuple[Any, ...] = ()


@dataclass
class Rows:
    """One object's rows under the alias `t`; what is asked of them joins their parents."""

    kind: Kind
    part: Part
    user: User
    calendar: Calendar
    seen: Seen = field(init=False)
    joins: Joins = field(init=False)

    def __post_init__(self) -> None:
        self.seen = seen_by(self.user)
        self.joins = Joins(self.part.object_name, "t", self.seen)

    def shown(self, name: str) -> Value:
        """What a column shows; a reference shows the name of what it leads to."""
        found = self._found(name)
        if not isinstance(found, tuple):
            return found
        path, place = found
        if place.field.is_reference:
            parts = path.split(".")
            parent = ".".join([*parts[:-1], place.field.relationship, "Name"])
            return Value(self._at(parent).sql)
        return Value(place.keys[0].sql if place.keys else place.sql)

    def held(self, name: str) -> Value:
        """What a column holds, for grouping and counting: of a reference the key."""
        found = self._found(name)
        if not isinstance(found, tuple):
            return found
        place = found[1]
        if place.field.is_text and not place.keys:  # '' is the empty text; case does not count
            return Value(f"NULLIF(lower({place.sql}), '')")
        return Value(place.keys[0].sql if place.keys else place.sql)

    def may_be_missing(self, name: str) -> bool:
        found = self._found(name)
        return not isinstance(found, tuple) or found[1].is_nullable or found[1].field.is_text

    def _found(self, name: str) -> "Value | tuple[str, Found]":
        if self.kind.is_joint and name == RECORD:
            return Value("%s::text", (self.part.object.label,))
        path = self.kind.path(self.part, name)
        if not path:
            type_name = self.kind.field(name).type
            return Value(f"NULL::{SQL_TYPES.get(type_name, 'text')}")
        return path, self._at(path)

    def _at(self, path: str) -> Found:
        return self.joins.find(Path(tuple(path.split("."))))

    def condition(self, where: str | Tree) -> Value:
        """Criteria on the row."""
        asked = parse(where) if isinstance(where, str) else where
        if self.kind.is_joint:
            asked = translated(asked, self.kind, self.part)
        found = compiled(asked, self.joins)
        return Value(found.sql, tuple(filled(found.params, self.calendar)))

    def select(self, values: Sequence[Value], where: str | Tree) -> Value:
        """`SELECT values FROM the rows that fulfil the criteria`."""
        wanted = ", ".join(f"{value.sql} AS v{place}" for place, value in enumerate(values))
        conditions = [self.condition(where)]
        if "IsDeleted" in self.joins.root.fields:
            conditions.append(Value(f"NOT {self._at('IsDeleted').sql}"))
        shared = self.seen(self.joins.root, "t")
        conditions += [Value(shared[0], tuple(shared[1]))] if shared else []
        sql = (
            f'SELECT {wanted} FROM "{self.joins.root.table}" t {" ".join(self.joins.sql)}'  # noqa: S608
            f" WHERE {' AND '.join(each.sql for each in conditions)}"
        )
        params = [param for value in values for param in value.params]
        params += self.joins.params
        params += [param for each in conditions for param in each.params]
        return Value(sql, tuple(params))


def refuse_unknown(kind: Kind, where: str) -> None:
    """Raise CriteriaError for criteria that cannot be asked of this kind."""
    asked = parse(where)
    if not kind.is_joint:
        check(asked, kind.object.name)
        return
    for part in kind.parts:
        check(translated(asked, kind, part), part.object_name)


def translated(node: Tree, kind: Kind, part: Part) -> Tree:
    """Criteria in the words of several objects, in those of one of them."""
    if isinstance(node, Comparison):
        return _comparison(node, kind, part)
    if isinstance(node, Not):
        return Not(translated(node.part, kind, part))
    parts = tuple(translated(each, kind, part) for each in node.parts)
    return Or(parts) if isinstance(node, Or) else And(parts)


def _comparison(node: Comparison, kind: Kind, part: Part) -> Tree:
    name = str(node.field)
    if name.lower() == RECORD.lower():
        return tree.EVERYTHING if _is_of(part, node) else NOTHING
    if name.lower() == "owner.name":
        return node
    if kind.spelled(name) not in kind.names:
        raise CriteriaError(f"There is no column “{name}” in {kind.label.lower()}.", node.position)
    path = kind.path(part, name)
    if path:
        return replace(node, field=Path(tuple(path.split("."))))
    asks_empty = node.operator == "=" and isinstance(node.value, Null)
    return tree.EVERYTHING if asks_empty or node.operator in ("!=", "NOT IN") else NOTHING


def _is_of(part: Part, node: Comparison) -> bool:
    """Whether the rows of this object fulfil `Record = 'Lead'`."""
    singles = node.value.values if isinstance(node.value, InList) else (node.value,)
    names = {each.value.lower() for each in singles if isinstance(each, Text)}
    is_named = part.object.label.lower() in names
    return is_named if node.operator in ("=", "IN") else not is_named


def prefix_of(target: FieldDef) -> str:
    """The id prefix of what a reference leads to; '' where that depends."""
    prefixes = {objects.get(each.object_name).prefix for each in target.targets}
    return prefixes.pop() if len(prefixes) == 1 else ""
