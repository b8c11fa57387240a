"""The command palette: actions by their words, records by their names, in one list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from headwater.people.models import User
from headwater.records.models import Account, Campaign, Contact, Lead, Opportunity
from headwater.web.direct import doors
from headwater.web.records import old_address
from headwater.web.records.kinds import page_of
from headwater.web.reports.frame import PAGES
from headwater.web.shell import PLACES

EACH_AT_MOST = 6
SHORTEST = 2  # letters before records are searched


@dataclass(frozen=True)
class Found:
    """One line: what it is called, what it is about, where it leads."""

    word: str
    about: str
    icon: str
    url: str


@dataclass(frozen=True)
class Kind:
    """Records of one kind; `detail` names the columns that tell two of one name apart."""

    model: type[Model]
    heading: str
    icon: str
    url_name: str
    detail: tuple[str, ...]
    but: Q = Q(pk__in=[])  # noqa: RUF009


KINDS = (
    Kind(Lead, "Leads", "user-round", "lead", ("company", "status")),
    Kind(Contact, "Contacts", "id-card", "contact", ("title", "email")),
    # A person account is one person, found as their contact, by their e-mail, too.
    Kind(
        Account,
        "Accounts",
        "building-2",
        "account",
        ("billing_city", "phone"),
        Q(is_person_account=True),
    ),
    Kind(Opportunity, "Opportunities", "trending-up", "opportunity", ("stage_name",)),
    Kind(Campaign, "Campaigns", "megaphone", "campaign", ("status",)),
)
# words, icon, URL name; an action appears as soon as its URL name exists
ACTIONS = (
    ("New lead", "plus", "new_lead"),
    ("New deal with account and contact", "plus", "new_direct"),
    ("New account", "plus", "new_account"),
    ("New contact", "plus", "new_contact"),
    ("New person account", "plus", "new_person"),
    ("New household", "plus", "new_household"),
    ("New opportunity", "plus", "new_opportunity"),
    ("New campaign", "plus", "new_campaign"),
    ("New form", "plus", "new_form"),
    ("New report", "plus", "new_report"),
    ("Import a file", "upload", "new_import"),
    ("Queues", "inbox", "queues"),
    ("Tasks", "list-todo", "tasks"),
    ("Notifications", "bell", "notifications"),
    ("Notifications by mail", "mail", "notification_settings"),
    ("Your details", "user-round-cog", "me"),
    ("Change password", "key-round", "account_change_password"),
    ("Sign out", "log-out", "account_logout"),
)


def palette(request: HttpRequest) -> HttpResponse:
    """GET /palette?q=…: a fragment of options; without text, the places and actions."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = [(heading, found) for heading, found in _groups(text, request.user) if found]
    return render(request, "parts/palette_found.html", {"groups": groups, "text": text})


def _groups(text: str, user: Any) -> Iterator[tuple[str, list[Found]]]:
    if record := old_address.found(text, user):  # an id, ours or that of the system before
        kind = next(kind for kind in KINDS if isinstance(record, kind.model))
        yield kind.heading, [Found(str(record), text, kind.icon, page_of(record))]
    if len(text) >= SHORTEST:
        for kind in KINDS:
            yield kind.heading, _records(kind, text, user)
    yield "Go to", [f for f in _places() if _fits(text, f.word)]
    if text:  # there are many, and an open palette stays short
        yield "Reports", [f for f in _reports() if _fits(text, f.word)]
    yield "Do", [f for f in _actions() if _fits(text, f.word)]


def _records(kind: Kind, text: str, user: User) -> list[Found]:
    if not _url(kind.url_name, 1):
        return []
    rows: Any = kind.model._default_manager.all()
    rows = rows.visible_to(user).search(text).exclude(kind.but).order_by("-pk")
    rows = rows.values_list("pk", "name", *kind.detail)[:EACH_AT_MOST]
    return [
        Found(name, " · ".join(filter(None, detail)), kind.icon, _url(kind.url_name, pk))
        for pk, name, *detail in rows
    ]


def _places() -> Iterator[Found]:
    for place in PLACES:
        if place.url:
            yield Found(place.word, "", place.icon, place.url)


def _reports() -> Iterator[Found]:
    for page in PAGES:
        yield Found(page.title, page.group, "chart-no-axes-column", reverse(page.name))


def _actions() -> Iterator[Found]:
    for word, icon, name in ACTIONS:
        if (url := _url(name)) and doors.is_offered(name):
            yield Found(word, "", icon, url)


def _fits(text: str, word: str) -> bool:
    """Each typed word begins a word: "ne le" fits "New lead"."""
    words = word.lower().split()
    return all(any(w.startswith(part) for w in words) for part in text.lower().split())


def _url(name: str, *arguments: int) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
