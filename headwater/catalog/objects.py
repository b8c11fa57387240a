"""The objects and their fields, read off the models and the organisation's custom fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from django.apps import apps
from django.db import models

from headwater.catalog import compound, custom, standard, told
from headwater.catalog.fields import FieldDef


class UnknownName(LookupError):
    """No such object or field; `suggestions` are names that are spelled much like it."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        by_lower = {each.lower(): each for each in known}
        self.kind, self.name = kind, name
        self.suggestions = [
            by_lower[match] for match in get_close_matches(name.lower(), by_lower, n=2, cutoff=0.6)
        ]
        hint = f" Did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"There is no {kind} “{name}”.{hint}")


@dataclass(frozen=True, slots=True)
class ObjectDef:
    """One object: API name, labels, id prefix and the model whose table holds its rows.

    An object that is only told has no model: `rows` is the SELECT that gives its rows, with a key
    `id`, `own` are its fields, and `shared_as` the column and the object by which it is shared.
    """

    name: str
    label: str
    label_plural: str
    prefix: str
    model_label: str
    rows: str = ""
    own: tuple[FieldDef, ...] = ()
    shared_as: tuple[str, str] | None = None

    def __hash__(self) -> int:
        return hash(self.name)  # what is kept by object is looked up for every column

    @property
    def source(self) -> str:
        """What stands in FROM: the table, or the SELECT in brackets."""
        return f"({self.rows})" if self.rows else f'"{self.model._meta.db_table}"'

    @property
    def key_column(self) -> str:
        return "id" if self.rows else str(self.model._meta.pk.column)

    @property
    def model(self) -> type[models.Model]:
        return _model(self.model_label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def has_custom_fields(self) -> bool:
        return self.name in standard.WITH_CUSTOM_FIELDS

    @property
    def _edition(self) -> int:
        return custom.edition() if self.has_custom_fields else 0

    @property
    def fields(self) -> dict[str, FieldDef]:
        """Every field by its API name: standard ones in model order, then custom ones."""
        return _fields(self, self._edition)

    @property
    def compounds(self) -> Mapping[str, FieldDef]:
        """Addresses as one value each: asked for as such only, so no page lists them."""
        columns = frozenset(field.column for field in self.fields.values())
        return compound.fields_of(self.name, columns) if self.name in compound.ADDRESSES else {}

    @property
    def by_attributes(self) -> dict[str, FieldDef]:
        """Every field by its attribute (`last_name`), custom ones by their API name."""
        return _by_attribute(self, self._edition)

    @property
    def strict(self) -> dict[str, FieldDef]:
        """The fields, by attribute, that are never left empty: required, or with a default."""
        return _strict(self, self._edition)

    def field(self, name: str) -> FieldDef:
        """The field of this API name, in any case; raises UnknownName with suggestions."""
        found = self.find(name)
        if found is None:
            raise UnknownName("field", name, self.fields)
        return found

    def find(self, name: str) -> FieldDef | None:
        """The field of this API name, in any case, if there is one."""
        fields = self.fields
        found = fields.get(name)
        if found is None:
            lower = name.lower()
            found = next((field for key, field in fields.items() if key.lower() == lower), None)
        return found

    def by_attribute(self, attribute: str) -> FieldDef:
        """The standard field behind a model attribute such as `owner_id` or `last_name`."""
        for field in standard.fields_of(self.name, self.model).values():
            if attribute in (field.attribute, field.column):
                return field
        raise UnknownName("attribute", attribute, [])

    def parent(self, relationship: str) -> FieldDef:
        """The reference behind a parent path step such as `Owner` or `Account`."""
        paths = {field.relationship: field for field in self.fields.values() if field.relationship}
        for name, field in paths.items():
            if name.lower() == relationship.lower():
                return field
        raise UnknownName("relationship", relationship, paths)


def get(name: str) -> ObjectDef:
    """The object of this API name, in any case; raises UnknownName with suggestions."""
    found = _by_lower_name().get(name.lower())
    if found is None:
        raise UnknownName("object", name, all_names())
    return found


def of_model(model: type[models.Model] | models.Model) -> ObjectDef:
    """The object whose rows this model holds."""
    label = model._meta.label
    return next(each for each in _by_lower_name().values() if each.model_label == label)


def name_of(record: models.Model) -> str:
    """The object's name, or the model's for a setting that is no object of the catalog."""
    return _name_of(type(record))


def by_prefix(prefix: str) -> ObjectDef | None:
    """The object whose ids begin with these three characters."""
    return _by_prefix().get(prefix)


def all_names() -> list[str]:
    return [each.name for each in _by_lower_name().values()]


@cache
def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


@lru_cache(maxsize=256)
def _fields(kind: ObjectDef, _edition: int) -> dict[str, FieldDef]:
    if kind.rows:
        return {field.name: field for field in kind.own}
    own = standard.fields_of(kind.name, kind.model)
    return own | custom.fields_of(kind.name) if kind.has_custom_fields else own


@lru_cache(maxsize=256)
def _by_attribute(kind: ObjectDef, edition: int) -> dict[str, FieldDef]:
    return {field.attribute: field for field in _fields(kind, edition).values()}


@lru_cache(maxsize=256)
def _strict(kind: ObjectDef, edition: int) -> dict[str, FieldDef]:
    return {
        attribute: field
        for attribute, field in _by_attribute(kind, edition).items()
        if field.is_required or field.default is not None
    }


@cache
def _name_of(model: type[models.Model]) -> str:
    label = model._meta.label
    found = (each.name for each in _by_lower_name().values() if each.model_label == label)
    return next(found, model.__name__)


@cache
def _by_lower_name() -> dict[str, ObjectDef]:
    own = {row[0].lower(): ObjectDef(*row) for row in standard.OBJECTS}
    return own | {row[0].lower(): ObjectDef(*row) for row in told.OBJECTS}


@cache
def _by_prefix() -> dict[str, ObjectDef]:
    """Of several objects with one prefix (histories) the first."""
    return {each.prefix: each for each in reversed(_by_lower_name().values()) if each.prefix}
