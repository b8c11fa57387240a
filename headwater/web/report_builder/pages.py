"""A report as a page: a kept one, a ready one, or the records behind a number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.spec import Spec
from headwater.reporting.standard import BY_KEY
from headwater.web.charts.answers import csv_answer
from headwater.web.records import kinds
from headwater.web.report_builder import builder, deeds, kept
from headwater.web.report_builder.answer import answer
from headwater.web.report_builder.given import address, spec_of

TWIN_KINDS = ("Lead", "ConvertedLead")


def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET /reports/kept/7: a kept report; POST changes its name and what it asks."""
    user = kinds.person(request)
    found = kept.find(pk, user)
    if request.method == "POST":
        return deeds.change(request, found)
    return _page(
        request, found.spec, title=found.name, report=found,
        edit_url=reverse("report_builder", args=[pk]), may_change=found.may_change(user),
        is_liked=found.liked_by.filter(pk=user.pk).exists(),
        about=found.description or _sentence(found.spec),
    )  # fmt: skip


def editing(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /reports/kept/7/builder: a kept report in the builder."""
    return builder.page(request, kept.find(pk, kinds.person(request)))


def standard(request: HttpRequest, key: str) -> HttpResponseBase:
    """GET /reports/ready/leads-by-source: a report that is there from the start."""
    found = BY_KEY.get(key)
    if found is None:
        raise Http404
    return _page(request, found.spec, title=found.name, about=found.question,
                 edit_url=builder.plain(found.spec))  # fmt: skip


def rows(request: HttpRequest) -> HttpResponseBase:
    """GET /reports/rows?kind=…&where=…: any report that nobody has kept; behind numbers."""
    try:
        spec = spec_of(request.GET)
        kind = kind_of(spec.kind)
    except CriteriaError as error:
        return render(request, "report_builder/report.html", {"trouble": str(error)}, status=400)
    return _page(request, spec, title=kind.label, about=_sentence(spec),
                 edit_url=builder.plain(spec))  # fmt: skip


def _sentence(spec: Spec) -> str:
    kind = kind_of(spec.kind)
    try:
        return english(spec.where, kind.object.name) if spec.where and not kind.is_joint else ""
    except CriteriaError:
        return ""


def _page(request: HttpRequest, spec: Spec, *, title: str, **context: Any) -> HttpResponseBase:
    user = kinds.person(request)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    shown = answer(spec, user, page=max(page, 1))
    if shown.get("chart") and (file := csv_answer(request, [shown["chart"]])):
        return file
    query = address(spec)
    context |= shown | {
        "title": title, "spec": spec, "asked": query, "user_can_edit": user.can_edit,
        "plural": kind_of(spec.kind).label.lower(),
        "all_rows": f"{reverse('report_rows')}?{address(spec.listed)}" if spec.is_grouped else "",
        "twin_url": f"{reverse('report_twin')}?{query}" if spec.kind in TWIN_KINDS else "",
    }  # fmt: skip
    return render(request, "report_builder/report.html", context)
