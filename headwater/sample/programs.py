"""Other systems of the sample company: an app at a trade fair, and an order desk that is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import transaction
from django.utils import timezone

from headwater import intake
from headwater.api import client_terms, intake_key
from headwater.api.models import ApiUse, IntakeKey, Webhook
from headwater.api.webhooks import fence, reading, sending
from headwater.capture import drafting, json_post
from headwater.people.models import User
from headwater.records.models import Submission, TrailEntry
from headwater.records.submission import Door
from headwater.sample.time_travel import at

# Minutes ago, and what the app sent.
SCANNED = (
    (190, {"name": "Noor Haddad", "company": "Delta Greenhouses", "email": "noor@delta-gh.example",
           "phone": "+31 20 794 0912", "country_code": "NL", "utm_source": "fair-badge"}),
    (175, {"name": "Piet de Vries", "company": "Polder Cold Storage", "title": "Facility manager",
           "email": "p.devries@polder.example", "number_of_employees": "140"}),
    (160, {"first_name": "Ines", "last_name": "Marques", "company": "Vinhos do Tejo",
           "email": "ines@vinhos.example", "description": "Wants to see the carport offer."}),
)  # fmt: skip
ADDRESS = "https://orders.juniper.example/hooks/leads"
EVENTS = ["lead.created", "lead.assigned", "lead.converted"]
TOLD = 14  # entries of the Trail


def connect(until: datetime, *, known_by: User) -> None:
    """An intake key that was used this morning, and a webhook with something in its log."""
    _, columns = intake_key.new_key()
    key = IntakeKey.objects.create(
        name="Trade fair app", lead_source="Trade Show", created_by=known_by,
        last_used_at=until - timedelta(minutes=SCANNED[-1][0]), **columns,
    )  # fmt: skip
    for minutes, lead in SCANNED:
        _scan(key, lead, until - timedelta(minutes=minutes))
    _tell(known_by)
    _let_in(known_by, until)


def _let_in(admin: User, until: datetime) -> None:
    """A warehouse that copies every night and may only read; nobody knows its secret."""
    with at(until - timedelta(days=40)):
        client, _ = client_terms.added(
            "Data warehouse", admin, created_by=admin, scopes="read refresh_token", per_day=20_000
        )
    night = until - timedelta(hours=5)
    ApiUse.objects.create(
        day=night.astimezone(UTC).date(), who=f"client:{client.pk}", calls=412, last_at=night
    )


def _scan(key: IntakeKey, lead: dict[str, str], moment: datetime) -> None:
    with at(moment), transaction.atomic():
        submission = Submission.objects.create(
            received_at=moment, door=Door.JSON, payload=json_post.payload_of(lead, key.note),
            user_agent="FairScanner/3.2",
        )  # fmt: skip
        intake.settle([submission], drafting.drafts_of([submission]))


def _tell(admin: User) -> None:
    """Really sent, to a desk that stands here for a moment; then the webhook is off."""
    with _order_desk() as url:
        webhook = Webhook.objects.create(
            name="Order desk", url=url, events=EVENTS, created_by=admin,
            since_entry=fence.last_number(),
        )  # fmt: skip
        newest = reading.of_interest(TrailEntry.objects.filter(event__in=EVENTS))
        reading.make(reversed(newest.order_by("-pk")[:TOLD]), webhook)
        for later in (timedelta(0), timedelta(minutes=1)):  # one is refused once, and sent again
            for lane in sending.claim(timezone.now() + later):
                sending.send(lane)
    Webhook.objects.filter(pk=webhook.pk).update(
        url=ADDRESS, is_active=False, failure_count=0, failing_since=None, rests_until=None
    )


@contextmanager
def _order_desk() -> Iterator[str]:
    refused: list[bytes] = []

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            is_busy = b"Polder Cold" in said and not refused
            refused.extend([said] if is_busy else [])
            self.send_response(503 if is_busy else 200)
            self.end_headers()
            self.wfile.write(b"The desk is closed." if is_busy else b"Noted.")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
