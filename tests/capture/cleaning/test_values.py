"""Typed values: the same text in two locales, and one plain sentence for what cannot be read."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.capture.cleaning.values import (
    PARSERS,
    parse_boolean,
    parse_currency,
    parse_date,
    parse_datetime,
    parse_integer,
    parse_number,
    parse_percent,
)


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1.234,5", "de-DE", "1234.5"),
        ("1,234.5", "en-US", "1234.5"),
        ("1.234,5", "en-US", "1234.5"),  # can mean only this
        ("1.234", "de", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "fr_FR", "1.234"),
        ("1,234", "en_US", "1234"),
        ("1,5", "en", "1.5"),
        ("0.123", "de", "0.123"),
        ("1 234 567,89", "fr", "1234567.89"),
        ("1\u202f234,5", "fr", "1234.5"),
        ("1'234.50", "de-CH", "1234.50"),
        ("1.234", "de-CH", "1.234"),
        ("12,34,567", "en-IN", "1234567"),
        ("1.234.567", "en", "1234567"),
        ("-5", "", "-5"),
        ("−5", "", "-5"),
        ("5-", "", "-5"),
        ("(1,000)", "en", "-1000"),
        ("+7", "", "7"),
        (".5", "", "0.5"),
        ("1e3", "", "1000"),
        ("1.0E7", "en", "10000000"),
        ("１２", "ja", "12"),
    ],
)
def test_number(text: str, locale: str, value: str) -> None:
    assert parse_number(text, locale) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "-", "abc", "1.2.3", "1,2,3", "12a", "0x10",
     "nan", "inf", "--5", "1e", "1e1_0", "1e99", "1e999999999",
     "9" * 19, "9" * 9999, "1,,000", "1.234,5.6", "1_000"],
)  # fmt: skip
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r"^“.*” is (not a number|too large; .*)\.$"):
        parse_number(text, "en")


def test_whole_numbers() -> None:
    assert parse_integer("1,200", "en") == 1200
    assert parse_integer("12.0", "en") == 12
    with pytest.raises(ValueError, match="not a whole number"):
        parse_integer("1.5", "en")
    with pytest.raises(ValueError, match="too large"):
        parse_integer("3000000000", "en")


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("$1,234.50", "en-US", "1234.50"),
        ("1.234,50 €", "de", "1234.50"),
        ("-$99", "en", "-99"),
        ("$-99", "en", "-99"),
        ("($5)", "en", "-5"),
        ("EUR 20", "de", "20"),
        ("20 USD", "en", "20"),
        ("CHF 20.-", "de-CH", "20"),
        ("1'000.–", "de-CH", "1000"),
        ("R$ 1.234,50", "pt-BR", "1234.50"),
        ("1 234,50 zł", "pl", "1234.50"),
        ("£1", "en", "1"),
        ("￥500", "ja", "500"),
    ],
)
def test_currency(text: str, locale: str, value: str) -> None:
    assert parse_currency(text, locale) == Decimal(value)


def test_percent() -> None:
    assert parse_percent("12.5", "en") == Decimal("12.5")
    assert parse_percent("12,5 %", "de") == Decimal("12.5")
    assert parse_percent("%12.5", "en") == Decimal("12.5")


@pytest.mark.parametrize(
    ("text", "value"),
    [(text, True) for text in ("1", "true", "YES", "on", "Ja", "x", "Oui", "sí", "✓", " TRUE ")]
    + [(text, False) for text in ("0", "False", "no", "off", "nein", "non", "n")],
)
def test_boolean(text: str, value: bool) -> None:
    assert parse_boolean(text) is value


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("2026-12-31", "en-US", date(2026, 12, 31)),
        ("2026/1/5", "", date(2026, 1, 5)),
        ("20261231", "", date(2026, 12, 31)),
        ("31.12.2026", "en-US", date(2026, 12, 31)),
        ("1.2.2026", "en-US", date(2026, 2, 1)),
        ("1. 2. 2026", "de", date(2026, 2, 1)),
        ("1/2/2026", "en-US", date(2026, 1, 2)),
        ("1/2/2026", "en_GB", date(2026, 2, 1)),
        ("1/2/2026", "fr", date(2026, 2, 1)),
        ("25/12/2026", "en-US", date(2026, 12, 25)),
        ("12/25/2026", "en-GB", date(2026, 12, 25)),
        ("1-2-26", "nl", date(2026, 2, 1)),
        ("1/2/75", "en-US", date(1975, 1, 2)),
        ("2024-01-22T20:36:47.000+0000", "", date(2024, 1, 22)),
        ("2024-01-22 20:36", "", date(2024, 1, 22)),
        ("1/22/2024 8:36 PM", "en-US", date(2024, 1, 22)),
    ],
)
def test_date(text: str, locale: str, value: date) -> None:
    assert parse_date(text, locale) == value


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("2024-01-22T20:36:47.000+0000", "", datetime(2024, 1, 22, 20, 36, 47, tzinfo=UTC)),
        ("2024-01-22T20:36:47Z", "", datetime(2024, 1, 22, 20, 36, 47, tzinfo=UTC)),
        ("2024-07-22 20:36", "", datetime(2024, 7, 22, 18, 36, tzinfo=UTC)),
        ("22.07.2024 20:36", "de", datetime(2024, 7, 22, 18, 36, tzinfo=UTC)),
        ("7/22/2024, 8:36 PM", "en-US", datetime(2024, 7, 22, 18, 36, tzinfo=UTC)),
        ("7/22/2024 12:05 am", "en-US", datetime(2024, 7, 21, 22, 5, tzinfo=UTC)),
        ("2024-07-22", "", datetime(2024, 7, 21, 22, 0, tzinfo=UTC)),
    ],
)
def test_datetime(text: str, locale: str, value: datetime) -> None:
    assert parse_datetime(text, locale, zone="Europe/Berlin") == value


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("date", "31.2.2026", "“31.2.2026” is not a date."),
        ("date", "soon", "“soon” is not a date."),
        ("date", "0000-01-01", "“0000-01-01” is not a date."),
        ("date", "13/13/2026", "“13/13/2026” is not a date."),
        ("date", "", "“” is not a date."),
        ("datetime", "22.07.2024 25:00", "“22.07.2024 25:00” is not a date and time."),
        ("datetime", "0001-01-01T00:00+14:00", "“0001-01-01T00:00+14:00” is not a date and time."),
        ("boolean", "maybe", "“maybe” is neither yes nor no."),
        ("percent", "half", "“half” is not a percentage."),
        ("currency", "a lot", "“a lot” is not an amount of money."),
        ("currency", "$" + "9" * 30, "“$" + "9" * 30 + "” is too large an amount."),
        ("integer", "x" * 90, "“" + "x" * 40 + "…” is not a number."),
    ],
)
def test_refused_in_one_sentence(kind: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:
        PARSERS[kind](text, "en")
    assert str(refusal.value) == sentence


@settings(deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(sorted(PARSERS)),
    text=st.text(st.characters(), max_size=30) | st.text("0123456789.,-/:eET+% $", max_size=30),
    locale=st.sampled_from(["", "en-US", "de", "fr_FR", "??"]),
)
def test_nothing_but_value_errors(kind: str, text: str, locale: str) -> None:
    value: Any = None
    try:
        value = PARSERS[kind](text, locale)
    except ValueError as error:
        assert str(error).endswith(".")
    if isinstance(value, Decimal):
        assert value.is_finite()
