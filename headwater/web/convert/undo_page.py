"""Taking a conversion back: at once where nothing was touched, else with a look at what was."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from headwater.convert.undo import TouchedSince
from headwater.converting import deeds
from headwater.people.models import User
from headwater.records.models import Conversion, ConversionRun
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.convert.asked import listed
from headwater.web.convert.undoing import NOUNS, Undoing
from headwater.web.records import kinds


@require_http_methods(["GET", "POST"])
def conversion_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /conversions/<pk>/undo: what would happen. POST: undo it, with those made in one act.

    `together` names the others that come back with it, `keep` the records that stay, `restore` the
    values that go back although somebody changed them since, `stays` the rows that do not go to
    the lead; `sure` lets records go that were worked on since.
    """
    user = kinds.editor(request)
    conversion = _find(pk, user)
    if conversion.is_undone:
        toasts.say(request, "That was undone already.")
        return toasts.done(request, kinds.page_of(conversion.lead) or "/")
    others = _others(conversion, user)
    if request.method == "GET":
        return _look(request, conversion, others)
    back = _together(request.POST, conversion, others)
    try:
        _take_back(conversion, back, request.POST, user)
    except TouchedSince:
        return _ask(request, conversion, others)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return _look(request, conversion, others, status=422)
    leads = listed(str(each.lead) for each in (conversion, *back))
    what = "are open leads" if back else "is an open lead"
    toasts.say(request, f"Conversion undone. {leads} {what} again.")
    return toasts.done(request, kinds.page_of(conversion.lead) or "/")


def _find(pk: int, user: User) -> Conversion:
    conversion = get_object_or_404(_rows(), pk=pk)
    kinds.find("Lead", conversion.lead_id, user)
    return conversion


def _others(conversion: Conversion, user: User) -> list[Conversion]:
    """What was converted in the same act and stands, the newest first."""
    run = conversion.run
    if run is None or run.kind != ConversionRun.Kind.SINGLE:
        return []
    rows = _rows().filter(run=run, undone_at=None).exclude(pk=conversion.pk)
    seen = {lead.pk for lead in kinds.find_all("Lead", [each.lead_id for each in rows], user)}
    return [each for each in rows.order_by("-pk") if each.lead_id in seen]


def _rows() -> QuerySet[Conversion]:
    return Conversion.objects.select_related(
        "lead", "account", "contact", "opportunity", "by", "run"
    )


def _together(
    asked: QueryDict, conversion: Conversion, others: Sequence[Conversion]
) -> list[Conversion]:
    """Those that somebody chose; at first all that came along with it, but not whom it followed."""
    chosen = set(asked.getlist("together"))
    if "asked" in asked:
        return [each for each in others if str(each.pk) in chosen]
    return list(others) if all(each.pk > conversion.pk for each in others) else []


def _take_back(
    conversion: Conversion, others: Sequence[Conversion], asked: QueryDict, user: User
) -> None:
    """All or nothing: what was converted later comes back first."""
    sure = bool(asked.get("sure"))
    with transaction.atomic():
        for result in deeds.take_back_many(others, by=user, even_touched=sure):
            if isinstance(result, Exception):
                raise result
        deeds.take_back(
            conversion, by=user, even_touched=sure,
            keep=[name for name in asked.getlist("keep") if name in NOUNS],
            restore=asked.getlist("restore"), stays=asked.getlist("stays"),
        )  # fmt: skip


def _ask(request: HttpRequest, conversion: Conversion, others: list[Conversion]) -> HttpResponse:
    """Somebody has worked on it since: show what, and let the person choose."""
    if request.POST.get("asked"):
        return _look(request, conversion, others, status=422)
    toasts.say(request, "Some of it was worked on since. Choose what stays.", kind="bad")
    return redirect(request.get_full_path())


def _look(
    request: HttpRequest, conversion: Conversion, others: list[Conversion], status: int = 200
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    back = _together(asked, conversion, others)
    undoing = Undoing(conversion, others, back, asked, kinds.person(request))
    context = {
        "undoing": undoing, "conversion": conversion, "lead": conversion.lead,
        "url": request.path, "lead_url": kinds.page_of(conversion.lead) or "/",
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "undoing"
    template = "convert/undoing.html" if is_part else "convert/undo.html"
    return render(request, template, context, status=status)
