"""A list of leads as it comes: an account that is known, a new company twice, a person twice."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.match import keys
from headwater.records import dealing
from headwater.records.models import Account, Contact, Lead

KNOWN = "harbor.example.com"


@pytest.fixture
def lead(make_lead: Callable[..., Lead]) -> Callable[..., Lead]:
    """A lead that match knows, as every lead that came through the journey."""

    def make(first: str, last: str, company: str = "", site: str = "", **values: Any) -> Lead:
        mail = f"{first}@{site}".lower() if site else ""
        made = make_lead(
            **{"first_name": first, "last_name": last, "company": company, "email": mail} | values
        )
        keys.refresh("Lead", [made])
        return made

    return make


@pytest.fixture
def harbor(cast: SimpleNamespace) -> SimpleNamespace:
    """Harbor is an account with Kim as its contact, and an open deal."""
    account = Account.objects.create(name="Harbor Inc.", website=KNOWN, owner=cast.mara)
    kim = Contact.objects.create(
        first_name="Kim", last_name="Berg", email=f"kim@{KNOWN}", account=account, owner=cast.mara
    )
    keys.refresh("Account", [account])
    deal = dealing.open_deal(
        {"name": "Depot 2", "account_id": account.pk, "owner_id": cast.mara.pk}, by=cast.mara
    )
    return SimpleNamespace(account=account, kim=kim, deal=deal)


@pytest.fixture
def listed(lead: Callable[..., Lead], harbor: SimpleNamespace) -> list[Lead]:
    """Kim whom we know, a colleague, two of one new firm, one of them twice, one alone."""
    return [
        lead("Kim", "Berg", "Harbor", KNOWN),
        lead("Ole", "Ruiz", "Harbor Inc.", KNOWN),
        lead("Ana", "Vega", "Millstone GmbH", "millstone.example.org"),
        lead("Ben", "Okoro", "Millstone", "millstone.example.org"),
        lead("Ana", "Vega", "Millstone", "millstone.example.org"),
        lead("Una", "Quill"),
    ]
