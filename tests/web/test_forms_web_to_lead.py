"""Web-to-Lead through the door: a generated form posts, and the visitor goes on to retURL."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client

from headwater import intake
from headwater.capture.flood import MUCH, POSTS_PER_MINUTE
from headwater.catalog import custom, ids
from headwater.records.models import Campaign, CampaignMember, Lead, Submission
from headwater.records.submission import Door, State

DOOR = "/servlet/servlet.WebToLead?encoding=UTF-8"
OID = ids.encode("00D", 1)[:15]
FROM = "203.0.113.7"
# The fields of a form as the generator emits it, with custom fields of every kind.
SENT = {
    "oid": OID, "retURL": "https://harbor.example.com/thanks?a=1&b=2", "salutation": "Ms.",
    "first_name": "Ana", "last_name": "Łukasik", "title": "Head of plant",
    "company": "Harbor Cold Storage", "email": "ana@harbor.example.com", "phone": "(650) 253-0000",
    "mobile": "650 253 0001", "fax": "650 253 0002", "URL": "www.harbor.example.com",
    "street": "1 Quay\r\nHall 3", "city": "Oakland", "state": "CA", "zip": "94607",
    "country": "USA", "description": "Two roofs.\r\nSoon.", "lead_source": "Partner Referral",
    "industry": "Retail", "rating": "Hot", "revenue": "1,250,000", "employees": "1,200",
    "emailOptOut": "1", "faxOptOut": "1", "doNotCall": "1", "submit": "Submit Query",
}  # fmt: skip


@pytest.fixture
def post(cast: SimpleNamespace, client: Client) -> Any:
    def send(data: dict[str, Any], url: str = DOOR, **extra: Any) -> Any:
        return client.post(url, data, REMOTE_ADDR=FROM, **extra)

    return send


def test_a_generated_form_makes_a_whole_lead(post: Any, campaign: Campaign) -> None:
    sent = SENT | {"Campaign_ID": campaign.sf_id[:15], "member_status": "Responded"}
    response = post(sent, HTTP_REFERER="https://harbor.example.com/contact")

    assert (response.status_code, response["Location"]) == (302, SENT["retURL"])
    submission = Submission.objects.get()
    assert (submission.state, submission.door) == (State.WAITING, Door.WEB_TO_LEAD)
    assert submission.payload["last_name"] == ["Łukasik"]
    assert submission.source_address == FROM
    assert submission.referrer == "https://harbor.example.com/contact"

    assert intake.drain() == 1
    lead = Lead.objects.get()
    said = {
        "salutation": "Ms.", "name": "Ana Łukasik", "title": "Head of plant", "city": "Oakland",
        "company": "Harbor Cold Storage", "email": "ana@harbor.example.com",
        "phone": "+16502530000", "mobile_phone": "+16502530001", "fax": "+16502530002",
        "street": "1 Quay\nHall 3", "state": "California", "postal_code": "94607",
        "country": "United States", "description": "Two roofs.\nSoon.",
        "lead_source": "Partner Referral", "industry": "Retail", "rating": "Hot",
        "annual_revenue": 1_250_000, "number_of_employees": 1200, "do_not_call": True,
        "has_opted_out_of_email": True, "has_opted_out_of_fax": True,
    }  # fmt: skip
    assert {name: getattr(lead, name) for name in said} == said
    member = CampaignMember.objects.get()
    assert (member.lead, member.status, member.has_responded) == (lead, "Responded", True)


def test_custom_fields_come_by_id_and_by_name(post: Any, cast: SimpleNamespace) -> None:
    cast.organization.locale = "de-DE"
    cast.organization.save()
    by_id = {
        name: ids.encode("00N", custom.define("Lead", label, kind, **more).pk)[:15]
        for name, label, kind, more in (
            ("roof", "Roof", "double", {}),
            ("wants", "Wants", "multipicklist", {"choices": ["Solar", "Battery", "Heat pump"]}),
            ("starts", "Starts", "date", {}),
            ("owns", "Owns", "boolean", {}),
        )
    }
    custom.define("Lead", "Budget Held", "currency")
    post({
        "oid": OID, "last_name": "Berg", by_id["roof"]: "1.234,5", by_id["owns"]: "1",
        by_id["wants"]: ["Solar", "Battery"], by_id["starts"]: "31.12.2026",
        "Budget_Held__c": "9.000,00", "00N000000000zzz": "unknown", "Nothing__c": "x",
    })  # fmt: skip
    intake.drain()
    assert Lead.objects.get().custom == {
        "Roof__c": 1234.5, "Wants__c": "Solar;Battery", "Starts__c": "2026-12-31",
        "Owns__c": True, "Budget_Held__c": 9000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("UTF-8", "utf-8"), ("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252"),
        ("Shift_JIS", "shift_jis"), ("EUC-KR", "euc_kr"), ("GB18030", "gb18030"),
    ],
)  # fmt: skip
def test_a_page_of_another_encoding_is_read_in_it(
    client: Client, cast: SimpleNamespace, encoding: str, codec: str
) -> None:
    name = {"shift_jis": "山田", "euc_kr": "김철수", "gb18030": "王小明"}.get(codec, "Müller-Ås")
    raw = f"oid={OID}&last_name={quote_from_bytes(name.encode(codec))}"
    client.post(
        f"/servlet/servlet.WebToLead?encoding={encoding}", raw,
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    intake.drain()
    assert Lead.objects.get().last_name == name


@pytest.mark.parametrize(
    ("encoding", "raw", "name"),
    [
        ("no-such-thing", b"M%C3%BCller", "Müller"),
        ("UTF-8", b"M%FCller", "Müller"),  # the page was windows-1252 after all
        ("UTF-8", b"M%81%FCller", "M\ufffd\ufffdller"),
        ("ISO-8859-1", b"%26%23321%3Bukasik", "Łukasik"),
    ],
)
def test_bytes_that_fit_no_encoding_are_kept(
    client: Client, cast: SimpleNamespace, encoding: str, raw: bytes, name: str
) -> None:
    client.post(
        f"/servlet/servlet.WebToLead?encoding={encoding}",
        f"oid={OID}&last_name={raw.decode()}",
        content_type="application/x-www-form-urlencoded",
    )
    submission = Submission.objects.get()
    assert submission.payload["last_name"] == [name]
    kept = "raw_base64" in submission.payload.get("headwater:door", {})
    assert kept == (b"%FC" in raw)


@pytest.mark.parametrize("oid", ["", "abc", "001000000000001", "00D00000000000!"])
def test_a_wrong_organisation_is_set_aside_and_the_visitor_goes_on(post: Any, oid: str) -> None:
    response = post(SENT | {"oid": oid})
    assert response["Location"] == SENT["retURL"]
    submission = Submission.objects.get()
    assert submission.state == State.QUARANTINED
    assert "rganisation" in submission.reason or "id" in submission.reason


def test_a_form_that_moved_here_keeps_its_old_organisation_id(post: Any) -> None:
    post(SENT | {"oid": "00Dxx0000000001"})
    assert Submission.objects.get().state == State.WAITING


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "data:text/html,x", "//evil.example.com", "/thanks", "http://",
     "JaVaScRiPt:alert(1)", "ftp://a.example.com", "http://[", "https://a.example.com/\r\nX: 1"],
)  # fmt: skip
def test_only_web_addresses_are_gone_to(post: Any, url: str) -> None:
    response = post(SENT | {"retURL": url})
    assert response.status_code == 200
    assert b"Thank you" in response.content
    assert Submission.objects.count() == 1


def test_debug_says_how_each_parameter_was_understood(post: Any) -> None:
    response = post(SENT | {"debug": "1", "odd": "<script>alert(1)</script>"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Last Name (LastName)" in page
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    assert "Ignored, kept with the submission" in page


def test_without_a_source_there_is_none(post: Any) -> None:
    post({name: value for name, value in SENT.items() if name != "lead_source"})
    intake.drain()
    assert Lead.objects.get().lead_source == ""


def test_an_unknown_campaign_does_not_stop_the_lead(post: Any) -> None:
    post(SENT | {"Campaign_ID": ids.encode("701", 99_999)})
    post(SENT | {"Campaign_ID": "nonsense", "email": "b@b.example.org", "last_name": "B"})
    intake.drain()
    assert Lead.objects.count() == 2


def test_a_flood_is_set_aside_not_lost(post: Any) -> None:
    flood = [
        Submission(door=Door.WEB_TO_LEAD, payload={}, source_address=FROM, state=State.REJECTED)
        for _ in range(POSTS_PER_MINUTE)
    ]
    Submission.objects.bulk_create(flood)
    for _ in range(MUCH):
        assert post(SENT).status_code == 302
    newest = Submission.objects.latest("id")
    assert newest.state == State.QUARANTINED
    assert "a minute" in newest.reason


def test_a_get_is_told_what_this_is(client: Client, cast: SimpleNamespace) -> None:
    response = client.get(DOOR)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert b"Web-to-Lead takes the POST of a form." in response.content
