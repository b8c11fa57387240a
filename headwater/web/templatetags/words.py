"""How things are said: times, money, counts, durations; and the small parts every page is made of.

Built into every template; nothing needs `{% load %}`.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
BLANK = "---------"  # how Django draws a choice that may stay empty
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


# --- numbers -----------------------------------------------------------------------------------
@register.filter
def count(value: int | None) -> str:
    """1,284; nothing for None."""
    return "" if value is None else f"{value:,}"


@register.filter
def money(value: Decimal | float | None, currency: str = "") -> str:
    """€12,400, or €12.50 where cents matter; a real minus sign; nothing for None."""
    if value is None:
        return ""
    digits = 0 if value == int(value) else 2
    sign = SIGNS.get(currency, f"{currency} " if currency else "")
    return f"{'−' if value < 0 else ''}{sign}{abs(value):,.{digits}f}"


@register.filter
def percent(value: float | None, digits: int = 0) -> str:
    """0.34 → 34 %; a real minus sign; nothing for None."""
    return "" if value is None else f"{value * 100:,.{digits}f} %".replace("-", "−")


@register.filter
def signed(value: int | None) -> str:
    """+25, −6, 0: for sums whose parts are shown."""
    if not value:
        return "" if value is None else "0"
    return f"+{value:,}" if value > 0 else f"−{-value:,}"


@register.filter
def plural(value: int, words: str) -> str:
    """`{{ 2|plural:"lead" }}` → 2 leads; irregular as "reply,replies"."""
    one, _, many = words.partition(",")
    return f"{value:,} {one if value == 1 else many or one + 's'}"


# --- times -------------------------------------------------------------------------------------
@register.filter
def duration(value: timedelta | float | None) -> str:
    """The largest unit that tells enough: 45 s, 6 min, 2 h, 4 days; seconds or a timedelta."""
    if value is None:
        return ""
    seconds = abs(value.total_seconds() if isinstance(value, timedelta) else value)
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min"
    if seconds < DAY:
        return f"{seconds // HOUR:.0f} h"
    return plural(int(seconds // DAY), "day")


@register.filter
def ago(value: datetime | None) -> SafeString:
    """`<time>`: now, 11 min, 2 h, 4 days, 2 Mar, 2 Mar 2024; "in 5 min" ahead; exact on hover."""
    if value is None:
        return SafeString("")
    seconds = (timezone.now() - value).total_seconds()
    if abs(seconds) < MINUTE:
        words = "now"
    elif abs(seconds) < 30 * DAY:
        words = duration(seconds) if seconds > 0 else f"in {duration(seconds)}"
    else:
        words = _day(timezone.localtime(value).date())
    return _time(value, words)


@register.filter
def when(value: datetime | date | None) -> SafeString:
    """`<time>` for plans: today 16:00, tomorrow 09:30, yesterday, Thu 26 Nov 09:30."""
    if value is None:
        return SafeString("")
    if not isinstance(value, datetime):
        return _time(value, _near_day(value))
    local = timezone.localtime(value)
    return _time(value, f"{_near_day(local.date())} {local:%H:%M}")


def _near_day(day: date) -> str:
    away = (day - timezone.localdate()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(away)
    return near or (f"{day:%a} {_day(day)}" if abs(away) < 60 else _day(day))


def _day(day: date) -> str:
    year = "" if day.year == timezone.localdate().year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def _time(value: datetime | date, words: str) -> SafeString:
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        exact = f"{local.day} {local:%b %Y, %H:%M}"
    else:
        exact = f"{value.day} {value:%b %Y}"
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exact, words)


# --- parts -------------------------------------------------------------------------------------
@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """A lucide icon, 16 px, drawn once per process: 0.2 µs instead of 40."""
    says = {"role": "img", "aria-label": str(label)} if label else {"aria-hidden": "true"}
    svg = lucide(str(name), size=16, **{"class": f"i {css}".strip(), "stroke_width": "1.5", **says})
    return mark_safe(re.sub(r">\s+<", "><", svg))  # noqa: S308 - from the wheel, not from people


@register.inclusion_tag("parts/face.html")
def face(owner: Any, css: str = "") -> dict[str, Any]:
    """The initials of an owner in a circle; css: "l" is larger, "mine" is tinted."""
    return {"owner": owner, "css": css}


@register.inclusion_tag("parts/field.html")
def field(
    bound: BoundField, hint: str | None = None, label: str = "", css: str = ""
) -> dict[str, Any]:
    """Label, input, hint (the field's help text unless given) and errors of one form field."""
    if isinstance(bound.field, ModelChoiceField) and bound.field.empty_label == BLANK:
        bound.field.empty_label = "None"
    return {
        "field": bound,
        "hint": bound.help_text if hint is None else hint,
        "label": label or bound.label,
        "css": css,
        "is_check": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("parts/sort_head.html", takes_context=True)
def sort_head(context: dict[str, Any], word: str, column: str, css: str = "") -> dict[str, Any]:
    """`<th>` that sorts by `?sort=column` and then `?sort=-column`; other parameters stay."""
    request: HttpRequest = context["request"]
    now = request.GET.get("sort", "")
    turned = f"-{column}" if now == column else column
    order = {column: "ascending", f"-{column}": "descending"}.get(now, "")
    return {"word": word, "url": _with(request, sort=turned), "order": order, "css": css}


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: object) -> str:
    """This page's address with some parameters changed; None drops one."""
    return _with(context["request"], **changes)


def _with(request: HttpRequest, **changes: object) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()
