"""How mail to the people who work here reads: parts of lines, each with its page, as text and HTML.

Without the address at which Headwater is reached (HEADWATER_URL) there are no links.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html, format_html_join

SETTINGS_PAGE = "/me/notifications"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the mail, and the page it leads to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading ('' for none) and its lines; `more` is how many are not shown."""

    title: str
    lines: Sequence[Line]
    more: int = 0


def written(parts: Sequence[Part], foot: str, *, is_personal: bool = True) -> dict[str, str]:
    """`text` and `html` of a mail; who gets a personal one is told where to change that."""
    return {
        "text": _text(parts, foot, is_personal),
        "html": _html(parts, foot, is_personal) if settings.PUBLIC_URL else "",
    }


def _text(parts: Sequence[Part], foot: str, is_personal: bool) -> str:
    blocks = []
    for part in parts:
        rows = [f"- {line.text}{_behind(line.url)}" for line in part.lines]
        more = [f"- and {part.more} more"] if part.more else []
        blocks.append("\n".join([*filter(None, [part.title.upper()]), *rows, *more]))
    change = _behind(SETTINGS_PAGE) if is_personal else ""
    return "\n\n".join([*blocks, f"-- \n{foot}{change}"]) + "\n"


def _behind(url: str) -> str:
    return f"\n  {settings.PUBLIC_URL}{url}" if settings.PUBLIC_URL else ""


def _html(parts: Sequence[Part], foot: str, is_personal: bool) -> str:
    body = format_html_join("", "{}<ul>{}{}</ul>", ((_head(p), _rows(p), _more(p)) for p in parts))
    address = f"{settings.PUBLIC_URL}{SETTINGS_PAGE}"
    change = format_html(' <a href="{}">Change it</a>', address) if is_personal else ""
    return format_html("{}<p><small>{}{}</small></p>", body, foot, change)


def _head(part: Part) -> str:
    return format_html("<h3>{}</h3>", part.title) if part.title else ""


def _rows(part: Part) -> str:
    rows = ((f"{settings.PUBLIC_URL}{line.url}", line.text) for line in part.lines)
    return format_html_join("", '<li><a href="{}">{}</a></li>', rows)


def _more(part: Part) -> str:
    return format_html("<li>and {} more</li>", part.more) if part.more else ""
