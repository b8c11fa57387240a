"""Values of reports in words: money, shares, dates; the same on a page, in a mail, in a file."""

import datetime as dt
from decimal import Decimal
from typing import Any

from headwater.criteria.dates import Calendar
from headwater.records.keys import phone_text

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


def said(value: Any, kind: str, currency: str = "", zone: str = "UTC") -> str:
    """A value of a describe type (or `share`, 0 to 1) as people read it; '' when it is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.date):
        return _moment(value, zone)
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)), kind, currency)
    if kind == "phone":
        return phone_text(str(value))
    return ", ".join(str(value).split(";")) if kind == "multipicklist" else str(value)


def _moment(value: dt.date, zone: str) -> str:
    if not isinstance(value, dt.datetime):
        return _day(value)
    local = value.astimezone(Calendar(value, zone).tzinfo)
    return f"{_day(local.date())}, {local:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _number(value: Decimal, kind: str, currency: str) -> str:
    if kind == "share":
        return f"{value * 100:,.1f} %".replace("-", "−")
    is_whole = value == value.to_integral_value()
    if kind == "currency":
        sign = SIGNS.get(currency, f"{currency} " if currency else "")
        return f"{'−' if value < 0 else ''}{sign}{abs(value):,.{0 if is_whole else 2}f}"
    text = f"{value:,.{0 if is_whole else 1}f}".replace("-", "−")
    return f"{text} %" if kind == "percent" else text
