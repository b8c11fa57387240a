"""A real server that listens on this machine, and webhooks that point to it."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.utils import timezone

from headwater.api.models import Webhook
from headwater.api.webhooks import reading, sending
from headwater.api.webhooks.fence import Fence, last_number
from headwater.records.models import Lead, TrailEntry


@dataclass
class Got:
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Receiver:
    """Answers `status` (or each of `statuses` first), after `delay` seconds."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    status: int = 204
    statuses: list[int] = field(default_factory=list)
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0

    @property
    def events(self) -> list[str]:
        return [each.event["type"] for each in self.got]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): text for name, text in self.headers.items()}
            told.got.append(Got(self.path, headers, body))
            time.sleep(told.delay)
            self.send_response(told.statuses.pop(0) if told.statuses else told.status)
            for name, text in told.headers.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(told.answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.url = f"http://127.0.0.1:{server.server_port}/hooks?from=headwater"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def webhook(cast: SimpleNamespace, receiver: Receiver) -> Webhook:
    made: Webhook = Webhook.objects.create(
        name="Warehouse", url=receiver.url, created_by=cast.ada, since_entry=last_number(),
        events=["lead.created", "lead.assigned", "lead.status_changed", "lead.converted"],
    )  # fmt: skip
    return made


@pytest.fixture
def wrote() -> Callable[..., TrailEntry]:
    """An entry straight into the Trail."""

    def write(lead: Lead, event: str = "lead.assigned", **values: Any) -> TrailEntry:
        return TrailEntry.objects.create(
            event=event, object_name="Lead", record_id=lead.pk, **values
        )

    return write


class Office:
    """The worker's work, one step at a time, with a clock that can be moved."""

    def __init__(self) -> None:
        self.fence, self.passed = Fence(), timedelta(0)

    def now(self) -> datetime:
        return timezone.now() + self.passed

    def read(self) -> int:
        return reading.read(self.fence)

    def send(self) -> int:
        """Everything that is due; how many were in hand."""
        lanes = sending.claim(self.now())
        for lane in lanes:
            sending.send(lane, self.now)
        return sum(len(lane.deliveries) for lane in lanes)

    def work(self) -> None:
        self.read()
        while self.send():
            pass

    def wait(self, **span: float) -> None:
        self.passed += timedelta(**span)


@pytest.fixture
def office(db: None) -> Office:
    office = Office()
    office.read()  # the mark begins where the Trail ends
    return office
