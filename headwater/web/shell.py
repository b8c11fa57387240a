"""What the frame of every page shows: the rail, who you are, the look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from headwater.database import reading
from headwater.people.models import User
from headwater.web import notifications, toasts

TITLE = mark_safe(' role="heading" aria-level="1"')
THEMES = ("system", "light", "dark")
THEME_COOKIE = "theme"
TWO_YEARS = 2 * 365 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Place:
    """An area of the rail: its URL's name, its word, icon and group; `count` is a dotted path to
    a function of the user that answers a number."""

    name: str
    word: str
    icon: str
    group: int
    count: str = ""

    @property
    def url(self) -> str:
        """Where it is, or '' while no such page exists."""
        return _url(self.name)


# In the order of the rail. A place appears as soon as its URL name exists.
PLACES = (
    Place("today", "Today", "text-align-start", 1),
    Place("leads", "Leads", "user-round", 1),
    Place("accounts", "Accounts", "building-2", 1),
    Place("contacts", "Contacts", "id-card", 1),
    Place("opportunities", "Opportunities", "trending-up", 1),
    Place("campaigns", "Campaigns", "megaphone", 2),
    Place("nurture", "Nurture", "sprout", 2),
    Place("forms", "Forms", "file-text", 2),
    Place("handoffs", "Hand-offs", "handshake", 2, "headwater.web.handoff.page.waiting_count"),
    Place("duplicates", "Duplicates", "copy", 2),
    Place("imports", "Imports", "download", 2),
    Place("reports", "Reports", "chart-no-axes-column", 3),
    Place("setup", "Setup", "sliders-horizontal", 3),
)
ON_A_PHONE = ("today", "leads", "opportunities")


@cache
def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class RailItem:
    """A place as one request sees it."""

    place: Place
    is_current: bool
    user: Any

    @property
    def count(self) -> int:
        """Asked for only when the template gets there; 0 shows nothing."""
        if not self.place.count:
            return 0
        counter = cast(Callable[[Any], int], import_string(self.place.count))
        return counter(self.user)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `rail`, `tabs`, `bell`, `toasts`, `theme`, `as_of` (how old the
    figures of a replica are), and `frame`, which pages that also open as a dialog extend, with
    `as_title` for their heading, which is then the page's."""
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    in_dialog = request.headers.get("HX-Target") == "dialog"
    return {
        "rail": SimpleLazyObject(lambda: list(_rail(request))),
        "tabs": SimpleLazyObject(
            lambda: [item for item in _rail(request) if item.place.name in ON_A_PHONE]
        ),
        "bell": SimpleLazyObject(lambda: notifications.unread(cast(User, request.user))),
        "toasts": SimpleLazyObject(lambda: list(toasts.waiting(request))),
        "as_of": reading.now().words,
        "theme": theme if theme in THEMES else "system",
        "frame": "frames/dialog.html" if in_dialog else "frames/page.html",
        "as_title": "" if in_dialog else TITLE,
    }


def _rail(request: HttpRequest) -> Iterator[RailItem]:
    for place in PLACES:
        if place.url:
            yield RailItem(place, _is_within(request.path, place.url), request.user)


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def more(request: HttpRequest) -> HttpResponse:
    """The page behind "More" on a phone: every place, the person, the look."""
    return render(request, "parts/more.html")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look (system, light or dark) in a cookie and go back."""
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest("Choose system, light or dark.")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    response = redirect(back if safe else "/")
    # Not HttpOnly: the switch changes it in place, without asking the server.
    response.set_cookie(THEME_COOKIE, theme, max_age=TWO_YEARS, samesite="Lax")
    return response
