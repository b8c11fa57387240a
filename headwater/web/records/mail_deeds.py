"""What people did with a mail of ours, told in its own line: “opened twice, clicked Prices”.

Machines are not told here.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from headwater.records.engagement import Kind
from headwater.records.models import Engagement
from headwater.tracking.key_page import key_page_of

SHOWN = 3  # links that are named
MOST = 200  # deeds of one mail that are read
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']([^"']+)["'][^>]*>(.{0,300}?)</a""", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")


def with_deeds(messages: Any) -> Any:
    """The messages with `deeds`: what was done with each, in the same query."""
    done = Engagement.objects.human().filter(message=OuterRef("pk"))
    done = done.filter(kind__in=(Kind.EMAIL_OPEN, Kind.EMAIL_CLICK)).order_by("at", "pk")
    told = done.annotate(told=JSONObject(kind=F("kind"), what=F("what"))).values("told")
    return messages.annotate(deeds=ArraySubquery(told[:MOST]))


def words(message: Any) -> str:
    """Such as “opened 3 times, clicked Prices and Calculator”; '' where nothing was noted."""
    counts = Counter(each["kind"] for each in message.deeds)
    clicked = dict.fromkeys(
        each["what"] for each in message.deeds if each["kind"] == Kind.EMAIL_CLICK
    )
    said = [_opened(counts[Kind.EMAIL_OPEN])] if counts[Kind.EMAIL_OPEN] else []
    if clicked:
        names = _names(message.html)
        said.append(f"clicked {_listed(names.get(each) or _place(each) for each in clicked)}")
    return ", ".join(said)


def _opened(count: int) -> str:
    return {1: "opened once", 2: "opened twice"}.get(count, f"opened {count} times")


def _names(rich: str) -> dict[str, str]:
    """Address → what the link is called in the mail."""
    return {
        html.unescape(address): name for address, text in _LINK.findall(rich)
        if (name := " ".join(html.unescape(_TAG.sub(" ", text)).split())[:60])
    }  # fmt: skip


def _place(address: str) -> str:
    """The key page's name, else host and path."""
    try:
        found = urlsplit(address)
    except ValueError:
        return address[:60]
    page = key_page_of(found.path) if found.path else None
    return page.name if page else f"{found.netloc}{found.path}".rstrip("/")[:60]


def _listed(names: Iterable[str]) -> str:
    some = list(dict.fromkeys(names))
    more = len(some) - SHOWN
    shown = some[:SHOWN] + ([f"{more} more"] if more > 0 else [])
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
