"""Mailboxes and phone numbers: whose they are, and how they can be written."""

from functools import lru_cache
from typing import NamedTuple

from headwater.match.normal.plain import digits_of, plain
from headwater.records import keys

# Mailboxes of a function, not of a person: many people write from one of these.
_ROLES = """
accounting accounts admin administrator billing booking bookings bureau buero careers contact
contacto contatto customerservice einkauf enquiries enquiry finance general hello help helpdesk
hola hr info infos inquiries inquiry invoices it jobs kontakt legal mail mailbox management
marketing noreply office orders post postmaster press privacy procurement purchasing reception
recruiting sales secretary service shop subscriptions support team vertrieb verkauf webmaster
welcome
"""
ROLES = frozenset(_ROLES.split())
TAIL = 7  # digits at the end of a number that are the same however it is dialled
SHORTEST = 6  # digits of a number that can be dialled


class Mailbox(NamedTuple):
    """The address, its two sides, the letters of its local part; '' is what nobody said."""

    email: str = ""
    local: str = ""
    host: str = ""
    letters: str = ""
    email_digits: str = ""
    is_role: bool = False


@lru_cache(maxsize=2048)
def mailbox(email: str) -> Mailbox:
    """An address in normal form; one with stars in it hides who it is."""
    key = keys.email_key(email) if email else ""
    if not key or "*" in key:
        return NOBODY
    key = plain(key)
    local, _, host = key.rpartition("@")
    letters = local if local.isalpha() else "".join(filter(str.isalpha, local))
    digits = digits_of(local)
    is_role = letters in ROLES and not digits
    return Mailbox(key, local, host, letters, f"{digits}@{digits_of(host)}", is_role)


NOBODY = Mailbox()


def is_spelt(local: str, given: str, last: str) -> bool:
    """Whether a mailbox spells the name and no more: 'jane.doe', 'jdoe', 'doej', 'jane'."""
    spelt = local.translate(_BETWEEN)
    if len(spelt) < 2 or not (given or last):
        return False
    return spelt in {
        given, last, given + last, last + given, given[:1] + last, last + given[:1],
        given + last[:1], given[:1] + last[:1],
    }  # fmt: skip


_BETWEEN = dict.fromkeys(map(ord, "._-"))


@lru_cache(maxsize=2048)
def number(text: str, country: str) -> tuple[str, str, str, str]:
    """E.164 with its extension, E.164 without, its last digits, all digits as they were written."""
    phone = keys.phone_key(text, country)
    main = phone.partition("x")[0]
    digits = "".join(filter(str.isdecimal, text)).lstrip("0") if text.isascii() else ""
    if len(digits) < SHORTEST:
        digits = ""
    return phone, main, (main or digits)[-TAIL:], digits


@lru_cache(maxsize=1024)
def host_of(website: str) -> str:
    """The host of a web address without www: 'https://www.acme.test/x' is 'acme.test'."""
    rest = website.strip().lower().rpartition("://")[2]
    host = rest.partition("/")[0].partition(":")[0].removeprefix("www.")
    return keys.ascii_domain(host) if "." in host else ""
