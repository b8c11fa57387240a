"""What a message gets on its way out and not before: the footer, the counted links, the pixel.

The stored message stays as it was written. The footer tells who writes and how it ends.
"""

import html

from headwater.nurture.delivery import Kind
from headwater.nurture.mailing import links, unsubscribe_link
from headwater.nurture.mailing.settings import MailSettings
from headwater.nurture.models import Delivery
from headwater.people.organization import organization
from headwater.records.models import EmailMessage


def bodies(message: EmailMessage, delivery: Delivery) -> tuple[str, str]:
    """Plain text and HTML ('' without) as they go out."""
    text, rich = message.text, message.html
    if delivery.kind == Kind.ANSWER:
        return text, rich
    settings = MailSettings.current()
    if rich and delivery.is_tracked:
        rich = links.counted(
            message, rich, clicks=settings.notes_clicks, opens=settings.notes_opens
        )
    if delivery.kind == Kind.PERSONAL and delivery.topic_id is None:
        return text, rich
    return _with_footer(message, delivery, settings.footer, text, rich)


def _with_footer(
    message: EmailMessage, delivery: Delivery, who: str, text: str, rich: str
) -> tuple[str, str]:
    who = who or organization().name
    about = f"mail about “{delivery.topic}”" if delivery.topic else "mail of this kind"
    address = unsubscribe_link.address_of(message)
    way = f"No more {about}: {address}" if address else f"No more {about}? Answer and say so."
    text = f"{text.rstrip()}\n\n--\n{who}\n{way}\n"
    if rich:
        end = f'<a href="{html.escape(address)}">No more {html.escape(about)}</a>' if address else (
            html.escape(way))  # fmt: skip
        foot = f"<hr><p><small>{html.escape(who)}<br>{end}</small></p>"
        rich = links.before_end(rich, foot)
    return text, rich
