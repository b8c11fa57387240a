"""Deeds on the ticked rows: read who is meant, do it, say how many, offer Undo."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import kinds, undo
from headwater.web.templatetags.words import plural

MOST = 1_000  # rows of one deed


def ticked(request: HttpRequest, object_name: str) -> list[Any]:
    """The records whose boxes (`id`) are ticked and that the person may see."""
    given = [int(each) for each in request.POST.getlist("id") if each.isdecimal()]
    return kinds.find_all(object_name, given[:MOST], kinds.person(request))


def act(
    request: HttpRequest,
    object_name: str,
    deed: Callable[[list[Any], User], tuple[str, str]],
) -> HttpResponse:
    """Do `deed(records, user)`, which answers what to say and the address of Undo."""
    user = kinds.editor(request)
    records = ticked(request, object_name)
    try:
        if not records:
            toasts.say(request, "Tick the rows first.", kind="bad")
        else:
            said, undo_url = deed(records, user)
            toasts.say(request, said, undo_url=undo_url, kind="good" if said else "bad")
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, back(request))


def delete(request: HttpRequest, object_name: str) -> HttpResponse:
    """Delete the ticked rows; Undo brings them back."""

    def deed(records: list[Any], user: User) -> tuple[str, str]:
        writing.delete(records, by=user)
        keys = [record.pk for record in records]
        word = objects.get(object_name).label.lower()
        url = undo.offer(request, "delete", object_name=object_name, keys=keys)
        return f"{plural(len(records), word)} deleted.", url

    return act(request, object_name, deed)


def back(request: HttpRequest) -> str:
    """To the list as it was."""
    url = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else "/"
