"""Whatever is sent, the answer is a 4xx in JSON: never a 500, never a page."""

import gzip
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.db import transaction
from django.test import Client

from headwater.api import deeds
from headwater.catalog import objects
from headwater.records.models import Campaign, Lead
from tests.api.conftest import Program, V

LEAD = "sobjects/Lead"
BODIES: list[tuple[bytes, int]] = [
    (b"", 400),
    (b"{", 400),
    (b"[]", 400),
    (b"null", 400),
    (b'"text"', 400),
    (b"{}", 400),
    (b"\x00", 400),
    (b"\xff\xfe{}", 400),
    (b'{"LastName": "\xc3"}', 400),
    (b'{"LastName": "\\ud800"}', 400),
    (b'{"LastName": {"a": [1]}}', 400),
    (b'{"LastName": ["a"]}', 400),
    (b'{"LastName": true}', 400),
    (b'{"LastName": "x", "NumberOfEmployees": 1e400}', 400),
    (b'{"LastName": "x", "NumberOfEmployees": 1e308}', 400),
    (b'{"LastName": "x", "NumberOfEmployees": 123456789012345678901234567890}', 400),
    (b'{"LastName": "x", "NumberOfEmployees": "1e999999999"}', 400),
    (b'{"LastName": "x", "AnnualRevenue": "NaN"}', 400),
    (b'{"LastName": "x", "AnnualRevenue": {"$gt": 1}}', 400),
    (b'{"LastName": "x", "SnoozedUntil": "yesterday"}', 400),
    (b'{"LastName": "x", "SnoozedUntil": "0000-00-00T99:99:99Z"}', 400),
    (b'{"LastName": "x", "OwnerId": 1}', 400),
    (b'{"LastName": "x", "OwnerId": true}', 400),
    (b'{"LastName": "x", "OwnerId": ["005000000000001"]}', 400),
    (b'{"LastName": "x", "OwnerId": "\\u0000"}', 400),
    (b'{"LastName": "x", "": 1}', 400),
    (b'{"LastName": "x", "' + b"k" * 100_000 + b'": 1}', 400),
    (b'{"LastName": "' + b"x" * 100_000 + b'"}', 400),
    (b'{"LastName": "x", "a": ' + b"[" * 2_000 + b"]" * 2_000 + b"}", 400),
    (b'{"LastName": "x", "custom": {}}', 400),
    (b'{"LastName": "x", "id": 7}', 400),
    (b"[" * 2_000_000, 400),
    (b'{"LastName": "' + b"x" * 3_000_000 + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), BODIES, ids=range(len(BODIES)))
def test_a_hostile_body_is_refused_in_words(api: Program, body: bytes, status: int) -> None:
    for method, path in (("POST", LEAD), ("PATCH", f"{LEAD}/Nope__c/1")):
        response = api.raw(method, path, body)
        assert response.status_code in (status, 404 if method == "PATCH" else status)
        told = orjson.loads(response.content)
        assert told[0]["message"]
        assert told[0]["errorCode"]


DEEDS = frozenset({"OwnerId", "Status", "StageName", "WhoId", "Name", "LastName"})
ODD: list[Any] = [{}, {"a": 1}, [], ["a"], True, 0, -1, 1e300, "x" * 70_000, "\x00", None, ""]


@pytest.mark.parametrize("name", sorted(deeds.WRITABLE))
def test_no_field_of_any_object_is_broken_by_an_odd_value(
    api: Program, name: str, make_lead: Callable[..., Lead], campaign: Campaign
) -> None:
    """One writable field of each type, and those with a deed of their own: a 2xx or a 4xx."""
    records = {"Lead": make_lead(), "Campaign": campaign}
    given = {
        "Contact": {"LastName": "x"}, "Opportunity": {"Name": "x"}, "Account": {"Name": "x"},
        "CampaignMember": {"CampaignId": campaign.sf_id, "LeadId": records["Lead"].sf_id},
        "CampaignMemberStatus": {"CampaignId": campaign.sf_id, "Label": "x"},
    }.get(name, {})  # fmt: skip
    if name == "OpportunityContactRole":
        deal = api("POST", "sobjects/Opportunity", {"Name": "x"})["id"]
        contact = api("POST", "sobjects/Contact", {"LastName": "x"})["id"]
        given = {"OpportunityId": deal, "ContactId": contact}
    if name == "AccountContactRelation":
        account = api("POST", "sobjects/Account", {"Name": "x"})["id"]
        contact = api("POST", "sobjects/Contact", {"LastName": "x"})["id"]
        given = {"AccountId": account, "ContactId": contact}
    key = records[name].sf_id if name in records else api("POST", f"sobjects/{name}", given)["id"]
    writable = [field for field in objects.get(name).fields.values() if field.is_updateable]
    alike = {field.name if field.name in DEEDS else field.type: field for field in writable}
    for field in alike.values():
        for odd in ODD:
            for method, path in (("PATCH", f"sobjects/{name}/{key}"), ("POST", f"sobjects/{name}")):
                with transaction.atomic():  # the next value meets the record as it was
                    response = api.raw(method, path, {**given, field.name: odd})
                    transaction.set_rollback(True)
                assert response.status_code < 500, (method, field.name, odd)


def test_nul_in_a_text_is_left_out(api: Program) -> None:
    made = api("POST", LEAD, b'{"LastName": "A\\u0000B", "Company": "\\u0000Inc"}')
    assert api("GET", f"{LEAD}/{made['id']}")["LastName"] == "AB"


PATHS = [
    ("GET", f"{LEAD}/%00", 400),
    ("GET", f"{LEAD}/External_Id__c/%00", 400),
    ("GET", "query?q=%00", 400),
    ("GET", f"{LEAD}/00Qzzzzzzzzzzzz", 404),
    ("GET", f"{LEAD}/00Q000000000001?fields=Nope", 400),
    ("GET", f"{LEAD}/00Q000000000001?fields=Owner.Owner.Owner.Owner.Owner.Owner.Name", 400),
    ("GET", f"{LEAD}/00Q000000000001?fields=Id,Id", 400),
    ("GET", "sobjects/%F0%9F%92%A9", 404),
    ("GET", "sobjects/__class__/describe", 404),
    ("GET", "nothing/at/all", 404),
    ("GET", "recent?limit=-1", 200),
    ("GET", "recent?limit=9999999999999999999999", 200),
    ("GET", "/services/data/v99.0/sobjects", 404),
    ("GET", "/services/data/v30.0/sobjects", 404),
    ("GET", "/services/data/v60.0/", 200),
    ("GET", "/services/nothing", 404),
    ("GET", "/services", 404),
    ("PUT", LEAD, 405),
    ("DELETE", LEAD, 405),
    ("TRACE", LEAD, 405),
    ("BREW", f"{LEAD}/00Q000000000001", 405),
    ("POST", f"{LEAD}?_HttpMethod=BREW", 405),
    ("POST", "/services/data", 405),
    ("POST", "sobjects/User", 400),
    ("POST", "sobjects/LeadStatus", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), PATHS)
def test_an_odd_address_is_refused_in_words(
    api: Program, method: str, path: str, status: int
) -> None:
    response = api.raw(method, path, {"LastName": "x"} if method != "GET" else None)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Sforce-Limit-Info"].startswith("api-usage=")
    orjson.loads(response.content)


def test_a_zipped_body_is_read_and_a_bomb_is_not(api: Program) -> None:
    body = gzip.compress(orjson.dumps({"LastName": "Zip"}))
    assert api.raw("POST", LEAD, body, Content_Encoding="gzip").status_code == 201
    bomb = gzip.compress(b" " * 10_000_000)
    assert api.raw("POST", LEAD, bomb, Content_Encoding="gzip").status_code == 413
    assert api.raw("POST", LEAD, b"no gzip", Content_Encoding="gzip").status_code == 400


def test_a_post_may_stand_for_a_patch(api: Program, make_lead: Any) -> None:
    lead = make_lead()
    api("POST", f"{LEAD}/{lead.sf_id}?_HttpMethod=PATCH", {"Title": "CTO"}, expect=204)


@pytest.mark.parametrize("body", [b"", b"grant_type", b"\xff\x00%", b"grant_type=password&" * 2000])
def test_a_hostile_sign_in_is_refused(cast: SimpleNamespace, body: bytes) -> None:
    form = "application/x-www-form-urlencoded"
    for headers in ({}, {"Authorization": "Basic %%%"}, {"Authorization": "Basic /w=="}):
        response = Client().post("/services/oauth2/token", body, content_type=form, headers=headers)
        assert response.status_code == 400
        assert orjson.loads(response.content)["error"]
    assert Client().get("/services/oauth2/token").status_code == 400


def test_versions_are_told_to_everybody_the_newest_last(cast: SimpleNamespace) -> None:
    found = orjson.loads(Client().get("/services/data/").content)
    assert [found[0]["version"], found[-1]["version"]] == ["31.0", "66.0"]
    assert found[-1]["url"] == V.replace("60.0", "66.0")
