"""May an automatic answer go to this address? The reasons why not, in plain words."""

import re
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from headwater.records.models import Contact, Lead

# Mailboxes behind which no person reads; an answer to them is lost or comes back for ever.
_MACHINES = """
abuse bounce bounces daemon hostmaster listserv majordomo mailer-daemon newsletter noc postmaster
root security subscribe sympa unsubscribe webmaster
"""
MACHINES = frozenset(_MACHINES.split())
_NO_REPLY = re.compile(r"^(?:auto)?[._-]?(?:no|non?t|do[._-]?not)[._-]?(?:reply|respond|answer)")


def objection(lead: Lead, contact: Contact | None, undeliverable: Collection[str]) -> str:
    """Why nothing is sent to this lead, '' when it may be."""
    address = lead.email.strip().lower()
    if lead.has_opted_out_of_email or (contact and contact.has_opted_out_of_email):
        return "Has opted out of e-mail."
    try:
        validate_email(address)
    except ValidationError:
        return "This is not a valid e-mail address."
    if is_machine(address):
        return "Nobody reads this mailbox."
    return "Earlier mail to this address came back." if address in undeliverable else ""


def is_machine(address: str) -> bool:
    """no-reply@, postmaster@ and their like."""
    local = address.lower().partition("@")[0].partition("+")[0]
    return local in MACHINES or bool(_NO_REPLY.match(local))
