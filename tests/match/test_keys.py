"""Keys follow what is written: leads, contacts, accounts, and the contacts of a renamed account."""

from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.match import keys
from headwater.match.match_key import number_of
from headwater.match.models import MatchKey
from headwater.records.models import Account, Contact, Lead


def test_each_object_has_the_keys_by_which_it_is_found(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    account = Account.objects.create(name="Harbor GmbH", website="www.harbor.de", owner=cast.owen)
    contact = Contact.objects.create(
        first_name="Kim", last_name="Berg", account=account, owner=cast.owen,
        email="kim@harbor.de", mobile_phone="+4915112345678",
    )  # fmt: skip
    lead = make_lead(first_name="Kim", last_name="Berg", company="Harbor", phone="(650) 253-0000")
    keys.refresh("Lead", [lead])
    keys.refresh("Account", [account])
    assert of("Lead", lead.pk) > numbers(("phone", "2530000"))
    assert of("Account", account.pk) >= numbers(("company", "harbor"), ("domain", "harbor.de"))
    assert of("Contact", contact.pk) > numbers(("email", "kim@harbor.de"), ("phone", "2345678"))
    assert of("Lead", lead.pk) & of("Contact", contact.pk)  # the same name
    assert not of("Lead", lead.pk) & of("Account", account.pk)


def test_refreshing_forgets_what_is_no_longer_true(cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Harbor", owner=cast.owen)
    contact = Contact.objects.create(
        first_name="Kim", last_name="Berg", account=account, owner=cast.owen
    )
    keys.refresh("Account", [account])
    before = of("Contact", contact.pk)
    account.name = "Sunward"
    account.save()
    keys.refresh("Account", [account])
    assert numbers(("company", "sunward")) < of("Account", account.pk)
    assert not of("Account", account.pk) & numbers(("company", "harbor"))
    assert of("Contact", contact.pk) != before


def test_everything_can_be_written_anew_in_portions(make_lead: Callable[..., Lead]) -> None:
    for number in range(5):
        make_lead(email=f"kim{number}@harbor.de")
    assert keys.refresh_all("Lead", at_once=2) == 5
    assert MatchKey.objects.filter(hash=number_of(("email", "kim3@harbor.de"))).count() == 1


def test_after_an_upgrade_the_keys_come_back_by_themselves(make_lead: Callable[..., Lead]) -> None:
    make_lead(email="kim@harbor.de")
    assert not MatchKey.objects.exists()
    keys.remember_all()
    written = MatchKey.objects.count()
    assert written
    keys.remember_all()
    assert MatchKey.objects.count() == written


def test_many_take_as_many_queries_as_one(make_lead: Callable[..., Lead]) -> None:
    leads = [make_lead(email=f"kim{number}@harbor.de") for number in range(20)]
    counts = []
    for some in (leads[:1], leads):
        with CaptureQueriesContext(connection) as captured:
            keys.refresh("Lead", some)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nothing_to_refresh_asks_nothing(cast: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as captured:
        keys.refresh("Lead", [])
    assert len(captured) == 0


def of(object_name: str, record_id: int) -> set[int]:
    found = MatchKey.objects.filter(object_name=object_name, record_id=record_id)
    return set(found.values_list("hash", flat=True))


def numbers(*said: tuple[str, str]) -> set[int]:
    return {number_of(key) for key in said}
