"""The other side: calls of its API with patience, by one connection that is kept open."""

import gzip
import http.client
import os
import random
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

from headwater.moving.trouble import Closed, Trouble

VERSION = "60.0"
TIMEOUT = 120.0  # seconds that a page of 2,000 rows may take
TRIES = 8
LONGEST_WAIT = 120.0  # seconds between two tries
LIMITED = frozenset({"REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW"})
NO_API = "this org has no API, or the user not the right “API Enabled”."
CLOSED = frozenset({
    "INVALID_TYPE", "NOT_FOUND", "INSUFFICIENT_ACCESS", "INVALID_TYPE_FOR_OPERATION",
    "INSUFFICIENT_ACCESS_OR_READONLY", "FUNCTIONALITY_NOT_ENABLED",
    "INVALID_FIELD", "MALFORMED_QUERY",
})  # fmt: skip
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Session:
    """A token and the address at which it is good."""

    token: str
    instance: str


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    data: bytes
    retry_after: float = 0.0

    @property
    def json(self) -> Any:
        try:
            return orjson.loads(self.data)
        except orjson.JSONDecodeError:
            return None

    @property
    def code(self) -> str:
        return _first(self.json, "errorCode")

    @property
    def message(self) -> str:
        return _first(self.json, "message")


def _first(said: Any, name: str) -> str:
    said = said[0] if isinstance(said, list) and said else said
    return str(said.get(name) or "") if isinstance(said, dict) else ""


class Org:
    """An org that was signed in to; `renew` gives another session when this one has ended."""

    def __init__(
        self, session: Session, renew: Callable[[], Session] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.session, self._renew, self._wait = session, renew, wait
        self._line: Line | None = None

    def get(self, path: str, **asked: str) -> Any:
        """The JSON of `services/data/vX/…`; raises Closed where it may not be read, or Trouble."""
        tail = f"?{urlencode(asked)}" if asked else ""
        where = path if path.startswith("/") else f"/services/data/v{VERSION}/{path}"
        is_renewed = False
        for turn in range(TRIES):
            reply = self._asked(where + tail)
            if reply.status == 401 and self._renew and not is_renewed:
                self.close()
                self.session, is_renewed = self._renew(), True
            elif _passes_by(reply):
                self._wait(max(reply.retry_after, pause(turn)))
            else:
                return self._read(reply, where)
        raise Trouble(f"the org has not answered after {TRIES} tries: {said(reply)}")

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()
        self._line = None

    def query(self, soql: str, *, all_rows: bool = False) -> Any:
        return self.get("queryAll" if all_rows else "query", q=soql)

    def rows(self, soql: str, *, all_rows: bool = False) -> list[dict[str, Any]]:
        """Every row of a short answer."""
        answer = self.query(soql, all_rows=all_rows)
        found = list(answer["records"])
        while not answer.get("done", True):
            answer = self.get(answer["nextRecordsUrl"])
            found += answer["records"]
        return found

    def count(self, name: str, where: str = "", *, all_rows: bool = False) -> int:
        tail = f" WHERE {where}" if where else ""
        soql = f"SELECT COUNT() FROM {name}{tail}"  # noqa: S608
        return int(self.query(soql, all_rows=all_rows)["totalSize"])

    def _asked(self, path: str) -> Reply:
        self._line = self._line or Line(self.session.instance)
        headers = {"Authorization": f"Bearer {self.session.token}", "Accept": "application/json"}
        try:
            return self._line.call("GET", path, headers)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            if isinstance(error, ssl.SSLError | socket.gaierror):
                raise Trouble(unreachable(self.session.instance, error)) from None
            return Reply(503, str(error).encode())

    def _read(self, reply: Reply, path: str) -> Any:
        found = reply.json
        if reply.status == 200 and found is not None:
            return found
        if reply.status == 401:
            raise Trouble("the org does not know this session any more; sign in anew.")
        if reply.code in CLOSED or reply.status == 404:
            raise Closed(reply.message or f"there is no {path.split('?', maxsplit=1)[0]}")
        if reply.code == "API_DISABLED_FOR_ORG":
            raise Trouble(NO_API)
        if found is None:
            raise Trouble(f"{self.session.instance} answers with a page (status {reply.status}), "
                          "not as an API: is --url the address of your org?")  # fmt: skip
        raise Trouble(f"the org refuses {path.split('?', maxsplit=1)[0]}: {said(reply)}")


class Line:
    """One connection to one host. https everywhere; http on this machine only."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        host = place.hostname or ""
        if place.scheme not in ("https", "http") or not host:
            raise Trouble(f"{url} is no address; write https://yourdomain.my.salesforce.com")
        if place.scheme == "http" and host not in HERE:
            raise Trouble(f"{url} would send secrets unencrypted; write https://")
        if place.scheme == "https":
            trusted = ssl.create_default_context(cafile=os.environ.get("REQUESTS_CA_BUNDLE"))
            self._line: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, place.port, timeout=TIMEOUT, context=trusted
            )
        else:
            self._line = http.client.HTTPConnection(host, place.port, timeout=TIMEOUT)

    def close(self) -> None:
        self._line.close()

    def call(self, method: str, path: str, headers: Mapping[str, str], body: str = "") -> Reply:
        """One call; raises OSError or HTTPException where nothing comes back."""
        given = {"Accept-Encoding": "gzip", "User-Agent": "Headwater", **headers}
        self._line.request(method, path, body.encode() or None, given)
        answer = self._line.getresponse()
        data = answer.read()
        if answer.headers.get("Content-Encoding", "") == "gzip":
            data = gzip.decompress(data)
        wait = answer.headers.get("Retry-After", "")
        return Reply(answer.status, data, float(wait) if wait.isdecimal() else 0.0)


def pause(turn: int) -> float:
    """Seconds before the next try: 1, 2, 4 … and a little of chance."""
    return float(min(LONGEST_WAIT, 2**turn) * random.uniform(0.8, 1.2))


def said(reply: Reply) -> str:
    """What an answer says went wrong, short enough for a line."""
    words = f"{reply.code}: {reply.message}" if reply.code else f"status {reply.status}"
    return words[:300]


def unreachable(url: str, error: Exception) -> str:
    """Why nobody answers there."""
    host = urlsplit(url).hostname
    if isinstance(error, socket.gaierror):
        return f"nobody knows a host {host}: is --url right?"
    if isinstance(error, ssl.SSLError):
        why = error.reason or error
        return f"no safe connection to {host}: {why}. Trust your own with SSL_CERT_FILE=file.pem"
    return f"{host} does not answer: {error}"


def _passes_by(reply: Reply) -> bool:
    return reply.status == 429 or reply.status >= 500 or reply.code in LIMITED
