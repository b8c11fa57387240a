"""From an address or the builder's form to a report, and back to an address."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from headwater.criteria.errors import CriteriaError
from headwater.criteria.rows import Row
from headwater.reporting import axes, numbers
from headwater.reporting.kinds import Kind
from headwater.reporting.known_kinds import KINDS, kind_of
from headwater.reporting.rows_asked import refuse_unknown
from headwater.reporting.spec import Axis, Measure, Spec
from headwater.web.report_builder import criteria

BUCKET_KEYS = {"row": "row_by", "across": "across_by"}


@dataclass
class Given:
    """What was asked, with the lines that are still being typed and what is wrong with them."""

    spec: Spec
    kind: Kind
    lines: list[Row] | None = None
    trouble: str = ""
    is_any: bool = False  # one of the lines is enough
    where: str = ""  # as typed, where it is text that cannot be read
    dropped: list[str] = field(default_factory=list)
    share: dict[str, str] = field(default_factory=dict)  # one's own, that cannot be counted yet


def address(spec: Spec) -> str:
    """The parameters of an address."""
    return urlencode(spec.pairs())


def rows_url(spec: Spec) -> str:
    """The page of the records that a number counts."""
    return f"{reverse('report_rows')}?{address(spec)}"


def query_of(spec: Spec) -> QueryDict:
    """As a form would have posted it."""
    return QueryDict(address(spec))


def spec_of(query: QueryDict) -> Spec:
    """The report of an address; raises CriteriaError."""
    found = Spec.of({key: query.getlist(key) for key in query})
    return replace(found, kind=found.kind or KINDS[0].key)


def read(query: QueryDict) -> Given:
    """The report as the builder's form says it; what is wrong is told, never raised."""
    kind, was = _kind(query.get("kind", "")), query.get("was_kind", "")
    try:
        spec = _with_buckets(query)
    except CriteriaError as error:
        return Given(Spec(kind.key), kind, [], str(error))
    spec = replace(spec, kind=kind.key)
    found = Given(spec, kind)
    _take_criteria(found, query)
    if was and was != kind.key:
        _fit(found)
    _take_changes(found, query)
    return found


def _kind(key: str) -> Kind:
    try:
        return kind_of(key) if key else KINDS[0]
    except CriteriaError:
        return KINDS[0]


def _with_buckets(query: QueryDict) -> Spec:
    """A date's bucket stands beside it in the form, behind it in an address."""
    lists = {key: query.getlist(key) for key in query}
    for key, bucket in BUCKET_KEYS.items():
        name = query.get(key, "").partition(":")[0]
        if name and query.get(bucket):
            lists[key] = [f"{name}:{query[bucket]}"]
    return Spec.of(lists)


def _take_criteria(found: Given, query: QueryDict) -> None:
    """From the lines, from the text, or from an address."""
    found.where = found.spec.where
    try:
        if "lines" in query:
            found.lines = criteria.read(query.dict(), found.kind)
            found.is_any = query.get("joined") == "any"
            where = criteria.text(found.lines, found.kind, is_any=found.is_any)
            found.lines = None if "as_text" in query else found.lines
        else:
            where = found.spec.where
            refuse_unknown(found.kind, where)
            lines, found.is_any = criteria.lines_of(where)
            found.lines = None if "as_text" in query and "as_lines" not in query else lines
        found.spec, found.where = replace(found.spec, where=where), where
    except CriteriaError as error:
        found.trouble = str(error)
        found.spec = replace(found.spec, where="")


def _fit(found: Given) -> None:
    """After another kind was chosen: keep what it has, too."""
    spec, kind = found.spec, found.kind
    columns = tuple(name for name in spec.columns if criteria.field_of(kind, name))
    row, across = (_fitting(axis, kind) for axis in (spec.row, spec.across))
    measures = tuple(each for each in spec.measures if _is_measure(each, kind))
    found.trouble = ""
    try:
        refuse_unknown(kind, spec.where)
        where = spec.where or kind.where
    except CriteriaError:
        where = kind.where
    found.spec = Spec(kind.key, columns if len(columns) > 2 else (), where, row or across,
                      across if row else None, measures or (Measure(),), spec.chart)  # fmt: skip
    found.lines, found.is_any = criteria.lines_of(where)
    found.where = where


def _fitting(axis: Axis | None, kind: Kind) -> Axis | None:
    try:
        return axes.known(axis, kind).axis if axis else None
    except CriteriaError:
        return None


def _is_measure(measure: Measure, kind: Kind) -> bool:
    try:
        return bool(numbers.known(measure, kind))
    except CriteriaError:
        return False


def _take_changes(found: Given, query: QueryDict) -> None:
    """What the small buttons say: a column or a number more or less; a share of one's own."""
    spec, kind = found.spec, found.kind
    columns = spec.columns or kind.usual
    columns = tuple(name for name in columns if name != query.get("drop_column"))
    measures = [each for each in spec.measures if str(each) != query.get("drop_measure")]
    measures += _own_share(found, query)
    row, across = (_bucketed(axis, kind) for axis in (spec.row, spec.across))
    found.spec = replace(
        spec, columns=columns, measures=tuple(measures) or (Measure(),), row=row, across=across
    )


def _own_share(found: Given, query: QueryDict) -> list[Measure]:
    """The share that was asked for; what cannot be read stays in its fields with the reason."""
    label, where = query.get("share_label", "").strip()[:60], query.get("share_where", "").strip()
    asked = Measure("rate", where=where, label=label)
    trouble = ""
    if where and "add_share" in query:
        try:
            numbers.known(asked, found.kind)
        except CriteriaError as error:
            trouble = str(error)
        else:
            return [asked]
    found.share = {"label": label, "where": where, "trouble": trouble} if label or where else {}
    return []


def _bucketed(axis: Axis | None, kind: Kind) -> Axis | None:
    """A date gets a month, and what is no date any more loses it."""
    field_there = criteria.field_of(kind, axis.name) if axis else None
    if axis is None or field_there is None:
        return axis
    is_date = field_there.type in ("date", "datetime")
    return Axis(axis.name, (axis.bucket or "month") if is_date else "")
