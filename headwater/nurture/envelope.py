"""A message as the mail server gets it: headers, both bodies, the way back and the way out."""

from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives

from headwater.nurture.delivery import Kind
from headwater.nurture.mailing import dressing, unsubscribe_link
from headwater.nurture.models import Delivery
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import reply_address
from headwater.records.consent_link import address_of
from headwater.records.models import EmailMessage


def mail_of(message: EmailMessage) -> EmailMultiAlternatives:
    """The mail of a message; always the same for the same message, so that a second try is too."""
    delivery: Delivery = message.delivery
    # Replies and bounces find back by the signed address, also where a mailer drops every header.
    signed = reply_address.address_of(message.pk, organization().reply_address)
    text, html = dressing.bodies(message, delivery)
    mail = EmailMultiAlternatives(
        message.subject, text, signed or message.from_address, [message.to_address],
        headers=_headers(message, delivery), reply_to=_reply_to(message, delivery, signed),
    )  # fmt: skip
    # Providers hand these back with what they report; a plain mail server never sees them.
    mail.metadata = {"message": str(message.pk)}  # type: ignore[attr-defined]
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def _headers(message: EmailMessage, delivery: Delivery) -> dict[str, str]:
    headers = {"Message-ID": message.message_id, "From": message.from_address}
    if delivery.kind == Kind.ANSWER:
        headers["Auto-Submitted"] = "auto-replied"  # RFC 3834: other machines do not answer it
    if delivery.kind == Kind.PROGRAM:
        headers["Auto-Submitted"] = "auto-generated"
    if delivery.kind != Kind.PERSONAL:
        headers["X-Auto-Response-Suppress"] = "All"
    if message.in_reply_to:
        headers |= {"In-Reply-To": message.in_reply_to, "References": message.references}
    if address := _way_out(message, delivery):
        headers["List-Unsubscribe"] = f"<{address}>"  # RFC 8058: mail programs show a button
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _way_out(message: EmailMessage, delivery: Delivery) -> str:
    if delivery.kind == Kind.ANSWER:
        return address_of(message.lead) if message.lead else ""
    # What one person writes to another is no list, unless it is about a topic.
    if delivery.kind == Kind.PERSONAL and delivery.topic_id is None:
        return ""
    return unsubscribe_link.address_of(message)


def _reply_to(message: EmailMessage, delivery: Delivery, signed: str) -> list[str] | None:
    if delivery.reply_to:
        return [delivery.reply_to]
    sender = message.created_by or (
        User.objects.filter(pk=message.person.owner_id).first() if message.person else None
    )
    if signed:
        return [formataddr((sender.name if sender else organization().name, signed))]
    return [sender.email] if sender else None
