"""Calendar feeds: what one has to do, read by one's own calendar program without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.qualify import calendar_feed
from headwater.qualify.agenda import agenda
from headwater.qualify.models import CalendarFeed
from headwater.web import toasts
from headwater.web.records.kinds import person
from headwater.web.setup.access import note


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """GET /feeds/<secret>.ics: the secret alone says whose it is; a wrong one is not there."""
    now = timezone.now()
    found = calendar_feed.find(secret)
    if found is None:
        raise Http404
    if not calendar_feed.count(found, now):
        words = "This calendar was asked for too often. It is there again within the hour."
        wait = {"Retry-After": str(calendar_feed.seconds_left(now))}
        return HttpResponse(words, status=429, content_type="text/plain", headers=wait)
    headers = {
        "Content-Disposition": 'inline; filename="headwater.ics"',
        "Cache-Control": "private, max-age=900", "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }  # fmt: skip
    content_type = "text/calendar; charset=utf-8"
    return HttpResponse(agenda(found.user, now), content_type=content_type, headers=headers)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """POST /me/calendar: a new address, shown this once; the old one stops working."""
    user = person(request)
    secret = calendar_feed.new_feed(user)
    note("calendar_feed.made", CalendarFeed.objects.get(user=user, revoked_at=None), by=user)
    url = request.build_absolute_uri(reverse("feed", args=[secret]))
    return render(request, "me/calendar_address.html", {"url": url})


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """POST /me/calendar/revocation: nobody reads by the address any more."""
    user = person(request)
    rows = list(CalendarFeed.objects.filter(user=user, revoked_at=None))
    calendar_feed.revoke(user)
    for row in rows:
        note("calendar_feed.revoked", row, by=user)
    toasts.say(request, "The calendar’s address no longer works.")
    return toasts.done(request, reverse("me"))


urlpatterns = [
    path("feeds/<str:secret>.ics", feed, name="feed"),
    path("me/calendar", make, name="make_feed"),
    path("me/calendar/revocation", revoke, name="revoke_feed"),
]
