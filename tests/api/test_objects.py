"""Every other object by the same generic views: described, created, changed, deleted."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.records import trail
from headwater.records.models import Campaign, Lead, LeadStatus, Opportunity, Task
from tests.api.conftest import Program

FIELD_KEYS = """aggregatable aiPredictionField autoNumber byteLength calculated calculatedFormula
cascadeDelete caseSensitive compoundFieldName controllerName createable custom defaultValue
defaultValueFormula defaultedOnCreate dependentPicklist deprecatedAndHidden digits
displayLocationInDecimal encrypted externalId extraTypeInfo filterable filteredLookupInfo
formulaTreatNullNumberAsZero groupable highScaleNumber htmlFormatted idLookup inlineHelpText label
length mask maskType name nameField namePointing nillable permissionable picklistValues
polymorphicForeignKey precision queryByDistance referenceTargetField referenceTo relationshipName
relationshipOrder restrictedDelete restrictedPicklist scale searchPrefilterable soapType sortable
type unique updateable writeRequiresMasterRead"""
OBJECT_KEYS = """actionOverrides activateable childRelationships compactLayoutable createable custom
customSetting deletable deprecatedAndHidden feedEnabled fields keyPrefix label labelPlural
layoutable mergeable mruEnabled name queryable recordTypeInfos replicateable retrieveable
searchLayoutable searchable supportedScopes triggerable undeletable updateable urls"""


def test_a_describe_has_every_key_that_clients_read(api: Program, external_id: str) -> None:
    lead = api("GET", "sobjects/lead/describe/")
    assert set(OBJECT_KEYS.split()) <= set(lead)
    assert (lead["name"], lead["keyPrefix"], lead["createable"]) == ("Lead", "00Q", True)
    fields = {field["name"]: field for field in lead["fields"]}
    assert all(set(field) == set(FIELD_KEYS.split()) for field in fields.values())
    status, owner = fields["Status"], fields["OwnerId"]
    assert "Working - Contacted" in [value["value"] for value in status["picklistValues"]]
    assert (owner["referenceTo"], owner["relationshipName"]) == (["Group", "User"], "Owner")
    assert (fields["LastName"]["nillable"], fields["LastName"]["compoundFieldName"]) == (
        False, "Name",
    )  # fmt: skip
    assert fields[external_id]["externalId"]
    assert fields["Id"]["soapType"] == "tns:ID"
    assert not fields["ConvertedDate"]["updateable"]
    children = {(each["childSObject"], each["field"]) for each in lead["childRelationships"]}
    assert {("Task", "WhoId"), ("CampaignMember", "LeadId")} <= children
    assert lead["recordTypeInfos"][0]["master"]


def test_what_is_described_can_be_asked_for(api: Program) -> None:
    known = api("GET", "sobjects")
    assert {"Lead", "Account", "Contact", "Opportunity", "User"} <= {
        each["name"] for each in known["sobjects"]
    }
    for each in known["sobjects"]:
        described = api("GET", each["urls"]["describe"])
        names = [field["name"] for field in described["fields"]]
        api.query(f"SELECT {', '.join(names)} FROM {each['name']} LIMIT 1")


def test_an_account_a_contact_and_a_deal(api: Program) -> None:
    account = api("POST", "sobjects/Account", {"Name": "Engines"})["id"]
    contact = api("POST", "sobjects/Contact", {"LastName": "Ada", "AccountId": account})["id"]
    deal = api("POST", "sobjects/Opportunity", {
        "Name": "Roof", "StageName": "Prospecting", "AccountId": account[:15],
    })["id"]  # fmt: skip
    found = api.query(f"SELECT Account.Name, LastName FROM Contact WHERE Id = '{contact}'")
    assert found["records"][0]["Account"]["Name"] == "Engines"
    api("PATCH", f"sobjects/Opportunity/{deal}", {
        "StageName": "Closed Won", "Amount": 12000.5, "CloseDate": "2026-03-01",
    })  # fmt: skip
    row = Opportunity.objects.get()
    assert (row.is_won, row.amount) == (True, Decimal("12000.5"))
    api("PATCH", f"sobjects/Contact/{contact}", {"AccountId": None})
    assert api("GET", f"sobjects/Contact/{contact}")["AccountId"] is None
    for name, key in (("Contact", contact), ("Opportunity", deal), ("Account", account)):
        api("DELETE", f"sobjects/{name}/{key}")
        api("GET", f"sobjects/{name}/{key}", expect=404)


def test_a_task_hangs_on_whom_it_names_and_is_done(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    given = {"Subject": "Call", "WhoId": lead.sf_id, "TaskSubtype": "Call"}
    key = api("POST", "sobjects/Task", given)["id"]
    assert api("GET", f"sobjects/Task/{key}")["WhoId"] == lead.sf_id
    api("PATCH", f"sobjects/Task/{key}", {"Status": "Completed"})
    task = Task.objects.get()
    lead.refresh_from_db()
    assert task.is_closed
    assert lead.first_touched_at, "a finished call is an answer"
    api("PATCH", f"sobjects/Task/{key}", {"Status": "In Progress", "WhoId": None})
    task.refresh_from_db()
    assert (task.is_closed, task.status, task.lead_id) == (False, "In Progress", None)
    done = api("POST", "sobjects/Task", given | {"Status": "Completed"})["id"]
    assert api("GET", f"sobjects/Task/{done}")["IsClosed"] is True


def test_a_campaign_and_its_member(api: Program, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead()
    campaign = api("POST", "sobjects/Campaign", {"Name": "Spring"})["id"]
    member = {"CampaignId": campaign, "LeadId": lead.sf_id, "Status": "Sent"}
    api("POST", "sobjects/CampaignMember", member)
    told = api("POST", "sobjects/CampaignMember", member, expect=400)
    assert told[0]["errorCode"] == "DUPLICATE_VALUE"


def test_a_member_has_responded_when_its_status_says_so(
    api: Program, campaign: Campaign, make_lead: Callable[..., Lead]
) -> None:
    member = {"CampaignId": campaign.sf_id, "LeadId": make_lead().sf_id}
    key = api("POST", "sobjects/CampaignMember", member)["id"]
    found = api("GET", f"sobjects/CampaignMember/{key}")
    assert (found["Status"], found["HasResponded"]) == ("Sent", False)
    api("PATCH", f"sobjects/CampaignMember/{key}", {"Status": "responded"})
    found = api("GET", f"sobjects/CampaignMember/{key}")
    assert (found["Status"], found["HasResponded"]) == ("Responded", True)
    assert found["FirstRespondedDate"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("Account", {}, "REQUIRED_FIELD_MISSING"),
    ("Contact", {"LastName": "x", "AccountId": "001000000zzzzzz"}, "INVALID_CROSS_REFERENCE_KEY"),
    ("Opportunity", {"Name": "x", "StageName": "Nowhere"}, "INVALID_STATUS"),
    ("Opportunity", {"Name": "x", "Amount": 10**18}, "NUMBER_OUTSIDE_VALID_RANGE"),
    ("Task", {"Subject": "x", "WhoId": "001000000000001"}, "MALFORMED_ID"),
    ("CampaignMember", {"LeadId": None}, "REQUIRED_FIELD_MISSING"),
]


@pytest.mark.parametrize(("name", "fields", "code"), REFUSED)
def test_what_does_not_fit_is_refused(
    api: Program, name: str, fields: dict[str, Any], code: str
) -> None:
    told = api("POST", f"sobjects/{name}", fields, expect=400)
    assert told[0]["errorCode"] == code


CURSORS = ("User", "UserRole", "Profile", "Group", "GroupMember", "QueueSobject", "LeadStatus",
           "OpportunityStage", "Organization", "BusinessHours", "TaskStatus", "TaskPriority",
           "DuplicateRule", "MatchingRule", "MatchingRuleItem")  # fmt: skip


@pytest.mark.parametrize("name", CURSORS)
def test_programs_that_copy_everything_have_a_cursor(name: str, api: Program) -> None:
    described = {each["name"] for each in api("GET", f"sobjects/{name}/describe")["fields"]}
    assert "SystemModstamp" in described
    asked = "SELECT Id, SystemModstamp FROM {} WHERE SystemModstamp {} 2020-01-01T00:00:00Z"
    asked += " ORDER BY SystemModstamp ASC"
    found = api.query(asked.format(name, ">="))
    assert all(row["SystemModstamp"] for row in found["records"])
    assert found["totalSize"] == api.query(f"SELECT COUNT() FROM {name}")["totalSize"]
    assert api.query(asked.format(name, "<"))["totalSize"] == 0


def test_what_is_set_up_anew_is_newer(api: Program, cast: SimpleNamespace) -> None:
    def stamp() -> str:
        rows = api.query("SELECT SystemModstamp, LastModifiedDate, CreatedDate FROM LeadStatus"
                         " ORDER BY LastModifiedDate DESC LIMIT 1")["records"]  # fmt: skip
        assert rows[0]["SystemModstamp"] == rows[0]["LastModifiedDate"] >= rows[0]["CreatedDate"]
        return str(rows[0]["SystemModstamp"])

    before = stamp()
    status = LeadStatus.objects.first()
    trail.write([trail.entry("status.changed", status, by=cast.ada)])
    assert stamp() > before
