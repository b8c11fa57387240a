"""The WSDL names what SOAP answers, and every type that it names is in it."""

import re
from types import SimpleNamespace
from typing import Any

from defusedxml import ElementTree  # type: ignore[import-untyped]
from django.test import Client

from headwater.api import soap, soap_layouts, wsdl_types
from tests.api.conftest import Program

APART = {"login", "logout", "getUserInfo", "getServerTimestamp", "convertLead"}
# What is drawn: documents of their own, for clients that have the types built in.
UNTYPED = set(soap_layouts.ANSWERS)


def test_generic_clients_read_what_they_may_call(cast: SimpleNamespace) -> None:
    told = Client().get("/services/wsdl/partner", headers={"host": "testserver"})
    assert (told.status_code, told["Content-Type"]) == (200, "text/xml;charset=UTF-8")
    text = told.content.decode()
    assert 'location="http://testserver/services/Soap/u/66.0"' in text
    root = ElementTree.fromstring(text)
    names = {each.get("name") for each in root.iter() if each.get("name")}
    named = re.findall(r'(?:type|element|message|binding)="(?:tns|ens):(\w+)"', text)
    assert set(named) <= names
    known = soap.READING.keys() | soap.WRITING.keys() | APART
    assert set(wsdl_types.OPERATIONS) == known - UNTYPED


def test_answers_come_in_the_order_of_the_wsdl(cast: SimpleNamespace) -> None:
    """Clients that are made from a WSDL read element by element."""
    said = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<getUserInfo xmlns="urn:partner.soap.sforce.com"/></e:Body></e:Envelope>'
    )
    signed = {"Authorization": f"Bearer {Program(cast.ada).token}"}
    told = Client().post("/services/Soap/u/66.0", said, content_type="text/xml", headers=signed)
    names = re.findall(r"<(\w+)[ >]", told.content.decode().partition("<result>")[2])
    assert names == [
        each.partition(":")[0] for each in wsdl_types.TYPES["GetUserInfoResult"].split()
    ]


def _names(tree: Any) -> list[str]:
    """The elements of one answer in their order, a list's element once."""
    return list(dict.fromkeys(each.tag.rpartition("}")[2] for each in tree))


def test_a_describe_comes_in_the_order_of_the_wsdl(cast: SimpleNamespace) -> None:
    said = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<describeSObject xmlns="urn:partner.soap.sforce.com"><sObjectType>Lead</sObjectType>'
        "</describeSObject></e:Body></e:Envelope>"
    )
    signed = {"Authorization": f"Bearer {Program(cast.ada).token}"}
    told = Client().post("/services/Soap/u/66.0", said, content_type="text/xml", headers=signed)
    result = next(each for each in ElementTree.fromstring(told.content).iter()
                  if each.tag.endswith("}result"))  # fmt: skip
    for name, some in (
        ("DescribeSObjectResult", [result]),
        ("Field", result.findall("{*}fields")),
        ("ChildRelationship", result.findall("{*}childRelationships")),
        ("RecordTypeInfo", result.findall("{*}recordTypeInfos")),
        ("PicklistEntry", result.findall("{*}fields/{*}picklistValues")),
    ):
        order = [each.partition(":")[0] for each in wsdl_types.TYPES[name].split()]
        assert some
        for each in some:
            assert _names(each) == [found for found in order if found in _names(each)]


def test_the_enterprise_wsdl_names_own_fields_and_wants_a_token(
    cast: SimpleNamespace, external_id: str
) -> None:
    signed = {"Authorization": f"Bearer {Program(cast.ada).token}"}
    text = Client().get("/services/wsdl/enterprise", headers=signed).content.decode()
    root = ElementTree.fromstring(text)
    names = {each.get("name") for each in root.iter() if each.get("name")}
    named = re.findall(r'(?:type|element|message|binding|base)="(?:tns|ens):(\w+)"', text)
    assert set(named) <= names
    lead = next(each for each in root.iter() if each.get("name") == "Lead")
    fields = {each.get("name"): each.get("type") for each in lead.iter() if each.get("type")}
    assert fields[external_id] == "xsd:string" and fields["IsConverted"] == "xsd:boolean"
    assert fields["Address"] == "ens:address" and fields["CampaignMembers"] == "tns:QueryResult"
    assert fields["CreatedBy"] == "ens:User" and list(fields) == sorted(fields)
    assert Client().get("/services/wsdl/enterprise").status_code == 401
