"""From a path such as `Owner.Name` to SQL: which column of which joined table.

Parents are LEFT JOINed once each, under an alias made of the path, so that equal paths of two
conditions give equal joins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from headwater.catalog import custom, objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.criteria.tree import Path
from headwater.criteria.unknown import unknown_field, unknown_object

MOST_STEPS = 5
LONGEST_ALIAS = 60
KINDS = {"User": "User", "Group": "Queue"}  # objects that share the owner table, by its `kind`

# Sharing of parents: the condition under which a row of a model, joined under an alias, is read.
Seen = Callable[[ObjectDef, str], tuple[str, Sequence[Any]] | None]


@dataclass(frozen=True, slots=True)
class Key:
    """A column that holds the key of a row of one of `objects` (none: nothing an id can name)."""

    sql: str
    objects: tuple[ObjectDef, ...] = ()
    kind: str = ""  # SQL that tells which of several objects it is


@dataclass(frozen=True, slots=True)
class Found:
    """A field in its place. `sql` is its value; ids and references have `keys` instead."""

    field: FieldDef
    sql: str
    is_nullable: bool
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One table row a path can stand on: `key` is its primary key, told before any join.

    `objects` are those whose fields the row has: an owner is an Owner, and may be a User.
    """

    objects: tuple[ObjectDef, ...]
    key: str
    alias: str
    is_root: bool = False


class Joins:
    """Finds fields from one object's table on, and remembers the joins that this takes."""

    def __init__(
        self,
        object_name: str,
        table: str,
        seen: Seen | None = None,
        calls: "Callable[[Joins, Path, int], Found] | None" = None,
    ) -> None:
        """`seen` hides parents, `calls` finds functions of fields (only queries have them)."""
        self.root = objects.get(object_name)
        self.table = table
        self.seen = seen
        self.calls = calls
        self.is_summed = False  # whether texts are asked for as groups have them: '' is NULL
        self.by_alias: dict[str, str] = {}
        self.params_by_alias: dict[str, Sequence[Any]] = {}

    def of_query(self, object_name: str, position: int) -> "Joins":
        """Those of a query inside this one, whose rows have an alias of their own."""
        try:
            inner = Joins(object_name, f"{self.table}_in{position}", self.seen, self.calls)
        except UnknownName as error:
            raise unknown_object(error, position) from None
        return inner

    @property
    def sql(self) -> list[str]:
        return list(self.by_alias.values())

    @property
    def params(self) -> list[Any]:
        """The parameters of the joins, in their order."""
        return [param for alias in self.by_alias for param in self.params_by_alias.get(alias, ())]

    @property
    def key(self) -> str:
        """The primary key of the row itself."""
        return f'"{self.table}"."{self.root.key_column}"'

    def find(self, path: Path, position: int = -1, only: str = "") -> Found:
        """The field at the end of a path; raises CriteriaError for what is unknown.

        `only` is the one object to which the parent before it may belong.
        """
        if path.functions:
            if self.calls is None:
                what = f"{path.functions[0]}() can be asked in whole queries only."
                raise CriteriaError(what, position, kind="syntax")
            return self.calls(self, path, position)
        if not 0 < len(path.parts) <= MOST_STEPS + 1:
            raise CriteriaError(
                f"{path} goes over more than {MOST_STEPS} parents.", position, kind="field"
            )
        try:
            found = self._own(path, only) or self._walk(path, only)
        except UnknownName as error:
            entity = path.parts[-2] if len(path.parts) > 1 else self.root.name
            raise unknown_field(error, entity, position) from None
        if self.is_summed and found.field.is_text and not found.keys:
            return replace(found, sql=f"NULLIF({found.sql}, '')", is_nullable=True)
        return found

    def _own(self, path: Path, only: str) -> Found | None:
        """A field of the row's own table, which is the same in every query."""
        name, is_own = path.parts[0], len(path.parts) == 1 and not only
        return _own_field(self.root.name, self.table, name, custom.edition()) if is_own else None

    def _walk(self, path: Path, only: str) -> Found:
        branches: tuple[Branch, ...]
        branches = (Branch((self.root,), self.key, self.table, is_root=True),)
        for step in path.parts[:-1]:
            branches = self._parents(branches, step)
        if only:
            branches = _narrowed(branches, only)
        *steps, name = path.parts
        if steps and name.lower() == "type" and len(branches) > 1:
            return _type_of(branches)
        found = [
            (branch, owner, field)
            for branch in branches
            for owner, field in [_first_field(branch.objects, name)]
            if field is not None
        ]
        if not found:
            owners = [owner for each in branches for owner in each.objects]
            raise UnknownName("field", name, [field for owner in owners for field in owner.fields])
        keys = tuple(key for row in found for key in self._keys(*row))
        values = [self._value(*row) for row in found if not row[2].is_reference]
        sql = values[0] if len(values) == 1 else f"COALESCE({', '.join(values)})"
        is_nullable = bool(steps) or _is_nullable(*found[0][1:])
        return Found(found[0][2], sql if values else "", is_nullable, keys)

    def _parents(self, branches: tuple[Branch, ...], step: str) -> tuple[Branch, ...]:
        if len(branches) > 1:
            raise UnknownName("relationship", step, [])
        branch = branches[0]
        owner, field = _first_parent(branch.objects, step)
        base = "_".join([branch.alias, field.relationship.lower()])
        alias = self._column_alias(branch, owner, field)
        return tuple(
            Branch(
                _rows_of(target.object_name),
                field.sql(alias) if field.expression else f'"{alias}"."{target.column}"',
                _short(base if len(field.targets) == 1 else f"{base}_{target.object_name.lower()}"),
            )
            for target in field.targets
        )

    def _value(self, branch: Branch, owner: ObjectDef, field: FieldDef) -> str:
        return field.sql(self._column_alias(branch, owner, field))

    def _keys(self, branch: Branch, owner: ObjectDef, field: FieldDef) -> list[Key]:
        if field.type == "id":
            return [self._key(branch, branch.key, owner)]
        if not field.is_reference:
            return []
        alias = self._column_alias(branch, owner, field)
        if field.expression:
            return [self._key(None, field.sql(alias), objects.get(field.targets[0].object_name))]
        if not field.targets:
            return [Key(f'"{alias}"."{field.column}"')]
        return [
            self._key(None, f'"{alias}"."{target.column}"', objects.get(target.object_name))
            for target in field.targets
        ]

    def _key(self, branch: Branch | None, sql: str, target: ObjectDef) -> Key:
        if target.prefix:
            return Key(sql, (target,))
        return Key(sql, tuple(objects.get(name) for name in KINDS), sql)

    def kind_of_owner(self, key: Key) -> str:
        """SQL for the kind of an owner (`User` or `Group`) behind a key."""
        alias = _short(key.sql.replace('"', "").replace(".", "_") + "_kind")
        self.by_alias[alias] = f'LEFT JOIN "people_owner" "{alias}" ON "{alias}"."id" = {key.sql}'
        return f'"{alias}"."kind"'

    def _column_alias(self, branch: Branch, owner: ObjectDef, field: FieldDef) -> str:
        """The alias of the table that has the field's column, joined if need be."""
        source, key = (owner.source, owner.key_column) if owner.rows else _table_of(owner, field)
        if branch.is_root and source == self.root.source:
            return branch.alias
        is_first = source == branch.objects[0].source
        alias = branch.alias if is_first else _short(f"{branch.alias}_{source.strip(chr(34))}")
        join = f'LEFT JOIN {source} "{alias}" ON "{alias}"."{key}" = {branch.key}'
        if self.seen and (condition := self.seen(owner, alias)):
            join += f" AND {condition[0]}"
            self.params_by_alias[alias] = condition[1]
        self.by_alias[alias] = join
        return alias


@lru_cache(maxsize=8192)
def _own_field(kind: str, table: str, name: str, _edition: int) -> Found | None:
    """Kept until the organisation's fields change; None for what takes a join."""
    found = (joins := Joins(kind, table))._walk(Path((name,)), "")
    return None if joins.by_alias else found


def _rows_of(object_name: str) -> tuple[ObjectDef, ...]:
    """The objects whose fields a row of this one may have."""
    target = objects.get(object_name)
    return (target, objects.get("User")) if target.name == "Owner" else (target,)


def _first_field(owners: Sequence[ObjectDef], name: str) -> tuple[ObjectDef, FieldDef | None]:
    for owner in owners:
        if found := owner.find(name) or _compound(owner, name):
            return owner, found
    return owners[0], None


def _compound(owner: ObjectDef, name: str) -> FieldDef | None:
    found = owner.compounds.values()
    return next((field for field in found if field.name.lower() == name.lower()), None)


def _first_parent(owners: Sequence[ObjectDef], step: str) -> tuple[ObjectDef, FieldDef]:
    for owner in owners[:-1]:
        try:
            return owner, owner.parent(step)
        except UnknownName:
            continue
    return owners[-1], owners[-1].parent(step)


def _table_of(owner: ObjectDef, field: FieldDef) -> tuple[str, str]:
    """The table that has the column, and its key: a user's name stands in the owners' table."""
    model: type[models.Model] = owner.model
    try:
        model = model._meta.get_field(field.attribute).model
    except FieldDoesNotExist:
        pass
    return f'"{model._meta.db_table}"', str(model._meta.pk.column)


def _narrowed(branches: tuple[Branch, ...], name: str) -> tuple[Branch, ...]:
    """The branches whose row may be of this object; an owner's row is a user's or a queue's."""
    wanted = objects.get(name)
    found = [
        replace(each, objects=(each.objects[0], wanted)) if is_owner else each
        for each in branches
        if (is_owner := each.objects[0].name == "Owner" and wanted.name in KINDS)
        or wanted in each.objects
    ]
    if not found:
        raise UnknownName("kind", name, [each.name for row in branches for each in row.objects])
    return tuple(found)


def _is_nullable(owner: ObjectDef, field: FieldDef) -> bool:
    """Whether the value may be NULL on the object's own row."""
    if field.is_custom:
        return not (field.is_text or field.type == "boolean")
    if owner.rows:
        return field.type != "id"
    try:
        return bool(owner.model._meta.get_field(field.attribute).null)
    except FieldDoesNotExist:
        return True


def _type_of(branches: Sequence[Branch]) -> Found:
    """`Who.Type`: the name of the object that a reference with several targets leads to."""
    cases = " ".join(
        f"WHEN {branch.key} IS NOT NULL THEN '{branch.objects[0].name}'" for branch in branches
    )
    field = FieldDef(name="Type", label="Type", type="picklist", attribute="")
    return Found(field, f"(CASE {cases} END)", is_nullable=True)


def _short(alias: str) -> str:
    """PostgreSQL cuts longer names off, and two could become one."""
    if len(alias) <= LONGEST_ALIAS:
        return alias
    return alias[:40] + "_" + blake2b(alias.encode(), digest_size=8).hexdigest()
