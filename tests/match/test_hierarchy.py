"""Accounts that may belong together, and people who may live together."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.match import hierarchy, households, keys, refusal
from headwater.match.hierarchy import Firm, relate
from headwater.people.models import Organization
from headwater.records.models import Account, Contact, Lead


def firm(name: str, website: str = "", **more: Any) -> Firm:
    row = {"id": more.pop("id", 1), "name": name, "website": website, "parent_id": None,
           "billing_country": "", "number_of_employees": None}  # fmt: skip
    return Firm.of(row | more)


@pytest.mark.parametrize(
    ("child", "parent", "words"),
    [
        (firm("Acme GmbH"), firm("Acme Group"), "named as its group"),
        (firm("Acme Robotics Ltd", "acme.com"), firm("Acme", "acme.com"), "both are at acme.com"),
        (firm("Otis", "https://us.acme.com/x"), firm("Acme Works", "www.acme.com"),
         "us.acme.com is a part of acme.com"),
        (firm("Acme Deutschland GmbH", "acme.de"), firm("Acme", "acme.com"), "acme.de beside"),
        (firm("Harbor Cold Storage West"), firm("Harbor Cold Storage"), "name begins with"),
        (firm("Acme", "acme.fr", billing_country="France"),
         firm("Acme", "acme.com", billing_country="Germany"), "another country"),
    ],
)  # fmt: skip
def test_a_child_is_told_from_its_parent_with_the_evidence(
    child: Firm, parent: Firm, words: str
) -> None:
    for one, other in ((child, parent), (parent, child)):
        found = relate(one, other)
        assert found and (found.child, found.parent) == (child, parent)
        assert words in found.because and found.strength >= hierarchy.LEAST


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (firm("Acme", "acme.com"), firm("ACME Inc", "acme.com")),  # a duplicate, if anything
        (firm("Acme", "acme.com"), firm("Juniper", "juniper.com")),
        (firm("Mill Works", "gmail.com"), firm("Okafor", "gmail.com")),
        (firm("Summit Bottling", "summit-b.com"), firm("Summit Group", "summit.com")),
        (firm("Harbor Bikes"), firm("Harbor")),  # one word is anybody's
        (firm("National Bank"), firm("National")),
        (firm("Acme GmbH", parent_id=9), firm("Acme Group", id=2)),
    ],
)  # fmt: skip
def test_what_proves_nothing_is_not_suggested(one: Firm, other: Firm) -> None:
    assert relate(one, other) is None


def test_suggestions_of_one_and_of_all_and_a_no_that_is_kept(cast: SimpleNamespace) -> None:
    group = Account.objects.create(name="Acme Group", website="acme.com", owner=cast.mara)
    gmbh = Account.objects.create(name="Acme GmbH", website="acme.de", owner=cast.mara)
    Account.objects.create(name="Juniper", website="juniper.com", owner=cast.mara)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (found,) = hierarchy.suggestions(gmbh, by=cast.ada)
    assert len(asked) <= 2
    assert (found.child.pk, found.parent.pk) == (gmbh.pk, group.pk)
    assert [each.key for each in hierarchy.suggestions(group, by=cast.ada)] == [found.key]
    assert [each.key for each in hierarchy.everywhere(by=cast.ada)] == [found.key]
    refusal.refuse("parent", found.key, by=cast.ada)
    assert not hierarchy.suggestions(gmbh, by=cast.ada)
    assert not hierarchy.everywhere(by=cast.ada)
    refusal.take_back("parent", found.key)
    gmbh.parent = group
    gmbh.save()
    assert not hierarchy.suggestions(gmbh, by=cast.ada)
    assert hierarchy.would_circle(group, gmbh) and not hierarchy.would_circle(gmbh, group)


def test_accounts_that_one_does_not_see_are_not_suggested(cast: SimpleNamespace) -> None:
    Organization.objects.update(account_access="private")
    Account.objects.create(name="Acme Group", owner=cast.mara)
    gmbh = Account.objects.create(name="Acme GmbH", owner=cast.otto)
    assert not hierarchy.suggestions(gmbh, by=cast.otto)


AT_HOME = {"mailing_street": "12 Maple St.", "mailing_postal_code": "10115",
           "mailing_city": "Berlin"}  # fmt: skip


@pytest.fixture
def family(cast: SimpleNamespace) -> SimpleNamespace:
    """Nora has a person account, Tom is a contact alone, Ida is a lead; Otto works for Acme."""
    person = Account.objects.create(name="Nora Lind", is_person_account=True, owner=cast.mara)
    acme = Account.objects.create(name="Acme", owner=cast.mara)
    nora = Contact.objects.create(
        first_name="Nora", last_name="Lind", account=person, owner=cast.mara, **AT_HOME
    )
    tom = Contact.objects.create(
        first_name="Tom",
        last_name="Lind",
        owner=cast.mara,
        **(AT_HOME | {"mailing_street": "12 Maple Street"}),
    )
    ida = Lead.objects.create(
        first_name="Ida",
        last_name="Lind",
        street="12 maple street",
        postal_code="10115",
        city="Berlin",
        owner=cast.mara,
    )
    otto = Contact.objects.create(
        first_name="Otto", last_name="Lind", account=acme, owner=cast.mara, **AT_HOME
    )
    keys.refresh("Contact", [nora, tom, otto])
    keys.refresh("Lead", [ida])
    return SimpleNamespace(person=person, nora=nora, tom=tom, ida=ida, otto=otto)


def test_people_at_one_address_are_a_household(cast: SimpleNamespace, family: Any) -> None:
    found = households.suggestion(family.tom, by=cast.mara)
    assert found and set(found.members) == {family.nora, family.tom, family.ida}
    assert found.name == "Lind household"
    assert found.because == "the same address and last name"
    (everywhere,) = households.everywhere(by=cast.mara)
    assert everywhere.key == found.key
    for each in (family.ida, family.person, family.nora):
        other = households.suggestion(each, by=cast.mara)
        assert other and other.key == found.key
    assert households.suggestion(family.otto, by=cast.mara) is None
    account, before = households.make(found, by=cast.mara)
    assert (account.type, account.billing_city) == ("Household", "Berlin")
    assert Account.objects.get(pk=family.person.pk).parent == account
    assert Contact.objects.get(pk=family.tom.pk).account == account
    assert Lead.objects.get(pk=family.ida.pk).matched_account == account
    assert before["Contact"] == {str(family.tom.pk): {"account_id": None}}
    assert not households.everywhere(by=cast.mara)


def test_where_people_are_no_accounts_there_are_no_households(
    cast: SimpleNamespace, family: Any
) -> None:
    Organization.objects.update(has_person_accounts=False)
    assert households.suggestion(family.tom, by=cast.mara) is None
    assert households.everywhere(by=cast.mara) == []


def test_a_no_is_kept_and_an_outsider_sees_nobody(cast: SimpleNamespace, family: Any) -> None:
    found = households.suggestion(family.tom, by=cast.mara)
    assert found
    refusal.refuse("household", found.key, by=cast.mara)
    assert households.suggestion(family.nora, by=cast.mara) is None
    Organization.objects.update(account_access="private")
    assert households.everywhere(by=cast.otto) == []
