"""What people did with a mail of ours, told in its own line: “opened twice, clicked Prices”.

Machines are not told here.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from headwater.database import statements
from headwater.records.engagement import Kind
from headwater.tracking.key_page import key_page_of

SHOWN = 3  # links that are named
MOST = 200  # deeds of one mail that are read
DEEDS = f"""
SELECT message.id, deed.kind, deed.what FROM unnest(%s::bigint[]) AS message(id)
CROSS JOIN LATERAL (
  SELECT kind, what FROM records_engagement
  WHERE message_id = message.id AND bot_reason = ''
    AND kind IN ('{Kind.EMAIL_OPEN}', '{Kind.EMAIL_CLICK}')
  ORDER BY at, id LIMIT {MOST}
) AS deed
"""  # noqa: S608
_LINK = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']([^"']+)["'][^>]*>(.{0,300}?)</a""", re.I | re.S)
_TAG = re.compile(r"<[^>]*>")


def note(messages: Sequence[Any]) -> None:
    """Give each message its `deeds`, what was done with it; one query."""
    found = defaultdict(list)
    for message, kind, what in statements.run(DEEDS, [[each.pk for each in messages]]):
        found[message].append((kind, what))
    for each in messages:
        each.deeds = found[each.pk]


def words(message: Any) -> str:
    """Such as “opened 3 times, clicked Prices and Calculator”; '' where nothing was noted."""
    counts = Counter(kind for kind, _ in message.deeds)
    clicked = dict.fromkeys(what for kind, what in message.deeds if kind == Kind.EMAIL_CLICK)
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
