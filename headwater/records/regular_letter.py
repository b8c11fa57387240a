"""Mail that comes by the clock (digest, week, leak report): each letter is written once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from headwater.people.models import User
from headwater.records.notification_letter import Part, written
from headwater.records.notification_mail import NotificationMail


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody gets. Without parts it says nothing: `nothing` tells why none went out."""

    user: User
    kind: str
    subject: str
    parts: Sequence[Part]
    nothing: str
    foot: str


def write_once(due: Mapping[str, Callable[[], Letter]], now: datetime) -> int:
    """Make and store the letters under keys that are not there yet; returns how many say something.

    One that says nothing is written settled: it was looked at, nothing goes out.
    """
    there = set(NotificationMail.objects.filter(key__in=due).values_list("key", flat=True))
    mails = [_mail(key, make(), now) for key, make in due.items() if key not in there]
    NotificationMail.objects.bulk_create(mails, ignore_conflicts=True)
    return sum(mail.again_at is not None for mail in mails)


def _mail(key: str, letter: Letter, now: datetime) -> NotificationMail:
    return NotificationMail(
        user=letter.user, to_address=letter.user.email, key=key, kind=letter.kind,
        subject=letter.subject, created_at=now, again_at=now if letter.parts else None,
        problem="" if letter.parts else letter.nothing, **written(letter.parts, letter.foot),
    )  # fmt: skip
