"""The old address of a record that was merged away leads to the one it lives on in."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from headwater.catalog import objects
from headwater.records.tombstone import survivor
from headwater.web import toasts
from headwater.web.records import kinds

Page = Callable[[HttpRequest, int], HttpResponse]


def follows_merges(object_name: str) -> Callable[[Page], Page]:
    """Mark a record's page: a tombstone's address answers with a redirect and a quiet note."""

    def mark(page: Page) -> Page:
        @wraps(page)
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            try:
                return page(request, pk)
            except Http404:
                return _elsewhere(request, object_name, pk)

        return view

    return mark


def _elsewhere(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """To the survivor, if there is one that the person may see; else 404 as before."""
    user = kinds.person(request)
    lives_on = survivor(object_name, pk)
    if lives_on == pk:
        raise Http404
    record = kinds.find(object_name, lives_on, user)
    was = objects.get(object_name).model._default_manager.filter(pk=pk).first()
    toasts.say(request, f"{was} was merged into {record}.")
    return redirect(kinds.page_of(record))
