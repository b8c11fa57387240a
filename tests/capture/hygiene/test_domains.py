"""Mail domains: a slip of the finger is recognised, somebody's own domain is left alone."""

import pytest

from headwater.capture.hygiene.domains import judge, meant


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("gmial.com", "gmail.com"), ("gmai.com", "gmail.com"), ("gmail.con", "gmail.com"),
        ("gmial.con", "gmail.com"), ("hotmial.com", "hotmail.com"), ("yhaoo.com", "yahoo.com"),
        ("outlok.com", "outlook.com"), ("gmail.co", "gmail.com"), ("t-onlne.de", "t-online.de"),
        *((own, "") for own in (
            "gmail.com", "mail.com", "ymail.com", "email.com", "cloud.com", "gmx.de", "hotmail.gr",
            "yahoo.co.uk", "acme.con", "harbor.example", "", "com", "gnail", "outlook.ie",
        )),
    ],
)  # fmt: skip
def test_what_was_meant(typed: str, right: str) -> None:
    assert meant(typed) == right


@pytest.mark.parametrize(
    ("domain", "verdict"),
    [("gmial.com", "misspelt"), ("yopmail.com", "disposable"), ("acme", "invalid"),
     ("a b.com", "invalid"), ("acme.com", ""), ("münchen.de", "")],
)  # fmt: skip
def test_the_verdict(domain: str, verdict: str) -> None:
    assert judge(domain)[0] == verdict
