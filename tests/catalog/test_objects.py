"""The catalog reads objects and fields off the models; custom fields join them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from headwater.catalog import custom, objects, picklists, values

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("object_name", "name", "type_"),
    [
        ("Lead", "LastName", "string"),
        ("Lead", "Email", "email"),
        ("Lead", "MobilePhone", "phone"),
        ("Lead", "Description", "textarea"),
        ("Lead", "LeadSource", "picklist"),
        ("Lead", "AnnualRevenue", "currency"),
        ("Lead", "NumberOfEmployees", "int"),
        ("Lead", "IsConverted", "boolean"),
        ("Lead", "ConvertedDate", "date"),
        ("Lead", "CreatedDate", "datetime"),
        ("Lead", "OwnerId", "reference"),
        ("Opportunity", "CloseDate", "date"),
        ("Opportunity", "Probability", "percent"),
        ("Opportunity", "StageName", "picklist"),
        ("Task", "ActivityDate", "date"),
        ("Task", "WhoId", "reference"),
        ("User", "Name", "string"),
    ],
)
def test_standard_fields_have_salesforces_names_and_types(
    object_name: str, name: str, type_: str
) -> None:
    assert objects.get(object_name).field(name).type == type_


def test_names_are_found_in_any_case_and_a_wrong_one_is_answered_with_a_guess() -> None:
    assert objects.get("lead").field("lastname").name == "LastName"
    with pytest.raises(objects.UnknownName, match="LeadSource"):
        objects.get("Lead").field("LeadSuorce")
    with pytest.raises(objects.UnknownName, match="Did you mean Lead"):
        objects.get("Leed")


def test_every_object_can_be_described() -> None:
    for name in objects.all_names():
        kind = objects.get(name)
        assert kind.fields["Id"].type == "id"
        for field in kind.fields.values():
            for target in field.targets:
                assert objects.get(target.object_name)


def test_a_custom_field_is_a_row() -> None:
    field = custom.define("Lead", "Yearly use", "double", scale=1)
    found = objects.get("Lead").field("Yearly_use__c")
    assert (field.name, found.type, found.is_custom) == ("Yearly_use__c", "double", True)
    with pytest.raises(ValueError, match="no field type"):
        custom.define("Lead", "Odd", "formula")
    with pytest.raises(ValueError, match="cannot be an API name"):
        custom.define("Lead", "x", "string", name="a b")


def test_picklists_come_in_order() -> None:
    assert picklists.values("LeadSource")[0] == "Web"
    assert picklists.values("LeadStatus")[0] == "Open - Not Contacted"
    assert picklists.lists()["OpportunityStage"][0] == "Info Gathering"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("LastName", "  ", ""),
        ("LastName", "Nul\x00l", "Null"),
        ("NumberOfEmployees", "12", 12),
        ("AnnualRevenue", "1000", Decimal(1000)),
        ("IsConverted", "1", True),
        ("ConvertedDate", "2026-03-31", dt.date(2026, 3, 31)),
        (
            "CreatedDate",
            "2026-03-31T10:00:00.000+0000",
            dt.datetime(2026, 3, 31, 10, tzinfo=dt.UTC),
        ),
        ("AnnualRevenue", None, None),
        ("OwnerId", "005000000000001", 1),
    ],
)
def test_given_values_are_fitted(name: str, given: Any, value: Any) -> None:
    assert values.fit(objects.get("Lead").field(name), given) == value


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("LastName", "x" * 81, "STRING_TOO_LONG"),
        ("LastName", {"a": 1}, "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("NumberOfEmployees", "many", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("NumberOfEmployees", "1e99", "NUMBER_OUTSIDE_VALID_RANGE"),
        ("NumberOfEmployees", "NaN", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("AnnualRevenue", "1" * 30, "NUMBER_OUTSIDE_VALID_RANGE"),
        ("IsConverted", "perhaps", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("ConvertedDate", "2026-02-31", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("CreatedDate", "yesterday", "INVALID_TYPE_ON_FIELD_IN_RECORD"),
        ("OwnerId", "001000000000001", "MALFORMED_ID"),
        ("OwnerId", "nobody", "MALFORMED_ID"),
    ],
)
def test_what_does_not_fit_is_refused_with_salesforces_code(
    name: str, given: Any, code: str
) -> None:
    with pytest.raises(values.Unfit) as unfit:
        values.fit(objects.get("Lead").field(name), given)
    assert unfit.value.code == code


@pytest.mark.parametrize(
    ("object_name", "name", "is_updateable"),
    [
        ("Campaign", "ExpectedRevenue", True),  # planned by people; nothing computes it
        ("Lead", "Score", False),
        ("Lead", "ConvertedDate", False),
        ("Opportunity", "IsWon", False),
        ("Opportunity", "Amount", True),
        ("Task", "CompletedDateTime", False),
    ],
)
def test_what_people_write_and_what_is_computed(
    object_name: str, name: str, is_updateable: bool
) -> None:
    assert objects.get(object_name).field(name).is_updateable is is_updateable
