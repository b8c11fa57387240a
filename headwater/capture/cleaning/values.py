"""Text to typed values for fields: numbers, money, percentages, dates, times, yes and no.

Every parser takes the text and a locale ('de-DE', 'en_US', 'fr') and returns the value, or raises
ValueError with one plain sentence. Where a text can only mean one thing, the locale is not asked.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

_COMMA_LANGUAGES = frozenset(
    {"de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "nn", "no", "fi", "cs", "sk"}
    | {"ru", "uk", "tr", "el", "hu", "ro", "bg", "hr", "sl", "sr", "et", "lv", "lt", "id", "ca"}
)
_POINT_LOCALES = frozenset({"de-ch", "de-li", "it-ch", "es-mx", "es-us", "es-pr", "es-gt", "es-pa"})
_MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "es-us", "en-pr", "es-pr", ""})
_TRUE = frozenset(
    {"1", "true", "t", "yes", "y", "on", "x", "ja", "j", "wahr", "oui", "vrai", "sí", "si", "s"}
    | {"verdadero", "sim", "tak", "checked", "selected", "✓", "✔", "☑", "☒"}
)
_FALSE = frozenset(
    {"0", "false", "f", "no", "n", "off", "nein", "falsch", "non", "faux", "falso", "não", "nie"}
    | {"unchecked", "-", "☐", "✗", "✘"}
)
_CURRENCY = re.compile(r"(?:(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|Fr\.|kr\.?|zł|Kč|US\$|[A-Z]{1,2}\$)")
_NUMBER = re.compile(r"\d+([.,]\d*)*|[.,]\d+")
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_LOCAL_DATE = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_LIMIT = Decimal(10) ** 18


@lru_cache(maxsize=4096)
def parse_number(text: str, locale: str = "") -> Decimal:
    """'1.234,5' (de), '1,234.5' (en), "1'234.50", '(12)', '1 234', '1e3'; below 10^18."""
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return Decimal(text)
    plain = _ascii(text).replace(" ", "")
    if found := re.fullmatch(r"\((.+)\)", plain):
        plain = "-" + found[1]
    if re.fullmatch(r".*[^eE-]-", plain):
        plain = "-" + plain[:-1]
    sign, plain = ("-", plain[1:]) if plain.startswith("-") else ("", plain.removeprefix("+"))
    power = found[0] if (found := re.search(r"[eE][+-]?[0-9]{1,9}$", plain)) else ""
    mantissa = plain.removesuffix(power)
    digits = _with_point(re.sub(r"(?<=\d)['’](?=\d{3})", "", mantissa), locale)
    try:
        number = Decimal(sign + digits + power)
    except InvalidOperation:
        raise ValueError(f"{_shown(text)} is not a number.") from None
    if number.adjusted() > 40 or abs(number) >= _LIMIT:
        raise ValueError(f"{_shown(text)} is too large; numbers have at most 18 digits.")
    return number


def parse_integer(text: str, locale: str = "") -> int:
    """A whole number that fits a database integer (32 bits)."""
    number = parse_number(text, locale)
    if number != number.to_integral_value():
        raise ValueError(f"{_shown(text)} is not a whole number.")
    if abs(number) >= 2**31:
        raise ValueError(f"{_shown(text)} is too large for a whole number.")
    return int(number)


def parse_percent(text: str, locale: str = "") -> Decimal:
    """Percent points: '12.5', '12,5 %' and '% 12.5' are 12.5."""
    try:
        return parse_number(_ascii(text).strip("% "), locale)
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a percentage.") from None


@lru_cache(maxsize=4096)
def parse_currency(text: str, locale: str = "") -> Decimal:
    """An amount without its sign or code: '€ 1.234,50', '-$99', 'CHF 20.-', '($5)'."""
    plain = _CURRENCY.sub("", _ascii(text))
    plain = "".join(char for char in plain if unicodedata.category(char) != "Sc")
    plain = re.sub(r"[.,][-–—]+\s*$", "", plain).strip()
    try:
        return parse_number(plain, locale)
    except ValueError as error:
        problem = "too large an amount" if "too large" in str(error) else "not an amount of money"
        raise ValueError(f"{_shown(text)} is {problem}.") from None


def parse_boolean(text: str, locale: str = "") -> bool:
    """Yes and no as people, forms and spreadsheets write them, in five languages."""
    word = _ascii(text).casefold().strip(".! ")
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(f"{_shown(text)} is neither yes nor no.")


def parse_date(text: str, locale: str = "") -> date:
    """A date: ISO, '31.12.2026', or with slashes in the order of the locale; ISO times are cut."""
    plain = _ascii(text)
    day, _, rest = plain.partition("T")
    if re.fullmatch(r"[\d:.]+([zZ]|[+-][\d:]+)?", rest):
        plain = day
    plain = re.sub(r"[ ,]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?$", "", plain)
    try:
        return date(*_year_month_day(plain, locale))
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a date.") from None


def parse_datetime(text: str, locale: str = "", *, zone: str = "UTC") -> datetime:
    """A moment in UTC; one without an offset is read in the zone; a date alone is its midnight."""
    plain = _ascii(text)
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        moment = _local_moment(plain, text, locale)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{_shown(text)} is not a date and time.") from None


PARSERS: Mapping[str, Callable[[str, str], Any]] = {
    "number": parse_number,
    "integer": parse_integer,
    "currency": parse_currency,
    "percent": parse_percent,
    "date": parse_date,
    "datetime": parse_datetime,
    "boolean": parse_boolean,
}


def _ascii(text: str) -> str:
    """Full-width digits, no-break spaces and typographic minus signs in their plain forms."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").strip()
    return text if len(text) <= 100 else "?"


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _with_point(text: str, locale: str) -> str:
    """Digits with at most one point; anything else unreadable stays so that it is refused."""
    if not _NUMBER.fullmatch(text) or len(text) > 60:
        return "?"
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return text
    mark, other = text[last], "," if text[last] == "." else "."
    groups = text[:last].split(other if other in text else mark)
    if other in text:
        is_point = True
    elif text.count(mark) > 1:
        is_point = False
    else:
        looks_grouped = re.fullmatch(r"[1-9]\d{0,2}", text[:last]) and len(text) - last == 4
        is_point = not looks_grouped or mark == _decimal_mark(locale)
    if not is_point:
        groups.append(text[last + 1 :])
    if any(len(group) not in (2, 3) for group in groups[1:]):
        return "?"
    return "".join(groups) + ("." + text[last + 1 :] if is_point else "")


def _decimal_mark(locale: str) -> str:
    locale = locale.replace("_", "-").lower()
    is_comma = locale.split("-")[0] in _COMMA_LANGUAGES and locale not in _POINT_LOCALES
    return "," if is_comma else "."


def _year_month_day(text: str, locale: str) -> tuple[int, int, int]:
    if found := _ISO_DATE.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return int(found[1]), int(found[2]), int(found[3])
    if not (found := _LOCAL_DATE.fullmatch(text)):
        raise ValueError(text)
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year < 69 else 1900
    month_first = found[2] != "." and locale.replace("_", "-").lower() in _MONTH_FIRST
    # '25/12/2026' can only be Christmas, whatever the locale says.
    if (month_first and first > 12) or (not month_first and second > 12 and found[2] != "."):
        month_first = not month_first
    return (year, first, second) if month_first else (year, second, first)


def _local_moment(plain: str, text: str, locale: str) -> datetime:
    found = re.fullmatch(r"(.+?)(?:[ ,T]+(\d{1,2}):(\d\d)(?::(\d\d))?( ?[AaPp][Mm])?)?", plain)
    try:
        if not found:
            raise ValueError(text)
        hour, minute, second = (int(found[index] or 0) for index in (2, 3, 4))
        if half := (found[5] or "").strip().lower():
            hour = hour % 12 + (12 if half == "pm" else 0)
        year, month, day = _year_month_day(found[1].strip(), locale)
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - zone by caller
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a date and time.") from None
