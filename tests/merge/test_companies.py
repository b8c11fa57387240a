"""What people are at companies follows a merge and its undoing; person accounts merge whole."""

from datetime import date
from types import SimpleNamespace

import pytest

from headwater import merging
from headwater.match import keys
from headwater.records.models import Account, AccountContactRelation, Contact
from headwater.records.problem import Refused
from tests.merge.dump import difference, everything

Relation = AccountContactRelation


def known() -> dict[str, list[str]]:
    """Everything, with the keys by which records are found."""
    for name in ("Account", "Contact"):
        keys.refresh_all(name)
    return everything()


@pytest.fixture
def firms(cast: SimpleNamespace) -> SimpleNamespace:
    made = SimpleNamespace(cast=cast)
    for name in ("harbor", "quay", "mill"):
        setattr(made, name, Account.objects.create(owner=cast.mara, name=name.title()))
    for name in ("tom", "ann"):
        person = Contact.objects.create(owner=cast.mara, last_name=name, account=made.harbor)
        setattr(made, name, person)
    said = {"account": made.quay, "roles": "Evaluator", "started_on": date(2026, 3, 1)}
    Relation.objects.create(contact=made.tom, is_primary=True, **said)
    Relation.objects.create(
        contact=made.ann, account=made.quay, roles="Other;Evaluator", is_active=False,
        started_on=date(2025, 1, 1), ended_on=date(2026, 1, 1),
    )  # fmt: skip
    Relation.objects.create(contact=made.ann, account=made.mill, is_primary=True)
    return made


def test_two_people_become_one_with_all_their_companies(firms: SimpleNamespace) -> None:
    before = known()
    done = merging.merge(firms.tom, [firms.ann], by=firms.cast.mara)
    at_quay = Relation.objects.get(account=firms.quay)
    assert at_quay.contact == firms.tom and at_quay.is_active and at_quay.is_primary
    assert at_quay.roles == "Evaluator;Other" and at_quay.started_on == date(2025, 1, 1)
    assert at_quay.ended_on is None
    assert Relation.objects.get(account=firms.mill).contact == firms.tom
    merging.unmerge(done, by=firms.cast.mara)
    assert not difference(before, everything())


def test_two_companies_become_one_with_one_primary_person(firms: SimpleNamespace) -> None:
    before = known()
    done = merging.merge(firms.quay, [firms.mill], by=firms.cast.mara)
    assert Relation.objects.filter(account=firms.quay).count() == 2
    primary = Relation.objects.get(account=firms.quay, is_primary=True)
    assert primary.contact == firms.tom
    merging.unmerge(done, by=firms.cast.mara)
    assert not difference(before, everything())


@pytest.mark.parametrize("side", ["Account", "Contact"])
def test_person_accounts_become_one_on_both_sides(side: str, cast: SimpleNamespace) -> None:
    pairs = {}
    for first in ("Nora", "Norah"):
        account = Account.objects.create(
            owner=cast.mara, name=f"{first} Lind", is_person_account=True
        )
        person = Contact.objects.create(
            owner=cast.mara, first_name=first, last_name="Lind", account=account
        )
        pairs[first] = {"Account": account, "Contact": person}
    before = known()
    named = {"name": "Norah Lind"} if side == "Account" else {"first_name": "Norah"}
    done = merging.merge(pairs["Nora"][side], [pairs["Norah"][side]], values=named, by=cast.mara)
    account, contact = Account.objects.get(is_deleted=False), Contact.objects.get(is_deleted=False)
    assert account == pairs["Nora"]["Account"] and contact == pairs["Nora"]["Contact"]
    assert contact.account == account and account.name == str(contact) == "Norah Lind"
    merging.unmerge(done, by=cast.mara)
    assert not difference(before, everything())


def test_a_person_account_is_not_merged_into_an_employee(firms: SimpleNamespace) -> None:
    account = Account.objects.create(owner=firms.cast.mara, name="Nora", is_person_account=True)
    nora = Contact.objects.create(owner=firms.cast.mara, last_name="Nora", account=account)
    with pytest.raises(Refused, match="only with another such"):
        merging.merge(firms.tom, [nora], by=firms.cast.mara)
    with pytest.raises(Refused, match="person and a company"):
        merging.merge(firms.harbor, [account], by=firms.cast.mara)
