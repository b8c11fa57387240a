"""Mailboxes and phone numbers: whose they are, and how they can be written."""

from functools import lru_cache
from typing import NamedTuple

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
SHORTEST = 6  # digits of a number that can be dialled


class Mailbox(NamedTuple):
    """The address, its two sides, the letters of its local part; '' is what nobody said."""

    email: str = ""
    local: str = ""
    host: str = ""
    letters: str = ""
    is_role: bool = False


@lru_cache(maxsize=65536)
def mailbox(email: str) -> Mailbox:
    """An address in normal form; one with stars in it hides who it is."""
    key = keys.email_key(email)
    if not key or "*" in key:
        return Mailbox()
    local, _, host = key.rpartition("@")
    letters = "".join(filter(str.isalpha, local)) if local.isascii() else ""
    alone = "".join(filter(str.isalnum, local))
    return Mailbox(key, local, host, letters, alone in ROLES)


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


@lru_cache(maxsize=65536)
def digits(phone: str) -> str:
    """All digits without leading zeros, extension included; '' if too few."""
    found = "".join(filter(str.isdecimal, phone)).lstrip("0") if phone.isascii() else ""
    return found if len(found) >= SHORTEST else ""
