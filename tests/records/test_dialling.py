"""What is read without the library is what the library reads, in every country."""

import random

import phonenumbers
import pytest

from headwater.records import dialling
from headwater.records.keys import phone_number

COUNTRIES = sorted(phonenumbers.SUPPORTED_REGIONS)
SEPARATORS = ("", "", " ", "-", ".", "/", ") ", " (")


def by_library(text: str, country: str) -> tuple[str, str, str] | None:
    number = phone_number(text, country)
    if number is None:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, phonenumbers.national_significant_number(number), number.extension or ""


def some_numbers(country: str) -> list[str]:
    """Real ones of every kind in several shapes, and random ones with every length and prefix."""
    dice = random.Random(country)
    kinds = phonenumbers.PhoneNumberType.values()
    shapes = (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL,
              phonenumbers.PhoneNumberFormat.NATIONAL)  # fmt: skip
    real = [phonenumbers.example_number_for_type(country, kind) for kind in kinds]
    found = [phonenumbers.format_number(n, shape) for n in real if n for shape in shapes]
    code = phonenumbers.country_code_for_region(country)
    for length in range(3, 16):
        for lead in ("", "0", "1", "8", "00", "9", f"+{code}", f"+{code}0", f"{code}", "+", "011"):
            digits = "".join(dice.choice("0123456789") for _ in range(length))
            cut = dice.randrange(1, length)
            text = lead + digits[:cut] + dice.choice(SEPARATORS) + digits[cut:]
            found.append(text + dice.choice(("", "", f" x{dice.randrange(10**5)}")))
    return found


@pytest.mark.parametrize("country", COUNTRIES)
def test_it_reads_what_the_library_reads(country: str) -> None:
    for text in some_numbers(country):
        for seen_from in (country, "US", "DE", "IT", "AR"):
            quick = dialling.read(text, seen_from)
            assert quick is None or tuple(quick) == by_library(text, seen_from), (text, seen_from)


@pytest.mark.parametrize(
    "text, country",
    [
        ("(415) 555-2671", "US"), ("+1 415 555 2671", ""), ("089/1234567", "DE"),
        ("+49 89 1234567", "US"), ("020 7946 0958", "GB"), ("04 78 12 34 56", "FR"),
        ("06 698 12345", "IT"), ("416-555-0123", "CA"),
        ("+14155552671 x23", ""), ("415.555.2671 x01", "US"),
    ],
)  # fmt: skip
def test_usual_numbers_need_no_library(text: str, country: str) -> None:
    assert dialling.read(text, country) == by_library(text, country)


@pytest.mark.parametrize(
    "text",
    ["", "+", "+0 123", "415 555 2671 /x23", "415 555 2671 x", "415 555 2671 x123456",
     "1-800-FLOWERS", "tel:+14155552671", "١٢٣٤٥٦٧", "+1" * 40,
     "4" * 70, "+999 123456", "12;ext=3", "415 555 2671 # 3"],
)  # fmt: skip
def test_everything_else_is_left_to_it(text: str) -> None:
    assert dialling.read(text, "US") is None


def test_an_unknown_country_is_no_country() -> None:
    assert dialling.read("4155552671", "ZZ") is None
    assert dialling.read("4155552671", "") is None
    assert dialling.read("4155552671", "../..") is None
