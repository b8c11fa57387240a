"""E-mail addresses: found in what surrounds them, judged without asking the network."""

import pytest
from email_validator import EmailNotValidError, validate_email

from headwater.capture.cleaning.emails import (
    is_disposable_domain,
    is_free_domain,
    is_role_address,
    parse_email,
    work_domain,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("jane@acme.com", "jane@acme.com"),
        ("  Jane.Doe@ACME.com ", "Jane.Doe@acme.com"),
        ("mailto:jane@acme.com?subject=Hi", "jane@acme.com"),
        ("MAILTO:jane%40acme.com", "jane@acme.com"),
        ("Jane Doe <jane@acme.com>", "jane@acme.com"),
        ('"Doe, Jane" <Jane@Acme.com>;', "Jane@acme.com"),
        ("<jane@acme.com>", "jane@acme.com"),
        ("jane@acme.com.", "jane@acme.com"),
        ("jane@MÜNCHEN.de", "jane@münchen.de"),
        ("jane@xn--mnchen-3ya.de", "jane@münchen.de"),
        ("josé@acme.com", "josé@acme.com"),
        ("o'brien@acme.com", "o'brien@acme.com"),
        ("", ""),
    ],
)
def test_read(typed: str, address: str) -> None:
    email = parse_email(typed)
    assert (email.address, email.is_valid) == (address, True)


def test_the_name_in_front_is_kept() -> None:
    assert parse_email('"Doe, Jane" <jane@acme.com>').name == "Doe, Jane"


@pytest.mark.parametrize(
    "typed",
    ["jane", "jane@", "@acme.com", "jane@acme", "jane@localhost", "a..b@acme.com", "a b@acme.com",
     "jane@acme..com", "jane@-acme.com", "a@b@c.com", "jane@acme.com; joe@acme.com",
     "x" * 300 + "@acme.com", "jane@" + "a" * 260 + ".com", "jane@acme.test", "<script>@x.com"],
)  # fmt: skip
def test_refused_with_a_reason(typed: str) -> None:
    email = parse_email(typed)
    assert not email.is_valid
    assert email.reason.endswith(".")


@pytest.mark.parametrize(
    "local", ["jane", "j.d", "j+x", "-j", "j-", "_", ".j", "j.", "j..d", "j%d"]
)
@pytest.mark.parametrize(
    "domain",
    ["acme.com", "a_b.com", "acme.c", "1.2.3.4", "ex--ample.com", "xn--mnchen-3ya.de", "a-b.co.uk",
     "a-.com", "-a.com", "ab--c.com", "acme.local", "acme.test", "acme.example", "onion", "a.b.c1",
     "x" * 63 + ".com", "x" * 64 + ".com"],
)  # fmt: skip
def test_the_quick_way_agrees_with_the_library(local: str, domain: str) -> None:
    try:
        validate_email(f"{local}@{domain}", check_deliverability=False)
        is_valid = True
    except EmailNotValidError:
        is_valid = False
    assert parse_email(f"{local}@{domain}").is_valid is is_valid


def test_what_an_address_tells_about_its_owner() -> None:
    assert is_role_address("Info@acme.com")
    assert is_role_address("sales+web@acme.com")
    assert is_role_address("no.reply@acme.com")
    assert not is_role_address("jane@acme.com")
    assert not is_role_address("info")
    assert is_free_domain("gmail.com")
    assert is_disposable_domain("yopmail.com")
    assert work_domain("jane@mail.acme.co.uk") == "acme.co.uk"
    assert work_domain("jane@gmail.com") == work_domain("jane@yopmail.com") == ""
