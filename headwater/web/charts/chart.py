"""What a chart shows: categories, one or more series of values, and the records behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.web.charts import columns, funnel, heat, rows
from headwater.web.charts.values import told

# A value, its words, and where the records behind it are ('' for nowhere).
Cell = tuple[float | None, str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """One value for each category; None where nothing is known. `tone` is a class of chart.css.

    `links`, if given, has the address of the records behind each value, or ''.
    """

    name: str
    values: Sequence[float | None]
    tone: str = "c1"
    links: Sequence[str] = ()

    def link(self, at: int) -> str:
        return self.links[at] if at < len(self.links) else ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bars, stacked, line, heat or funnel; `key` names it in addresses.

    `unit` is a noun in the plural (leads), "%" for shares of 1, "min" for minutes, or a currency.
    Bars lie, one row for each category, unless they are `upright`; a line stands anyway. `links`
    has the records behind each category (all series together), `hints` a small word under it.
    A heat map has hours in `categories` and days in `series`; `scale` colours it by (up to this
    value, tone, words) instead of by the share of the largest. `nothing` is said of no values.
    """

    key: str
    title: str
    kind: str
    categories: Sequence[str]
    series: Sequence[Series]
    unit: str = "leads"
    links: Sequence[str] = ()
    note: str = ""
    upright: bool = False
    hints: Sequence[str] = ()
    scale: Sequence[tuple[float | None, str, str]] = ()
    nothing: str = "Nothing in this period."
    head: str = ""  # what the categories are, over their column in the table

    @property
    def is_empty(self) -> bool:
        """No value in any series but nothing and zero."""
        return not any(value for each in self.series for value in each.values)

    @property
    def has_keys(self) -> bool:
        """More than one series has to be told apart by colour."""
        return self.kind in ("stacked", "line", "bars") and len(self.series) > 1

    @property
    def has_totals(self) -> bool:
        """Parts that make a whole are summed up in the table."""
        return self.kind == "stacked" and len(self.series) > 1 and self.unit not in ("%", "min")

    def link(self, at: int) -> str:
        """Behind the category as a whole: its own link, or that of its only series."""
        if at < len(self.links):
            return self.links[at]
        return self.series[0].link(at) if len(self.series) == 1 else ""

    def sum_at(self, at: int) -> float:
        return sum(each.values[at] or 0 for each in self.series)

    @property
    def table(self) -> list[tuple[str, str, list[Cell], str]]:
        """(category, its link, cells, sum in words) of each line of the table behind the chart."""
        return [
            (
                name,
                self.link(at),
                [(s.values[at], told(s.values[at], self.unit), s.link(at)) for s in self.series],
                told(self.sum_at(at), self.unit) if self.has_totals else "",
            )
            for at, name in enumerate(self.categories)
        ]

    @property
    def drawn(self) -> dict[str, Any]:
        """The marks, as the template of this kind wants them; `template` says which that is."""
        if self.kind == "heat":
            return heat.drawn(self)
        if self.kind == "funnel":
            return funnel.drawn(self)
        is_upright = self.upright or self.kind == "line"
        return columns.drawn(self) if is_upright else rows.drawn(self)
