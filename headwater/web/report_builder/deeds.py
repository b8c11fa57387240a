"""Keeping a report, changing it, liking it, letting it go; Undo brings it back."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.reporting import keeping
from headwater.reporting.report import Report
from headwater.reporting.spec import Spec
from headwater.web import toasts
from headwater.web.records import kinds, undo, words
from headwater.web.report_builder import kept
from headwater.web.report_builder.given import spec_of


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """POST /reports/kept: keep what the builder shows under a name."""
    user = kinds.editor(request)
    try:
        report = keeping.keep(words.given(request.POST, "name"), _asked(request), by=user,
                              description=words.given(request.POST, "description"))  # fmt: skip
    except (Refused, CriteriaError) as error:
        toasts.say(request, str(error), kind="bad")
        return toasts.done(request, _with_name(_back(request), words.given(request.POST, "name")))
    toasts.say(request, f"“{report.name}” is kept. Only you see it until you share it.")
    return toasts.done(request, reverse("report", args=[report.pk]))


def change(request: HttpRequest, report: Report) -> HttpResponse:
    """POST /reports/kept/7: what it asks now, and its name."""
    user = kinds.editor(request)
    before = {"name": report.name, "asked": report.asked}
    try:
        keeping.change(report, by=user, name=words.given(request.POST, "name") or report.name,
                       spec=_asked(request))  # fmt: skip
    except (Refused, CriteriaError) as error:
        toasts.say(request, str(error), kind="bad")
        return toasts.done(request, _back(request))
    url = undo.offer(request, "report_change", pk=report.pk, **before)
    toasts.say(request, f"“{report.name}” is kept as it is now.", undo_url=url)
    return toasts.done(request, reverse("report", args=[report.pk]))


@require_POST
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /reports/kept/7/deletion"""
    user = kinds.editor(request)
    report = kept.find(pk, user)
    keeping.delete(report, by=user)
    url = undo.offer(request, "report", pk=pk)
    toasts.say(request, f"“{report.name}” is gone; its records are all still there.", undo_url=url)
    return toasts.done(request, reverse("report_library"))


@require_POST
def favourite(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /reports/kept/7/favourite: in or out of one's favourites."""
    user = kinds.person(request)
    report = kept.find(pk, user)
    is_liked = keeping.like(report, by=user)
    said = "is among your favourites." if is_liked else "is no favourite any more."
    toasts.say(request, f"“{report.name}” {said}")
    return toasts.done(request, _back(request))


@undo.undoes("report")
def bring_back(user: User, *, pk: int) -> str:
    """A report that was let go is there again."""
    report = get_object_or_404(Report, pk=pk)
    keeping.restore(report, by=user)
    return f"“{report.name}” is back."


@undo.undoes("report_change")
def change_back(user: User, *, pk: int, name: str, asked: dict[str, object]) -> str:
    """A report asks again what it asked before."""
    report = get_object_or_404(Report, pk=pk)
    keeping.change(report, by=user, name=name, spec=Spec.of(asked))
    return "Undone."


def _asked(request: HttpRequest) -> Spec:
    return spec_of(QueryDict(request.POST.get("asked", "")))


def _with_name(address: str, name: str) -> str:
    """What was typed above the builder is not typed twice."""
    path, _, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    asked["name"] = name
    return f"{path}?{asked.urlencode()}"


def _back(request: HttpRequest) -> str:
    came = request.headers.get("Referer", "")
    is_here = url_has_allowed_host_and_scheme(came, {request.get_host()})
    return came if is_here else reverse("report_library")
