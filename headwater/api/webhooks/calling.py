"""One POST to another system: to one address, no redirects, ten seconds for all of it."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from headwater.api.webhooks import target as targets
from headwater.api.webhooks.delivery import FIRST_BYTES
from headwater.api.webhooks.target import Forbidden, Target

TIMEOUT = 10.0  # seconds, from the first packet to the last


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `status` is None where nothing did, and `trouble` says why."""

    status: int | None = None
    answer: str = ""
    trouble: str = ""
    duration: int = 0  # milliseconds
    retry_after: int = 0  # seconds

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: str, headers: Mapping[str, str]) -> Reply:
    """Send it; whatever goes wrong is told in the reply."""
    began = time.monotonic()
    try:
        found = _exchanged(targets.resolve(url), body.encode(), headers)
    except Forbidden as error:
        return Reply(trouble=str(error)[:300])
    except (OSError, http.client.HTTPException, ValueError) as error:
        took = time.monotonic() - began
        return Reply(trouble=_words(error, took), duration=round(took * 1000))
    status, answer, retry_after = found
    took = round((time.monotonic() - began) * 1000)
    return Reply(status, answer, duration=took, retry_after=retry_after)


def _exchanged(target: Target, body: bytes, headers: Mapping[str, str]) -> tuple[int, str, int]:
    until = time.monotonic() + TIMEOUT
    connected = socket.create_connection((target.address, target.port), timeout=TIMEOUT)
    # A timeout counts each packet; the other side could send one now and then for hours.
    wire: socket.socket = connected
    if target.is_https:
        wire = ssl.create_default_context().wrap_socket(
            connected, server_hostname=target.host, do_handshake_on_connect=False
        )
    watch = threading.Timer(max(0.1, until - time.monotonic()), _hang_up, [wire])
    watch.daemon = True
    watch.start()
    try:
        if isinstance(wire, ssl.SSLSocket):
            wire.do_handshake()
        return _asked(wire, target, body, headers)
    finally:
        watch.cancel()
        wire.close()


def _asked(
    wire: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]
) -> tuple[int, str, int]:
    line = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
    line.sock = wire  # connected to the address that was judged; it never looks up the name again
    given = {"Host": target.host_header, "Content-Type": "application/json", "Connection": "close"}
    line.request("POST", target.path, body=body, headers=given | dict(headers))
    reply = line.getresponse()
    try:
        said = reply.read(FIRST_BYTES).decode("utf-8", "replace").replace("\x00", "")
        wait = reply.headers.get("Retry-After", "").strip()
        return reply.status, said, int(wait) if wait.isdecimal() and len(wait) < 8 else 0
    finally:
        reply.close()


def _hang_up(wire: socket.socket) -> None:
    try:
        # Not the SSL socket's own: it would forget its state under the hands of its reader.
        socket.socket.shutdown(wire, socket.SHUT_RDWR)
    except OSError:
        pass


def _words(error: Exception, took: float) -> str:
    if isinstance(error, TimeoutError) or took >= TIMEOUT:
        return f"No answer within {TIMEOUT:.0f} seconds."
    if isinstance(error, socket.gaierror):
        return "Nobody knows a server of this name."
    if isinstance(error, ssl.SSLError):
        return f"No safe connection: {error.reason or error}"[:300]
    if isinstance(error, ConnectionRefusedError):
        return "Nobody listens at this address."
    if isinstance(error, http.client.HTTPException):
        return f"What came back is no HTTP ({type(error).__name__})."
    return (getattr(error, "strerror", "") or str(error) or type(error).__name__)[:300]
