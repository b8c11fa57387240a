"""Where requests wait until all of them is here; only then one takes a thread.

An event loop waits for bodies, as many at a time as there are, so that who sends slowly (a phone in
a tunnel, or somebody who means it) holds up nobody; then one of a few threads asks Django, as every
WSGI server would. A body of a few kilobytes stays in memory, a large one is a file that is deleted
with its request.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO, Any

log = logging.getLogger(__name__)

THREADS = 4  # per process; views wait for PostgreSQL most of their time
PATIENCE = 20.0  # seconds until the next piece of a body, and of an answer that is read in pieces
SLOWEST = 4_096  # bytes a second, from the first PATIENCE on
IN_MEMORY = 262_144  # bytes of a body
LARGEST = 1_073_741_824  # bytes; each door has its own, much smaller limit
TOGETHER = {"cookie": "; "}  # how a header that came twice is joined, "," else
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Answer = tuple[int, list[tuple[str, str]], bytes]


class Refused(Exception):
    """A body that is not waited for any longer: its status."""


class FrontRoom:
    """A WSGI application behind Granian's RSGI interface (its specification, version 1.6)."""

    def __init__(self, wsgi: Wsgi, *, threads: int = THREADS, patience: float = PATIENCE) -> None:
        self._wsgi, self._patience = wsgi, patience
        self._desks = ThreadPoolExecutor(threads, thread_name_prefix="desk")

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """One request."""
        loop = asyncio.get_running_loop()
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                size = await self._receive(proto, body) if _has_body(scope) else 0
            except Refused as refused:
                status: int = refused.args[0]
                proto.response_empty(status, [("connection", "close")])
                return
            environ = environ_of(scope, body, size)
            visit = Visit(proto, loop, self._patience)
            answer = await loop.run_in_executor(self._desks, visit.ask, self._wsgi, environ)
            if answer:
                proto.response_bytes(*answer)

    async def _receive(self, proto: Any, body: IO[bytes]) -> int:
        """All of it, its bytes; what breaks off is for the door to judge. Raises Refused."""
        loop = asyncio.get_running_loop()
        until, size = loop.time() + self._patience, 0
        pieces = aiter(proto)
        try:
            while True:
                async with asyncio.timeout_at(min(until, loop.time() + self._patience)):
                    piece = await anext(pieces)
                size += len(piece)
                until += len(piece) / SLOWEST
                if size > LARGEST:
                    raise Refused(413)
                body.write(piece)
        except StopAsyncIteration:
            body.seek(0)
            return size
        except TimeoutError:
            raise Refused(408) from None


class Visit:
    """A request at its desk, in a thread of its own for the while."""

    def __init__(self, proto: Any, loop: asyncio.AbstractEventLoop, patience: float) -> None:
        self._proto, self._loop, self._patience = proto, loop, patience
        self._status, self._headers = 500, list[tuple[str, str]]()

    def ask(self, wsgi: Wsgi, environ: dict[str, Any]) -> Answer | None:
        """The answer, or None when it was sent already, piece by piece."""
        pieces = None
        try:
            pieces = wsgi(environ, self._begin)
            if not getattr(pieces, "streaming", False):
                return self._status, self._headers, b"".join(pieces)
            self._send(pieces)
        except Exception:
            log.exception("%s %s", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            return 500, [], b""
        finally:
            if close := getattr(pieces, "close", None):
                close()
        return None

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        self._status, self._headers = int(status[:3]), headers

    def _send(self, pieces: Iterable[bytes]) -> None:
        """As the reader reads; who stops reading gets no more."""
        transport = self._there(self._open())
        try:
            for piece in pieces:
                self._there(transport.send_bytes(piece))
        except Exception as error:  # the reader is gone, or an answer broke off
            log.warning("an answer was not sent to its end: %r", error)

    async def _open(self) -> Any:
        return self._proto.response_stream(self._status, self._headers)

    def _there(self, work: Awaitable[Any]) -> Any:
        async def wait() -> Any:
            return await work

        return asyncio.run_coroutine_threadsafe(wait(), self._loop).result(self._patience)


def _has_body(scope: Any) -> bool:
    return scope.method not in ("GET", "HEAD") or "content-length" in scope.headers


def environ_of(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """What PEP 3333 asks for; a body that came in chunks has its length."""
    name, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method, "SCRIPT_NAME": "", "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string), "SERVER_NAME": name, "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"), "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme, "wsgi.input": body, "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr, "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }  # fmt: skip
    if size and "content-length" not in scope.headers:
        environ["CONTENT_LENGTH"] = str(size)
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for header, value in scope.headers.items():
        key = header.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        said = environ.get(key) if key != "HTTP_HOST" else None
        environ[key] = f"{said}{TOGETHER.get(header, ',')}{value}" if said else value
    return environ


def _latin(text: str) -> str:
    """Bytes as text, one for one, as WSGI wants them."""
    return text.encode().decode("latin-1")
