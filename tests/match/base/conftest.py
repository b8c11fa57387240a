"""A base with people who came twice."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.records.models import Account, Contact, Lead
from tests.match.base.crowd import companies, people


@pytest.fixture
def base(cast: SimpleNamespace) -> SimpleNamespace:
    """60 people as leads (15 of them twice) and 20 companies (5 of them twice), all of Mara's."""
    leads = Lead.objects.bulk_create(Lead(owner=cast.mara, **said) for _, said in people(60))
    accounts = Account.objects.bulk_create(
        Account(owner=cast.mara, **said) for _, said in companies(20)
    )
    entities = [entity for entity, _ in people(60)]
    return SimpleNamespace(leads=leads, accounts=accounts, entities=entities)


@pytest.fixture
def make_contact(cast: SimpleNamespace) -> Callable[..., Contact]:
    """A contact straight into the table."""

    def make(**said: Any) -> Contact:
        return Contact.objects.create(**({"owner": cast.mara, "last_name": "Okafor"} | said))

    return make
