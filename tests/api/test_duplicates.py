"""Duplicate rules as programs meet them: refused as in Salesforce, saved when told to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.catalog import ids
from headwater.match import keys
from headwater.match.models import DuplicateRule
from headwater.records.models import Contact, DuplicatePair, Lead, Submission
from tests.api.conftest import Program

HEADER = "Sforce-Duplicate-Rule-Header"
SAVING: dict[str, Any] = {HEADER: "allowSave=TRUE"}
JANE = {"FirstName": "Jane", "LastName": "Vandeberg", "Company": "Acme", "Email": "jane@acme.com"}


def rule(name: str, **values: Any) -> None:
    DuplicateRule.objects.filter(sobject_type=name).update(**values)


@pytest.fixture
def jane(make_lead: Callable[..., Lead]) -> Lead:
    lead = make_lead(
        first_name="Jane", last_name="Vandeberg", company="Acme", email="jane@acme.com"
    )
    keys.refresh("Lead", [lead])
    return lead


def refused(api: Program, path: str, data: Any, method: str = "POST", **headers: str) -> Any:
    (problem,) = api(method, path, data, expect=400, **headers)
    assert problem["errorCode"] == "DUPLICATES_DETECTED"
    return problem


def test_a_duplicate_is_saved_and_reported_by_default(api: Program, jane: Lead) -> None:
    made = api("POST", "sobjects/Lead", JANE)
    assert made["success"] and DuplicatePair.objects.open().count() == 1


def test_a_rule_that_asks_refuses_until_the_program_says_save(api: Program, jane: Lead) -> None:
    rule("Lead", api_on_create="alert")
    problem = refused(api, "sobjects/Lead", JANE)
    result = problem["duplicateResult"]
    assert problem["message"] == result["errorMessage"] == "Use one of these records?"
    assert result["allowSave"] is True
    assert result["duplicateRule"] == "Standard_Lead_Duplicate_Rule"
    assert result["duplicateRuleEntityType"] == "Lead"
    (found,) = result["matchResults"]
    assert (found["entityType"], found["size"], found["success"]) == ("Lead", 1, True)
    (match,) = found["matchRecords"]
    key = ids.encode("00Q", jane.pk)
    assert match["record"] == {
        "attributes": {"type": "Lead", "url": f"/services/data/v60.0/sobjects/Lead/{key}"},
        "Id": key,
    }
    assert match["fieldDiffs"] == [] and 90 < match["matchConfidence"] <= 100
    assert Submission.objects.get().state == "rejected"
    saved = api("POST", "sobjects/Lead", JANE, **SAVING)
    assert saved["success"] and Lead.objects.count() == 2


def test_details_tell_what_differs(api: Program, jane: Lead) -> None:
    rule("Lead", api_on_create="alert")
    problem = refused(
        api, "sobjects/Lead", JANE | {"Company": "Acme Inc", "Phone": "4155551234"},
        **{HEADER: "includeRecordDetails=true; runAsCurrentUser=true"},
    )  # fmt: skip
    (match,) = problem["duplicateResult"]["matchResults"][0]["matchRecords"]
    assert match["record"]["LastName"] == "Vandeberg" and match["record"]["Phone"] is None
    diffs = {diff["name"]: diff["difference"] for diff in match["fieldDiffs"]}
    assert (diffs["Email"], diffs["Company"], diffs["Phone"]) == ("SAME", "DIFFERENT", "NULL")


def test_a_rule_that_blocks_cannot_be_overridden(api: Program, jane: Lead) -> None:
    rule("Lead", api_on_create="block")
    problem = refused(api, "sobjects/Lead", JANE, **{HEADER: "allowSave=true"})
    assert problem["duplicateResult"]["allowSave"] is False
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "other"),
    [
        ("Contact", {"FirstName": "Jane", "LastName": "Vandeberg", "Email": "jane@acme.com"},
         {"FirstName": "Otto", "LastName": "Okafor", "Email": "otto@mill.com"}),
        ("Account", {"Name": "Harbor Cold Storage", "Website": "harborcold.com"},
         {"Name": "Mill Works", "Website": "millworks.com"}),
    ],
)  # fmt: skip
def test_contacts_and_accounts_are_asked_alike(
    api: Program, name: str, data: dict[str, str], other: dict[str, str]
) -> None:
    api("POST", f"sobjects/{name}", data)
    api("POST", f"sobjects/{name}", data)
    assert DuplicatePair.objects.filter(one_object=name).count() == 1
    rule(name, api_on_create="alert")
    problem = refused(api, f"sobjects/{name}", data)
    assert problem["duplicateResult"]["matchResults"][0]["size"] == 2
    api("POST", f"sobjects/{name}", other)
    api("POST", f"sobjects/{name}", data, **SAVING)


def test_an_edit_is_asked_only_when_a_compared_field_changes(api: Program, jane: Lead) -> None:
    rule("Lead", api_on_edit="block")
    other = api("POST", "sobjects/Lead", {"LastName": "Okafor", "Company": "Mill"})["id"]
    api("PATCH", f"sobjects/Lead/{other}", {"Description": "x", "Rating": "Hot"})
    problem = refused(api, f"sobjects/Lead/{other}", JANE, "PATCH")
    assert problem["duplicateResult"]["allowSave"] is False
    assert Lead.objects.get(company="Mill").email == ""
    rule("Lead", api_on_edit="allow")
    api("PATCH", f"sobjects/Lead/{other}", JANE)
    assert DuplicatePair.objects.open().filter(found_by="rule").count() == 1


def test_what_the_caller_does_not_see_is_not_known_or_only_counted(
    program: Any, cast: Any, jane: Lead
) -> None:
    rule("Lead", api_on_create="alert")
    otto = program(cast.otto)
    otto("POST", "sobjects/Lead", JANE)
    Lead.objects.exclude(pk=jane.pk).delete()
    rule("Lead", security="BypassSharingRules")
    problem = refused(otto, "sobjects/Lead", JANE)
    (found,) = problem["duplicateResult"]["matchResults"]
    assert (found["size"], found["matchRecords"]) == (1, [])


def test_a_person_who_is_a_lead_already_is_no_new_contact(api: Program, jane: Lead) -> None:
    rule("Contact", api_on_create="block")
    api("POST", "sobjects/Contact", {"LastName": "Okafor", "Email": "otto@mill.com"})
    said = {name: JANE[name] for name in ("FirstName", "LastName", "Email")}
    problem = refused(api, "sobjects/Contact", said)
    assert problem["duplicateResult"]["matchResults"][0]["rule"] == "Headwater_Lead"
    assert Contact.objects.count() == 1


def test_an_account_costs_no_search_where_no_rule_acts(api: Program) -> None:
    names = ["Harbor Cold Storage", "Mill Works", "Juniper Energy", "Okafor and Sons"]

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            api("POST", "sobjects/Account", {"Name": names.pop()})
        return len(asked)

    rule("Account", is_active=False)
    queries()
    without = queries()
    rule("Account", is_active=True)
    queries()
    assert queries() <= without + 2  # the stamp of the rules, the keys


def test_rules_and_sets_are_asked_by_soql(
    api: Program, program: Any, cast: Any, jane: Lead
) -> None:
    found = api.query(
        "SELECT DeveloperName, SobjectType, IsActive FROM DuplicateRule WHERE SobjectType = 'Lead'"
    )["records"]
    assert [row["DeveloperName"] for row in found] == ["Standard_Lead_Duplicate_Rule"]
    items = api.query(
        "SELECT Field, MatchingMethod, BlankValueBehavior, SortOrder FROM MatchingRuleItem"
        " WHERE MatchingRule.DeveloperName = 'Standard_Lead_Match_Rule_v1_0' ORDER BY SortOrder"
    )["records"]
    assert items[0]["Field"] == "FirstName" and len(items) == 9
    api("POST", "sobjects/Lead", JANE)
    (record_set,) = api.query("SELECT Id, Name, RecordCount FROM DuplicateRecordSet")["records"]
    assert record_set["RecordCount"] == 2 and record_set["Id"].startswith("0GK")
    members = "SELECT Name, RecordId FROM DuplicateRecordItem WHERE DuplicateRecordSetId = '{}'"
    rows = api.query(members.format(record_set["Id"]))["records"]
    assert {row["RecordId"] for row in rows} == {
        ids.encode("00Q", key) for key in Lead.objects.values_list("pk", flat=True)
    }
    seen = program(cast.otto).query("SELECT Id FROM DuplicateRecordItem")
    assert seen["totalSize"] == 0


@pytest.mark.parametrize(
    "name",
    ["DuplicateRule", "MatchingRule", "MatchingRuleItem", "DuplicateRecordSet",
     "DuplicateRecordItem"],
)  # fmt: skip
def test_rules_are_described_and_only_read(api: Program, name: str) -> None:
    told = api("GET", f"sobjects/{name}/describe")
    assert told["queryable"] and not told["createable"] and not told["updateable"]
    api("POST", f"sobjects/{name}", {"MasterLabel": "x"}, expect=400)
