"""The same list after conversion: one dialog with the list's twins over what leads became."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog import ids, objects
from headwater.convert import mapping
from headwater.convert.twins import Gone, Twin, twin
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.people.models import User
from headwater.web.leads.list import LEADS
from headwater.web.lists.rows import COUNTED, Asked
from headwater.web.lists.saved_view import Scope
from headwater.web.records import kinds

LISTS = {"Contact": "contacts", "Account": "accounts", "Opportunity": "opportunities"}
QUEUED = Gone("my queues’", "What waits in a queue is not converted yet.")


@dataclass(frozen=True, slots=True)
class Offered:
    """One twin: its object's plural, how many rows it has, its criteria in words, its address."""

    title: str
    icon: str
    count: str
    sentence: str
    gone: list[Gone]
    url: str


def twins(request: HttpRequest) -> HttpResponse:
    """GET /leads/twins?<as the list's address>: the same asked of contacts, accounts, deals."""
    user = kinds.person(request)
    asked = Asked(LEADS, user, request.GET)
    offered, trouble = [], asked.trouble
    if not trouble:
        drawn = mapping.lines()
        for name in LISTS:
            try:
                offered.append(_offered(asked, name, drawn, user))
            except CriteriaError as error:
                trouble = error
    context = {"offered": offered, "trouble": trouble, "title": asked.view.name}
    return render(request, "leads/twins.html", context)


def _offered(asked: Asked, name: str, drawn: Any, user: User) -> Offered:
    found = twin(
        _whole(asked, user), name, drawn=drawn, sort=asked.query.get("sort", ""),
        columns=_chosen(asked),
    )  # fmt: skip
    if asked.view.scope == Scope.QUEUES:
        found.gone.append(QUEUED)
    return Offered(
        title=objects.get(name).label_plural, icon=kinds.ICONS[name], count=_count(found, user),
        sentence=english(found.where, name), gone=found.gone, url=_url(found, asked),
    )  # fmt: skip


def _chosen(asked: Asked) -> Sequence[str]:
    """The columns that somebody chose; else each list has its own."""
    return asked.query.getlist("column") or asked.view.columns


def _whole(asked: Asked, user: User) -> str:
    """The criteria of view and address, and whose, in one text."""
    parts = [asked.view.rule, asked.where]
    if asked.view.scope == Scope.MINE:
        parts.append(f"OwnerId = '{ids.encode('005', user.pk)}'")
    return " AND ".join(f"({part})" for part in parts if part.strip())


def _count(found: Twin, user: User) -> str:
    rows: Any = objects.get(found.object_name).model._default_manager.all()
    rows = filter_queryset(rows.alive().visible_to(user), found.where, user=user)
    count = rows.order_by()[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def _url(found: Twin, asked: Asked) -> str:
    query: list[tuple[str, str]] = [("where", found.where)]
    query += [("column", each) for each in found.columns] if _chosen(asked) else []
    query += [("sort", found.sort)] if found.sort else []
    query += [("q", asked.text)] if asked.text else []
    return f"{reverse(LISTS[found.object_name])}?{urlencode(query)}"
