"""Telephone numbers: any way of writing them to E.164, seen from a country."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from headwater.capture.cleaning.text import clean_text
from headwater.records.keys import phone_number

LONGEST = 100
_EXTENSION = re.compile(
    r"[\s,;]*(?:\bext(?:ension)?\.?|\bx|\bdurchwahl|\bposte|#)\s*:?\s*\d+\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as typed and as dialled. `digits` are what somebody would search by: the national
    digits (7 or more, '' when fewer). `e164` is '' when unreadable; `reason` then says why."""

    original: str
    e164: str
    extension: str
    digits: str
    reason: str

    @property
    def text(self) -> str:
        """What to store: '+16502530000', '+16502530000 x23', or what was typed."""
        if not self.e164:
            return self.original
        return f"{self.e164} x{self.extension}" if self.extension else self.e164


def parse_phone(text: str, country: str) -> Phone:
    """Read a number as dialled from a country (ISO code, '' when unknown); never raises."""
    text = clean_text(text)
    if len(text) > LONGEST:
        return Phone(text, "", "", "", "It is too long for a telephone number.")
    return _parse(text, country.upper())


@lru_cache(maxsize=16384)
def _parse(text: str, country: str) -> Phone:
    number = phone_number(_prepared(text), country) if text else None
    if number is None:
        digits = "".join(filter(str.isdecimal, _EXTENSION.sub("", text)))
        return Phone(text, "", "", digits if len(digits) >= 7 else "", _reason(text, country))
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    digits = phonenumbers.national_significant_number(number)
    return Phone(text, e164, number.extension or "", digits if len(digits) >= 7 else "", "")


def _prepared(text: str) -> str:
    """The library knows 'tel:' and 'ext.', but not '(0)' after a country code nor '00' abroad."""
    text = re.sub(r"^(tel|phone|telefon|mobil|fon)\b[.:\s]*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^(\+|00)([\d\s]+)\(0\)", r"\1\2", text)
    return re.sub(r"^00(?=[1-9])", "+", text)


def _reason(text: str, country: str) -> str:
    digits = sum(map(str.isdecimal, text))
    if not text:
        return ""
    if not digits:
        return "There is no number in it."
    if digits < 7:
        return "It has too few digits for a telephone number."
    if not country and not text.startswith(("+", "00")):
        return "Without a country it needs a leading + and the country code."
    return "It is not a possible number in that country."
