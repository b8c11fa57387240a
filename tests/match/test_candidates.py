"""Who may a lead be? The strongest first, with evidence, and only what somebody may see."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.match import keys
from headwater.match.candidates import candidates
from headwater.people.models import Organization
from headwater.people.organization import Access
from headwater.people.standing import moment
from headwater.records.models import Account, Contact, Lead

MakeLead = Callable[..., Lead]
KIM = {
    "first_name": "Kim", "last_name": "Berg", "company": "Harbor", "email": "kim@harbor.de",
    "phone": "+16502530000",
}  # fmt: skip


@pytest.fixture
def harbor(cast: SimpleNamespace, make_lead: MakeLead) -> SimpleNamespace:
    """Kim's lead, Kim as a contact of Harbor, a colleague on the same phone, an older inquiry."""
    account = Account.objects.create(name="Harbor Inc.", website="harbor.de", owner=cast.otto)
    contact = Contact.objects.create(
        first_name="Kim", last_name="Berg", email="kim@harbor.de", account=account, owner=cast.otto
    )
    lead = make_lead(**KIM)
    older = make_lead(**KIM, is_closed=True, owner=cast.otto)
    colleague = make_lead(**{**KIM, "first_name": "Ole", "email": "ole@harbor.de"})
    converted = make_lead(**KIM, is_converted=True)
    keys.refresh("Lead", [lead, older, colleague, converted])
    keys.refresh("Account", [account])
    return SimpleNamespace(
        account=account, contact=contact, lead=lead, older=older, colleague=colleague
    )


def test_everybody_who_may_be_the_same(harbor: SimpleNamespace) -> None:
    found = candidates(harbor.lead)
    assert [c.record for c in found.leads] == [harbor.older, harbor.colleague][: len(found.leads)]
    assert found.leads[0].because.startswith("same e-mail address")
    assert found.leads[0].is_sure
    assert [(c.record, c.strength) for c in found.contacts] == [(harbor.contact, 100)]
    (account,) = found.accounts
    assert account.record == harbor.account
    assert account.because.startswith("Kim Berg is a contact there, ")


def test_only_what_one_may_see(cast: SimpleNamespace, harbor: SimpleNamespace) -> None:
    Organization.objects.update(account_access=Access.PRIVATE)
    found = candidates(harbor.lead, by=cast.mara)
    assert harbor.older not in [c.record for c in found.leads]
    assert not found.contacts
    assert not found.accounts


def test_a_fixed_number_of_queries(make_lead: MakeLead, harbor: SimpleNamespace) -> None:
    candidates(harbor.lead)  # also reads what is kept in memory from then on
    counts = []
    for _ in range(2):
        with moment(), CaptureQueriesContext(connection) as captured:
            candidates(harbor.lead)
        counts.append(len(captured))
        keys.refresh("Lead", [make_lead(**KIM) for _ in range(10)])
    assert counts == [8, 8]


def test_nobody_knows_a_stranger(make_lead: MakeLead) -> None:
    found = candidates(make_lead(last_name="Alone", company="Nowhere"))
    assert not (found.accounts or found.contacts or found.leads)
