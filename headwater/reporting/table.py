"""A summary as a table: rows in order, one column for each number, totals, and what each opens."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from headwater.reporting.axes import KnownAxis, following
from headwater.reporting.numbers import KnownMeasure
from headwater.reporting.running import Cell, Grouped
from headwater.reporting.spec import Spec

MOST_ROWS, MOST_ACROSS = 500, 36
LONGEST_GAP = 120  # empty days, months … that are filled in, so that a line does not jump over them


@dataclass(frozen=True, slots=True)
class Head:
    """One value of an axis; `condition` are the criteria of its records, '' for all."""

    words: str
    condition: str
    key: Any = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its value, its measure and the records behind it."""

    value: Any
    measure: KnownMeasure
    behind: Spec | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `numbers` stand under `Table.columns`."""

    head: Head
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Table:
    """`columns`: (value of the second axis or None, measure). The last line is the total."""

    grouped: Grouped
    columns: tuple[tuple[Head | None, KnownMeasure], ...]
    lines: tuple[Line, ...]
    total: Line
    note: str = ""
    across: tuple[Head, ...] = field(default=())

    @property
    def measures(self) -> Sequence[KnownMeasure]:
        return self.grouped.measures

    @property
    def row_label(self) -> str:
        return self.grouped.row.label


def table(found: Grouped, *, most_rows: int = MOST_ROWS, most_across: int = MOST_ACROSS) -> Table:
    """The summary as a table, with at most so many rows and columns; `note` says what is left."""
    all_rows = _heads(found.row, _edge(found.cells, is_row=True), found)
    rows, across = all_rows[:most_rows], list[Head]()
    notes = []
    if len(rows) < len(all_rows):
        notes.append(f"The first {most_rows:,} of {len(all_rows):,} groups are shown.")
    if found.across:
        every = _heads(found.across, _edge(found.cells, is_row=False), found)
        across = every[:most_across]
        if len(across) < len(every):
            notes.append(f"{len(across)} of {len(every)} columns are shown; the totals hold all.")
    heads: list[Head | None] = [*across, Head("Total", "", is_total=True)] if across else [None]
    columns = tuple((head, measure) for head in heads for measure in found.measures)
    cells = {_place(cell): cell for cell in found.cells}
    lines = tuple(_line(found, cells, head, columns) for head in rows)
    total = _line(found, cells, Head("Total", "", is_total=True), columns)
    return Table(found, columns, lines, total, " ".join(notes), tuple(across))


def _place(cell: Cell) -> tuple[Any, ...]:
    row = (True, None) if cell.of_all_rows else (False, cell.row)
    across = (True, None) if cell.of_all_across else (False, cell.across)
    return (*row, *across)


def _edge(cells: Sequence[Cell], *, is_row: bool) -> list[Cell]:
    """The cells that total one axis' values over the other axis."""
    if is_row:
        return [cell for cell in cells if cell.of_all_across and not cell.of_all_rows]
    return [cell for cell in cells if cell.of_all_rows and not cell.of_all_across]


def _heads(axis: KnownAxis, edge: list[Cell], found: Grouped) -> list[Head]:
    """The values of an axis in order: days as they come, lists as they stand, the largest first."""
    is_row = axis is found.row
    sizes = {_key(cell, is_row): cell for cell in edge}
    keys = list(sizes)
    if axis.is_date:
        keys = [*_without_gaps(axis, sorted(key for key in keys if key is not None)),
                *(key for key in keys if key is None)]  # fmt: skip
    else:
        places = axis.order()
        keys.sort(key=lambda key: (
            key is None, places.get(str(key), len(places)), -_size(sizes[key]), str(key)
        ))  # fmt: skip
    heads = []
    for key in keys:
        cell = sizes.get(key)
        words = (cell.row_words if is_row else cell.across_words) if cell else None
        condition = axis.condition(key, words, found.calendar)
        heads.append(Head(axis.named(key, words), condition, key))
    return heads


def _key(cell: Cell, is_row: bool) -> Any:
    return cell.row if is_row else cell.across


def _size(cell: Cell) -> float:
    first = cell.numbers[0]
    return float(first) if isinstance(first, int | float) or hasattr(first, "as_tuple") else 0.0


def _without_gaps(axis: KnownAxis, keys: list[date]) -> list[date]:
    found: list[date] = []
    for key in keys:
        gap: list[date] = []
        while found and len(gap) < LONGEST_GAP:
            day = following((gap or found)[-1], axis.axis.bucket)
            if day >= key:
                break
            gap.append(day)
        found += [*(gap if len(gap) < LONGEST_GAP else ()), key]
    return found


def _line(
    found: Grouped,
    cells: dict[tuple[Any, ...], Cell],
    row: Head,
    columns: Sequence[tuple[Head | None, KnownMeasure]],
) -> Line:
    places = {measure: place for place, measure in enumerate(found.measures)}
    numbers = []
    for across, measure in columns:
        of_all_across = across is None or across.is_total
        cell = cells.get((
            row.is_total, None if row.is_total else row.key,
            of_all_across, None if of_all_across or across is None else across.key,
        ))  # fmt: skip
        value = cell.numbers[places[measure]] if cell else _nothing(measure)
        behind = _behind(found.spec, row, across, measure) if cell and cell.count else None
        numbers.append(Number(value, measure, behind))
    return Line(row, tuple(numbers))


def _nothing(measure: KnownMeasure) -> Any:
    return 0 if measure.measure.function in ("count", "unique", "sum") else None


def _behind(spec: Spec, row: Head, across: Head | None, measure: KnownMeasure) -> Spec:
    """The records that a number counts; of a share those that fulfil it."""
    parts = [row.condition, across.condition if across else ""]
    if measure.measure.function == "rate":
        parts.append(f"({measure.measure.where})")
    return spec.narrowed(" AND ".join(part for part in parts if part))
