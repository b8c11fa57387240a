"""News without asking the database: who is signed in polls `/live`, answered from memory.

One thread per process listens to PostgreSQL's channel `headwater_live`, whose payload is
`{"owner": owner id or null, "what": "lead", "id": 7}`, and keeps the last events. A poll names the
moment of its last answer and gets what happened since to owners whose records the person may see.
"""

import hashlib
import json
import logging
import threading
import time
from collections import deque
from typing import NamedTuple

import psycopg
from django.core.signing import BadSignature, TimestampSigner
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids

log = logging.getLogger(__name__)

CHANNEL = "headwater_live"
KEPT = 5_000  # events; at 100 a second the last 50 s, and a poll comes every second
OVERLAP = 1.0  # s; processes hear one event at slightly different moments
MOST = 100  # events in one answer; more than that is "reload what you show"
TICKET = "headwater_live"  # the cookie that spares a poll the session's and the user's query
TICKET_LASTS = 600  # s
SIGHT_LASTS = 60  # s; how long a change of roles or queues may take to reach the polls


class Event(NamedTuple):
    """Something happened to record `id` of kind `what`, heard at Unix time `at`."""

    at: float
    owner: int | None
    what: str
    id: int


class Ear:
    """Listens in a thread of its own from the first poll on, and comes back after a lost line."""

    def __init__(self) -> None:
        self.events: deque[Event] = deque(maxlen=KEPT)
        self.hears_since = float("inf")  # before that moment it cannot know
        self._door = threading.Lock()
        self._quit = threading.Event()
        self._thread: threading.Thread | None = None

    def listen(self) -> None:
        """Start listening unless it does already."""
        with self._door:
            if self._thread is None or not self._thread.is_alive():
                self._quit.clear()
                self._thread = threading.Thread(target=self._stay, name="live", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Close the line and wait for the thread; the next poll starts it again."""
        self._quit.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self.hears_since = float("inf")

    def since(self, at: float, owners: frozenset[int] | None) -> list[Event]:
        """What happened after `at` to records of `owners` (None: to all), oldest first."""
        return [
            event
            for event in tuple(self.events)
            if event.at > at - OVERLAP and (owners is None or event.owner in owners)
        ]

    def _stay(self) -> None:
        while not self._quit.is_set():
            try:
                self._hear()
            except psycopg.Error as lost:
                self.hears_since = float("inf")
                log.warning("live line to PostgreSQL lost, trying again: %s", lost)
                self._quit.wait(1)

    def _hear(self) -> None:
        # A line of its own: Django's would be closed between requests.
        parameters = connection.get_connection_params()
        with psycopg.connect(**parameters, autocommit=True) as line:
            line.execute(f"LISTEN {CHANNEL}")
            self.hears_since = time.time()
            while not self._quit.is_set():
                for notice in line.notifies(timeout=0.5):
                    self._note(notice.payload)

    def _note(self, payload: str) -> None:
        try:
            said = json.loads(payload)
            event = Event(time.time(), said["owner"], str(said["what"]), int(said["id"]))
            self.events.append(event)
        except (ValueError, TypeError, KeyError):
            log.warning("not an event on %s: %.100s", CHANNEL, payload)


ear = Ear()
_sights: dict[int, tuple[float, frozenset[int] | None]] = {}


def poll(request: HttpRequest) -> HttpResponse:
    """GET /live?since=ms: `{"at": ms, "missed": bool, "changed": [["lead:7", ms], …]}`; 401 when
    signed out. `missed` says that something may have happened unheard: reload what you show."""
    user_id = _user_by_ticket(request)
    has_ticket = user_id is not None
    if user_id is None and request.user.is_authenticated:
        user_id = request.user.pk
    if user_id is None:
        return HttpResponse("You are signed out. Sign in again.", status=401)
    ear.listen()
    response = JsonResponse(_news(request.GET.get("since", ""), user_id))
    response.headers["Cache-Control"] = "no-store"
    if not has_ticket:
        _give_ticket(request, response, user_id)
    return response


def _news(since: str, user_id: int) -> dict[str, object]:
    now = time.time()
    answer: dict[str, object] = {"at": round(now * 1000), "missed": False, "changed": []}
    if not since.isdigit():
        return answer
    at = int(since) / 1000
    events = ear.since(at, _sight(user_id))
    if at < ear.hears_since or len(events) > MOST:
        return {**answer, "missed": True}
    changed = [[f"{event.what}:{event.id}", round(event.at * 1000)] for event in events]
    return {**answer, "changed": changed}


def _sight(user_id: int) -> frozenset[int] | None:
    """Whose records the person sees, asked of the database once a minute; nobody's if inactive."""
    now = time.monotonic()
    known = _sights.get(user_id)
    if known is None or known[0] < now:
        user = User.objects.filter(pk=user_id, is_active=True).first()
        owners = visible_owner_ids(user) if user else frozenset[int]()
        known = _sights[user_id] = (now + SIGHT_LASTS, owners)
    return known[1]


def _user_by_ticket(request: HttpRequest) -> int | None:
    try:
        signed = request.COOKIES.get(TICKET, "")
        held = TimestampSigner(salt=CHANNEL).unsign(signed, max_age=TICKET_LASTS)
    except BadSignature:
        return None
    user_id, _, session = held.partition("-")
    return int(user_id) if session == _session_mark(request) else None


def _give_ticket(request: HttpRequest, response: HttpResponse, user_id: int) -> None:
    """Bound to the session cookie, so that signing out or in as somebody else ends it."""
    held = TimestampSigner(salt=CHANNEL).sign(f"{user_id}-{_session_mark(request)}")
    response.set_cookie(
        TICKET,
        held,
        max_age=TICKET_LASTS,
        path="/live",
        httponly=True,
        secure=request.is_secure(),
        samesite="Strict",
    )


def _session_mark(request: HttpRequest) -> str:
    key = request.COOKIES.get("sessionid", "")
    return hashlib.sha256(key.encode()).hexdigest()[:16]
