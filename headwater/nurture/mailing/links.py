"""Opens and clicks by signed addresses: which message, and which of its links.

The address of a link is not in the token but in the stored message, so that nobody can make our
host send people anywhere else.
"""

import html
import re

from django.conf import settings
from django.core.signing import BadSignature, Signer

from headwater.records.models import EmailMessage

_signer = Signer(salt="headwater.mail_link", sep=".")
_HREF = re.compile(r"""(<a\b[^>]*?\bhref\s*=\s*)(["'])(https?://[^"']+)\2""", re.IGNORECASE)
_END = re.compile(r"</body\s*>", re.IGNORECASE)


def counted(message: EmailMessage, rich: str, *, clicks: bool, opens: bool) -> str:
    """The HTML with counted links and a pixel; as it was while HEADWATER_URL is not set."""
    base = settings.PUBLIC_URL
    if not base:
        return rich
    if clicks:
        number = iter(range(10_000))

        def ours(found: re.Match[str]) -> str:
            token = _signer.sign(f"{message.pk}-{next(number)}")
            return f"{found[1]}{found[2]}{base}/mail/click/{token}{found[2]}"

        rich = _HREF.sub(ours, rich)
    if opens:
        token = _signer.sign(str(message.pk))
        pixel = f'<img src="{base}/mail/open/{token}.gif" width="1" height="1" alt="">'
        rich = before_end(rich, pixel)
    return rich


def before_end(rich: str, more: str) -> str:
    """HTML with something more at the end of its body."""
    ends = [found.start() for found in _END.finditer(rich)]
    place = ends[-1] if ends else len(rich)
    return rich[:place] + more + rich[place:]


def opened(token: str) -> int | None:
    """The key of the message whose pixel was asked for; None for what we did not make."""
    said = _unsigned(token)
    return int(said) if said.isdigit() else None


def clicked(token: str) -> tuple[EmailMessage, str] | None:
    """The message and the address of its link; None for what we did not make."""
    key, _, number = _unsigned(token).partition("-")
    if not key.isdigit() or not number.isdigit():
        return None
    rows = EmailMessage.objects.select_related("delivery").filter(pk=int(key))
    message: EmailMessage | None = rows.first()
    if message is None:
        return None
    addresses = links_of(message.html)
    return (message, addresses[int(number)]) if int(number) < len(addresses) else None


def links_of(rich: str) -> list[str]:
    """The addresses of the links in HTML that are counted, in their order."""
    return [html.unescape(found[3]) for found in _HREF.finditer(rich)]


def _unsigned(token: str) -> str:
    try:
        return _signer.unsign(token)
    except BadSignature:
        return ""
