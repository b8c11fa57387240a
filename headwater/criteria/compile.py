"""Tree to SQL. What depends on the rule is compiled once; what depends on now is filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from headwater.catalog import custom
from headwater.criteria.check import fit
from headwater.criteria.conditions import Condition, Edge, condition
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.paths import Joins
from headwater.criteria.semi_joins import semi_join
from headwater.criteria.tree import (
    DEEPEST,
    Among,
    And,
    Comparison,
    InList,
    Not,
    Or,
    Single,
    Text,
    Tree,
    depth,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """`SELECT … FROM its_table t {joins} WHERE {where}` with `params` for the %s in `where`."""

    where: str
    params: list[Any] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled rule whose date parameters still wait for a calendar."""

    where: str
    params: tuple[Any, ...]
    joins: tuple[str, ...]

    def filled(self, calendar: Calendar) -> list[Any]:
        return filled(self.params, calendar)


def compile_criteria(
    rule: str | Tree, object_name: str, *, calendar: Calendar, table: str = "t"
) -> Compiled:
    """The SQL of a rule on the rows of an object, whose table stands under the alias `table`."""
    found = template(rule, object_name, table)
    return Compiled(found.where, found.filled(calendar), list(found.joins))


def template(rule: str | Tree, object_name: str, table: str = "t") -> Template:
    """The compiled rule, kept until the organisation's fields change; raises CriteriaError."""
    return _template(rule, object_name, table, custom.edition())


def filled(params: Sequence[Any], calendar: Calendar) -> list[Any]:
    """The parameters as the database wants them at this moment."""
    return [each.at(calendar) if isinstance(each, Edge) else each for each in params]


@lru_cache(maxsize=4096)
def _template(rule: str | Tree, object_name: str, table: str, _edition: int) -> Template:
    joins = Joins(object_name, table)
    found = compiled(parse(rule) if isinstance(rule, str) else rule, joins)
    return Template(found.sql, found.params, tuple(joins.sql))


def compiled(tree: Tree, joins: Joins) -> Condition:
    """The SQL of a tree, which adds its parents to `joins`."""
    if depth(tree) > DEEPEST:
        raise CriteriaError(f"The brackets are nested more than {DEEPEST} deep.", 0, kind="syntax")
    return _compiled(tree, joins)


def _compiled(tree: Tree, joins: Joins) -> Condition:
    if isinstance(tree, Comparison):
        if isinstance(tree.value, Among):
            return semi_join(tree, joins, _compiled)
        found = joins.find(tree.field, tree.position)
        tree = _of_owner(tree) if found.field.attribute == "kind" else tree
        fit(tree, found)
        return condition(tree, found)
    if isinstance(tree, Not):
        part = _compiled(tree.part, joins)
        return Condition(f"({part.sql}) IS NOT TRUE", part.params)
    return _joined(tree, joins)


def _of_owner(tree: Comparison) -> Comparison:
    """`Owner.Type = 'Queue'` as people write it; a queue's own word is Group."""
    value = tree.value
    if isinstance(value, InList):
        return replace(tree, value=replace(value, values=tuple(map(_kind, value.values))))
    return tree if isinstance(value, Among) else replace(tree, value=_kind(value))


def _kind(value: Single) -> Single:
    is_queue = isinstance(value, Text) and value.value.lower() == "queue"
    return Text("Group", value.position) if is_queue else value


def _joined(tree: And | Or, joins: Joins) -> Condition:
    parts = [_compiled(part, joins) for part in tree.parts]
    if not parts:
        return Condition("TRUE" if isinstance(tree, And) else "FALSE")
    word = " AND " if isinstance(tree, And) else " OR "
    params = tuple(param for part in parts for param in part.params)
    return Condition("(" + word.join(part.sql for part in parts) + ")", params)
