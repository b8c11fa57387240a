"""In which household somebody lives: those that are there, by address and name."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.match import home, keys
from headwater.records.models import Account, Contact, Lead

HERE = {"street": "12 Willow Court", "city": "Linden", "postal_code": "80274"}


@pytest.fixture
def vances(cast: SimpleNamespace) -> Account:
    """Peter lives there; only his address tells where the household is."""
    family = Account.objects.create(owner=cast.mara, name="Vance household", type="Household")
    peter = Account.objects.create(
        owner=cast.mara, name="Peter Vance", is_person_account=True, parent=family
    )
    contact = Contact.objects.create(
        owner=cast.mara, account=peter, first_name="Peter", last_name="Vance",
        **{f"mailing_{name}": value for name, value in HERE.items()},
    )  # fmt: skip
    keys.refresh("Contact", [contact])
    return family


def test_the_household_of_somebody_of_the_same_name_is_sure(
    cast: SimpleNamespace, vances: Account, make_lead: Callable[..., Lead]
) -> None:
    (found,) = home.homes_of(make_lead(last_name="Vance", company="", **HERE), by=cast.mara)
    assert found.account == vances and found.is_sure
    assert found.because == "The same address and last name as Peter Vance"
    (other,) = home.homes_of(make_lead(last_name="Moss", company="", **HERE), by=cast.mara)
    assert not other.is_sure and other.because == "The same address as Peter Vance"


def test_nobody_lives_where_people_are_no_accounts_or_without_an_address(
    cast: SimpleNamespace, vances: Account, make_lead: Callable[..., Lead]
) -> None:
    assert home.homes_of(make_lead(last_name="Vance", company=""), by=cast.mara) == []
    cast.organization.has_person_accounts = False
    cast.organization.save()
    assert home.homes_of(make_lead(last_name="Vance", **HERE), by=cast.mara) == []


def test_it_takes_a_few_questions(
    cast: SimpleNamespace, vances: Account, make_lead: Callable[..., Lead],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    lead = make_lead(last_name="Vance", company="", **HERE)
    home.homes_of(lead, by=cast.mara)
    with django_assert_max_num_queries(6):  # with those that sharing asks
        home.homes_of(lead, by=cast.mara)
