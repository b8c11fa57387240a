"""A section whose rows are those of a table: said in the file's words, fitted, taken.

What a row leaves out is as usual, that is the column's default; so a new column needs no line here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from headwater.config.changes import Change, Said, Unfit
from headwater.config.columns import Row, clean, columns_of, listed, place, said_of
from headwater.config.names import Names
from headwater.people.models import User
from headwater.records import trail


def nothing_wrong(row: Any, before: Said) -> Iterable[str]:
    """The columns say it all."""
    return ()


def nothing_more(rows: list[Any]) -> None:
    """Nothing follows a change."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Rows that belong to one row, in order: `parent` points at it, `place` numbers them.

    `only` filters those that count; the others are left alone.
    """

    name: str
    model: type[Row]
    parent: str
    place: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)

    def of(self, row: Row) -> Any:
        """The rows of one row."""
        return self.model._default_manager.filter(**{self.parent: row}, **self.only)


@dataclass(frozen=True, slots=True)
class Table:
    """One model's rows. `key` are the columns that a row is known by; none: there is one row.

    `without` are columns of the moment and not of the configuration; with `telling`, only those
    columns count. `only` filters the rows that count. `check` tells what is wrong about a row that
    full_clean cannot know; `after` follows changed rows.
    """

    name: str
    model: type[Row]
    key: tuple[str, ...] = ("name",)
    one: str = ""
    without: frozenset[str] = frozenset()
    only: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    check: Callable[[Any, Said], Iterable[str]] = nothing_wrong
    after: Callable[[list[Any]], None] = nothing_more
    telling: tuple[str, ...] = ()
    is_kept: bool = False  # its rows hold people's data: none is ever retired
    is_given: bool = False  # its rows are made elsewhere: none is ever added

    def read(self, names: Names) -> dict[tuple[str, ...], Said]:
        """What there is, by key."""
        return {self._key(row): self.said(row, names) for row in self._rows()}

    def take(
        self, wanted: Mapping[tuple[str, ...], Said], names: Names, *, by: User | None, prune: bool
    ) -> tuple[list[Change], list[str]]:
        """Make the rows be as wanted; returns the changes and what is wrong, in words."""
        rows = {self._key(row): row for row in self._rows()}
        before = {key: self.said(row, names) for key, row in rows.items()}
        changes, problems, written = [], [], []
        self._unmark(wanted, before)
        for key, given in wanted.items():
            try:
                change, row = self._take_one(key, given, rows.get(key), names)
            except Unfit as unfit:
                problems.append(self._at(key, str(unfit)))
                continue
            if change:
                changes.append(change)
                written.append((row, change))
        for key in [key for key in rows if key not in wanted]:
            changes += self._leave(key, rows[key], names, prune=prune, problems=problems)
        trail.write(self._told(row, change, by) for row, change in written)
        names.forget()
        self.after([row for row, _ in written])
        return changes, problems

    def recheck(self, changes: Iterable[Change]) -> list[str]:
        """What is wrong about the changed rows, now that every section is written."""
        mine = [each for each in changes if each.section == self.name]
        touched = {each.name: each for each in mine if each.what in ("added", "changed")}
        problems = []
        for row in self._rows() if touched else ():
            name = self._called(self._key(row))
            if name in touched:
                found = self.check(row, touched[name].before)
                problems += [self._at(self._key(row), text) for text in found]
        return problems

    def said(self, row: Row, names: Names) -> Said:
        """A row in the file's words: what is not as usual, then its parts."""
        said = said_of(row, self._columns(), names)
        for many in self._lists():
            if row.pk:
                keys = getattr(row, many.name).values_list("pk", flat=True)
                if called := sorted(str(names.name(many.related_model, key)) for key in keys):
                    said[many.name] = called
        for part in self.parts:
            if lines := [
                said_of(each, self._columns_of(part), names) for each in self._lines(part, row)
            ]:
                said[part.name] = lines
        return said

    # --- reading ---------------------------------------------------------------------------------
    def _rows(self) -> list[Row]:
        return list(self.model._default_manager.filter(**self.only))

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(str(getattr(row, name)) for name in self.key)

    def _columns(self) -> list[Any]:
        columns = columns_of(self.model, *self.key, *self.without)
        return [each for each in columns if not self.telling or each.name in self.telling]

    def _lists(self) -> list[Any]:
        many = self.model._meta.many_to_many
        return [each for each in many if not self.telling and each.name not in self.without]

    def _columns_of(self, part: Part) -> list[Any]:
        return columns_of(part.model, part.parent, part.place, *part.only)

    def _lines(self, part: Part, row: Row) -> list[Row]:
        return list(part.of(row)) if row.pk else []

    # --- taking ----------------------------------------------------------------------------------
    def _take_one(
        self, key: tuple[str, ...], given: Said, row: Row | None, names: Names
    ) -> tuple[Change | None, Row]:
        before = self.said(row, names) if row else {}
        if row is None and self.is_given:
            raise Unfit(f"there is no such {self.one} here; add it first.")
        is_new, row = row is None, row or self._new(key)
        self._know(given)
        for column in self._columns():
            place(row, column, given, names)
        many = self._many(given, names)
        lines = {part: self._fitted(part, given.get(part.name), names) for part in self.parts}
        clean(row)
        after = self._after(row, many, lines, names)
        if after == before and not is_new:
            return None, row
        row.save()
        for name, keys in many.items():
            getattr(row, name).set(keys)
        for part, fitted in lines.items():
            self._write(part, row, fitted)
        what = "added" if is_new else "changed"
        return Change(self.name, self._called(key), what, before, after), row

    def _new(self, key: tuple[str, ...]) -> Row:
        return self.model(**dict(zip(self.key, key, strict=True)), **self.only)

    def _know(self, given: Said) -> None:
        known = {column.name for column in self._columns()}
        known |= {many.name for many in self._lists()}
        known |= {part.name for part in self.parts}
        if strange := sorted(set(given) - known):
            raise Unfit(f"what is “{strange[0]}”? It may say {', '.join(sorted(known))}.")

    def _many(self, given: Said, names: Names) -> dict[str, list[Any]]:
        found = {}
        for many in self._lists():
            called = listed(many.name, given.get(many.name))
            found[many.name] = [names.key(many.related_model, each) for each in called]
        return found

    def _fitted(self, part: Part, given: Any, names: Names) -> list[Row]:
        lines: list[Row] = []
        for number, said in enumerate(listed(part.name, given), 1):
            columns = self._columns_of(part)
            if not isinstance(said, dict) or set(said) - {column.name for column in columns}:
                known = ", ".join(column.name for column in columns)
                raise Unfit(f"{part.name}, line {number}: each line may say {known}.")
            line = part.model(**part.only, **({part.place: number} if part.place else {}))
            for column in columns:
                place(line, column, said, names)
            clean(line, part.parent)
            lines.append(line)
        return lines

    def _after(
        self, row: Row, many: dict[str, list[Any]], lines: dict[Part, list[Row]], names: Names
    ) -> Said:
        after = said_of(row, self._columns(), names)
        for relation in self._lists():
            if keys := many.get(relation.name):
                model = relation.related_model
                after[relation.name] = sorted(str(names.name(model, key)) for key in keys)
        for part, fitted in lines.items():
            if fitted:
                after[part.name] = [said_of(line, self._columns_of(part), names) for line in fitted]
        return after

    def _write(self, part: Part, row: Row, lines: list[Row]) -> None:
        part.of(row).delete()
        for line in lines:
            setattr(line, part.parent, row)
        part.model._default_manager.bulk_create(lines)

    def _unmark(self, wanted: Mapping[tuple[str, ...], Said], before: Mapping[Any, Said]) -> None:
        """Only one row may be marked as the default: before another is, none is."""
        now = {key for key, said in wanted.items() if said.get("is_default")}
        was = {key for key, said in before.items() if said.get("is_default")}
        if now != was and any(c.name == "is_default" for c in self._columns()):
            self.model._default_manager.filter(is_default=True).update(is_default=False)

    def _leave(
        self, key: tuple[str, ...], row: Row, names: Names, *, prune: bool, problems: list[str]
    ) -> list[Change]:
        """A row that the files do not tell of stays, or is retired when that is asked for."""
        name, before = self._called(key), self.said(row, names)
        if getattr(row, "is_active", True) is False:
            return []
        if not prune or self.is_kept or self.is_given or not self.key:
            return [Change(self.name, name, "kept", before)]
        for mark, value in (("is_deleted", True), ("is_active", False)):
            if hasattr(row, mark):
                setattr(row, mark, value)
                row.save(update_fields=[mark])
                break
        else:
            try:
                row.delete()
            except models.ProtectedError:
                problems.append(self._at(key, "is in use, so it cannot go."))
        return [Change(self.name, name, "retired", before)]

    def _told(self, row: Row, change: Change, by: User | None) -> trail.TrailEntry:
        verb = "created" if change.what == "added" else "changed"
        changes = {name: [trail.told(value) for value in pair]
                   for name, pair in change.differences.items()}  # fmt: skip
        event = f"{self.one or self.model._meta.model_name}.{verb}"
        return trail.entry(event, row, by=by, because={"by": "configuration"}, changes=changes)

    def _called(self, key: tuple[str, ...]) -> str:
        return ", ".join(key)

    def _at(self, key: tuple[str, ...], words: str) -> str:
        return ", ".join([f"{self.name}.yaml", *key]) + f": {words}"
