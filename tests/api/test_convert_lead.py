"""Converting through the API: REST's action, its sample's twin, SOAP, and our own resource."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.api import tokens
from headwater.catalog import ids
from headwater.match.models import DuplicateRule
from headwater.records import writing
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    Lead,
    LeadStatus,
    Opportunity,
)
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db

ACTION = "actions/standard/convertLead"
APEX = "actions/custom/apex/ConvertLeadAction"
SOAP = (
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:urn="urn:{wsdl}.soap.sforce.com" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Header>'
    "<urn:SessionHeader><urn:sessionId>{token}</urn:sessionId></urn:SessionHeader>{headers}"
    "</soapenv:Header><soapenv:Body><urn:convertLead>{leads}</urn:convertLead>"
    "</soapenv:Body></soapenv:Envelope>"
)


@pytest.fixture
def status(db: None) -> str:
    return str(LeadStatus.objects.get(is_converted=True).name)


@pytest.fixture
def tom(make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(first_name="Tom", email="tom@harbor.example", lead_source="Web")


def _asked(lead: Lead, status: str, **more: Any) -> dict[str, Any]:
    return {"leadId": lead.sf_id, "convertedStatus": status, **more}


def _id(record: Any, prefix: str) -> str:
    return ids.encode(prefix, record.pk)


def test_a_program_converts_a_lead(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead, status: str
) -> None:
    mara = program(cast.mara)
    [done] = mara("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=200)
    assert (done["actionName"], done["isSuccess"], done["errors"]) == ("convertLead", True, None)
    tom.refresh_from_db()
    assert tom.is_converted
    assert done["outputValues"] == {
        "accountId": ids.encode("001", tom.converted_account_id or 0),
        "contactId": ids.encode("003", tom.converted_contact_id or 0),
        "opportunityId": ids.encode("006", tom.converted_opportunity_id or 0),
    }
    lead = mara("GET", f"sobjects/Lead/{tom.sf_id}")
    assert lead["IsConverted"] is True
    assert lead["ConvertedContactId"] == done["outputValues"]["contactId"]
    [again] = mara("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=400)
    assert again["errors"] == [
        {"statusCode": "CANNOT_UPDATE_CONVERTED_LEAD", "fields": ["leadId"],
         "message": "cannot reference converted lead"}
    ]  # fmt: skip


def test_answers_come_in_the_order_of_the_inputs_and_a_refusal_leaves_the_others_alone(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    status: str,
) -> None:
    one, two, three = (make_lead(last_name=name) for name in ("One", "Two", "Three"))
    wanted = [_asked(one, status), _asked(two, "Open"), _asked(three, status), _asked(one, status)]
    done = program(cast.mara)("POST", ACTION, {"inputs": wanted}, expect=400)
    assert [each["isSuccess"] for each in done] == [True, False, True, False]
    assert done[1]["errors"] == [
        {"statusCode": "INVALID_STATUS", "message": "invalid convertedStatus: Open",
         "fields": ["ConvertedStatus"]}
    ]  # fmt: skip
    assert done[1]["outputValues"] is None
    assert done[3]["errors"][0]["statusCode"] == "CANNOT_UPDATE_CONVERTED_LEAD"
    assert Conversion.objects.count() == 2


def test_existing_records_are_joined_and_the_source_is_overwritten_when_asked(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead, status: str
) -> None:
    account = writing.create("Account", {"name": "Harbor"}, by=cast.mara)
    contact = writing.create(
        "Contact",
        {"last_name": "Okafor", "account_id": account.pk, "lead_source": "Phone Inquiry"},
        by=cast.mara,
    )
    wish = _asked(
        tom, status, accountId=_id(account, "001"), contactId=_id(contact, "003"),
        overwriteLeadSource=True, opportunityName="Roof of the old hall",
    )  # fmt: skip
    [done] = program(cast.mara)("POST", ACTION, {"inputs": [wish]}, expect=200)
    contact.refresh_from_db()
    assert (contact.lead_source, contact.email) == ("Web", "tom@harbor.example")
    assert done["outputValues"]["accountId"] == _id(account, "001")
    deal = Opportunity.objects.get()
    assert (deal.name, deal.account) == ("Roof of the old hall", account)


def test_a_deal_that_is_there_is_joined_or_none_is_made(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    status: str,
) -> None:
    account = writing.create("Account", {"name": "Harbor"}, by=cast.mara)
    deal = writing.create(
        "Opportunity", {"name": "Roof", "stage_name": "Prospecting", "account_id": account.pk,
                        "close_on": date(2027, 1, 1), "amount": 10}, by=cast.mara,
    )  # fmt: skip
    here = {"accountId": _id(account, "001")}
    wanted = [
        _asked(make_lead(), status, opportunityId=_id(deal, "006"), **here),
        _asked(make_lead(), status, doNotCreateOpportunity="true", **here),
    ]
    first, second = program(cast.mara)("POST", ACTION, {"inputs": wanted}, expect=200)
    assert first["outputValues"]["opportunityId"] == _id(deal, "006")
    assert second["outputValues"]["opportunityId"] is None
    assert Opportunity.objects.count() == 1


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"leadId": None}, "REQUIRED_FIELD_MISSING"),
    ({"leadId": "nonsense"}, "MALFORMED_ID"),
    ({"leadId": "00300000000001E"}, "MALFORMED_ID"),
    ({"leadId": "00Q00000009zzzz"}, "INSUFFICIENT_ACCESS_OR_READONLY"),
    ({"convertedStatus": None}, "INVALID_STATUS"),
    ({"convertedStatus": "Open - Not Contacted"}, "INVALID_STATUS"),
    ({"doNotCreateOpportunity": True, "opportunityName": "Roof"}, "INVALID_FIELD"),
    ({"opportunityId": "00600000009zzzz", "opportunityName": "Roof"},
     "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
    ({"accountId": "00100000009zzzz"}, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
    ({"accountId": 7}, "MALFORMED_ID"),
    ({"contactId": "CONTACT"}, "INVALID_CROSS_REFERENCE_KEY"),
    ({"contactId": "CONTACT", "accountId": "OTHER"}, "INVALID_CROSS_REFERENCE_KEY"),
    ({"overwriteLeadSource": True}, "INVALID_FIELD"),
    ({"ownerId": "00500000009zzzz"}, "INVALID_CROSS_REFERENCE_KEY"),
    ({"ownerId": "QUEUE"}, "INVALID_OWNER"),
    ({"ownerId": "GONE"}, "INACTIVE_OWNER_OR_USER"),
    ({"opportunityName": "x" * 121}, "STRING_TOO_LONG"),
    ({"relatedPersonAccountId": "00100000009zzzz"}, "INVALID_FIELD"),
    ({"nonsense": 1}, "INVALID_FIELD"),
    ({"accountRecord": {"Nonsense": 1}}, "INVALID_FIELD"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=[code for _, code in REFUSED])
def test_what_is_wrong_is_told_by_salesforces_codes(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    tom: Lead,
    status: str,
    case: tuple[dict[str, Any], str],
) -> None:
    more, code = case
    account = writing.create("Account", {"name": "Harbor"}, by=cast.mara)
    other = writing.create("Account", {"name": "Elsewhere"}, by=cast.mara)
    contact = writing.create(
        "Contact", {"last_name": "Okafor", "account_id": account.pk}, by=cast.mara
    )
    cast.owen.is_active = False
    cast.owen.save()
    known = {
        "CONTACT": _id(contact, "003"), "OTHER": _id(other, "001"),
        "QUEUE": ids.encode("00G", cast.queue.pk), "GONE": ids.encode("005", cast.owen.pk),
    }  # fmt: skip
    wish = _asked(tom, status) | {
        name: known.get(value, value) if isinstance(value, str) else value
        for name, value in more.items()
    }
    [done] = program(cast.mara)("POST", ACTION, {"inputs": [wish]}, expect=400)
    assert done["errors"][0]["statusCode"] == code
    assert done["outputValues"] is None
    tom.refresh_from_db()
    assert not tom.is_converted


def test_a_lead_of_a_queue_needs_an_owner(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    status: str,
) -> None:
    lead = make_lead(owner=cast.queue)
    mara = program(cast.mara)
    [done] = mara("POST", ACTION, {"inputs": [_asked(lead, status)]}, expect=400)
    assert done["errors"][0]["statusCode"] == "INVALID_OWNER"
    wish = _asked(lead, status, ownerId=ids.encode("005", cast.owen.pk))
    mara("POST", ACTION, {"inputs": [wish]}, expect=200)
    assert Contact.objects.get().owner_id == cast.owen.pk


def test_new_records_may_be_given_values(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead, status: str
) -> None:
    wish = _asked(tom, status, accountRecord={"Site": "North"}, contactRecord={"Title": "Dr"})
    program(cast.mara)("POST", ACTION, {"inputs": [wish]}, expect=200)
    assert Account.objects.get().site == "North"
    assert Contact.objects.get().title == "Dr"


def test_the_sample_of_salesforce_has_its_own_names(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    status: str,
) -> None:
    mara = program(cast.mara)
    wanted = [
        _asked(make_lead(), status, createOpportunity=True, opportunityName="Roof"),
        _asked(make_lead(), status, createOpportunity=False, sendEmailToOwner=False),
    ]
    first, second = mara("POST", APEX, {"inputs": wanted}, expect=200)
    assert first["actionName"] == "ConvertLeadAction"
    assert first["outputValues"]["opportunityId"]
    assert second["outputValues"]["opportunityId"] is None
    assert mara("GET", "actions")["standard"].endswith("/actions/standard")
    assert mara("GET", "actions/standard")["actions"][0]["name"] == "convertLead"
    assert mara("GET", "actions/custom/apex")["actions"][0]["name"] == "ConvertLeadAction"
    assert mara("GET", "actions/custom")["apex"].endswith("/apex")
    told = mara("GET", ACTION)
    assert {each["name"] for each in told["inputs"] if each["required"]} == {
        "leadId", "convertedStatus"
    }  # fmt: skip
    assert "actions" in mara("GET", "")


@pytest.mark.parametrize(
    "body", [{}, {"inputs": {}}, {"inputs": ["x"]}, {"inputs": [{}] * 201}, [], "x"]
)
def test_an_envelope_that_is_none_is_refused(api: Program, body: Any) -> None:
    told = api("POST", ACTION, body, expect=400)
    assert "errorCode" in told[0]


def test_the_outsider_converts_nothing_and_a_reader_is_refused(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead, status: str
) -> None:
    [done] = program(cast.otto)("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=400)
    assert done["errors"][0]["statusCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"
    program(cast.rhea)("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=403)
    program(None)("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=401)
    assert not Conversion.objects.exists()


def test_the_same_request_twice_converts_once(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead, status: str
) -> None:
    mara, asked = program(cast.mara), {"inputs": [_asked(tom, status)]}
    one, two = (mara.raw("POST", ACTION, asked, Idempotency_Key="k1") for _ in range(2))
    assert (one.status_code, one.content) == (two.status_code, two.content)
    assert one.status_code == 200
    assert Conversion.objects.count() == 1


def test_many_cost_no_more_queries_than_few(
    program: Callable[..., Program],
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    status: str,
) -> None:
    mara, counts = program(cast.mara), []
    mara("POST", ACTION, {"inputs": [_asked(make_lead(), status)]}, expect=200)
    for number in (2, 12):
        leads = [make_lead(last_name=f"L{each}", company=f"C{each}") for each in range(number)]
        asked = {"inputs": [_asked(lead, status) for lead in leads]}
        with CaptureQueriesContext(connection) as queries:
            mara("POST", ACTION, asked, expect=200)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- SOAP ----------------------------------------------------------------------------------------
def _soap(
    user: Any, *leads: dict[str, Any], wsdl: str = "partner", headers: str = ""
) -> tuple[int, str]:
    told = "".join(
        "<urn:leadConverts>"
        + "".join(
            f'<urn:{name} xsi:nil="true"/>' if value is None
            else f"<urn:{name}>{escape(str(value))}</urn:{name}>"
            for name, value in each.items()
        )
        + "</urn:leadConverts>"
        for each in leads
    )  # fmt: skip
    place = {"partner": "u", "enterprise": "c"}[wsdl]
    text = SOAP.format(wsdl=wsdl, token=tokens.issue(user), leads=told, headers=headers)
    response = Client().post(
        f"/services/Soap/{place}/60.0", text, content_type="text/xml", headers={"SOAPAction": '""'}
    )
    return response.status_code, response.content.decode()


def _cut(text: str, tag: str) -> str:
    return text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


@pytest.mark.parametrize("wsdl", ["partner", "enterprise"])
def test_a_client_converts_by_soap(
    cast: SimpleNamespace, tom: Lead, status: str, wsdl: str
) -> None:
    wish = _asked(tom, status, accountId=None, contactId=None, doNotCreateOpportunity="false",
                  overwriteLeadSource="false", sendNotificationEmail="false")  # fmt: skip
    code, answer = _soap(cast.mara, wish, wsdl=wsdl)
    assert code == 200
    assert f'xmlns="urn:{wsdl}.soap.sforce.com"' in answer
    tom.refresh_from_db()
    assert _cut(answer, "leadId") == tom.sf_id
    assert _cut(answer, "success") == "true"
    assert _cut(answer, "accountId") == ids.encode("001", tom.converted_account_id or 0)
    assert '<relatedPersonAccountId xsi:nil="true"/>' in answer
    code, answer = _soap(cast.mara, wish, wsdl=wsdl)
    assert (code, _cut(answer, "success")) == (200, "false")
    assert _cut(answer, "statusCode") == "CANNOT_UPDATE_CONVERTED_LEAD"
    assert _cut(answer, "message") == "cannot reference converted lead"


def test_soap_takes_a_hundred_and_a_session(cast: SimpleNamespace, tom: Lead, status: str) -> None:
    code, answer = _soap(cast.mara, *([_asked(tom, status)] * 101))
    assert (code, _cut(answer, "sf:exceptionCode")) == (500, "EXCEEDED_LEAD_CONVERT_LIMIT")
    text = SOAP.format(wsdl="partner", token="00D!x", leads="", headers="")
    response = Client().post("/services/Soap/u/60.0", text, content_type="text/xml")
    assert response.status_code == 500
    assert "INVALID_SESSION_ID" in response.content.decode()
    code, answer = _soap(cast.rhea, _asked(tom, status))
    assert _cut(answer, "success") == "false"
    assert not Conversion.objects.exists()


# --- our own resource ----------------------------------------------------------------------------
def _own(client: Program, method: str, lead: Lead, data: Any = None, **headers: str) -> Any:
    response = client.client.generic(
        method, f"/api/leads/{lead.pk}/conversion", b"" if data is None else orjson.dumps(data),
        content_type="application/json", headers={"Authorization": f"Bearer {client.token}"}
        | {name.replace("_", "-"): text for name, text in headers.items()},
    )  # fmt: skip
    return response.status_code, orjson.loads(response.content)


def test_plain_json_converts_tells_and_undoes(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead
) -> None:
    mara = program(cast.mara)
    tom.need = "A battery"
    tom.save()
    code, told = _own(mara, "POST", tom, {"opportunity": {"name": "Roof", "amount": "1200.50"}})
    assert code == 201, told
    assert told["account"]["is_new"]
    assert told["unmapped"] == {"Need": "A battery"}
    assert told["contact"]["salesforce_id"].startswith("003")
    assert str(Opportunity.objects.get().amount) == "1200.50"
    assert _own(mara, "POST", tom, {"opportunity": {"name": "Roof"}})[0] == 200
    assert _own(mara, "POST", tom, {"opportunity": False})[0] == 409
    assert _own(mara, "GET", tom)[1]["id"] == told["id"]
    code, undone = _own(mara, "DELETE", tom)
    assert code == 200, undone.get("touches")
    assert undone["undone_at"]
    assert _own(mara, "GET", tom)[0] == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"nonsense": 1}, 400), ([], 400), ({"account": "nonsense"}, 400), ({"account": 999}, 404),
        ({"opportunity": {"nonsense": 1}}, 400), ({"opportunity": {"amount": "much"}}, 422),
        ({"given": {"Campaign": {}}}, 400), ({"take": {"Contact": ["nonsense"]}}, 422),
        ({"status": "Open"}, 422), ({"owner": "9" * 30}, 400),
    ],
)  # fmt: skip
def test_plain_json_says_what_is_wrong(api: Program, tom: Lead, body: Any, code: int) -> None:
    status, told = _own(api, "POST", tom, body)
    assert (status, told["status"]) == (code, code), told
    assert told["detail"]


def test_nobody_else_sees_the_conversion(
    program: Callable[..., Program], cast: SimpleNamespace, tom: Lead
) -> None:
    assert _own(program(cast.otto), "POST", tom)[0] == 404
    assert _own(program(cast.rhea), "POST", tom)[0] == 403
    assert _own(program(None), "GET", tom)[0] == 401
    mara = program(cast.mara)
    one, two = (_own(mara, "POST", tom, {}, Idempotency_Key="k") for _ in range(2))
    assert one == two
    assert _own(program(cast.otto), "GET", tom)[0] == 404
    assert _own(program(cast.otto), "DELETE", tom)[0] == 404


def test_duplicate_rules_hold_a_conversion_back_until_it_is_said_to_go_on(
    api: Program, tom: Lead, status: str
) -> None:
    api("POST", "sobjects/Contact", {"FirstName": tom.first_name, "LastName": tom.last_name,
                                     "Email": tom.email})  # fmt: skip
    DuplicateRule.objects.filter(sobject_type="Contact").update(api_on_create="alert")
    [told] = api("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=400)
    [error] = told["errors"]
    assert error["statusCode"] == "DUPLICATES_DETECTED"
    assert not Conversion.objects.exists()
    header = "<urn:DuplicateRuleHeader><urn:allowSave>{}</urn:allowSave></urn:DuplicateRuleHeader>"
    lead = (
        f"<urn:leadConverts><urn:convertedStatus>{status}</urn:convertedStatus>"
        f"<urn:leadId>{tom.sf_id}</urn:leadId></urn:leadConverts>"
    )
    for allows in ("false", "true"):
        assert not Conversion.objects.exists()
        body = SOAP.format(wsdl="partner", token=api.token, headers=header.format(allows),
                           leads=lead)  # fmt: skip
        answer = Client().post("/services/Soap/u/60.0", body, content_type="text/xml")
        assert ("DUPLICATES_DETECTED" in answer.content.decode()) == (allows == "false")
    assert Conversion.objects.get().lead == tom


def test_a_rule_that_blocks_holds_it_back_but_not_because_of_the_lead_itself(
    api: Program, tom: Lead, status: str
) -> None:
    DuplicateRule.objects.update(api_on_create="block")
    allow = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    contact = api("POST", "sobjects/Contact", {"LastName": "Someone else"})["id"]
    assert contact
    api("POST", ACTION, {"inputs": [_asked(tom, status)]}, expect=200, **allow)
    assert Conversion.objects.get().lead == tom


def test_duplicate_rules_hold_plain_json_back_as_well(api: Program, tom: Lead) -> None:
    api("POST", "sobjects/Contact", {"FirstName": tom.first_name, "LastName": tom.last_name,
                                     "Email": tom.email})  # fmt: skip
    rules = DuplicateRule.objects.filter(sobject_type="Contact")
    path = f"/api/leads/{tom.pk}/conversion?even_duplicates=1"
    sign: Any = {"Authorization": f"Bearer {api.token}"}
    rules.update(api_on_create="block")
    assert api.client.post(path, b"{}", "application/json", headers=sign).status_code == 409
    rules.update(api_on_create="alert")
    code, told = _own(api, "POST", tom)
    assert (code, told["errors"][0]["code"]) == (409, "DUPLICATES_DETECTED")
    assert not Conversion.objects.exists()
    assert api.client.post(path, b"{}", "application/json", headers=sign).status_code == 201


def test_a_lead_that_came_converted_says_what_it_became_and_offers_no_undo(
    api: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    key = api("POST", "sobjects/Account", {"Name": "Engines"})["id"]
    account = Account.objects.get()
    lead = make_lead(last_name="Old", is_converted=True, is_closed=True,
                     converted_on=date(2019, 3, 1), converted_account=account)  # fmt: skip
    code, told = _own(api, "GET", lead)
    assert (code, told["id"], told["account"]["salesforce_id"]) == (200, None, key)
    assert told["at"].startswith("2019-03-01") and told["contact"] is None
    code, told = _own(api, "DELETE", lead)
    assert (code, told["title"]) == (409, "Converted elsewhere")
    assert _own(api, "POST", lead)[0] == 409
    browser = Client()
    browser.force_login(cast.ada)
    page = browser.get(f"/leads/{lead.pk}").content.decode()
    assert "It came here converted" in page and "Undo conversion" not in page
    assert "undo the conversion" not in page
