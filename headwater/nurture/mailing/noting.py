"""Opens and clicks as engagement: what was seen, for the rules that tell machines from people.

Only mails that are tracked have such addresses; a mail whose tracking was switched off since, or
whose reader opted out, notes nothing any more, and the link still leads on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from typing import Any

from django.utils import timezone

from headwater.nurture.mailing.settings import MailSettings
from headwater.records import engagement
from headwater.records.bot_rule import Sign
from headwater.records.engagement import Engagement, Kind
from headwater.records.models import EmailMessage

SAME = 10  # seconds within which the same thing by the same browser is one event


@dataclass(frozen=True, slots=True)
class Visit:
    """What the request says of who asks: nothing that names a person."""

    agent: str = ""
    network: str = ""
    signs: tuple[str, ...] = ()


def visit(meta: Mapping[str, Any]) -> Visit:
    """What is kept of a request: the browser's name and the sender's network."""
    agent = str(meta.get("HTTP_USER_AGENT", ""))[:300]
    purpose = f"{meta.get('HTTP_SEC_PURPOSE', '')} {meta.get('HTTP_PURPOSE', '')}".lower()
    signs = []
    if not agent:
        signs.append(Sign.NAMELESS.value)
    if "prefetch" in purpose or "preview" in purpose:
        signs.append(Sign.PREFETCH.value)
    return Visit(agent, _network(str(meta.get("REMOTE_ADDR", ""))), tuple(signs))


def opening(message_id: int, seen: Visit) -> int:
    """The pixel of a message was fetched; returns how many events that is."""
    rows = EmailMessage.objects.select_related("delivery", "lead", "contact")
    message = rows.filter(pk=message_id).first()
    if message is None or not MailSettings.current().notes_opens:
        return 0
    return _note(message, Kind.EMAIL_OPEN, message.subject, seen)


def click(message: EmailMessage, address: str, seen: Visit) -> int:
    """A link of a message was followed; '' is the one that no person sees."""
    if not MailSettings.current().notes_clicks:
        return 0
    if not address:
        seen = Visit(seen.agent, seen.network, (*seen.signs, Sign.HIDDEN.value))
    return _note(message, Kind.EMAIL_CLICK, address, seen)


def _note(message: EmailMessage, kind: Kind, what: str, seen: Visit) -> int:
    person = message.person
    if not message.delivery.is_tracked or person is None or person.has_opted_out_of_email:
        return 0
    now = timezone.now()
    event = Engagement(
        at=now, kind=kind, lead=message.lead, contact=message.contact, message=message,
        what=what[:500], agent=seen.agent, network=seen.network, signs=" ".join(seen.signs),
        key=_key(message, kind, what, seen, now),
    )  # fmt: skip
    return engagement.note([event])


def _key(message: EmailMessage, kind: Kind, what: str, seen: Visit, now: datetime) -> str:
    moment = int(now.timestamp()) // SAME
    told = f"{what}|{seen.agent}|{seen.network}|{moment}"
    return f"{kind}:{message.pk}:{sha256(told.encode()).hexdigest()[:24]}"


def _network(address: str) -> str:
    """The sender's address without its last part, as the tracker keeps it."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return f"{address.rpartition('.')[0]}.0"
    return ":".join(found.exploded.split(":")[:3]) + "::"
