"""How somebody came: read from parameters, from the page's address, from the page before."""

from typing import Any

import pytest

from headwater.capture import visit

PAGE = "https://mill.example/solar?utm_source=google&utm_medium=cpc&gclid=abc&x=1"


def test_the_visit_is_read_in_the_order_in_which_it_is_told() -> None:
    payload = {
        "LastName": ["Lee"], "form_page": ["https://mill.example/contact"],
        "utm_campaign": ["spring"], "landing_page": [PAGE],
        "came_from": ["https://www.google.com/"], "utm_source": [" google "],
    }  # fmt: skip
    told = visit.visit_of(payload, "https://mill.example/")
    assert list(told) == ["utm_source", "utm_campaign", "came_from", "landing_page", "form_page"]
    assert told["utm_source"] == "google"
    assert visit.said(told) == "google · spring"


@pytest.mark.parametrize(
    ("payload", "referrer", "said"),
    [
        ({}, PAGE, "google · cpc"),
        ({"form_page": [PAGE]}, "https://mill.example/", "google · cpc"),
        ({"utm_source": ["bing"]}, PAGE, "bing"),
        ({"msclkid": ["x"]}, "", "Microsoft advertisement"),
        ({"came_from": ["https://news.example/a?b"]}, "", "news.example"),
        ({"came_from": ["http://[half"]}, "", ""),
        ({"utm_source": "mail"}, "", "mail"),
        ({"utm_source": [None, 3, {"a": 1}]}, "", ""),
        (["no", "payload"], "https://x.example/?" + "a&" * 500, ""),
    ],
)
def test_what_is_known_is_said_in_a_few_words(payload: Any, referrer: str, said: str) -> None:
    assert visit.said(visit.visit_of(payload, referrer)) == said


def test_no_text_is_longer_than_can_be_read() -> None:
    told = visit.visit_of({"utm_term": ["x" * 9000]}, "https://mill.example/" + "y" * 9000)
    assert {len(text) for text in told.values()} == {visit.LONGEST}
