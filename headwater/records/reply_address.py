"""Signed reply addresses: `reply+<token>@domain` says which of our messages somebody answers.

The token is the message's key and a short HMAC in small letters and digits, because mail systems
may change the case of an address. Nobody can make one up, so nobody can write into the timeline
of a lead that never wrote to them.
"""

import base64
import hmac
from hashlib import sha256

from django.conf import settings

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LENGTH = 16  # of the signature: 80 bits


def address_of(message_id: int, base: str) -> str:
    """The address that replies to this message go to; '' without a `base` such as reply@host."""
    local, at, domain = base.rpartition("@")
    if not at:
        return ""
    number = _to_text(message_id)
    return f"{local}+{number}{_signature(number)}@{domain}"


def message_of(address: str, base: str) -> int | None:
    """The key of the message that `address` was made for; None where it was not made here."""
    local, at, domain = base.lower().rpartition("@")
    given, _, host = address.strip().lower().rpartition("@")
    before, plus, token = given.partition("+")
    if not at or not plus or (before, host) != (local, domain):
        return None
    number, signature = token[:-LENGTH], token[-LENGTH:]
    if not number or not hmac.compare_digest(_signature(number).encode(), signature.encode()):
        return None
    try:
        return int(number, 36)
    except ValueError:
        return None


def _signature(number: str) -> str:
    key = sha256(b"headwater.reply_address:" + settings.SECRET_KEY.encode()).digest()
    digest = hmac.digest(key, number.encode("utf-8", "surrogateescape"), "sha256")
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def _to_text(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = DIGITS[rest] + text
    return text or "0"
