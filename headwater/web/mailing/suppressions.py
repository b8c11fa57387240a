"""/setup/suppressions: addresses that get no mail, why, and their way back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.nurture.mailing.suppressing import addresses_in, release, suppress
from headwater.people.models import User
from headwater.records.models import Undeliverable
from headwater.records.problem import Refused
from headwater.records.undeliverable import Kind
from headwater.web import toasts
from headwater.web.setup.access import asker

A_PAGE = 50
LARGEST = 5_000_000  # bytes of a list


@require_safe
def suppressions(request: HttpRequest) -> HttpResponse:
    """GET: the list; `?q=` searches addresses, `?kind=` how they came there."""
    query, kind = request.GET.get("q", "").strip().lower(), request.GET.get("kind", "")
    rows = Undeliverable.objects.final().select_related("by").order_by("-found_at", "-pk")
    rows = rows.filter(address__contains=query) if query else rows
    rows = rows.filter(kind=kind) if kind in Kind.values else rows
    context = {
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")), "q": query,
        "kind": kind, "kinds": Kind.choices, "may": asker(request).can_market,
    }  # fmt: skip
    return render(request, "mailing/suppressions.html", context)


@require_http_methods(["GET", "POST"])
def new_suppressions(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/suppressions/new: addresses pasted, or a file with them."""
    user, trouble = _keeper(request), ""
    if request.method == "POST":
        text, is_list = _given(request)
        try:
            added = suppress(
                addresses_in(text), request.POST.get("reason", ""), by=user,
                kind=Kind.IMPORT if is_list else Kind.HAND,
            )  # fmt: skip
        except Refused as refused:
            trouble = str(refused)
        else:
            if added.new or added.known:
                return _added(request, added)
            trouble = _none(added.wrong)
    context = {"trouble": trouble, "given": request.POST}
    return render(request, "mailing/new_suppressions.html", context, status=422 if trouble else 200)


@require_http_methods(["GET", "POST"])
def releasing(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/suppressions/<pk>/release: off the list, with a reason."""
    user, trouble = _keeper(request), ""
    row = Undeliverable.objects.filter(pk=pk).first()
    if row is None:
        toasts.say(request, "That address is not on the list any more.", kind="bad")
        return toasts.done(request, reverse("suppressions"))
    if request.method == "POST":
        try:
            release([row], request.POST.get("reason", ""), by=user)
        except Refused as refused:
            trouble = str(refused)
        else:
            toasts.say(request, f"{row.address} may get mail again.")
            return toasts.done(request, reverse("suppressions"))
    context = {"row": row, "trouble": trouble}
    return render(request, "mailing/releasing.html", context, status=422 if trouble else 200)


def _keeper(request: HttpRequest) -> User:
    user = asker(request)
    if not user.can_market:
        raise PermissionDenied("The suppression list is kept by marketing and admins.")
    return user


def _given(request: HttpRequest) -> tuple[str, bool]:
    file: Any = request.FILES.get("file")
    if file is None:
        return request.POST.get("addresses", ""), False
    return file.read(LARGEST).decode("utf-8", errors="replace"), True


def _added(request: HttpRequest, added: Any) -> HttpResponse:
    said = f"{added.new:,} new on the list"
    said += f", {added.known:,} were on it" if added.known else ""
    said += f"; not an address: {', '.join(added.wrong[:3])}" if added.wrong else ""
    toasts.say(request, f"{said}.")
    return toasts.done(request, reverse("suppressions"))


def _none(wrong: tuple[str, ...]) -> str:
    if wrong:
        return f"No address was understood: {', '.join(wrong[:3])}."
    return "Give at least one address."
