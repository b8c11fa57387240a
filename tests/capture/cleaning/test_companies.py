"""Companies: tidy to read, and what is no company is known."""

import pytest

from headwater.capture.cleaning.companies import clean_company, company_key, is_placeholder


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Acme   Ltd ", "Acme Ltd"),
        ("'Acme'", "Acme"),
        ("„Müller & Söhne“", "Müller & Söhne"),
        ("Acme , Inc.", "Acme, Inc."),
        ("Acme Inc.,", "Acme Inc."),
        ("IBM", "IBM"),
        ("adidas", "adidas"),
        (",", ","),
        ("", ""),
    ],
)
def test_display(typed: str, clean: str) -> None:
    assert clean_company(typed) == clean


def test_placeholders() -> None:
    assert is_placeholder("n/a")
    assert is_placeholder("-")
    assert not is_placeholder("")
    assert not is_placeholder("Nada Surf Ltd")
    assert company_key("Acme, Inc.") == "acme"
