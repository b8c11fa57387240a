"""Telephone numbers: any way of writing them to E.164, seen from a country."""

import re
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from headwater.capture.cleaning.text import clean_text
from headwater.records import dialling
from headwater.records.keys import phone_number

LONGEST = 100
_EXTENSION = re.compile(
    r"[\s,;]*(?:\bext(?:ension)?\.?|\bx|\bdurchwahl|\bposte|#)\s*:?\s*\d+\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"^(tel|phone|telefon|mobil|fon)\b[.:\s]*", re.IGNORECASE)
_TRUNK_ZERO = re.compile(r"^(\+|00)([\d\s]+)\(0\)")
_NOT_ZERO = frozenset("123456789")


class Phone(NamedTuple):
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


@lru_cache(maxsize=1024)
def _parse(text: str, country: str) -> Phone:
    prepared = _prepared(text)
    if plain := dialling.read(prepared, country):
        digits = plain.national if len(plain.national) >= 7 else ""
        return Phone(text, plain.e164, plain.extension, digits, "")
    number = phone_number(prepared, country) if text else None
    if number is None:
        digits = "".join(filter(str.isdecimal, _EXTENSION.sub("", text)))
        return Phone(text, "", "", digits if len(digits) >= 7 else "", _reason(text, country))
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    digits = phonenumbers.national_significant_number(number)
    return Phone(text, e164, number.extension or "", digits if len(digits) >= 7 else "", "")


def _prepared(text: str) -> str:
    """The library knows 'tel:' and 'ext.', but not '(0)' after a country code nor '00' abroad."""
    if text[:1].isalpha():
        text = _LABEL.sub("", text)
    if "(0)" in text:
        text = _TRUNK_ZERO.sub(r"\1\2", text)
    return "+" + text[2:] if text[:2] == "00" and text[2:3] in _NOT_ZERO else text


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
