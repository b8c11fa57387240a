"""Records are created, changed, deleted and restored in one way, and the Trail knows."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from headwater.catalog import custom
from headwater.records import trail, writing
from headwater.records.models import Account, Contact, Lead, TrailEntry
from headwater.records.problem import Refused


def test_an_account_is_created_changed_deleted_and_restored(cast: SimpleNamespace) -> None:
    account = writing.create(
        "Account", {"name": "Harbor", "number_of_employees": "40"}, by=cast.mara
    )
    assert (account.owner_id, account.number_of_employees) == (cast.mara.pk, 40)
    assert writing.change([account], {"name": "Harbor Cold Storage"}, by=cast.ines) == 1
    writing.delete([account], by=cast.mara)
    assert not Account.objects.alive().exists()
    writing.restore([account], by=cast.ines)
    assert Account.objects.alive().get().name == "Harbor Cold Storage"
    told = [(entry.event, entry.by) for entry in trail.about(account)]
    assert told == [
        ("account.restored", cast.ines),
        ("account.deleted", cast.mara),
        ("account.changed", cast.ines),
        ("account.created", cast.mara),
    ]
    changed = TrailEntry.objects.get(event="account.changed")
    assert changed.changes == {"name": ["Harbor", "Harbor Cold Storage"]}


def test_nothing_changed_is_nothing_told(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(city="Linden")
    assert writing.change([lead], {"city": "Linden", "state": ""}, by=cast.mara) == 0
    assert not TrailEntry.objects.exists()


def test_custom_values_live_in_one_column_and_empty_ones_are_absent(cast: SimpleNamespace) -> None:
    custom.define("Account", "Roof", "string")
    custom.define("Account", "Use", "double", scale=1, default=5)
    account = writing.create("Account", {"name": "Harbor", "Roof__c": "metal"}, by=cast.mara)
    assert account.custom == {"Roof__c": "metal", "Use__c": 5}
    writing.change([account], {"Roof__c": "", "Use__c": "7.5"}, by=cast.mara)
    account.refresh_from_db()
    assert account.custom == {"Use__c": 7.5}


def test_everything_wrong_is_told_at_once_and_nothing_is_written(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        writing.create("Contact", {"first_name": "x" * 41, "born_on": "soon"}, by=cast.mara)
    assert {(p.field, p.code) for p in refused.value.problems} == {
        ("FirstName", "STRING_TOO_LONG"),
        ("Birthdate", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("LastName", "REQUIRED_FIELD_MISSING"),
    }
    assert not Contact.objects.exists()
    assert not TrailEntry.objects.exists()


def test_a_unique_value_belongs_to_one_record(cast: SimpleNamespace) -> None:
    custom.define("Account", "External Id", "string", is_external_id=True, is_unique=True)
    writing.create("Account", {"name": "A", "External_Id__c": "7"}, by=cast.mara)
    with pytest.raises(Refused) as refused:
        writing.create("Account", {"name": "B", "External_Id__c": "7"}, by=cast.mara)
    assert refused.value.problems[0].code == "DUPLICATE_VALUE"
    assert Account.objects.count() == 1


def test_many_are_changed_in_a_fixed_number_of_queries(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], django_assert_num_queries: Any
) -> None:
    leads = [make_lead(last_name=f"Lead {n}") for n in range(20)]
    custom.fields_of("Lead")
    with django_assert_num_queries(4):  # savepoint, update, trail, release
        assert writing.change(leads, {"rating": "Hot"}, by=cast.mara) == 20


def test_the_trail_refuses_to_be_changed(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    trail.write([trail.entry("lead.created", make_lead(), by=cast.mara)])
    for deed in (lambda: TrailEntry.objects.update(event="x"), TrailEntry.objects.all().delete):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            deed()
    assert TrailEntry.objects.count() == 1
