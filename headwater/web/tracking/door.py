"""POST /visits: what our script tells from somebody's site. Answers at once, and always alike.

Nobody's page learns whether anything was taken: too much, too long, unreadable, a database that is
away, all of it is the same empty answer.
"""

import logging
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from headwater.capture.reaching import reaching
from headwater.people.standing import moment
from headwater.records import bots
from headwater.tracking import counting, forgetting, visits
from headwater.tracking.flood import is_flooding
from headwater.tracking.tracking_settings import tracking
from headwater.web.forms.posting import sender_of

log = logging.getLogger("headwater.tracking")

MOST_WAITING = 2_000  # posts in one process while the database is away


@dataclass(frozen=True, slots=True)
class Post:
    """What came, before anything looks at it."""

    raw: bytes
    seen: bots.Seen
    origin: str
    at: datetime


_waiting: deque[Post] = deque(maxlen=MOST_WAITING)


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """Take what a page tells, if it is ours to take."""
    if request.method == "POST" and not _is_refused(request):
        try:
            _take(request)
        except Error as error:
            log.warning("The database did not take a visit (%s)", error)
        except Exception:
            log.exception("A visit could not be read")
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Headers"] = "Content-Type"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = "no-store"
    return answer


def _is_refused(request: HttpRequest) -> bool:
    """Whether the browser says that it is not to be tracked."""
    headers = request.headers
    return headers.get("Sec-GPC") == "1" or headers.get("DNT") == "1"


def _take(request: HttpRequest) -> None:
    sender = sender_of(request)
    if is_flooding(sender.address):
        return
    raw = request.read(visits.LIMIT + 1)
    if len(raw) > visits.LIMIT:
        return
    origin = request.headers.get("Origin") or sender.referrer
    post = Post(raw, bots.seen(request.headers, sender.address), origin, timezone.now())
    try:
        _settle(post)
    except Error:
        _waiting.append(post)
        raise
    while _waiting:
        _settle_waiting()


def _settle_waiting() -> None:
    """One that waited for the database; it waits on while that is away."""
    try:
        post = _waiting.popleft()
    except IndexError:  # another thread was quicker
        return
    try:
        _settle(post)
    except Error:
        _waiting.appendleft(post)
        raise


def _settle(post: Post) -> None:
    with moment():
        if not reaching(tracking).takes(post.origin):
            return
        visit = visits.read(post.raw, seen=post.seen, now=post.at)
        if visit.forgets:
            reaching(lambda: forgetting.forget(visit.forgets))
        elif visit.key:
            reaching(lambda: visits.keep(visit, now=post.at))
        else:
            counting.count(visit.events, source=visit.source, now=post.at)
        if counting.is_due():
            reaching(counting.write)
