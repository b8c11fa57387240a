"""A report as SOQL, and SOQL as a report; only SELECT, read by the one parser of the house.

A month is written as its two functions: `CALENDAR_YEAR(x), CALENDAR_MONTH(x)`. Shares have no word
in SOQL: they stay with the report while its text is changed.
"""

from collections.abc import Sequence
from dataclasses import replace

from headwater.criteria.errors import CriteriaError
from headwater.criteria.print import text_of as criteria_text
from headwater.criteria.select import Column, Select, parse_query
from headwater.criteria.tree import And, Path
from headwater.reporting.known_kinds import BY_KEY, kind_of
from headwater.reporting.running import refuse_wrong
from headwater.reporting.spec import Axis, Measure, Spec

WRITTEN = {
    "day": ("DAY_ONLY",), "week": ("CALENDAR_YEAR", "WEEK_IN_YEAR"),
    "month": ("CALENDAR_YEAR", "CALENDAR_MONTH"), "quarter": ("CALENDAR_YEAR", "CALENDAR_QUARTER"),
    "year": ("CALENDAR_YEAR",),
}  # fmt: skip
FUNCTIONS = {"sum": "SUM", "avg": "AVG", "min": "MIN", "max": "MAX", "unique": "COUNT_DISTINCT"}
OBJECTS = {"ConvertedLead": "Lead"}


def text_of(spec: Spec) -> str:
    """The query that a report asks."""
    name = OBJECTS.get(spec.kind, spec.kind)
    where = f"\nWHERE {spec.where}" if spec.where else ""
    if not spec.is_grouped:
        columns = spec.columns or kind_of(spec.kind).usual
        order = f"\nORDER BY {_order(spec.sort)}" if spec.sort else ""
        return f"SELECT {', '.join(columns)}\nFROM {name}{where}{order}"
    keys = [part for axis in (spec.row, spec.across) if axis for part in _written(axis)]
    numbers = [part for measure in spec.measures if (part := _number(measure))]
    return f"SELECT {', '.join([*keys, *numbers])}\nFROM {name}{where}\nGROUP BY {', '.join(keys)}"


def _order(sort: str) -> str:
    return f"{sort[1:]} DESC NULLS LAST" if sort.startswith("-") else f"{sort} ASC NULLS LAST"


def _written(axis: Axis) -> list[str]:
    return [f"{word}({axis.name})" for word in WRITTEN[axis.bucket]] if axis.bucket else [axis.name]


def _number(measure: Measure) -> str:
    if measure.function == "count":
        return "COUNT(Id)"
    word = FUNCTIONS.get(measure.function)
    return f"{word}({measure.name})" if word else ""


def spec_of(soql: str, before: Spec) -> Spec:
    """The report that a query asks; raises CriteriaError. Chart and shares stay as they were."""
    asked = parse_query(soql)
    _refuse_more(asked)
    found = Spec(_kind(asked, before), where=criteria_text(asked.where))
    if asked.group or asked.is_grouped:
        found = _grouped(found, asked, before)
    else:
        columns = tuple(str(column.path) for column in asked.fields)
        found = replace(found, columns=columns, sort=_sort(asked))
    refuse_wrong(found)
    return found


def _refuse_more(asked: Select) -> None:
    """What SOQL can say and a report cannot show."""
    if len(asked.fields) < len(asked.columns) or asked.is_count:
        raise CriteriaError("A report has columns or GROUP BY; it has no queries inside.")
    if asked.having.parts if isinstance(asked.having, And) else asked.having:
        raise CriteriaError("A report shows every group: leave HAVING out.", kind="syntax")
    if asked.sets or asked.limit is not None or asked.offset or asked.scope:
        raise CriteriaError(
            "A report shows all records with their totals: leave LIMIT, OFFSET, ROLLUP, CUBE and "
            "USING SCOPE out.", kind="syntax",
        )  # fmt: skip


def _kind(asked: Select, before: Spec) -> str:
    """Leads with what they became are asked of leads, too."""
    paths = [str(column.path).lower() for column in asked.fields]
    is_converted = any(path.startswith("converted") and "." in path for path in paths)
    if asked.object_name.lower() == "lead" and (is_converted or before.kind == "ConvertedLead"):
        return "ConvertedLead"
    name = asked.object_name.lower()
    if name not in BY_KEY:
        raise CriteriaError(f"There is no report about “{asked.object_name}”.", asked.position,
                            kind="object")  # fmt: skip
    return BY_KEY[name].key


def _sort(asked: Select) -> str:
    if not asked.order:
        return ""
    first = asked.order[0]
    return ("-" if first.is_descending else "") + str(first.path)


def _grouped(found: Spec, asked: Select, before: Spec) -> Spec:
    axes = _axes([each.value for each in asked.group])
    if not axes:
        raise CriteriaError("Numbers need GROUP BY: a summary has at least one axis.")
    if len(axes) > 2:
        raise CriteriaError("A report has two axes: GROUP BY takes one or two fields.")
    measures = [measure for column in asked.fields if (measure := _measure(column))]
    kept = [each for each in before.measures if each.function in ("rate", "median")]
    across = axes[1] if len(axes) > 1 else None
    return replace(found, row=axes[0], across=across, chart=before.chart,
                   measures=tuple(dict.fromkeys([*measures, *kept])) or (Measure(),))  # fmt: skip


def _axes(groups: Sequence[Path]) -> list[Axis]:
    """Functions of one date, one after the other, are one axis."""
    found: list[tuple[str, list[str]]] = []
    for path in groups:
        name, words = ".".join(path.parts), [word.upper() for word in path.functions]
        if words and found and found[-1][0] == name and found[-1][1]:
            found[-1][1].extend(words)
        else:
            found.append((name, words))
    return [Axis(name, _bucket(words)) for name, words in found]


def _bucket(words: list[str]) -> str:
    if not words:
        return ""
    for bucket, written in WRITTEN.items():
        if tuple(words) == written:
            return bucket
    known = "; ".join(", ".join(f"{word}(x)" for word in each) for each in WRITTEN.values())
    raise CriteriaError(f"Dates are put together by {known}.")


def _measure(column: Column) -> Measure | None:
    word, name = column.function.upper(), ".".join(column.path.parts)
    if word == "COUNT" and name in ("", "Id"):
        return Measure()
    if word == "COUNT":
        return Measure("rate", where=f"{name} != null", label=f"With {name}")
    function = next((each for each, written in FUNCTIONS.items() if written == word), "")
    return Measure(function, name) if function else None
