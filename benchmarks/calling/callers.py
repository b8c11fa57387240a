"""Programs that call the API: a process of its own, so that its CPU is not the house's.

Called with the port, what they do (create, get, query, collection), how many at once, for how many
seconds, and a number; the token is read from standard input. It says "ready", waits for a line,
calls over kept-alive connections, one after the other on each, and tells everything as JSON.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from urllib.parse import urlencode

from benchmarks.doors.people import person
from benchmarks.doors.visitors import LONGEST, answer

DATA = "/services/data/v60.0"
QUERY = "SELECT Id, FirstName, LastName, Company, Email, Status, CreatedDate FROM Lead LIMIT 2000"
COLLECTION = 200
HEAD = (
    "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n"
    "User-Agent: bench\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}"
)
Asked = tuple[str, str, Any]


def lead(number: int) -> dict[str, Any]:
    """A lead as a program gives it."""
    return person(number) | {"attributes": {"type": "Lead"}}


def creations(first: int) -> Iterator[Asked]:
    for number in count(first):
        yield "POST", f"{DATA}/sobjects/Lead", person(number)


def readings(first: int) -> Iterator[Asked]:
    """`first` keys from 1 on are there."""
    from headwater.catalog import ids

    for number in count():
        key = ids.encode("00Q", 1 + number * 7919 % first)
        yield "GET", f"{DATA}/sobjects/Lead/{key}", None


def queries(_: int) -> Iterator[Asked]:
    while True:
        yield "GET", f"{DATA}/query?{urlencode({'q': QUERY})}", None


def collections(first: int) -> Iterator[Asked]:
    for number in count(first, COLLECTION):
        records = [lead(each) for each in range(number, number + COLLECTION)]
        yield "POST", f"{DATA}/composite/sobjects", {"records": records}


KINDS: dict[str, Callable[[int], Iterator[Asked]]] = {
    "create": creations, "get": readings, "query": queries, "collection": collections,
}  # fmt: skip


class Callers:
    """Some programs at once, each with a connection of its own."""

    def __init__(self, port: int, token: str, asked: Iterator[Asked]) -> None:
        self.port, self.token, self.asked = port, token, asked
        self.waits: list[float] = []
        self.statuses: dict[str, int] = {}

    async def call(self, until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.monotonic() < until:
            method, path, body = next(self.asked)
            text = "" if body is None else json.dumps(body)
            head = HEAD.format(method, path, self.token, len(text.encode()), text)
            began = time.perf_counter()
            writer.write(head.encode())
            status = await asyncio.wait_for(answer(reader), LONGEST)
            self.waits.append(time.perf_counter() - began)
            self.statuses[status] = self.statuses.get(status, 0) + 1
        writer.close()

    async def call_all(self, clients: int, seconds: float) -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(self.call(until) for _ in range(clients)))


def main() -> None:
    """See the module."""
    port, kind, clients, seconds, first = sys.argv[1:]
    callers = Callers(int(port), sys.stdin.readline().strip(), KINDS[kind](int(first)))
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    asyncio.run(callers.call_all(int(clients), float(seconds)))
    took = time.monotonic() - began
    told = {"seconds": took, "waits": callers.waits, "statuses": callers.statuses}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
