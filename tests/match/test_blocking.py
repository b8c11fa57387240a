"""The few keys by which records find each other."""

import pytest

from headwater.match.blocking import blocks, wide_blocks
from headwater.match.identity import Identity

JANE = {
    "first_name": "Jane", "last_name": "Vandeberg", "email": "jane.vandeberg@harborcold.com",
    "phone": "303 555 1527", "company": "Harbor Cold Storage", "street": "12 Main St",
    "city": "Denver", "postal_code": "80202", "birthdate": "1978-11-12",
}  # fmt: skip


def person(**values: str) -> Identity:
    return Identity.of_values(values, "US")


@pytest.mark.parametrize(
    "said",
    [
        {"email": "Jane.Vandeberg+x@harborcold.com"},
        {"phone": "+1 (303) 555-1527"},
        {"first_name": "Vandeberg", "last_name": "Jane"},
        {"first_name": "Jane", "last_name": "Vandebergh"},
        {"last_name": "Vandeberg", "company": "Harbor Cold Storage Inc."},
        {"email": "janevandeberg7@gmail.com"},
        {"birthdate": "1978-11-12", "first_name": "J", "last_name": "V"},
        {"street": "12 Main Street", "postal_code": "80203"},
    ],
)
def test_one_thing_in_common_is_enough(said: dict[str, str]) -> None:
    assert blocks(person(**JANE)) & blocks(person(**said))


def test_the_stored_keys_are_few_and_the_wide_ones_more() -> None:
    stored = blocks(person(**JANE))
    assert len(stored) <= 8
    assert stored < wide_blocks(person(**JANE))
    assert all(value for _, value in stored)


def test_nobody_has_no_keys_and_a_shared_mailbox_needs_a_name() -> None:
    assert not blocks(person())
    one, other = (person(last_name=name, email="info@acme.com") for name in ("Doe", "Berg"))
    assert not blocks(one) & blocks(other)


def test_numbers_are_not_alike() -> None:
    one, other = (person(first_name="Kim", last_name=f"Number{n}") for n in (200010, 200100))
    assert not blocks(one) & blocks(other)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "HCS"}, {"name": "Harbor Freight"}, {"website": "www.harborcold.com"},
        {"phone": "3035551527"},
    ],
)  # fmt: skip
def test_companies(said: dict[str, str]) -> None:
    values = {"name": "Harbor Cold Storage", "phone": "303 555 1527", "website": "harborcold.com"}
    one = Identity.of_company(values, "US")
    assert blocks(one) & blocks(Identity.of_company(said, "US"))
    assert len(wide_blocks(one)) >= len(blocks(one))
