"""What Headwater tells a person: the bell on every page, the latest ten, and all of them."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from headwater.people.models import User
from headwater.records.models import Notification
from headwater.web import toasts
from headwater.web.records.kinds import person

MOST = 99  # beyond that the bell says "99+", so that counting stays cheap
LATEST = 10
ON_A_PAGE = 50
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unread:
    """What the bell shows: how many (at most one more than MOST) and the newest one's key."""

    count: int
    newest: int

    @property
    def words(self) -> str:
        """The number beside the bell."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def unread(user: User) -> Unread:
    """Ask the bell's one query; it reads at most a hundred entries of a partial index."""
    rows = _unread_of(user)[: MOST + 1].aggregate(count=Count("pk"), newest=Max("pk"))
    return Unread(rows["count"], rows["newest"] or 0)


@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """GET /notifications/unread?after=key: the number again, with the words of a toast for what is
    newer than `after`."""
    after = _key(request.GET.get("after", ""))
    now = unread(person(request))
    context: dict[str, Any] = {"bell": replace(now, newest=max(now.newest, after))}
    if now.newest > after:
        context |= _news(_unread_of(person(request)).filter(pk__gt=after))
    return render(request, "notifications/count.html", context)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """GET /notifications/latest: what the bell opens."""
    notices = list(_all_of(person(request))[:LATEST])
    context = {"notices": notices, "until": max((each.pk for each in notices), default=0)}
    return render(request, "notifications/latest.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """GET /notifications: all of them, newest first."""
    page = Paginator(_all_of(person(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/index.html", {"page": page})


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /notifications/<pk>: go to what it is about; to have opened it is to have read it."""
    notice = _all_of(person(request)).filter(pk=pk).first()
    if notice is None:
        raise Http404
    if notice.read_at is None and _is_pressed(request):
        _read(_unread_of(person(request)).filter(pk=pk))
    is_here = url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if is_here else reverse("notifications"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """POST /notifications/reading: all are read, up to `until`: what came after nobody has seen."""
    until = _key(request.POST.get("until", "")) or LARGEST_KEY
    _read(_unread_of(person(request)).filter(pk__lte=until))
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, reverse("notifications"))


def _all_of(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user).order_by("-at", "-pk")


def _unread_of(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user, read_at=None).order_by("-at")


def _read(notices: QuerySet[Notification]) -> None:
    notices.order_by().update(read_at=timezone.now())


def _news(fresh: QuerySet[Notification]) -> dict[str, str]:
    """One is told in its own words, several by their number and the last one's words."""
    notices = list(fresh[: MOST + 1])
    if not notices:  # read in another tab meanwhile
        return {}
    newest = notices[0]
    if len(notices) == 1:
        return {"news": newest.text, "news_url": reverse("notification", args=[newest.pk])}
    words = Unread(len(notices), newest.pk).words
    news = f"{words} new notifications. The latest: {newest.text}"
    return {"news": news, "news_url": reverse("notifications")}


def _is_pressed(request: HttpRequest) -> bool:
    """Not a browser reading ahead, nor another site that sends somebody here."""
    headers = request.headers
    comes_from_us = headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
    return request.method == "GET" and comes_from_us and "Sec-Purpose" not in headers


def _key(text: str) -> int:
    """A key in a query; 0 for nonsense."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


urlpatterns = [
    path("notifications", index, name="notifications"),
    path("notifications/unread", bell, name="notifications_unread"),
    path("notifications/latest", latest, name="notifications_latest"),
    path("notifications/reading", read_all, name="notifications_reading"),
    path("notifications/<int:pk>", show, name="notification"),
]
