"""A report as data: what it is about, what it shows, and how it is put together.

It is written three ways: as JSON in a saved report, as parameters of an address, and as SOQL.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from headwater.criteria.errors import CriteriaError

BUCKETS = ("day", "week", "month", "quarter", "year")
FUNCTIONS = {
    "count": "Number of records", "sum": "Sum", "avg": "Average", "min": "Smallest",
    "max": "Largest", "median": "Median", "unique": "Different values", "rate": "Share",
}  # fmt: skip
CHARTS = ("", "bars", "stacked", "line")
MOST_COLUMNS, MOST_MEASURES = 60, 8


@dataclass(frozen=True, slots=True)
class Axis:
    """A column to group by; a date is put together by day, week, month, quarter or year."""

    name: str
    bucket: str = ""

    def __str__(self) -> str:
        return f"{self.name}:{self.bucket}" if self.bucket else self.name

    @classmethod
    def of(cls, text: str) -> "Axis | None":
        name, _, bucket = text.strip().partition(":")
        if bucket and bucket not in BUCKETS:
            raise CriteriaError(f"Dates are not put together by “{bucket}”.")
        return cls(name, bucket) if name else None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each group: how many, a sum of a column, or the share that fulfils criteria."""

    function: str = "count"
    name: str = ""
    where: str = ""
    label: str = ""

    def __str__(self) -> str:
        if self.function == "rate":
            return f"rate:{self.label.replace(':', ' ')}:{self.where}"
        return f"{self.function}:{self.name}" if self.name else self.function

    @classmethod
    def of(cls, text: str) -> "Measure":
        function, _, rest = text.strip().partition(":")
        if function not in FUNCTIONS:
            raise CriteriaError(f"There is no measure “{function}”.")
        if function == "rate":
            label, _, where = rest.partition(":")
            return cls(function, where=where.strip(), label=label.strip()[:60])
        if function != "count" and not rest:
            raise CriteriaError(f"“{FUNCTIONS[function]}” needs a field.")
        return cls(function, rest if function != "count" else "")


COUNT = Measure()


@dataclass(frozen=True, slots=True)
class Spec:
    """`columns`: of the list of records; `row`, `across`: the axes of the summary; `sort`: a column
    of the list, with a minus for descending."""

    kind: str
    columns: tuple[str, ...] = ()
    where: str = ""
    row: Axis | None = None
    across: Axis | None = None
    measures: tuple[Measure, ...] = field(default=(COUNT,))
    chart: str = ""
    sort: str = ""

    @property
    def is_grouped(self) -> bool:
        return self.row is not None

    @property
    def listed(self) -> "Spec":
        """The same records, one by one."""
        return replace(self, row=None, across=None, measures=(COUNT,), chart="")

    def narrowed(self, condition: str) -> "Spec":
        """The records that also fulfil this, one by one."""
        both = f"({self.where}) AND {condition}" if self.where and condition else ""
        return replace(self.listed, where=both or self.where or condition)

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address."""
        found = [("kind", self.kind), *(("column", name) for name in self.columns)]
        axes = (("row", self.row), ("across", self.across))
        found += [(key, str(axis)) for key, axis in axes if axis]
        if self.is_grouped:
            found += [("measure", str(measure)) for measure in self.measures]
        plain = (("where", self.where), ("chart", self.chart), ("sort", self.sort))
        return found + [(key, value) for key, value in plain if value]

    def json(self) -> dict[str, Any]:
        """As a saved report keeps it."""
        kept: dict[str, Any] = {}
        for key, value in self.pairs():
            if key in ("column", "measure"):
                kept.setdefault(key, []).append(value)
            else:
                kept[key] = value
        return kept

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Spec":
        """From what `json` made, or from the lists of an address; raises CriteriaError."""

        def one(key: str) -> str:
            value = given.get(key) or ""
            text = str((value[0] if value else "") if isinstance(value, list | tuple) else value)
            return text.replace("\x00", "").strip()

        row, across = Axis.of(one("row")), Axis.of(one("across"))
        chart = one("chart")
        found = tuple(Measure.of(each) for each in _texts(given.get("measure"))[:MOST_MEASURES])
        return cls(
            kind=one("kind"),
            columns=tuple(dict.fromkeys(_texts(given.get("column"))))[:MOST_COLUMNS],
            where=one("where"), row=row or across, across=across if row else None,
            measures=tuple(dict.fromkeys(found)) or (COUNT,),
            chart=chart if chart in CHARTS else "", sort=one("sort"),
        )  # fmt: skip


def _texts(given: Any) -> Sequence[str]:
    many: Iterable[Any] = given if isinstance(given, list | tuple) else [given or ""]
    texts = [str(each).replace("\x00", "").strip() for each in many]
    return [text for text in texts if text]
