"""Undo of what a page did: kept in the session for a while, done by the same verbs, told again.

`offer` remembers how a deed is taken back and answers the address for the toast. A deed is taken
back by a function marked `@undoes("name")` that gets the user and what was remembered, and says
in one sentence what it did.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from headwater.catalog import objects, values
from headwater.people.models import User
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import kinds
from headwater.web.templatetags.words import plural

KEY = "headwater.undo"
KEPT = 12  # deeds one can still take back; a session is a row, not an archive

Undoer = Callable[..., str]
UNDOERS: dict[str, Undoer] = {}


def undoes(deed: str) -> Callable[[Undoer], Undoer]:
    """Mark the function that takes a deed back."""

    def mark(undoer: Undoer) -> Undoer:
        UNDOERS[deed] = undoer
        return undoer

    return mark


def offer(request: HttpRequest, deed: str, **remembered: Any) -> str:
    """Remember (JSON-able) what taking `deed` back needs; the address that does it."""
    key = secrets.token_urlsafe(6)
    kept = {**request.session.get(KEY, {}), key: {"deed": deed, **remembered}}
    request.session[KEY] = dict(list(kept.items())[-KEPT:])
    return reverse("undo", args=[key])


@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """POST /undo/<key>: take it back, once, and return to where the person was."""
    user = kinds.editor(request)
    kept = request.session.get(KEY, {})
    remembered = kept.pop(key, None)
    request.session[KEY] = kept
    if remembered is None:
        toasts.say(request, "That was undone already, or it is too long ago.", kind="bad")
        return toasts.done(request, _back(request))
    try:
        said = UNDOERS[remembered.pop("deed")](user, **remembered)
        toasts.say(request, said or "Undone.")
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, _back(request))


def _back(request: HttpRequest) -> str:
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return "/"
    parts = urlsplit(came)
    path = kinds.without_gone(parts.path)  # a record that was made goes with its deed
    return path + (f"?{parts.query}" if parts.query and path == parts.path else "")


def state(record: Any, attributes: Iterable[str]) -> dict[str, Any]:
    """What a record holds in these attributes, JSON-able and whole."""
    found = {}
    for name in attributes:
        value = record.custom.get(name) if name.endswith("__c") else getattr(record, name)
        found[name] = values.stored(value)
    return found


@undoes("change")
def change_back(
    user: User, *, object_name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str:
    """Records get their values back, except where somebody has changed them since."""
    was, left_as = _by_key(before), _by_key(after)
    records = kinds.find_all(object_name, was, user)
    same = [row for row in records if state(row, left_as[row.pk]) == left_as[row.pk]]
    portions: dict[str, list[Any]] = {}
    for record in same:
        portions.setdefault(repr(sorted(was[record.pk].items())), []).append(record)
    for portion in portions.values():
        kinds.change(portion, was[portion[0].pk], by=user)
    left = len(before) - len(same)
    return f"Undone, except {plural(left, 'record')} changed since." if left else "Undone."


@undoes("delete")
def bring_back(user: User, *, object_name: str, keys: list[int]) -> str:
    """Deleted records are there again."""
    records = kinds.find_all(object_name, keys, user, deleted=True)
    writing.restore([row for row in records if row.is_deleted], by=user)
    if len(records) == 1:
        return f"{records[0]} is back."
    return f"{plural(len(records), objects.get(object_name).label.lower())} back."


@undoes("create")
def put_aside(user: User, *, object_name: str, keys: list[int]) -> str:
    """What was just created goes again."""
    writing.delete(kinds.find_all(object_name, keys, user), by=user)
    return "Undone; it is deleted again."


def _by_key(kept: Mapping[str, Any]) -> dict[int, Any]:
    """A session keeps keys of objects as text."""
    return {int(key): value for key, value in kept.items()}
