"""The lists of known senders: people put addresses on them and take them off, and see both."""

import ipaddress
import re

from django.core.exceptions import ValidationError
from django.db import transaction

from headwater.capture.suspicion.models import KnownSender
from headwater.people.models import User
from headwater.records import trail

SENDER = re.compile(r"(?:[^\s@]+@)?(?:[\w-]{1,63}\.)+[\w-]{2,63}")


def put_on_list(value: str, verdict: str, *, by: User, note: str = "") -> KnownSender:
    """Always let in, or always set aside, whoever this is; an earlier verdict is replaced.

    Raises ValidationError with a plain sentence.
    """
    plain = plain_of(value)
    if verdict not in KnownSender.Verdict.values:
        raise ValidationError("Choose whether to let it in or to set it aside.")
    with transaction.atomic():
        known, _ = KnownSender.objects.update_or_create(
            value=plain, defaults={"verdict": verdict, "note": note[:200], "created_by": by}
        )
        because = {"value": plain, "verdict": verdict}
        trail.write([trail.entry("sender.listed", known, by=by, because=because)])
    return known


def take_off(known: KnownSender, *, by: User) -> None:
    """Judge this sender like everybody else again."""
    with transaction.atomic():
        because = {"value": known.value, "verdict": known.verdict}
        trail.write([trail.entry("sender.unlisted", known, by=by, because=because)])
        known.delete()


def plain_of(text: str) -> str:
    """An e-mail, a domain or a network address in its plain form; raises ValidationError."""
    plain = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        pass
    if len(plain) <= 254 and SENDER.fullmatch(plain):
        return plain
    told = text.strip()[:80]
    raise ValidationError(f"“{told}” is no e-mail address, domain or network address.")
