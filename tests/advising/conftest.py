"""Modes of the organisation, and a company that is known."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.match import keys
from headwater.people.models import Organization
from headwater.records.models import Account, Contact


@pytest.fixture
def mode(cast: SimpleNamespace) -> Callable[..., Organization]:
    """Set how the organisation wants it; returns it."""

    def choose(lead_mode: str, **values: object) -> Organization:
        row = Organization.current()
        for name, value in {"lead_mode": lead_mode, **values}.items():
            setattr(row, name, value)
        row.save()
        return row

    return choose


@pytest.fixture
def harbor(cast: SimpleNamespace) -> SimpleNamespace:
    """The account of Harbor Cold Storage, owned by Owen, and Tom, its contact."""
    account = Account.objects.create(
        name="Harbor Cold Storage", website="https://harborcold.com", owner=cast.owen
    )
    tom = Contact.objects.create(
        first_name="Tom", last_name="Okafor", email="tom@harborcold.com", account=account,
        owner=cast.owen,
    )  # fmt: skip
    keys.refresh("Account", [account])
    keys.refresh("Contact", [tom])
    return SimpleNamespace(account=account, tom=tom)
