"""A template tried: sent to the colleague who writes it, as a real person would get it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from headwater.nurture import merge
from headwater.nurture.mail_server import close, hand_over
from headwater.nurture.mail_template import MailTemplate
from headwater.people.models import User


def send_test(template: MailTemplate, recipient: merge.Recipient, *, to: User) -> str:
    """Send it to `to` alone, now; '' when the mail server took it, else what it said."""
    subject, text, html = merge.preview(template, recipient)
    mail = EmailMultiAlternatives(
        f"[Test] {subject}", text, settings.DEFAULT_FROM_EMAIL, [to.email],
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    if html:
        mail.attach_alternative(html, "text/html")
    server = get_connection()
    try:
        failure = hand_over(mail, server)
    finally:
        close(server)
    return failure.words if failure else ""
