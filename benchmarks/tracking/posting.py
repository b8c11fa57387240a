"""Posts to /visits through the whole handler, and bare inserts, each by its processor time."""

import json
import time
from collections.abc import Callable, Iterable
from functools import partial
from io import BytesIO
from typing import Any

import psycopg
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from headwater.records.models import Engagement
from headwater.tracking import counting, flood
from headwater.tracking.models import KeyPage, TrackingSettings

AGENT = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5) Gecko/20100101 Firefox/130.0"
VISITORS = 200
BARE = """
INSERT INTO records_engagement (at, kind, visitor_id, what, interest, bot_reason, agent, network,
  signs, verdict, key)
VALUES (%s, 'page_view', %s, '/prices', '', '', %s, '203.0.113.0/24', '', '', %s)
ON CONFLICT (key) DO NOTHING
"""


def measure(posts: int) -> None:
    """Print the milliseconds of processor time of one event, and the ratio to the bare insert."""
    flood.POSTS_PER_MINUTE = 10**9
    TrackingSettings.objects.update(sites="mill.example")
    KeyPage.objects.create(name="Prices", path="/prices*")
    application = get_wsgi_application()
    post = _poster(application)
    post(_body(0, 0, 1))  # what is made once for a process
    bare = min(_cpu(lambda: _bare(posts)) for _ in range(3)) / posts
    for name, events, agrees in (("one", 1, True), ("five", 5, True), ("unknown", 1, False)):
        bodies = [_body(number, events, events, agrees=agrees) for number in range(1, posts + 1)]
        spent = _cpu(partial(_post_all, post, bodies)) / (posts * events)
        _tell(f"tracker.{name}", spent, bare)
    counting.write()
    assert Engagement.objects.filter(key__startswith="visit:").count() == posts * 6 + 1


def _tell(name: str, spent: float, bare: float) -> None:
    figure = {
        "name": name, "unit": "ms CPU per event", "value": round(spent * 1000, 3),
        "floor": round(bare * 1000, 3), "ratio": round(spent / bare, 2),
    }  # fmt: skip
    print(json.dumps(figure), flush=True)


def _cpu(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _post_all(post: Callable[[bytes], None], bodies: Iterable[bytes]) -> None:
    for body in bodies:
        post(body)


def _bare(count: int) -> None:
    """The same row by a prepared statement, each in a transaction of its own; then gone again."""
    connection.ensure_connection()
    cursor = psycopg.Cursor(connection.connection)
    with connection.cursor() as other:
        other.execute("SELECT id FROM records_visitor LIMIT 1")
        visitor = other.fetchone()[0]
    for number in range(count):
        cursor.execute(BARE, [timezone.now(), visitor, AGENT, f"bare:{number}"], prepare=True)
    cursor.execute("DELETE FROM records_engagement WHERE key LIKE 'bare:%'")


def _body(number: int, kind: int, events: int, *, agrees: bool = True) -> bytes:
    key = f"{number % VISITORS:032x}"
    told = [
        {"k": "page", "p": f"/page-{place}", "a": 5, "i": f"{kind:04}{number:08}{place:04}"}
        for place in range(events)
    ]
    return json.dumps({"v": key if agrees else "", "e": told, "u": {}, "r": ""}).encode()


def _poster(application: Any) -> Callable[[bytes], None]:
    usual = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/visits", "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "wsgi.url_scheme": "http", "REMOTE_ADDR": "203.0.113.7",
        "HTTP_USER_AGENT": AGENT, "HTTP_ORIGIN": "https://www.mill.example",
        "CONTENT_TYPE": "text/plain;charset=UTF-8",
    }  # fmt: skip

    def post(body: bytes) -> None:
        asked = usual | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer = application(asked, lambda *_: None)
        answer.close()

    return post
