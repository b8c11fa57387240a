"""The WSDL names what SOAP answers, and every type that it names is in it."""

import re
from types import SimpleNamespace

from defusedxml import ElementTree  # type: ignore[import-untyped]
from django.test import Client

from headwater.api import soap, soap_reading, wsdl
from tests.api.conftest import Program

APART = {"login", "logout", "getUserInfo", "getServerTimestamp", "convertLead"}
# A describe is a document of its own; who needs it asks REST, or a client with types built in.
UNTYPED = {"describeGlobal", "describeSObject", "describeSObjects", "describeTabs",
           "getUpdated", "getDeleted"}  # fmt: skip


def test_generic_clients_read_what_they_may_call(cast: SimpleNamespace) -> None:
    told = Client().get("/services/wsdl/partner", headers={"host": "testserver"})
    assert (told.status_code, told["Content-Type"]) == (200, "text/xml;charset=UTF-8")
    text = told.content.decode()
    assert 'location="http://testserver/services/Soap/u/66.0"' in text
    root = ElementTree.fromstring(text)
    names = {each.get("name") for each in root.iter() if each.get("name")}
    named = re.findall(r'(?:type|element|message|binding)="(?:tns|ens):(\w+)"', text)
    assert set(named) <= names
    known = soap_reading.ANSWERS.keys() | soap.WRITING.keys() | APART
    assert set(wsdl.OPERATIONS) == known - UNTYPED


def test_answers_come_in_the_order_of_the_wsdl(cast: SimpleNamespace) -> None:
    """Clients that are made from a WSDL read element by element."""
    said = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<getUserInfo xmlns="urn:partner.soap.sforce.com"/></e:Body></e:Envelope>'
    )
    signed = {"Authorization": f"Bearer {Program(cast.ada).token}"}
    told = Client().post("/services/Soap/u/66.0", said, content_type="text/xml", headers=signed)
    names = re.findall(r"<(\w+)>", told.content.decode().partition("<result>")[2])
    assert names == [each.partition(":")[0] for each in wsdl.TYPES["GetUserInfoResult"].split()]
