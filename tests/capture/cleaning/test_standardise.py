"""What is written into one record by hand or by a program is written as the doors write it."""

from typing import Any

import pytest

from headwater.capture.cleaning.standardise import Standardised, standardise

HELD = {"first_name": "Tom", "last_name": "Okafor", "country": "Germany", "state": "",
        "mailing_country": "France", "billing_country": "United Kingdom"}  # fmt: skip


def written(kind: str, **given: Any) -> Standardised:
    return standardise(kind, given, lambda name: HELD.get(name, ""), country="US", locale="en-US")


@pytest.mark.parametrize(
    ("kind", "given", "values", "typed"),
    [
        ("Lead", {"phone": "089 1234567"}, {"phone": "+49891234567"}, {"phone"}),
        ("Lead", {"phone": "+49891234567"}, {"phone": "+49891234567"}, set()),
        ("Lead", {"country": "USA", "state": "Calif."},
         {"country": "United States", "state": "California"}, {"country", "state"}),
        ("Lead", {"last_name": "MCDONALD"}, {"last_name": "McDonald"}, {"last_name"}),
        ("Lead", {"email": "mailto:T@Harbor.Example"}, {"email": "T@harbor.example"}, {"email"}),
        ("Contact", {"home_phone": "01 70 18 99 00"}, {"home_phone": "+33170189900"},
         {"home_phone"}),
        ("Account", {"name": '"Harbor"', "website": "Harbor.co.uk", "phone": "020 7946 0958"},
         {"name": "Harbor", "website": "https://harbor.co.uk", "phone": "+442079460958"},
         {"name", "website", "phone"}),
        ("Account", {"shipping_country": "D"}, {"shipping_country": "Germany"},
         {"shipping_country"}),
        ("Opportunity", {"name": "HARBOR"}, {"name": "HARBOR"}, set()),
        ("Lead", {"phone": "", "annual_revenue": 5, "Roof__c": "flat"},
         {"phone": "", "annual_revenue": 5, "Roof__c": "flat"}, set()),
    ],
)  # fmt: skip
def test_as_the_doors_do(
    kind: str, given: dict[str, Any], values: dict[str, Any], typed: set[str]
) -> None:
    done = written(kind, **given)
    assert (done.values, set(done.typed)) == (values, typed)
    assert all(done.typed[name] == given[name] for name in typed)


def test_a_name_typed_again_stays_as_typed() -> None:
    assert written("Lead", last_name="OKAFOR").values == {"last_name": "OKAFOR"}


def test_what_cannot_be_read_stays_and_is_doubted() -> None:
    done = written("Lead", phone="call me", country="Atlantis")
    assert done.values == {"phone": "call me", "country": "Atlantis"}
    assert set(done.doubts) == {"phone", "country"}
