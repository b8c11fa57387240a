"""A report on leads, asked of the opportunities that they became: one click, nothing retyped."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from headwater.convert import twins
from headwater.convert.mapping import Line, lines
from headwater.criteria.errors import CriteriaError
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.running import refuse_wrong
from headwater.reporting.spec import COUNT, Axis, Measure, Spec
from headwater.web import toasts
from headwater.web.report_builder import builder
from headwater.web.report_builder.given import spec_of

OBJECT = "Opportunity"
# What one wants to know of deals, and could not ask of leads.
OF_DEALS = (COUNT, Measure("sum", "Amount"), Measure("rate", where="IsWon = true", label="Won"))


def twin(request: HttpRequest) -> HttpResponse:
    """GET /reports/twin?kind=Lead&…: to the same question about the converted opportunities."""
    try:
        found, gone = twin_of(spec_of(request.GET))
    except CriteriaError as error:
        toasts.say(request, str(error), kind="bad")
        return redirect("report_library")
    if gone:
        toasts.say(request, f"Opportunities cannot tell: {', '.join(gone)}. That was left out.")
    return redirect(builder.plain(found))


def twin_of(spec: Spec) -> tuple[Spec, list[str]]:
    """The report on the opportunities, and in words what has no twin; raises CriteriaError."""
    kind, drawn = kind_of(spec.kind), lines()
    asked = twins.twin(spec.where, OBJECT, columns=spec.columns or kind.usual, drawn=drawn)
    gone = [each.part for each in asked.gone if not each.part.startswith("column ")]
    found = Spec(OBJECT, columns=_known(asked.columns), where=asked.where, chart=spec.chart)
    if spec.row:
        row, across = (_axis(axis, drawn) for axis in (spec.row, spec.across))
        told = zip((spec.row, spec.across), (row, across), strict=True)
        gone += [kind.label_of(was.name) for was, now in told if was and not now]
        measures = dict.fromkeys([*_measures(spec.measures, drawn), *OF_DEALS])
        row, across = row or across, across if row else None
        found = replace(found, row=row, across=across, measures=tuple(measures))
    refuse_wrong(found)
    return found, gone


def _known(names: Iterable[str]) -> tuple[str, ...]:
    return (*names, "StageName", "Amount", "CloseDate")


def _path(name: str, drawn: dict[str, list[Line]]) -> str:
    """Where an opportunity says what a lead says there; '' for nowhere."""
    found = twins.twin("", OBJECT, columns=[name], drawn=drawn).columns
    return found[1] if len(found) > 1 else ""


def _axis(axis: Axis | None, drawn: dict[str, list[Line]]) -> Axis | None:
    path = _path(axis.name, drawn) if axis else ""
    return Axis(path, axis.bucket) if axis and path else None


def _measures(measures: Iterable[Measure], drawn: dict[str, list[Line]]) -> list[Measure]:
    found = []
    for measure in measures:
        if measure.function == "count":
            found.append(measure)
        elif measure.name and (path := _path(measure.name, drawn)):
            found.append(replace(measure, name=path))
    return found
