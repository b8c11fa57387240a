"""Keeping a view, and letting it go."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from headwater.catalog import objects
from headwater.catalog.objects import UnknownName
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.web import toasts
from headwater.web.lists import bulk
from headwater.web.lists.saved_view import SavedView, Scope
from headwater.web.records import kinds, words

MOST = 60  # columns, and characters of a sort


@require_POST
def saved_views(request: HttpRequest) -> HttpResponse:
    """POST /views: keep what the list shows under a name; sharing is for those who lead people."""
    user, given = kinds.person(request), request.POST
    try:
        name = objects.get(given.get("object_name", "")).name
        url = reverse(given.get("list", ""))
    except (UnknownName, NoReverseMatch):
        raise Http404 from None
    where = " AND ".join(f"({part})" for part in given.getlist("criteria") if part.strip())
    try:
        parse(where, name)
    except CriteriaError as error:
        toasts.say(request, str(error), kind="bad")
        return toasts.done(request, url)
    scope = given.get("scope", "")
    view = SavedView.objects.create(
        object_name=name,
        name=words.given(given, "name")[:80] or "My view",
        scope=scope if scope in Scope.values else Scope.ALL,
        criteria=where,
        columns=[each.replace("\x00", "") for each in given.getlist("column")[:MOST]],
        sort=words.given(given, "sort")[:MOST],
        is_shared=user.can_lead_people and "is_shared" in given,
        owner=user,
    )
    toasts.say(request, f"The view “{view.name}” is kept.")
    return toasts.done(request, f"{url}?view={view.pk}")


@require_POST
def saved_view_deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /views/<pk>/deletion: let an own view go; an admin may let go any shared one."""
    user = kinds.person(request)
    view = get_object_or_404(SavedView, pk=pk)
    if view.owner_id != user.pk and not (user.is_admin and view.is_shared):
        raise Http404
    view.delete()
    toasts.say(request, f"The view “{view.name}” is gone; its records are all still there.")
    return toasts.done(request, bulk.back(request))
