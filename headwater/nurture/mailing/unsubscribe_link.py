"""The address by which somebody ends the mail that one message is an example of; it is signed."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from headwater.records.models import EmailMessage

_signer = Signer(salt="headwater.unsubscribe", sep=".")


def token_of(message: EmailMessage) -> str:
    """The last part of the address."""
    return _signer.sign(str(message.pk))


def message_of(token: str) -> EmailMessage | None:
    """The message of a token; None when it is not ours, or the message is gone."""
    try:
        key = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    rows = EmailMessage.objects.select_related("lead", "contact", "delivery__topic")
    found: EmailMessage | None = rows.filter(pk=key).first()
    return found


def address_of(message: EmailMessage) -> str:
    """The whole address, '' while Headwater does not know its own (HEADWATER_URL)."""
    return f"{settings.PUBLIC_URL}/unsubscribe/{token_of(message)}" if settings.PUBLIC_URL else ""
