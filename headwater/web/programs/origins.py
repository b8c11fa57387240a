"""Whose pages may call the API from a browser: a list on the page of API clients."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.api import cross_origin
from headwater.api.models import AllowedOrigin
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.programs.access import admins_only
from headwater.web.records import undo
from headwater.web.setup.access import asker


@require_POST
@admins_only
def add(request: HttpRequest) -> HttpResponse:
    """POST `origin`."""
    try:
        row = cross_origin.allow(request.POST.get("origin", "")[:300], by=asker(request))
    except ValidationError as error:
        toasts.say(request, " ".join(error.messages), kind="bad")
    else:
        toasts.say(request, f"Pages of {row.origin} may call from now on.")
    return _back(request)


@require_POST
@admins_only
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Its pages are refused at once; Undo lists it again."""
    row = get_object_or_404(AllowedOrigin, pk=pk)
    cross_origin.refuse(row, by=asker(request))
    back = undo.offer(request, "refuse_origin", origin=row.origin)
    toasts.say(request, f"Pages of {row.origin} may call no more.", undo_url=back)
    return _back(request)


@undo.undoes("refuse_origin")
def allow_again(user: User, *, origin: str) -> str:
    """It stands on the list again."""
    row = cross_origin.allow(origin, by=user)
    return f"Pages of {row.origin} may call again."


def _back(request: HttpRequest) -> HttpResponse:
    return toasts.done(request, reverse("api_clients") + "#origins")
