"""May an automatic answer go to this address? The reasons why not, in plain words."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from headwater.records.machine_address import is_machine
from headwater.records.models import Contact, Lead


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
