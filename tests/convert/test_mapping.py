"""The map from lead to what it becomes: what fits, and what is told when it does not."""

import pytest

from headwater.catalog import custom
from headwater.convert import mapping
from headwater.convert.mapping import FieldMapping
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


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [
        (("string", {}), ("double", {}), "do not fit together"),
        (("string", {"length": 200}), ("string", {"length": 100}), "only 100 fit"),
        (("double", {"precision": 18}), ("double", {"precision": 9}), "larger"),
        (("double", {"scale": 4}), ("double", {"scale": 2, "precision": 18}), "only 2 fit"),
        (("picklist", {"choices": ["A"]}), ("picklist", {"choices": ["B"], "is_restricted": True}),
         "do not fit"),
        (("picklist", {"choices": ["A"]}), ("string", {}), ""),
        (("string", {}), ("textarea", {}), ""),
        (("string", {}), ("picklist", {}), ""),
        (("date", {}), ("date", {}), ""),
    ],
)  # fmt: skip
def test_a_mapping_is_checked_when_it_is_made(
    source: tuple[str, dict[str, object]], target: tuple[str, dict[str, object]], why: str
) -> None:
    custom.define("Lead", "From", source[0], **source[1])
    custom.define("Account", "To", target[0], **target[1])
    if not why:
        assert mapping.map_field("From__c", "Account", "To__c").pk
        return
    with pytest.raises(Refused, match=why):
        mapping.map_field("From__c", "Account", "To__c")


def test_what_nobody_writes_is_no_target() -> None:
    with pytest.raises(Refused, match="worked out"):
        mapping.map_field("Company", "Contact", "Name")
