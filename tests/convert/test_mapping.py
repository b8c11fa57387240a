"""The map from lead to what it becomes: what fits, and what is told when it does not."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from headwater.catalog import custom, objects
from headwater.catalog.fields import FieldDef, Target
from headwater.catalog.models import CustomField
from headwater.convert import counting, fitting, leftover, mapping, proposals
from headwater.convert.mapping import FieldMapping
from headwater.records.models import Lead, TrailEntry
from headwater.records.problem import Refused

pytestmark = pytest.mark.django_db


def test_the_standard_map_stands_from_the_beginning() -> None:
    found = mapping.lines()
    assert {line.target.name for line in found["Opportunity"]} == {"LeadSource"}
    pairs = {(line.source.name, line.target.name) for line in found["Account"]}
    assert {("Company", "Name"), ("Street", "BillingStreet")} <= pairs
    assert ("LeadSource", "AccountSource") in pairs
    assert FieldMapping.objects.filter(is_standard=True).count() == len(mapping.STANDARD)


def test_one_lead_field_may_feed_three_objects_but_a_target_has_one_source() -> None:
    for name in ("Lead", *mapping.TARGETS):
        custom.define(name, "Roof", "string")
    custom.define("Lead", "Roof type", "string")
    for name in mapping.TARGETS:
        mapping.map_field("Roof__c", name, "Roof__c")
    mapping.map_field("Roof_type__c", "Account", "Roof__c")
    lines = mapping.lines()
    assert [line.source.name for line in lines["Account"] if line.target.name == "Roof__c"] == [
        "Roof_type__c"
    ]
    assert [line.source.name for line in lines["Contact"] if line.target.is_custom] == ["Roof__c"]


def test_a_field_goes_to_one_place_of_an_object_and_every_change_is_told_and_taken_back(
    cast: SimpleNamespace,
) -> None:
    custom.define("Lead", "Roof", "string")
    for label in ("Roof", "Cover"):
        custom.define("Account", label, "string")
    first = mapping.map_field("Roof__c", "Account", "Roof__c", by=cast.ada)
    moved = mapping.map_field("Roof__c", "Account", "Cover__c", by=cast.ada)
    assert [row.field for row in mapping.uses_of("Lead", "Roof__c")] == ["Cover__c"]
    told = TrailEntry.objects.filter(object_name="FieldMapping").order_by("pk")
    assert [entry.event for entry in told] == [
        "mapping.created", "mapping.removed", "mapping.created"
    ]  # fmt: skip
    assert told[0].by == cast.ada
    mapping.take_back(moved, by=cast.ada)
    assert [row.field for row in mapping.uses_of("Lead", "Roof__c")] == ["Roof__c"]
    mapping.take_back(first, by=cast.ada)
    assert mapping.uses_of("Lead", "Roof__c") == []


Pair = tuple[str, dict[str, Any]]
FITS: list[tuple[Pair, Pair, str]] = [
    (("string", {}), ("string", {}), ""),
    (("string", {}), ("textarea", {}), ""),
    (("string", {}), ("picklist", {"choices": ["A"]}), ""),
    (("textarea", {"length": 255}), ("string", {}), ""),
    (("textarea", {}), ("string", {}), "up to 32,000 characters, but only 255 fit"),
    (("string", {"length": 200}), ("string", {"length": 100}), "only 100 fit"),
    (("string", {}), ("picklist", {"choices": ["A"], "is_restricted": True}), "only values of its"),
    (("string", {}), ("double", {}), "text and a number do not fit together"),
    (("string", {}), ("email", {}), "do not fit together"),
    (("string", {}), ("multipicklist", {"choices": ["A"]}), "do not fit together"),
    (("picklist", {"choices": ["A"]}), ("string", {}), ""),
    (("picklist", {"choices": ["A"]}), ("textarea", {"length": 255}), ""),
    (("picklist", {"choices": ["A"]}), ("textarea", {}), "not into a long text"),
    (("picklist", {"choices": ["A"]}), ("string", {"length": 20}), "only 20 fit"),
    (("picklist", {"choices": ["A"], "is_restricted": True}), ("string", {"length": 20}), ""),
    (("picklist", {"choices": ["A"]}), ("picklist", {"choices": ["B"]}), ""),
    (("picklist", {"choices": ["A", "B"]}),
     ("picklist", {"choices": ["B"], "is_restricted": True}), "and A do not fit"),
    (("picklist", {"choices": ["A"]}),
     ("picklist", {"choices": ["A"], "is_restricted": True}), "may hold any; restrict it first"),
    (("picklist", {"choices": ["A"], "is_restricted": True}),
     ("picklist", {"choices": ["A", "B"], "is_restricted": True}), ""),
    (("multipicklist", {"choices": ["A"]}), ("multipicklist", {"choices": ["A"]}), ""),
    (("multipicklist", {"choices": ["A"], "is_restricted": True}),
     ("multipicklist", {"choices": ["B"], "is_restricted": True}), "do not fit"),
    (("multipicklist", {"choices": ["A"]}), ("string", {}), "do not fit together"),
    (("double", {"precision": 18}), ("double", {"precision": 9}), "larger"),
    (("double", {"precision": 9}), ("double", {"precision": 18}), ""),
    (("double", {"scale": 4}), ("double", {"scale": 2, "precision": 18}), "only 2 fit"),
    (("double", {}), ("currency", {}), "do not fit together"),
    (("currency", {}), ("currency", {}), ""),
    (("percent", {}), ("double", {}), "do not fit together"),
    (("date", {}), ("date", {}), ""),
    (("date", {}), ("datetime", {}), "do not fit together"),
    (("boolean", {}), ("boolean", {}), ""),
    (("boolean", {}), ("string", {}), "do not fit together"),
    (("email", {}), ("email", {}), ""),
    (("email", {}), ("string", {}), "do not fit together"),
    (("phone", {}), ("phone", {"length": 20}), "only 20 fit"),
    (("url", {}), ("url", {}), ""),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "why"), FITS)
def test_a_mapping_is_checked_when_it_is_made(source: Pair, target: Pair, why: str) -> None:
    custom.define("Lead", "From", source[0], **source[1])
    custom.define("Account", "To", target[0], **target[1])
    if not why:
        assert mapping.map_field("From__c", "Account", "To__c")
        return
    with pytest.raises(Refused, match=why):
        mapping.map_field("From__c", "Account", "To__c")


@pytest.mark.parametrize(
    ("lead_field", "object_name", "field", "why"),
    [
        ("Company", "Contact", "Name", "worked out"),
        ("Need", "Opportunity", "StageName", "the conversion decides"),
        ("FirstName", "Contact", "LastName", "this line stays"),
        ("DoNotCall", "Contact", "HasOptedOutOfEmail", "this line stays"),
        ("Score", "Account", "NumberOfEmployees", ""),
        ("NumberOfEmployees", "Account", "Sic", "do not fit together"),
        ("MatchedAccountId", "Account", "Site", "a lookup goes only into a lookup"),
        ("Nothing", "Account", "Site", "no field “Nothing”"),
        ("Need", "Account", "Nothing", "no field “Nothing”"),
        ("Need", "Campaign", "Description", "do not convert to that"),
    ],
)
def test_standard_fields_have_their_rules_too(
    lead_field: str, object_name: str, field: str, why: str
) -> None:
    if not why:
        assert mapping.map_field(lead_field, object_name, field)
        return
    with pytest.raises(Refused, match=why):
        mapping.map_field(lead_field, object_name, field)


def test_a_lookup_goes_only_into_a_lookup_of_the_same_object() -> None:
    def lookup(to: str) -> FieldDef:
        return FieldDef(
            name=f"{to}__c", label=to, type="reference", attribute=to, targets=(Target(to, "id"),)
        )

    assert fitting.misfit(lookup("Account"), lookup("Account")) == ""
    assert "same object" in fitting.misfit(lookup("Account"), lookup("Contact"))


def test_values_that_the_other_list_does_not_know_are_told() -> None:
    custom.define("Lead", "From", "picklist", choices=["A", "B", "C"])
    custom.define("Account", "To", "picklist", choices=["B"])
    source, target = objects.get("Lead").field("From__c"), objects.get("Account").field("To__c")
    assert fitting.strangers(source, target) == ["A", "C"]
    lead = objects.get("Lead")
    same = lead.field("LeadSource"), objects.get("Account").field("AccountSource")
    assert fitting.strangers(*same) == []
    assert "Hot" in fitting.strangers(lead.field("Rating"), target)


def test_a_mapped_field_is_neither_deleted_nor_of_another_kind_until_it_is_unmapped() -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Roof", "string")
    mapping.map_field("Roof__c", "Account", "Roof__c")
    for row in CustomField.objects.all():
        with pytest.raises(DatabaseError, match="is mapped"), transaction.atomic():
            row.delete()
        with pytest.raises(DatabaseError, match="is mapped"), transaction.atomic():
            CustomField.objects.filter(pk=row.pk).update(type="double")
        CustomField.objects.filter(pk=row.pk).update(label="Cover")
    longer = custom.described(CustomField(name="Roof__c", label="Roof", type="string", length=300))
    assert "Take it off the map first" in mapping.broken_by("Lead", longer)
    assert mapping.broken_by("Account", longer) == ""
    mapping.unmap("Account", "Roof__c")
    assert CustomField.objects.all().delete()[0] == 2


def test_own_fields_that_have_their_like_suggest_themselves_and_standard_lines_come_back() -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Roof", "string")
    custom.define("Lead", "Area", "double")
    custom.define("Contact", "Area", "string")  # the same name, another kind
    custom.define("Opportunity", "area", "double", name="Roof_area__c")
    mapping.unmap("Account", "Fax")
    found = {
        (each.source.name, each.object_name, each.target.name)
        for each in proposals.proposals(mapping.lines())
    }
    assert found == {
        ("Fax", "Account", "Fax"),
        ("Roof__c", "Account", "Roof__c"),
        ("Area__c", "Opportunity", "Roof_area__c"),
    }


def test_a_field_is_made_on_the_other_side_in_one_go_and_goes_with_undo(
    cast: SimpleNamespace,
) -> None:
    custom.define("Lead", "Roof", "picklist", choices=["Flat", "Steep"], is_restricted=True)
    changes, made = proposals.make_there("Roof__c", "Contact", by=cast.ada)
    assert (made.type, made.choices, made.is_restricted) == ("picklist", ["Flat", "Steep"], True)
    assert [line.target.name for line in mapping.lines()["Contact"] if line.target.is_custom] == [
        "Roof__c"
    ]
    with pytest.raises(Refused, match="already"):
        proposals.make_there("Roof__c", "Contact", by=cast.ada)
    assert proposals.unmake(made, changes, by=cast.ada)
    assert mapping.uses_of("Lead", "Roof__c") == []
    assert "Roof__c" not in objects.get("Contact").fields
    of_need, need = proposals.make_there("Need", "Opportunity", by=cast.ada)
    assert (need.name, need.length, of_need[0].after) == ("Need__c", 255, "Need")
    proposals.make_there("NumberOfEmployees", "Contact", by=cast.ada)


def test_what_goes_nowhere_is_told_by_its_label(make_lead: Callable[..., Lead]) -> None:
    custom.define("Lead", "Roof", "string")
    custom.define("Lead", "Seen", "boolean")
    lead = make_lead(
        need="A battery", status="Working", email="tom@x.example",
        custom={"Roof__c": "Flat", "Seen__c": False},
    )  # fmt: skip
    assert leftover.unmapped(lead, mapping.lines()) == {"Roof": "Flat", "Need": "A battery"}


def test_how_many_leads_say_something_is_asked_in_two_queries(
    make_lead: Callable[..., Lead],
) -> None:
    custom.define("Lead", "Roof", "string")
    custom.define("Lead", "Area", "double")
    make_lead(custom={"Roof__c": "Flat", "Area__c": 12})
    make_lead(need="A battery", custom={"Roof__c": ""})
    fields = [objects.get("Lead").field(name) for name in ("Roof__c", "Area__c", "Need", "Fax")]
    with CaptureQueriesContext(connection) as asked:
        found = counting.filled(fields)
    assert found.of == {"Roof__c": 1, "Area__c": 1, "Need": 1, "Fax": 0}
    assert found.is_exact
    assert len(asked) == 2
