"""Accepting and rejecting one offer: a key each, the reason in a dialog, Undo for both."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater import handing_over
from headwater.catalog import picklists
from headwater.people.models import User
from headwater.qualify import handoff
from headwater.records.models import Handoff, Lead
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import kinds, undo, words
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural


def find(pk: int, user: User) -> Handoff:
    """An offer that the person sees, with all that is said of it."""
    rows = Handoff.objects.visible_to(user).select_related(*handoff.JOINED)
    row: Handoff | None = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such hand-off.")
    return row


@require_POST
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /handoffs/<pk>/acceptance: it is sales' from now on."""

    def deed(row: Handoff, user: User) -> None:
        handing_over.accept([row], by=user)
        url = undo.offer(request, "handoff", keys=[row.pk])
        toasts.say(request, f"{row} is accepted.", undo_url=url)

    return _do(request, pk, deed)


@require_http_methods(["GET", "POST"])
def rejection(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog that asks why. POST /handoffs/<pk>/rejection: reason, note."""
    user = kinds.editor(request)
    row, trouble = find(pk, user), ""
    if request.method == "POST":
        reason, note = words.given(request.POST, "reason"), words.given(request.POST, "note")
        try:
            handing_over.reject([row], by=user, reason=reason, note=note)
        except Refused as refused:
            trouble = str(refused)
        else:
            url = undo.offer(request, "handoff", keys=[row.pk])
            toasts.say(request, f"{row} goes back to marketing: {reason}.", undo_url=url)
            return toasts.done(request, _after(row, user))
    context = {
        "row": row, "reasons": picklists.values(handoff.REASONS), "trouble": trouble,
        "given": request.POST,
    }  # fmt: skip
    return render(request, "handoff/rejection.html", context, status=422 if trouble else 200)


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /handoffs/<pk>/withdrawal: marketing takes the offer back."""

    def deed(row: Handoff, user: User) -> None:
        handing_over.withdraw([row], by=user)
        toasts.say(request, f"{row} is not offered any more.")

    return _do(request, pk, deed)


@undoes("handoff")
def decide_again(user: User, *, keys: list[int]) -> str:
    """What was accepted or rejected waits for a decision again."""
    rows = Handoff.objects.filter(pk__in=keys, decided_by=user)
    held = handing_over.reopen(list(rows), by=user)
    if not held:
        return "Somebody has gone on with it since."
    return f"{plural(len(held), 'hand-off')} to decide about again."


def _do(request: HttpRequest, pk: int, deed: Callable[[Handoff, User], Any]) -> HttpResponse:
    user = kinds.editor(request)
    row = find(pk, user)
    try:
        deed(row, user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, _after(row, user))


def _after(row: Handoff, user: User) -> str:
    """Where it lies, as long as one may see it there."""
    if row.is_deal:
        return handoff.url_of(row)
    is_seen = Lead.objects.filter(pk=row.lead_id).visible_to(user).exists()
    return handoff.url_of(row) if is_seen else reverse("handoffs")
