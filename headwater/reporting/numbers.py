"""The numbers of a group: SQL of each measure, its words and its unit."""

from dataclasses import dataclass

from headwater.catalog.fields import FieldDef
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.reporting.kinds import Kind
from headwater.reporting.rows_asked import Rows, Value, refuse_unknown
from headwater.reporting.spec import FUNCTIONS, Measure

OF_NUMBERS = frozenset({"sum", "avg", "median"})
OF_ORDER = frozenset({"min", "max"})
# What can be added up of groups of groups: {v} is the value in the rows asked, {a} and {b} are the
# partial sums, `n` is the size of a small group.
PARTS = {
    "count": (), "sum": ("sum({v})",), "min": ("min({v})",), "max": ("max({v})",),
    "avg": ("sum({v})", "count({v})"), "rate": ("count(*) FILTER (WHERE {v})",),
}  # fmt: skip
WHOLE = {
    "count": "sum(n)::bigint", "sum": "sum({a})", "min": "min({a})", "max": "max({a})",
    "avg": "sum({a}) / NULLIF(sum({b}), 0)", "rate": "(sum({a}) / NULLIF(sum(n), 0))::float8",
}  # fmt: skip
# The same in one go.
SQL = {
    "count": "count(*)", "sum": "sum({v})", "avg": "avg({v})", "min": "min({v})", "max": "max({v})",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY {v}::float8)",
    "unique": "count(DISTINCT {v})",
    "rate": "count(*) FILTER (WHERE {v})::float8 / NULLIF(count(*), 0)",
}  # fmt: skip


@dataclass(frozen=True)
class KnownMeasure:
    """A measure whose field is known. `type`: int, currency, percent, double, date, datetime or
    share (0 to 1)."""

    measure: Measure
    label: str
    type: str

    def value(self, rows: Rows) -> Value:
        """What is added up of a row."""
        measure = self.measure
        if measure.function == "count":
            return Value("NULL::int")
        if measure.function == "rate":
            found = rows.condition(measure.where)
            return Value(f"({found.sql})", found.params)
        return rows.held(measure.name)

    @property
    def is_added_up(self) -> bool:
        """Whether the whole follows from the parts: not so for medians and different values."""
        return self.measure.function in PARTS

    def parts(self, value: str) -> list[str]:
        """SQL of the partial sums of a small group."""
        return [part.format(v=value) for part in PARTS[self.measure.function]]

    def whole(self, first: str, second: str) -> str:
        """SQL of the number from the partial sums."""
        return WHOLE[self.measure.function].format(a=first, b=second)

    def sql(self, value: str) -> str:
        return SQL[self.measure.function].format(v=value)


def known(measure: Measure, kind: Kind) -> KnownMeasure:
    """The measure with its words; raises CriteriaError for what cannot be measured."""
    function = measure.function
    if function == "count":
        return KnownMeasure(measure, "Records", "int")
    if function == "rate":
        if not measure.where:
            raise CriteriaError("A share needs criteria: which of the records count?")
        refuse_unknown(kind, measure.where)
        return KnownMeasure(measure, measure.label or _share(measure, kind), "share")
    found = kind.field(measure.name)
    _refuse_odd(function, found, kind.label_of(measure.name))
    name = kind.label_of(measure.name).lower()
    label = f"Different {name}" if function == "unique" else f"{FUNCTIONS[function]} {name}"
    return KnownMeasure(measure, label.replace("Sum ", "Sum of "), _type(function, found))


def _share(measure: Measure, kind: Kind) -> str:
    said = measure.where if kind.is_joint else english(measure.where, kind.object.name)
    return f"Share: {said}"[:80]


def _refuse_odd(function: str, found: FieldDef, label: str) -> None:
    is_date = found.type in ("date", "datetime")
    if function in OF_NUMBERS and not found.is_number:
        raise CriteriaError(f"{label} is no number: {FUNCTIONS[function].lower()} needs one.")
    if function in OF_ORDER and not (found.is_number or is_date):
        raise CriteriaError(f"{FUNCTIONS[function]} needs a number or a date; {label} is neither.")


def _type(function: str, found: FieldDef) -> str:
    if function == "unique":
        return "int"
    return "double" if function in ("avg", "median") and found.type == "int" else found.type
