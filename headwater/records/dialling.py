"""Numbers that need no library: plain digits whose country and length leave no doubt.

`phonenumbers` reads everything that people write and takes a tenth of a millisecond for it. Most
numbers are digits with spaces, hyphens and brackets; for those the same answer follows from the
library's own tables: country code, national prefix, possible lengths. Where there is any doubt
(letters, extensions, carrier codes, prefixes that are rewritten), `read` is None and the library
is asked. tests/records/test_dialling.py compares the two for every country.
"""

import re
from functools import cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

LONGEST = 60
_PUNCTUATION = dict.fromkeys(map(ord, " ()-./"))
NOWHERE = "001"  # the library's region of numbers that belong to no country


class Number(NamedTuple):
    """A number as dialled from anywhere, and its digits within its country."""

    e164: str
    national: str
    extension: str = ""


class Plan(NamedTuple):
    """How the numbers of one country look; `prefix` is what its people dial before the rest."""

    code: str
    abroad: re.Pattern[str]
    prefix: re.Pattern[str] | None
    viable: re.Pattern[str]
    lengths: frozenset[int]
    is_simple: bool


def read(text: str, country: str) -> Number | None:
    """The number as read from a country (ISO code), None when only the library can tell."""
    if len(text) > LONGEST:
        return None
    text, mark, extension = text.partition(" x")
    if mark:
        if not (extension.isdecimal() and len(extension) <= 5 and text[-1:].isdecimal()):
            return None
        found = read(text, country) if extension.isascii() else None
        return found and found._replace(extension=extension)
    digits = text.translate(_PUNCTUATION)
    if text[:1] == "+":
        return _abroad(digits[1:]) if _is_plain(digits[1:]) else None
    plan = plan_of(country) if country and _is_plain(digits) else None
    if plan is None or digits.startswith(plan.code) or plan.abroad.match(digits):
        return None
    return _within(digits, plan, main_plan(plan.code))


def _is_plain(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()


def _abroad(digits: str) -> Number | None:
    """After the + comes the country code; none is the beginning of another."""
    for size in (1, 2, 3):
        if plan := main_plan(digits[:size]):
            return _within(digits[size:], plan, plan)
    return None


def _within(digits: str, plan: Plan, main: Plan | None) -> Number | None:
    if plan.prefix and (found := plan.prefix.match(digits)):
        if not plan.is_simple:
            return None
        rest = digits[found.end() :]
        # A prefix that is part of the number stays: what was a number must remain one.
        if plan.viable.fullmatch(rest) or not plan.viable.fullmatch(digits):
            digits = rest
    if main is None or not (len(digits) in plan.lengths and len(digits) in main.lengths):
        return None
    return Number(f"+{plan.code}{digits}", digits)


@cache
def main_plan(code: str) -> Plan | None:
    """The plan behind a country code ('1' is the United States'), None when there is none."""
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code)) if code[:1] not in ("", "0") else None
    return plan_of(regions[0]) if regions and regions[0] != NOWHERE else None


def plan_of(country: str) -> Plan | None:
    """The plan of a country (ISO code, upper case)."""
    return _plan_of(country) if len(country) == 2 else None


@cache
def _plan_of(country: str) -> Plan | None:
    found = PhoneMetadata.metadata_for_region(country, None) if country.isalpha() else None
    desc = found.general_desc if found else None
    if found is None or desc is None or not desc.national_number_pattern:
        return None
    prefix = found.national_prefix_for_parsing
    pattern = re.compile(prefix) if prefix else None
    return Plan(
        code=str(found.country_code),
        abroad=re.compile(found.international_prefix or "(?!)"),
        prefix=pattern,
        viable=re.compile(desc.national_number_pattern),
        lengths=frozenset(desc.possible_length),
        is_simple=not found.national_prefix_transform_rule and not (pattern and pattern.groups),
    )
