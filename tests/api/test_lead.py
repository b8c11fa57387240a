"""A lead's whole life by the API, and everything that is refused on the way."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.match.match_key import MatchKey, number_of
from headwater.records.models import Lead, LeadStatus, Submission, TrailEntry
from headwater.records.submission import State
from tests.api.conftest import Program

ADA = {"LastName": "Lovelace", "FirstName": "Ada", "Company": "Analytical Engines",
       "Email": "ada@engines.example"}  # fmt: skip


def test_a_lead_is_made_read_found_changed_and_deleted(api: Program, external_id: str) -> None:
    made = api("POST", "sobjects/Lead/", ADA | {external_id: "x-1", "AnnualRevenue": 18000})
    assert made == {"id": made["id"], "success": True, "errors": []}
    assert len(made["id"]) == 18
    assert made["id"].startswith("00Q")
    lead = api("GET", f"sobjects/lead/{made['id'][:15]}")
    assert lead["attributes"] == {
        "type": "Lead", "url": f"/services/data/v60.0/sobjects/Lead/{made['id']}",
    }  # fmt: skip
    assert (lead["Name"], lead["Company"], lead["IsConverted"]) == (
        "Ada Lovelace", "Analytical Engines", False,
    )  # fmt: skip
    assert lead["AnnualRevenue"] == 18000.0
    assert lead["Phone"] is None
    assert lead["CreatedDate"].endswith("+0000")
    assert api("GET", f"sobjects/Lead/{external_id}/x-1")["Id"] == made["id"]
    api("PATCH", f"sobjects/Lead/{made['id']}", {"title": "Countess", external_id: "x-2"})
    some = api("GET", f"sobjects/Lead/{made['id']}?fields=Title,owner.name,{external_id}")
    assert some["Title"] == "Countess"
    assert some[external_id] == "x-2"
    assert some["Owner"]["Name"]
    assert some["Owner"]["attributes"]["type"] == "Name"
    api("DELETE", f"sobjects/Lead/{made['id']}")
    gone = api("GET", f"sobjects/Lead/{made['id']}", expect=404)
    assert gone[0]["errorCode"] == "NOT_FOUND"
    again = api("PATCH", f"sobjects/Lead/{made['id']}", {"Title": "x"}, expect=404)
    assert again[0]["errorCode"] == "ENTITY_IS_DELETED"


def test_a_lead_is_born_in_the_journey_with_its_submission(api: Program) -> None:
    api("POST", "sobjects/Lead", ADA, User_Agent="curl/8")
    submission = Submission.objects.get()
    assert submission.state == State.CREATED
    assert submission.payload == ADA
    assert (submission.door, submission.user_agent) == ("api", "curl/8")
    assert TrailEntry.objects.filter(event="lead.assigned", object_name="Lead").exists()
    known = number_of(("email", "ada@engines.example"))
    assert MatchKey.objects.filter(object_name="Lead", hash=known).exists()


def test_a_duplicate_is_recognised_and_not_merged(api: Program) -> None:
    first = api("POST", "sobjects/Lead", ADA)
    second = api("POST", "sobjects/Lead", ADA)
    assert first["id"] != second["id"]
    assert Submission.objects.balance()["created"] == 2


def test_the_capture_balance_holds_for_refused_ones_too(api: Program) -> None:
    api("POST", "sobjects/Lead", ADA)
    api("POST", "sobjects/Lead", {"FirstName": "Ada"}, expect=400)
    balance = Submission.objects.balance()
    assert (balance["received"], balance["created"], balance["rejected"]) == (2, 1, 1)


def test_an_upsert_creates_once_and_changes_then(api: Program, external_id: str) -> None:
    path = f"sobjects/Lead/{external_id.lower()}/x%2F1 b"
    made = api("PATCH", path, ADA, expect=201)
    assert made["created"] is True
    changed = api("PATCH", path, {"Title": "Countess"}, expect=200)
    assert changed == {"id": made["id"], "success": True, "errors": [], "created": False}
    assert Lead.objects.get().custom == {external_id: "x/1 b"}
    api("PATCH", f"sobjects/Lead/{external_id}/other?updateOnly=true", ADA, expect=404)
    twice = api("PATCH", path, {external_id: "x"}, expect=400)
    assert twice[0]["errorCode"] == "INVALID_FIELD"
    taken = api("POST", "sobjects/Lead", ADA | {external_id: "x/1 b"}, expect=400)
    assert taken[0]["errorCode"] == "DUPLICATE_VALUE"
    api("DELETE", path)
    api("GET", path, expect=404)
    assert api("PATCH", path, ADA, expect=201)["id"] != made["id"], "the deleted one let go of it"


def test_a_program_may_move_a_lead_along_its_path(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    closed = LeadStatus.objects.filter(is_closed=True, is_converted=False).first()
    assert closed
    api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Status": closed.name})
    lead.refresh_from_db()
    assert lead.is_closed
    converted = LeadStatus.objects.filter(is_converted=True).first()
    assert converted
    api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Status": converted.name}, expect=400)
    api("POST", "sobjects/Lead", ADA | {"Status": converted.name}, expect=400)


def test_a_lead_changes_hands(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    from headwater.api.addresses import user_id

    lead = make_lead()
    api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"OwnerId": user_id(cast.owen)})
    lead.refresh_from_db()
    assert lead.owner_id == cast.owen.pk


def test_what_is_said_anew_is_judged_anew(api: Program, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead()
    api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Email": "new@engines.example"})
    known = number_of(("email", "new@engines.example"))
    assert MatchKey.objects.filter(record_id=lead.pk, hash=known).exists()


def test_a_converted_lead_stays_as_it_is(api: Program, make_lead: Callable[..., Lead]) -> None:
    lead = make_lead(is_converted=True)
    told = api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Title": "x"}, expect=400)
    assert told[0]["errorCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"


REFUSED: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"FirstName": "x"}, "REQUIRED_FIELD_MISSING", ["LastName"]),
    ({"LastName": ""}, "REQUIRED_FIELD_MISSING", ["LastName"]),
    (ADA | {"Nope__c": 1}, "INVALID_FIELD", []),
    (ADA | {"IsConverted": True}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["IsConverted"]),
    (ADA | {"Id": "00Q000000000001"}, "INVALID_FIELD_FOR_INSERT_UPDATE", ["Id"]),
    (ADA | {"Company": "x" * 256}, "STRING_TOO_LONG", ["Company"]),
    (ADA | {"NumberOfEmployees": "many"}, "INVALID_TYPE_ON_FIELD_IN_RECORD", ["NumberOfEmployees"]),
    (ADA | {"NumberOfEmployees": 10**12}, "NUMBER_OUTSIDE_VALID_RANGE", ["NumberOfEmployees"]),
    (ADA | {"OwnerId": "003000000000001"}, "MALFORMED_ID", ["OwnerId"]),
    (ADA | {"OwnerId": "005000000zzzzzz"}, "INVALID_CROSS_REFERENCE_KEY", ["OwnerId"]),
    (ADA | {"Company": {"a": 1}}, "INVALID_TYPE_ON_FIELD_IN_RECORD", ["Company"]),
    (ADA | {"DoNotCall": "perhaps"}, "INVALID_TYPE_ON_FIELD_IN_RECORD", ["DoNotCall"]),
]


@pytest.mark.parametrize(("fields", "code", "names"), REFUSED)
def test_what_does_not_fit_is_refused_with_its_field(
    api: Program, fields: dict[str, Any], code: str, names: list[str]
) -> None:
    told = api("POST", "sobjects/Lead", fields, expect=400)
    assert told[0]["errorCode"] == code
    assert told[0].get("fields", []) == names
    assert not Lead.objects.exists()


def test_ids_of_something_else_are_told_from_what_is_not_there(api: Program) -> None:
    assert api("GET", "sobjects/Lead/003000000000001", expect=400)[0]["errorCode"] == "MALFORMED_ID"
    assert api("GET", "sobjects/Lead/00Q000000000001", expect=404)[0]["errorCode"] == "NOT_FOUND"
    api("GET", "sobjects/Lead/nonsense", expect=404)
    api("GET", "sobjects/Nothing/00Q000000000001", expect=404)
    api("POST", "sobjects/Owner", {}, expect=404)


def test_a_program_keeps_to_the_moves_that_setup_allows(
    api: Program, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    LeadStatus.objects.filter(name=lead.status).update(allowed_next=["Working - Contacted"])
    told = api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Status": "Nurturing"}, expect=400)
    assert told[0]["errorCode"] == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    assert "goes to “Working - Contacted”" in told[0]["message"]
    api("PATCH", f"sobjects/Lead/{lead.sf_id}", {"Status": "Working - Contacted"})
    found = api("GET", f"sobjects/Lead/{lead.sf_id}?fields=Status,StatusGroup")
    assert (found["Status"], found["StatusGroup"]) == ("Working - Contacted", "Contacted")
    rows = api("GET", "query?q=SELECT Id FROM Lead WHERE StatusGroup = 'Contacted'")
    assert rows["totalSize"] == 1
