"""What a provider reports of mail that it took: it came back, or the reader complained."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from headwater.nurture.mailing.suppressing import suppress
from headwater.nurture.mailing.unsubscribing import unsubscribe
from headwater.records import trail, undeliverable
from headwater.records.models import EmailMessage
from headwater.records.undeliverable import Kind

COMPLAINT = "A mail of ours was marked as spam."


@dataclass(frozen=True, slots=True)
class Report:
    """`what` is bounced, complained or unsubscribed; `message` the key of ours, if told."""

    what: str
    address: str
    at: datetime
    words: str = ""
    is_hard: bool = False
    message: int | None = None


def take(reports: Iterable[Report]) -> int:
    """Heed these reports; returns how many changed something. The same one twice is harmless."""
    return sum(_take(each) for each in reports)


def _take(report: Report) -> bool:
    rows = EmailMessage.objects.select_related("lead", "contact", "delivery__topic")
    message = rows.filter(pk=report.message).first() if report.message else None
    address = report.address or (message.to_address if message else "")
    with transaction.atomic():
        if report.what == "complained":
            complained(address, at=report.at)
        elif report.what == "bounced" and (message is None or message.state != "bounced"):
            _came_back(report, address, message)
        elif report.what == "unsubscribed" and message is not None:
            unsubscribe(message)
        else:
            return False
    return True


def complained(address: str, *, at: datetime) -> None:
    """Nothing more goes to somebody who marked a mail as spam; told once."""
    listed = undeliverable.Undeliverable.objects.filter(
        address=address.lower(), kind=Kind.COMPLAINT
    )
    if not listed.exists():
        suppress([address], COMPLAINT, by=None, kind=Kind.COMPLAINT, at=at)


def _came_back(report: Report, address: str, message: EmailMessage | None) -> None:
    undeliverable.mark(address, report.words, is_hard=report.is_hard, at=report.at)
    if message is None:
        return
    message.state, message.problem = EmailMessage.State.BOUNCED, report.words[:500]
    message.save(update_fields=["state", "problem"])
    if message.person is not None:
        because = {
            "message": message.pk, "address": address, "reason": report.words[:300],
            "how": "hard" if report.is_hard else "soft",
        }  # fmt: skip
        trail.write([
            trail.entry("email.bounced", message.person, by=None, at=report.at, because=because)
        ])  # fmt: skip
