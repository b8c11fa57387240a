"""Who belongs to which company: several contacts of one account, one person at several."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import relating, trail, writing
from headwater.records.models import Account, AccountContactRelation, Campaign, Contact
from headwater.records.problem import Refused


@pytest.fixture
def house(cast: SimpleNamespace) -> SimpleNamespace:
    harbor = Account.objects.create(owner=cast.mara, name="Harbor")
    quay = Account.objects.create(owner=cast.mara, name="Quay")
    tom = Contact.objects.create(owner=cast.mara, first_name="Tom", last_name="Ok", account=harbor)
    return SimpleNamespace(harbor=harbor, quay=quay, tom=tom, by=cast.mara)


def relation(house: SimpleNamespace, account: Account) -> AccountContactRelation:
    found = AccountContactRelation.objects.get(account=account, contact=house.tom)
    assert isinstance(found, AccountContactRelation)
    return found


def test_a_person_is_at_two_companies_and_leaves_one(house: SimpleNamespace) -> None:
    given = {"roles": ["Decision Maker", "Evaluator"], "started_on": "2026-01-01"}
    [row] = relating.relate([house.tom], house.quay, given, by=house.by)
    assert row.role_list == ["Decision Maker", "Evaluator"] and row.started_on == date(2026, 1, 1)
    assert not row.is_direct and list(AccountContactRelation.objects.indirect()) == [row]
    relating.relate([house.tom], house.harbor, {"roles": "Influencer"}, by=house.by)
    assert relation(house, house.harbor).is_direct
    told = trail.about(house.tom).filter(event="contact.related").first()
    assert told and told.because["account"]["name"] == "Harbor"
    relating.unrelate([row], by=house.by)
    assert not AccountContactRelation.objects.alive().indirect()
    relating.relate([house.tom], house.quay, {}, by=house.by)
    assert relation(house, house.quay).roles == "Decision Maker;Evaluator"


def test_who_moves_is_remembered_as_former_if_wanted(house: SimpleNamespace) -> None:
    relating.relate([house.tom], house.quay, {"roles": "Other"}, by=house.by)
    relating.move([house.tom], house.quay, keeps_former=True, by=house.by)
    former = relation(house, house.harbor)
    assert not former.is_active and former.ended_on == timezone.localdate()
    assert relation(house, house.quay).is_direct
    relating.move([house.tom], house.harbor, keeps_former=False, by=house.by)
    assert relation(house, house.harbor).is_active and relation(house, house.quay).is_deleted
    relating.move([house.tom], None, keeps_former=False, by=house.by)
    house.tom.refresh_from_db()
    assert house.tom.account_id is None
    told = trail.about(house.tom).filter(event="contact.changed").first()
    assert told and told.because == {"from": "Harbor", "to": ""}


def test_only_one_is_primary_and_it_is_taken_back_exactly(
    house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    ann = Contact.objects.create(owner=cast.mara, last_name="Ann", account=house.harbor)
    relating.relate([house.tom], house.harbor, {"is_primary": True}, by=house.by)
    pairs = [(house.harbor.pk, ann.pk), (house.harbor.pk, house.tom.pk)]
    before = relating.states(pairs)
    relating.relate([ann], house.harbor, {"is_primary": True}, by=house.by)
    assert not relation(house, house.harbor).is_primary
    after = relating.states(pairs)
    assert relating.put_back(before, after, by=house.by) == 2
    assert relation(house, house.harbor).is_primary
    assert relating.states(pairs) == before
    assert relating.put_back(before, after, by=house.by) == 0  # somebody said otherwise since


def test_what_cannot_be_is_refused(house: SimpleNamespace, cast: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="end comes before"):
        given = {"started_on": "2026-02-01", "ended_on": "2026-01-01"}
        relating.relate([house.tom], house.quay, given, by=house.by)
    person = Account.objects.create(owner=cast.mara, name="Nora Lind", is_person_account=True)
    nora = Contact.objects.create(owner=cast.mara, last_name="Lind", account=person)
    with pytest.raises(Refused, match="is a person"):
        relating.relate([house.tom], person, {}, by=house.by)
    with pytest.raises(Refused, match="is a person"):
        relating.move([house.tom], person, keeps_former=True, by=house.by)
    with pytest.raises(Refused, match="cannot move"):
        relating.move([nora], house.quay, keeps_former=True, by=house.by)
    relating.relate([nora], house.quay, {"roles": "Evaluator"}, by=house.by)  # but may belong to it


def test_a_hundred_cost_what_one_costs(
    house: SimpleNamespace, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    many = Contact.objects.bulk_create(
        Contact(owner=cast.mara, last_name=str(n), account=house.harbor) for n in range(100)
    )
    with django_assert_max_num_queries(8):
        relating.relate(many, house.quay, {"roles": "Other"}, by=house.by)
    with django_assert_max_num_queries(16):
        relating.move(many, house.quay, keeps_former=True, by=house.by)
    assert AccountContactRelation.objects.standing().count() == 100


@pytest.mark.parametrize("kind", ["Account", "Contact", "Campaign"])
def test_nobody_comes_to_stand_above_themselves(kind: str, cast: SimpleNamespace) -> None:
    model: Any
    model, attribute = {
        "Account": (Account, "parent_id"), "Contact": (Contact, "reports_to_id"),
        "Campaign": (Campaign, "parent_id"),
    }[kind]  # fmt: skip
    named = "last_name" if kind == "Contact" else "name"
    one, two, three = (
        model.objects.create(owner=cast.mara, **{named: name}) for name in ("A", "B", "C")
    )
    writing.change([two], {attribute: one.pk}, by=cast.mara)
    writing.change([three], {attribute: two.pk}, by=cast.mara)
    for above in (one, two, three):
        with pytest.raises(Refused) as refused:
            writing.change([one], {attribute: above.pk}, by=cast.mara)
        assert refused.value.problems[0].code == "CIRCULAR_DEPENDENCY"
    one.refresh_from_db()
    assert getattr(one, attribute) is None


def test_both_sides_of_a_person_account_say_the_same(cast: SimpleNamespace) -> None:
    person = Account.objects.create(owner=cast.mara, name="Nora Lind", is_person_account=True)
    nora = Contact.objects.create(
        owner=cast.mara, first_name="Nora", last_name="Lind", account=person
    )
    writing.change([nora], {"last_name": "Berg", "phone": "+1 303-555-0100"}, by=cast.mara)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Nora Berg", "+1 303-555-0100")
    writing.change([person], {"name": "Eva Maria Lind", "owner_id": cast.owen.pk}, by=cast.mara)
    nora.refresh_from_db()
    assert (nora.first_name, nora.last_name, nora.owner_id) == ("Eva Maria", "Lind", cast.owen.pk)
    writing.delete([person], by=cast.mara)
    nora.refresh_from_db()
    assert nora.is_deleted
    writing.restore([nora], by=cast.mara)
    person.refresh_from_db()
    assert not person.is_deleted
