"""Visitors of a form: a program of its own, so that its CPU is not the house's.

Called with the port, how many at once, for how many seconds, the first person's number and the
database's address. It says "ready", waits for a line, sends posts over kept-alive connections, one
after the other on each, says how many it has sent, and at the next line tells everything as JSON.
It also listens to the news that open pages hear, because these come with the commit: that is when a
lead is really there.
"""

import asyncio
import json
import re
import sys
import threading
import time
from urllib.parse import urlencode
from urllib.request import urlopen

import psycopg

from benchmarks.doors.people import person

HEAD = (
    "POST /forms/quote HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n"
    "Referer: https://www.example.com/solar\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    "X-Forwarded-For: 10.{}.{}.{}\r\nContent-Length: {}\r\n\r\n"
)
LONGEST = 30.0  # seconds for one answer


class Visitors:
    """Some clients at once, each with a connection of its own."""

    def __init__(self, port: int, first: int) -> None:
        self.port, self.next = port, first
        with urlopen(f"http://127.0.0.1:{port}/forms/quote") as page:
            found = re.search(r'name="form-token" value="([^"]+)"', page.read().decode())
        self.token = found[1] if found else ""
        self.waits: list[float] = []
        self.statuses: dict[str, int] = {}

    def post(self) -> bytes:
        """The next person's post, from an address of their own."""
        number, self.next = self.next, self.next + 1
        body = urlencode(person(number) | {"form-token": self.token, "utm_source": "spring"})
        parts = number >> 16 & 255, number >> 8 & 255, number & 255
        return (HEAD.format(*parts, len(body)) + body).encode()

    async def come(self, until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.monotonic() < until:
            post = self.post()
            asked = time.perf_counter()
            writer.write(post)
            status = await asyncio.wait_for(answer(reader), LONGEST)
            self.waits.append(time.perf_counter() - asked)
            self.statuses[status] = self.statuses.get(status, 0) + 1
        writer.close()

    async def come_all(self, clients: int, seconds: float) -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*(self.come(until) for _ in range(clients)))


async def answer(reader: asyncio.StreamReader) -> str:
    """The status of one answer, its body read to the end."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    if length:
        await reader.readexactly(int(length[1]))
    elif "transfer-encoding: chunked" in head.lower():
        await reader.readuntil(b"0\r\n\r\n")
    return head.split(" ", 2)[1]


def listen(url: str, heard: list[tuple[int, float]], stop: threading.Event) -> None:
    """Note when the news of each lead arrived (Unix seconds)."""
    with psycopg.connect(url, autocommit=True) as ear:
        ear.execute("LISTEN headwater_live")
        while not stop.is_set():
            for news in ear.notifies(timeout=0.3):
                at = time.time()
                heard.extend((lead, at) for lead in leads_in(json.loads(news.payload)))


def leads_in(news: object) -> list[int]:
    """The leads that a piece of news is about, one or several."""
    rows = news if isinstance(news, list) else [news]
    return [row["id"] for row in rows if isinstance(row, dict) and row.get("what") == "lead"]


def main() -> None:
    """See the module."""
    port, clients, seconds, first, url = sys.argv[1:]
    heard: list[tuple[int, float]] = []
    stop = threading.Event()
    ear = threading.Thread(target=listen, args=(url, heard, stop), daemon=True)
    ear.start()
    visitors = Visitors(int(port), int(first))
    time.sleep(1.2)  # nobody reads, types and sends within a second
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.time()
    asyncio.run(visitors.come_all(int(clients), float(seconds)))
    print(len(visitors.waits), flush=True)
    sys.stdin.readline()
    time.sleep(0.5)
    stop.set()
    ear.join()
    told = {"began": began, "waits": visitors.waits, "statuses": visitors.statuses, "heard": heard}
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
