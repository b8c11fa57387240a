"""Out of PostgreSQL: live records, portion by portion, as files of identities and their keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from headwater.match.base import parts
from headwater.match.identity import Identity
from headwater.match.search import SOURCES

PORTION = 25_000  # keys of records, of which some are gone
KIND = {"Lead": "person", "Contact": "person", "Account": "company"}
PLACES = ("Account", "Contact", "Lead")  # a record's number is its key times four, and its place


def number_of(object_name: str, record_id: int) -> int:
    """The number under which a run knows a record."""
    return record_id << 2 | PLACES.index(object_name)


def record_of(number: int) -> tuple[str, int]:
    """Object name and key of the record behind a number."""
    return PLACES[number & 3], number >> 2


class Portion(NamedTuple):
    """Records of one object by their keys, from first to below last."""

    name: str
    first: int
    below: int


def portions() -> Iterator[Portion]:
    """Everything that is to be read."""
    with connection.cursor() as cursor:
        for name in SOURCES:
            cursor.execute(f"SELECT min(id), max(id) FROM records_{name.lower()}")
            least, most = cursor.fetchone()
            if least is not None:
                for first in range(least, most + 1, PORTION):
                    yield Portion(name, first, min(first + PORTION, most + 1))


def size() -> int:
    """About how many records there are."""
    with connection.cursor() as cursor:
        tables = [f"records_{name.lower()}" for name in SOURCES]
        cursor.execute(
            "SELECT sum(greatest(reltuples, 0)) FROM pg_class WHERE relname = ANY (%s)", [tables]
        )
        return int(cursor.fetchone()[0] or 0)


def read(folder: str, portion: Portion, country: str, is_wide: bool) -> tuple[str, int]:
    """Write the files of one portion if they are not there; its kind and how many records."""
    name, first, below = portion
    part = f"{KIND[name]}-{name}-{first:012}"
    known = parts.size_of(Path(folder), part)
    if known is not None:
        return KIND[name], known
    numbers, identities = [], []
    for key, said in _rows(name, "t.id >= %s AND t.id < %s", [first, below]):
        numbers.append(number_of(name, key))
        identities.append(Identity.of_stored(name, said, country))
    parts.write(Path(folder), part, numbers, identities, is_wide=is_wide)
    return KIND[name], len(numbers)


def identities_of(name: str, keys: list[int], country: str) -> dict[int, Identity]:
    """Some records as they are now, deleted and merged ones too, by number."""
    rows = _rows(name, "t.id = ANY (%s::bigint[])", [keys], live="true")
    return {number_of(name, key): Identity.of_stored(name, said, country) for key, said in rows}


def _rows(
    name: str, where: str, params: list[Any], live: str = "NOT t.is_deleted"
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    source, columns = SOURCES[name]
    said = ", ".join(("t.id", *columns.values()))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {said} FROM {source} {live} AND {where}", params)
        while rows := cursor.fetchmany(2000):
            for key, *values in rows:
                yield key, {n: v for n, v in zip(columns, values, strict=True) if v}
