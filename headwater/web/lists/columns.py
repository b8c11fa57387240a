"""The columns of a list: a field of the catalog, a field of a parent, or something computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.web.records import kinds, words


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `kind` chooses how `templatetags.cells` draws it."""

    kind: str = "text"
    value: Any = ""
    url: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """`name` as in addresses and saved views; `sort` an ORM path or '' where it cannot be sorted;
    `joins` the relations that drawing it needs; `export` the plain value for a file. Where `plain`
    names ORM paths, files read these instead of whole records (`adds` annotates what no path
    leads to), and `told` makes the value of them."""

    name: str
    label: str
    draw: Callable[[Any], Cell]
    sort: str = ""
    css: str = ""
    joins: tuple[str, ...] = ()
    reads: tuple[str, str] | None = None  # an attribute that no column holds, and its SQL
    export: Callable[[Any], Any] | None = None
    plain: tuple[str, ...] = ()
    adds: tuple[str, Any] | None = None
    told: Callable[..., Any] | None = None


def find(kind_name: str, name: str, computed: Mapping[str, Column], currency: str) -> Column | None:
    """The column of this name; None when there is no such field any more."""
    if name in computed:
        return computed[name]
    kind = objects.get(kind_name)
    parent, _, rest = name.partition(".")
    try:
        if rest:
            return _of_parent(kind.parent(parent), rest, currency)
        return _of_field(kind, kind.field(name), currency)
    except UnknownName:
        return None


def _of_field(kind: ObjectDef, field: FieldDef, currency: str) -> Column:
    draw, css = _drawing(kind, field, currency)
    reference = field.attribute.removesuffix("_id") if field.is_reference else ""
    plain, told = _plain(kind, field)
    return Column(
        name=field.name,
        label=words.label(field),
        draw=draw,
        sort=_sort(field),
        css=css,
        joins=(reference,) if reference and not field.expression else (),
        reads=_read(kind, field),
        export=lambda record: words.held(record, field) if not reference
        else str(getattr(record, reference, "") or ""),
        plain=plain,
        told=told,
    )  # fmt: skip


def _plain(kind: ObjectDef, field: FieldDef) -> tuple[tuple[str, ...], Callable[..., Any] | None]:
    """The path to the value of a file, and what is made of it; () where only the record knows."""
    if field.is_custom:
        return (
            "custom",
        ), lambda custom: field.empty if (value := custom.get(field.name)) is None else value
    if field.is_reference:
        name = "" if field.expression else _sort(field)
        return ((name,), lambda value: value or "") if name else ((), None)
    if field.expression and not _read(kind, field):
        return (), None
    return (field.attribute,), None


def _read(kind: ObjectDef, field: FieldDef) -> tuple[str, str] | None:
    """What the rows' query adds for this column; a model may know such a value by itself."""
    if not field.expression or hasattr(kind.model, field.attribute):
        return None
    return field.attribute, field.sql(kind.table)


def _of_parent(through: FieldDef, rest: str, currency: str) -> Column | None:
    relation = through.attribute.removesuffix("_id")
    target = objects.get(through.targets[0].object_name)
    field = target.field(rest)
    if field.is_custom or field.is_reference:
        return None
    return Column(
        name=f"{through.relationship}.{field.name}",
        label=f"{words.label(through)} {words.label(field).lower()}",
        draw=lambda record: Cell(value=words.shown(parent, field, currency)
                                 if (parent := getattr(record, relation)) else ""),
        sort="" if field.expression else f"{relation}__{field.attribute}",
        joins=(relation,),
        plain=() if field.expression else (f"{relation}__{field.attribute}",),
        told=lambda value: words.said(field, value, currency),
    )  # fmt: skip


def _sort(field: FieldDef) -> str:
    if field.expression:  # no column holds it
        return ""
    if field.is_custom:
        return f"custom__{field.name}"
    if field.is_reference:
        target = field.targets[0].object_name if len(field.targets) == 1 else ""
        has_name = target and "name" in {f.attribute for f in objects.get(target).fields.values()}
        return f"{field.attribute.removesuffix('_id')}__name" if has_name else ""
    return field.attribute


def _drawing(kind: ObjectDef, field: FieldDef, currency: str) -> tuple[Callable[[Any], Cell], str]:
    """How a field is drawn, and the class of its column."""
    if field.attribute == "name":
        return lambda record: Cell("name", str(record), kinds.page_of(record)), ""
    if field.attribute == "owner_id":
        return lambda record: Cell("person", record.owner), ""
    if field.is_reference:
        return _link(field), ""
    if field.type in ("datetime", "date"):
        return lambda record: _moment(words.held(record, field)), "num"
    if field.type in ("email", "phone"):
        scheme = "mailto" if field.type == "email" else "tel"
        return lambda record: Cell(scheme, words.held(record, field)), ""
    is_number = field.is_number
    return (
        lambda record: Cell("text", words.shown(record, field, currency)),
        "num" if is_number else "",
    )


def _link(field: FieldDef) -> Callable[[Any], Cell]:
    relation, target = field.attribute.removesuffix("_id"), field.targets[0].object_name

    def draw(record: Any) -> Cell:
        key = getattr(record, field.attribute, None)
        url = kinds.page_at(target, key) if key else ""
        return Cell("link" if url else "text", str(getattr(record, relation, "") or ""), url)

    return draw


def _moment(value: Any) -> Cell:
    if isinstance(value, str) and value:
        return Cell("text", words.day(value))
    return Cell("ago" if hasattr(value, "hour") else "day", value)
