"""From a request at a public door to a submission that is kept, whatever was sent."""

import hashlib
import ipaddress
import logging
import uuid

from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from headwater.capture import spool
from headwater.capture.body import Body, payload_of, read
from headwater.capture.reaching import reaching
from headwater.capture.receiving import Post, Sender, receive
from headwater.records.submission import Door, State

log = logging.getLogger("headwater.doors")

LIMIT = 2_500_000  # bytes
FIRST_PART = 100_000  # bytes that are kept of what is longer
CHUNK = 64 * 1024
TOO_LONG = f"It was longer than {LIMIT / 1_000_000:.1f} MB; only its first part was kept."
CUT_OFF = "The connection broke before all of it had arrived."


def body_of(request: HttpRequest, encoding: str = "") -> Body:
    """What was posted; too much of it, or a broken connection, is told in `trouble`."""
    raw, trouble = _raw(request)
    if trouble:
        return Body(raw=raw[:FIRST_PART], trouble=trouble)
    return read(raw, request.headers.get("Content-Type", ""), encoding)


def _raw(request: HttpRequest) -> tuple[bytes, str]:
    # Not request.body: Django refuses a long one before anything of it could be kept.
    raw = bytearray()
    try:
        while chunk := request.read(CHUNK):
            raw += chunk
            if len(raw) > LIMIT:
                return bytes(raw), TOO_LONG
    except OSError:
        return bytes(raw), CUT_OFF
    # Some servers end a broken body as if it were whole; half an address must not become a lead.
    promised = request.headers.get("Content-Length", "")
    is_whole = not promised.isdecimal() or len(raw) >= int(promised)
    return bytes(raw), "" if is_whole else CUT_OFF


def sender_of(request: HttpRequest) -> Sender:
    """Address (behind a proxy: the one it names), browser and the page it came from."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The last one was written by our own proxy; those before it by anybody.
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1]
    try:
        address = str(ipaddress.ip_address(address.strip().partition("%")[0]))
    except ValueError:
        address = ""
    agent, referrer = (request.headers.get(name, "") for name in ("User-Agent", "Referer"))
    return Sender(address or None, agent, referrer)


def keep(
    request: HttpRequest,
    door: Door,
    body: Body,
    *,
    form: str = "",
    why: str = "",
    state: State = State.QUARANTINED,
    key: str | None,
    limit: int | None = None,
) -> bool:
    """Commit the submission, in `state` where there is a `why`; False when nothing could be kept.

    A database that is away does not turn a visitor away: the post waits in the spool.
    """
    state = state if why else State.WAITING
    if body.trouble in (TOO_LONG, CUT_OFF):
        state, why = State.REJECTED, body.trouble
    sender = sender_of(request)
    # Named before the first attempt: a commit whose answer was lost comes again from the spool.
    key = key or _key_of(request, door, form, body)
    post = Post(
        door, payload_of(body), form, sender, state=state, reason=why, key=key, limit=limit or 0
    )
    try:
        reaching(lambda: receive(post))
    except Error as error:
        log.warning("The database did not take a submission (%s); it goes to the spool", error)
        try:
            spool.keep(post)
        except OSError:
            log.exception("The spool did not take it either")
            return False
    return True


def _key_of(request: HttpRequest, door: Door, form: str, body: Body) -> str:
    """The same `Idempotency-Key` with the same words is one post; with others it is not lost."""
    given = request.headers.get("Idempotency-Key", "")
    if not given:
        return f"post:{uuid.uuid4().hex}"
    said = repr((given, sorted(body.parameters.items()))).encode("utf-8", "backslashreplace")
    return f"{door}:{form[:50]}:{hashlib.blake2b(said, digest_size=16).hexdigest()}"
