"""Telephone numbers: written anyhow, stored in E.164, refused with a reason."""

import pytest

from headwater.capture.cleaning.phones import parse_phone


@pytest.mark.parametrize(
    ("typed", "country", "e164", "extension", "digits"),
    [
        ("(650) 253-0000", "US", "+16502530000", "", "6502530000"),
        ("(650) 253-0000 ext. 23", "us", "+16502530000", "23", "6502530000"),
        ("650.253.0000 x23", "US", "+16502530000", "23", "6502530000"),
        ("+1 650 253 0000", "DE", "+16502530000", "", "6502530000"),
        ("0151 / 123 456 78", "DE", "+4915112345678", "", "15112345678"),
        ("+49 (0) 30 123456", "US", "+4930123456", "", "30123456"),
        ("0049 30 123456", "US", "+4930123456", "", "30123456"),
        ("Tel.: 030 123456", "DE", "+4930123456", "", "30123456"),
        ("tel:+49-30-123456", "", "+4930123456", "", "30123456"),
        ("06 12 34 56 78", "FR", "+33612345678", "", "612345678"),
        ("０３−１２３４−５６７８", "JP", "+81312345678", "", "312345678"),
        ("868 368 3896", "US", "+18683683896", "", "8683683896"),
    ],
)
def test_read(typed: str, country: str, e164: str, extension: str, digits: str) -> None:
    phone = parse_phone(typed, country)
    assert (phone.e164, phone.extension, phone.digits) == (e164, extension, digits)
    assert phone.reason == ""
    assert phone.original == typed


def test_the_stored_text_is_read_as_itself() -> None:
    stored = parse_phone("(650) 253-0000 ext 23", "US").text
    assert stored == "+16502530000 x23"
    assert parse_phone(stored, "DE").text == stored


@pytest.mark.parametrize(
    ("typed", "country", "reason", "digits"),
    [
        ("call me", "US", "There is no number in it.", ""),
        ("123", "US", "It has too few digits for a telephone number.", ""),
        ("030 123 4567", "", "Without a country it needs a leading + and the country code.",
         "0301234567"),
        ("1" * 30, "US", "It is not a possible number in that country.", "1" * 30),
        ("+999 1234567", "US", "It is not a possible number in that country.", "9991234567"),
        ("2530000", "DE; DROP TABLE", "It is not a possible number in that country.", "2530000"),
    ],
)  # fmt: skip
def test_refused_with_a_reason(typed: str, country: str, reason: str, digits: str) -> None:
    phone = parse_phone(typed, country)
    assert (phone.e164, phone.reason, phone.digits) == ("", reason, digits)
    assert phone.text == typed


def test_nothing_is_no_problem() -> None:
    assert parse_phone(" ", "US").reason == ""
