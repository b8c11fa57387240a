"""What a record says, in the form that is compared."""

from datetime import date
from types import SimpleNamespace

import pytest

from headwater.match.identity import Identity


def person(**values: object) -> Identity:
    return Identity.of_values(values, "US")


def test_a_person_in_normal_form() -> None:
    one = person(
        first_name="Dr. Bob", last_name="O'Neil-Müller Jr.", email="Bob.ONeil+x@Acme.com",
        phone="(303) 555-1527 x12", mobile_phone="+49 30 1234567", company="Acme, Inc.",
        street="12b Main St.", city="St. James", postal_code="80202-1234",
        born_on=date(1978, 11, 12),
    )  # fmt: skip
    assert (one.first, one.last, one.generation) == ("bob", "oneilmuller", "jr")
    assert "robert" in one.nicks
    assert one.last_words == ("muller", "oneil")
    assert (one.email, one.host, one.domain) == ("bob.oneil@acme.com", "acme.com", "acme.com")
    assert one.phones == ("+13035551527x12", "+49301234567")
    assert one.tails == ("5551527", "1234567")
    assert (one.company, one.street_number, one.street) == ("acme", "12b", "main")
    assert (one.city, one.postal, one.birthdate) == ("saintjames", "80202", "19781112")


@pytest.mark.parametrize(
    ("values", "first", "last"),
    [
        ({"name": "Doe, Jane"}, "jane", "doe"),
        ({"name": "Jane van de Berg"}, "jane", "vandeberg"),
        ({"last_name": "[not provided]"}, "", ""),
        ({"email": "jane.doe@acme.com"}, "jane", "doe"),
        ({"last_name": "Doe", "email": "jane.doe@acme.com"}, "jane", "doe"),
        ({"email": "info@acme.com"}, "", ""),
        ({"first_name": "Иван", "last_name": "Łódź"}, "ivan", "lodz"),
        ({"first_name": "伟", "last_name": "王"}, "wei", "wang"),
    ],
)
def test_names(values: dict[str, str], first: str, last: str) -> None:
    one = person(**values)
    assert (one.first, one.last) == (first, last)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("1978-11-12", "19781112"), ("12.11.1978", "19781112"), ("11/12/78", "19781112"),
        ("Mar 1 1970", "19700301"), ("20/8/1991", "19910820"), ("soon", ""), ("1978", ""),
    ],
)  # fmt: skip
def test_dates(said: str, day: str) -> None:
    assert person(birthdate=said).birthdate == day


def test_a_company_and_the_employer_of_a_person_look_alike() -> None:
    account = Identity.of_company(
        {"name": "Harbor Cold Storage LLC", "website": "https://www.harborcold.com/x"}, "US"
    )
    jane = person(first_name="Jane", email="jane@harborcold.com", company="Harbor Cold Storage")
    assert (account.company, account.domain) == (jane.employer().company, jane.employer().domain)
    assert jane.employer().kind == "company"
    assert jane.employer().first == ""
    assert account.head == "harbor"


def test_a_contact_is_read_by_its_mailing_address() -> None:
    contact = SimpleNamespace(
        first_name="Jane", last_name="Doe", mailing_street="Hauptstr. 7", mailing_city="Köln",
        other_city="Bonn",
    )  # fmt: skip
    one = Identity.of_record(contact, "DE", company="Acme")
    assert (one.street, one.street_number, one.city, one.company) == ("haupt", "7", "koln", "acme")


def test_a_person_account_is_a_person() -> None:
    account = SimpleNamespace(is_person_account=True, first_name="Jane", last_name="Doe")
    assert Identity.of_account(account, "US").kind == "person"


def test_every_attribute_can_be_a_column() -> None:
    one = person(first_name="Jane")
    for name in Identity._fields:
        value = getattr(one, name)
        assert isinstance(value, str | bool | tuple), name
        for text in value if isinstance(value, tuple) else [str(value)]:
            assert text.isascii()
