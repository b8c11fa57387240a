"""The builder: choices on the left, the answer beside them, drawn anew with every choice."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog.fields import FieldDef
from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.reporting import axes, numbers, text
from headwater.reporting.kinds import Kind
from headwater.reporting.known_kinds import KINDS
from headwater.reporting.report import Report
from headwater.reporting.spec import BUCKETS, FUNCTIONS, Axis, Measure, Spec
from headwater.web.records import kinds
from headwater.web.report_builder import criteria
from headwater.web.report_builder.answer import answer
from headwater.web.report_builder.given import Given, address, query_of, read

PREVIEWED = 20  # records beside the choices
DATE_WORDS = [(word, word.replace("_", " ").capitalize()) for word in (
    "TODAY", "YESTERDAY", "THIS_WEEK", "LAST_WEEK", "THIS_MONTH", "LAST_MONTH", "THIS_QUARTER",
    "LAST_QUARTER", "THIS_YEAR", "LAST_YEAR",
)] + [("LAST_N_DAYS:30", "The last 30 days"), ("LAST_N_DAYS:90", "The last 90 days"),
      ("LAST_N_MONTHS:12", "The last 12 months")]  # fmt: skip
CHART_WORDS = (("", "None"), ("bars", "Bars"), ("stacked", "Stacked"), ("line", "Line"))


def builder(request: HttpRequest) -> HttpResponse:
    """GET /reports/new?kind=…: a report that is being put together; its address is the report."""
    return page(request, None)


def page(request: HttpRequest, report: Report | None) -> HttpResponse:
    """The builder for a new report, or for a kept one."""
    user = kinds.person(request)
    found = _asked(request, report)
    context = {
        "report": report, "user_can_edit": user.can_edit, "here": request.path,
        "choices": choices(found), "asked": address(found.spec),
        "keep_url": reverse("report", args=[report.pk]) if report else reverse("reports_kept"),
        **shown(found, user),
    }  # fmt: skip
    if not request.headers.get("HX-Request"):
        return render(request, "report_builder/builder.html", context)
    response = render(request, "report_builder/drawn.html", context)
    response["HX-Replace-Url"] = f"{request.path}?{address(found.spec)}"
    return response


def _asked(request: HttpRequest, report: Report | None) -> Given:
    if report and not request.GET:
        return read(query_of(report.spec))
    found = read(request.GET)
    if "run" not in request.GET:
        return found
    try:
        return read(query_of(text.spec_of(request.GET.get("soql", ""), found.spec)))
    except CriteriaError as error:
        found.trouble = str(error)
        return found


def shown(found: Given, user: User) -> dict[str, Any]:
    """The answer; while the criteria cannot be read, what is wrong with them."""
    if found.trouble:
        return {"trouble": found.trouble}
    return answer(found.spec, user, each=PREVIEWED)


def choices(found: Given) -> dict[str, Any]:
    """What the left side shows."""
    spec, kind = found.spec, found.kind
    offered = kind.offered()
    columns = spec.columns or kind.usual
    try:
        soql = text.text_of(spec)
    except CriteriaError:
        soql = ""
    return {
        "kind": kind, "kinds": KINDS, "spec": spec, "offered": offered,
        "columns": [(name, kind.label_of(name)) for name in columns],
        "lines": None if found.lines is None else criteria.drawn(found.lines, kind),
        "is_any": found.is_any, "where": found.where,
        "has_lines": not found.trouble and criteria.lines_of(found.where)[0] is not None,
        "date_words": DATE_WORDS, "soql": soql,
        "row": _axis(spec.row, kind), "across": _axis(spec.across, kind),
        "groupable": _groupable(kind, offered), "buckets": BUCKETS,
        "measures": [(str(each), _words(each, kind)) for each in spec.measures],
        "measurable": measurable(kind, offered), "charts": CHART_WORDS,
        "sorts": [(name, kind.label_of(name)) for name in columns], "share": found.share,
    }  # fmt: skip


def _words(measure: Measure, kind: Kind) -> str:
    try:
        return numbers.known(measure, kind).label
    except CriteriaError:
        return str(measure)


def _axis(axis: Axis | None, kind: Kind) -> dict[str, str]:
    field = criteria.field_of(kind, axis.name) if axis else None
    is_date = bool(field and field.type in ("date", "datetime"))
    return {"name": axis.name if axis else "", "bucket": (axis.bucket or "month") if axis and
            is_date else ""}  # fmt: skip


Offered = list[tuple[str, list[tuple[str, str]]]]


def _groupable(kind: Kind, offered: Offered) -> Offered:
    return [
        (group, [(name, label) for name, label in fields if _is_axis(name, kind)])
        for group, fields in offered
    ]


def _is_axis(name: str, kind: Kind) -> bool:
    try:
        axes.known(Axis(name), kind)
    except CriteriaError:
        return False
    return name not in ("Name", "FirstName", "LastName", "Email", "Phone", "MobilePhone")


def measurable(kind: Kind, offered: Offered) -> Offered:
    """What can be measured: groups of (measure as text, words)."""
    fields = [(name, label, criteria.field_of(kind, name)) for _, group in offered
              for name, label in group]  # fmt: skip
    known = [(name, label, field) for name, label, field in fields if field]
    groups: Offered = [("", [("count", "Number of records")])]
    for function in ("sum", "avg", "median", "min", "max"):
        names = [
            (f"{function}:{name}", label) for name, label, field in known
            if field.is_number or (function in ("min", "max") and _is_date(field))
        ]  # fmt: skip
        groups.append((f"{FUNCTIONS[function]} of", names))
    shares = [(f"rate:{label}:{name} = true", label) for name, label, field in known
              if field.type == "boolean"]  # fmt: skip
    groups.append(("Share of records with", shares))
    unique = [(f"unique:{name}", label) for name, label, field in known
              if field.type != "boolean" and not field.is_number]  # fmt: skip
    groups.append(("How many different", unique))
    return [(group, names) for group, names in groups if names]


def _is_date(field: FieldDef) -> bool:
    return field.type in ("date", "datetime")


def plain(spec: Spec) -> str:
    """Where a report can be taken further."""
    return f"{reverse('new_report')}?{address(spec)}"
