"""Opens and clicks by signed addresses: which message, and which of its links.

The address of a link is not in the token but in the stored message, so that nobody can make our
host send people anywhere else.
"""

import html
import re

from django.conf import settings
from django.core.signing import BadSignature, Signer

from headwater.records.models import EmailMessage

TRAP = "x"  # in the place of a link's number
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

        rich = before_end(_HREF.sub(ours, rich), _trap(message))
    if opens:
        token = _signer.sign(str(message.pk))
        pixel = f'<img src="{base}/mail/open/{token}.gif" width="1" height="1" alt="">'
        rich = before_end(rich, pixel)
    return rich


def _trap(message: EmailMessage) -> str:
    """A link that no person sees: whoever follows it follows everything."""
    token = _signer.sign(f"{message.pk}-{TRAP}")
    address = f"{settings.PUBLIC_URL}/mail/click/{token}"
    return f'<a href="{address}" style="display:none" aria-hidden="true" tabindex="-1"></a>'


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
    """The message and the address of its link, '' for the hidden one; None if it is not ours."""
    key, _, number = _unsigned(token).partition("-")
    if not key.isdigit():
        return None
    rows = EmailMessage.objects.select_related("delivery", "lead", "contact").filter(pk=int(key))
    message: EmailMessage | None = rows.first()
    if message is None or number == TRAP:
        return (message, "") if message else None
    addresses = links_of(message.html)
    place = int(number) if number.isdigit() else len(addresses)
    return (message, addresses[place]) if place < len(addresses) else None


def links_of(rich: str) -> list[str]:
    """The addresses of the links in HTML that are counted, in their order."""
    return [html.unescape(found[3]) for found in _HREF.finditer(rich)]


def _unsigned(token: str) -> str:
    try:
        return _signer.unsign(token)
    except BadSignature:
        return ""
