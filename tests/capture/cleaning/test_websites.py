"""Web addresses: one way of writing each; what a browser could not open safely is refused."""

import pytest

from headwater.capture.cleaning.websites import parse_website


@pytest.mark.parametrize(
    ("typed", "url", "domain"),
    [
        ("Acme.com", "https://acme.com", "acme.com"),
        ("www.acme.co.uk/", "https://www.acme.co.uk", "acme.co.uk"),
        ("HTTP://Acme.com:80/About?x=1#top", "http://acme.com/About?x=1", "acme.com"),
        ("https://user:secret@acme.com:8443/", "https://acme.com:8443", "acme.com"),
        ("http:/acme.com", "http://acme.com", "acme.com"),
        ("//acme.com/x", "https://acme.com/x", "acme.com"),
        ("acme.com:8080/x", "https://acme.com:8080/x", "acme.com"),
        ("<https://acme.com>", "https://acme.com", "acme.com"),
        ("münchen.de", "https://xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ("acme.github.io", "https://acme.github.io", "acme.github.io"),
    ],
)
def test_read(typed: str, url: str, domain: str) -> None:
    website = parse_website(typed)
    assert (website.url, website.domain, website.reason) == (url, domain, "")


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "data:text/html,x", "ftp://acme.com", "none", "n/a", "http://",
     "http://[::1", "https://acme.com:99999999", "localhost",
     "http://10.0.0.1/", "co.uk", "a b.com"],
)  # fmt: skip
def test_refused_with_a_reason(typed: str) -> None:
    website = parse_website(typed)
    assert (website.url, website.domain) == ("", "")
    assert website.reason.endswith(".")


def test_nothing_is_no_problem() -> None:
    assert parse_website("  ").reason == ""
