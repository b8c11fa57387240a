"""Everybody may read how things are decided; only those who may configure change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from headwater.people.models import User
from headwater.records import trail

Page = Callable[..., HttpResponse]


def asker(request: HttpRequest) -> User:
    """The signed-in person (the gate lets nobody else in)."""
    return cast(User, request.user)


def for_admins(page: Page) -> Page:
    """Refuse a page to those who may not configure."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not asker(request).can_configure:
            raise PermissionDenied("Only an admin changes Setup. You may read all of it.")
        return page(request, *args, **kwargs)

    return guarded


def note(event: str, row: Any, *, by: User, changes: dict[str, list[Any]] | None = None) -> None:
    """Tell the Trail that a setting changed, and from what to what."""
    trail.write([trail.entry(event, row, by=by, changes=changes)])


def keep(form: Any, event: str, *, by: User) -> dict[str, list[Any]]:
    """Save a valid form of settings; the Trail tells what changed, which is returned."""
    names = list(form.Meta.fields)
    was = type(form.instance)._default_manager.filter(pk=form.instance.pk).first()
    was = was or type(form.instance)()
    with transaction.atomic():
        row = form.save()
        changes = {
            name: [trail.told(before), trail.told(after)] for name in names
            if (before := getattr(was, name)) != (after := getattr(row, name))
        }  # fmt: skip
        if changes:
            note(event, row, by=by, changes=changes)
    return changes
