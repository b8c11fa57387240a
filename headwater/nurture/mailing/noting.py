"""Opens and clicks as engagement: what was seen, for the rules that tell machines from people.

Only mails that are tracked have such addresses; a mail whose tracking was switched off since, or
whose reader opted out, notes nothing any more, and the link still leads on.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from headwater.nurture.mailing.settings import MailSettings
from headwater.records import bots, engagement
from headwater.records.bot_rule import Sign
from headwater.records.bots import Seen
from headwater.records.engagement import Engagement, Kind
from headwater.records.models import EmailMessage

SAME = 10  # seconds within which the same thing by the same browser is one event


def opening(message_id: int, seen: Seen) -> int:
    """The pixel of a message was fetched; returns how many events that is."""
    rows = EmailMessage.objects.select_related("delivery", "lead", "contact")
    message = rows.filter(pk=message_id).first()
    if message is None or not MailSettings.current().notes_opens:
        return 0
    return _note(message, Kind.EMAIL_OPEN, message.subject, seen)


def click(message: EmailMessage, address: str, seen: Seen) -> int:
    """A link of a message was followed; '' is the one that no person sees."""
    if not MailSettings.current().notes_clicks:
        return 0
    if not address:
        seen = replace(seen, signs=f"{seen.signs} {Sign.HIDDEN.value}".strip())
    return _note(message, Kind.EMAIL_CLICK, address, seen)


def _note(message: EmailMessage, kind: Kind, what: str, seen: Seen) -> int:
    person = message.person
    if not message.delivery.is_tracked or person is None or person.has_opted_out_of_email:
        return 0
    now = timezone.now()
    event = Engagement(
        at=now, kind=kind, lead=message.lead, contact=message.contact, message=message,
        what=what[:500], key=_key(message, kind, what, seen, now), **seen.facts,
    )  # fmt: skip
    lately = now - bots.SCAN
    beside = list(Engagement.objects.filter(message=message, at__gte=lately))
    sent = {message.pk: message.sent_at} if message.sent_at else {}
    (event.bot_reason,) = bots.judge([event], beside=beside, sent=sent)
    return engagement.note([event])


def _key(message: EmailMessage, kind: Kind, what: str, seen: Seen, now: datetime) -> str:
    moment = int(now.timestamp()) // SAME
    told = f"{what}|{seen.agent}|{seen.network}|{moment}"
    return f"{kind}:{message.pk}:{sha256(told.encode()).hexdigest()[:24]}"
