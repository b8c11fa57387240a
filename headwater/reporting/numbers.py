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
# {v} is the value in the rows asked.
SQL = {
    "count": "count(*)", "sum": "sum({v})", "avg": "avg({v})", "min": "min({v})", "max": "max({v})",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY {v}::float8)",
    "unique": "count(DISTINCT {v})", "rate": "avg({v})",
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
            return Value(f"(CASE WHEN {found.sql} THEN 1.0 ELSE 0.0 END)", found.params)
        return rows.held(measure.name)

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
