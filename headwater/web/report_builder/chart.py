"""A summary as a chart: its rows are the categories, its first measure the values."""

from decimal import Decimal
from typing import Any

from headwater.reporting.known_kinds import kind_of
from headwater.reporting.numbers import KnownMeasure
from headwater.reporting.table import Head, Line, Table
from headwater.web.charts.chart import Chart, Series
from headwater.web.report_builder.given import rows_url

MOST_BARS, MOST_COLUMNS, MOST_SERIES = 25, 60, 6
TONES = ("c1", "c2", "c3", "c4", "c5", "c6")
CURVES = ("c1", "c6", "c5", "c4", "soft", "c2")  # thin lines that are told apart on either ground
ADDED_UP = ("count", "sum")


def of(found: Table, currency: str) -> Chart:
    """The chart of a table; what does not fit is left to the table, which is said."""
    spec, axis = found.grouped.spec, found.grouped.row
    measure = found.measures[0]
    is_upright = axis.is_date
    most = MOST_COLUMNS if is_upright else MOST_BARS
    lines = found.lines[-most:] if is_upright else found.lines[:most]
    shown = _series(found, lines, measure)
    note = f"{len(lines)} of {len(found.lines)} groups" if len(lines) < len(found.lines) else ""
    return Chart(
        "report", _title(found, measure), spec.chart, [_short(line.head) for line in lines], shown,
        unit=_unit(measure, spec.kind, currency), upright=is_upright, note=note,
        links=[_link(line, found, Head("Total", "", is_total=True), measure) for line in lines],
        head=axis.label, nothing="No records.",
    )  # fmt: skip


def _short(head: Head) -> str:
    """Under an axis that says “(week)” its days say enough."""
    return head.words.removeprefix("Week of ")


def _title(found: Table, measure: KnownMeasure) -> str:
    across = f" and {found.grouped.across.label.lower()}" if found.grouped.across else ""
    return f"{measure.label} by {found.row_label.lower()}{across}"


def _series(found: Table, lines: tuple[Line, ...], measure: KnownMeasure) -> list[Series]:
    if not found.across:
        return [_one(found, lines, None, measure, TONES[0])]
    heads = list(found.across)
    tones = CURVES if found.grouped.spec.chart == "line" else TONES
    if len(heads) <= MOST_SERIES:
        return [_one(found, lines, head, measure, tone)
                for head, tone in zip(heads, tones, strict=False)]  # fmt: skip
    shown = [_one(found, lines, head, measure, tone)
             for head, tone in zip(heads[: MOST_SERIES - 1], tones, strict=False)]  # fmt: skip
    if measure.measure.function in ADDED_UP:
        shown.append(_others(found, lines, shown, measure))
    return shown


def _others(
    found: Table, lines: tuple[Line, ...], shown: list[Series], measure: KnownMeasure
) -> Series:
    total = Head("Total", "", is_total=True)
    values = [
        (_value(line, found, total, measure) or 0) - sum(each.values[at] or 0 for each in shown)
        for at, line in enumerate(lines)
    ]
    return Series("Others", values, "mute")


def _one(
    found: Table,
    lines: tuple[Line, ...],
    head: Head | None,
    measure: KnownMeasure,
    tone: str,
) -> Series:
    return Series(
        head.words if head else measure.label,
        [_value(line, found, head, measure) for line in lines],
        tone,
        [_link(line, found, head, measure) for line in lines],
    )  # fmt: skip


def _place(found: Table, head: Head | None, measure: KnownMeasure) -> int:
    for place, (across, each) in enumerate(found.columns):
        if each is measure and (across is None or across == head):
            return place
    return 0


def _value(line: Line, found: Table, head: Head | None, measure: KnownMeasure) -> float | None:
    value: Any = line.numbers[_place(found, head, measure)].value
    return float(value) if isinstance(value, int | float | Decimal) else None


def _link(line: Line, found: Table, head: Head | None, measure: KnownMeasure) -> str:
    spec = line.numbers[_place(found, head, measure)].behind
    return rows_url(spec) if spec else ""


def _unit(measure: KnownMeasure, kind: str, currency: str) -> str:
    if measure.type == "share":
        return "%"
    if measure.type == "currency":
        return currency
    return kind_of(kind).label.lower() if measure.measure.function == "count" else ""
