"""Which objects have pages, where those are, and how a record is fetched for somebody."""

from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from headwater.catalog import objects
from headwater.match import keys
from headwater.people.models import User
from headwater.records import consenting
from headwater.records.consent import Source
from headwater.score import rescore

# object → URL name of its page
PAGES = {
    "Lead": "lead",
    "Account": "account",
    "Contact": "contact",
    "Opportunity": "opportunity",
    "Campaign": "campaign",
}
ICONS = {
    "Lead": "user-round",
    "Account": "building-2",
    "Contact": "id-card",
    "Opportunity": "trending-up",
    "Campaign": "megaphone",
}
# Have no page of their own, but are seen, created and deleted like records.
PAGELESS = frozenset({"Task", "Event", "Note"})
WITH_KEYS = frozenset({"Lead", "Account", "Contact"})  # objects that are found again by match keys


def person(request: HttpRequest) -> User:
    """Who asks; the gate has let nobody else through."""
    return cast(User, request.user)


def editor(request: HttpRequest) -> User:
    """Who asks, if they may change things; else 403 in a plain sentence."""
    user = person(request)
    if not user.can_edit:
        raise PermissionDenied("You can read everything here, but not change it.")
    return user


def find(object_name: str, pk: int, user: User, *related: str, deleted: bool = False) -> Any:
    """The record if `user` may see it; 404 for everybody else. `related` are joined."""
    if object_name not in PAGES:
        raise Http404
    rows = objects.get(object_name).model._default_manager.filter(pk=pk)
    rows = rows if deleted else rows.filter(is_deleted=False)
    found = rows.select_related(*related).visible_to(user).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def find_all(
    object_name: str, pks: Iterable[int], user: User, *, deleted: bool = False
) -> list[Any]:
    """Those of the records that `user` may see, in the order of their keys."""
    if object_name not in PAGES and object_name not in PAGELESS:
        raise Http404
    rows = objects.get(object_name).model._default_manager.filter(pk__in=list(pks))
    rows = rows if deleted else rows.filter(is_deleted=False)
    return list(rows.visible_to(user).order_by("pk"))  # type: ignore[attr-defined]


def page_of(record: Any) -> str:
    """The address of a record's page, '' while there is no such page."""
    return page_at(objects.of_model(record).name, record.pk)


def page_at(object_name: str, pk: int) -> str:
    """The same from its object's name and key."""
    try:
        return reverse(PAGES[object_name], args=[pk])
    except (KeyError, NoReverseMatch):
        return ""


def without_gone(path: str) -> str:
    """The path itself, or its object's list where it is the page of a record that is gone."""
    try:
        page = resolve(path)
    except Resolver404:
        return path
    name = next((name for name, url_name in PAGES.items() if url_name == page.url_name), "")
    if not name:
        return path
    kind = objects.get(name)
    is_there = kind.model._default_manager.filter(pk=page.kwargs["pk"], is_deleted=False).exists()
    return path if is_there else reverse(kind.label_plural.lower())


def change(
    records: list[Any], values: dict[str, Any], *, by: User, because: dict[str, Any] | None = None
) -> int:
    """Change records as `writing.change` does, and judge them by what they say now."""
    changed = consenting.change(records, values, by=by, source=Source.HAND, because=because)
    if changed:
        judge_anew(records, by=by)
    return changed


def judge_anew(records: list[Any], *, by: User) -> None:
    """The keys by which these records of one object are recognised, and the scores of leads."""
    name = objects.of_model(records[0]).name
    if name in WITH_KEYS:
        keys.refresh(name, records)
    if name == "Lead":
        rescore.rescore([record.pk for record in records], by=by)
