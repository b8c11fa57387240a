"""Taking a conversion back: at once where nothing was touched, else with a look at what was."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from headwater import journey
from headwater.convert import undo
from headwater.convert.undo import Preview, TouchedSince
from headwater.people.models import User
from headwater.records.models import Conversion
from headwater.web import toasts
from headwater.web.records import kinds

NOUNS = ("Account", "Contact", "Opportunity")


@require_http_methods(["GET", "POST"])
def conversion_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /conversions/<pk>/undo: what would happen. POST: undo it.

    `also` names conversions that were made together with it; `keep` the records that stay, `sure`
    lets records go that somebody has touched since.
    """
    user = kinds.editor(request)
    conversion = _find(pk, user)
    if conversion.is_undone:
        toasts.say(request, "That was undone already.")
        return toasts.done(request, kinds.page_of(conversion.lead) or "/")
    if request.method == "GET":
        return _look(request, conversion)
    try:
        _take_back(request, conversion, user)
    except TouchedSince:
        return _ask(request, conversion)
    toasts.say(request, f"Conversion undone. {conversion.lead} is an open lead again.")
    return toasts.done(request, kinds.page_of(conversion.lead) or "/")


def _find(pk: int, user: User) -> Conversion:
    rows = Conversion.objects.select_related("lead", "account", "contact", "opportunity", "by")
    conversion = get_object_or_404(rows, pk=pk)
    kinds.find("Lead", conversion.lead_id, user)
    return conversion


def _take_back(request: HttpRequest, conversion: Conversion, user: User) -> None:
    keep = [name for name in request.POST.getlist("keep") if name in NOUNS]
    sure = bool(request.POST.get("sure"))
    with transaction.atomic():
        for key in reversed(_also(request.GET)):
            together = _find(key, user)
            # Only what was converted into the very same contact comes back with it.
            if together.contact_id == conversion.contact_id and not together.is_undone:
                journey.take_back(together, by=user, even_touched=sure)
        journey.take_back(conversion, by=user, keep=keep, even_touched=sure)


def _also(query: QueryDict) -> list[int]:
    return [int(key) for key in query.getlist("also") if key.isdecimal() and len(key) < 19]


def _ask(request: HttpRequest, conversion: Conversion) -> HttpResponse:
    """Somebody has worked on it since: show what, and let the person choose."""
    if request.POST.get("asked"):
        return _look(request, conversion, status=422)
    toasts.say(request, "Some of it was worked on since. Choose what stays.", kind="bad")
    return redirect(request.get_full_path())


def _look(request: HttpRequest, conversion: Conversion, status: int = 200) -> HttpResponse:
    preview = undo.preview(conversion)
    return render(request, "convert/undo.html", {
        "conversion": conversion, "lead": conversion.lead, "preview": preview,
        "made": _made(conversion, preview, request.POST.getlist("keep")),
        "url": request.get_full_path(),
        "lead_url": kinds.page_of(conversion.lead) or "/",
    }, status=status)  # fmt: skip


def _made(conversion: Conversion, preview: Preview, kept: list[str]) -> list[dict[str, Any]]:
    """What the conversion made: what was done to it since, and whether it can go at all."""
    found = []
    for noun in NOUNS:
        record = getattr(conversion, noun.lower())
        if record is None or noun not in conversion.made:
            continue
        touches = [touch for touch in preview.touches if touch.noun == noun]
        must_stay = any(touch.must_stay for touch in touches)
        found.append({
            "noun": noun, "record": record, "must_stay": must_stay,
            "words": [touch.words.partition(": ")[2] or touch.words for touch in touches],
            "is_kept": must_stay or noun in kept or bool(touches),
        })  # fmt: skip
    return found
