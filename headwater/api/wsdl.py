"""The WSDL of the partner service: what generic SOAP clients read before they call.

One line a type: `name:type`, `*` behind it for a list. Everything may be left out or nil, and what
is there comes in this order, as `soap` answers it; an sObject holds any field of its object.
"""

from xml.sax.saxutils import quoteattr

from django.http import HttpResponse

from headwater.api import addresses
from headwater.api.gate import NEWEST, Call, resource

RECORDS = "sObjects:ens:sObject*"
IDS = "ids:tns:ID*"
TYPES = {
    "GetUserInfoResult": (
        "organizationId:tns:ID organizationName:string organizationMultiCurrency:boolean "
        "orgDefaultCurrencyIsoCode:string orgHasPersonAccounts:boolean sessionSecondsValid:int "
        "userDefaultCurrencyIsoCode:string userEmail:string userFullName:string userId:tns:ID "
        "userLanguage:string userLocale:string userName:string userTimeZone:string "
        "userType:string userUiSkin:string"
    ),
    "LoginResult": (
        "metadataServerUrl:string passwordExpired:boolean sandbox:boolean serverUrl:string "
        "sessionId:string userId:tns:ID userInfo:tns:GetUserInfoResult"
    ),
    "GetServerTimestampResult": "timestamp:dateTime",
    "QueryResult": "done:boolean queryLocator:string records:ens:sObject* size:int",
    "SearchRecord": "record:ens:sObject",
    "SearchResult": "searchRecords:tns:SearchRecord*",
    "Error": "fields:string* message:string statusCode:string",
    "SaveResult": "errors:tns:Error* id:tns:ID success:boolean",
    "UpsertResult": "created:boolean errors:tns:Error* id:tns:ID success:boolean",
    "LeadConvert": (
        "accountId:tns:ID contactId:tns:ID convertedStatus:string doNotCreateOpportunity:boolean "
        "leadId:tns:ID opportunityId:tns:ID opportunityName:string overwriteLeadSource:boolean "
        "ownerId:tns:ID relatedPersonAccountId:tns:ID sendNotificationEmail:boolean"
    ),
    "LeadConvertResult": (
        "accountId:tns:ID contactId:tns:ID errors:tns:Error* leadId:tns:ID opportunityId:tns:ID "
        "relatedPersonAccountId:tns:ID success:boolean"
    ),
    "MergeRequest": "masterRecord:ens:sObject recordToMergeIds:tns:ID*",
    "MergeResult": "errors:tns:Error* id:tns:ID mergedRecordIds:tns:ID* success:boolean",
}
# Operation → what it is given, what its answer holds.
OPERATIONS = {
    "login": ("username:string password:string", "result:tns:LoginResult"),
    "logout": ("", ""),
    "getUserInfo": ("", "result:tns:GetUserInfoResult"),
    "getServerTimestamp": ("", "result:tns:GetServerTimestampResult"),
    "query": ("queryString:string", "result:tns:QueryResult"),
    "queryAll": ("queryString:string", "result:tns:QueryResult"),
    "queryMore": ("queryLocator:string", "result:tns:QueryResult"),
    "search": ("searchString:string", "result:tns:SearchResult"),
    "retrieve": (f"fieldList:string sObjectType:string {IDS}", "result:ens:sObject*"),
    "create": (RECORDS, "result:tns:SaveResult*"),
    "update": (RECORDS, "result:tns:SaveResult*"),
    "upsert": (f"externalIDFieldName:string {RECORDS}", "result:tns:UpsertResult*"),
    "delete": (IDS, "result:tns:SaveResult*"),
    "undelete": (IDS, "result:tns:SaveResult*"),
    "convertLead": ("leadConverts:tns:LeadConvert*", "result:tns:LeadConvertResult*"),
    "merge": ("request:tns:MergeRequest*", "result:tns:MergeResult*"),
}
HEADERS = {
    "SessionHeader": "sessionId:string",
    "CallOptions": "client:string defaultNamespace:string",
    "QueryOptions": "batchSize:int",
    "AllOrNoneHeader": "allOrNone:boolean",
    "AllowFieldTruncationHeader": "allowFieldTruncation:boolean",
    "AssignmentRuleHeader": "assignmentRuleId:tns:ID useDefaultRule:boolean",
    "DuplicateRuleHeader": "allowSave:boolean includeRecordDetails:boolean "
                           "runAsCurrentUser:boolean",
}  # fmt: skip
WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions targetNamespace="urn:partner.soap.sforce.com" xmlns="http://schemas.xmlsoap.org/wsdl/"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:tns="urn:partner.soap.sforce.com" xmlns:ens="urn:sobject.partner.soap.sforce.com">
<types>
<xsd:schema elementFormDefault="qualified" targetNamespace="urn:sobject.partner.soap.sforce.com">
<xsd:import namespace="urn:partner.soap.sforce.com"/>
<xsd:complexType name="sObject"><xsd:sequence>
<xsd:element name="type" type="xsd:string"/>
<xsd:element name="fieldsToNull" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>
<xsd:element name="Id" type="tns:ID" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
<xsd:any namespace="##targetNamespace" minOccurs="0" maxOccurs="unbounded" processContents="lax"/>
</xsd:sequence></xsd:complexType></xsd:schema>
<xsd:schema elementFormDefault="qualified" targetNamespace="urn:partner.soap.sforce.com">
<xsd:import namespace="urn:sobject.partner.soap.sforce.com"/>
<xsd:simpleType name="ID"><xsd:restriction base="xsd:string"><xsd:maxLength value="18"/>
</xsd:restriction></xsd:simpleType>
{types}</xsd:schema></types>
<message name="Header">{headers}</message>
{messages}<portType name="Soap">
{operations}</portType>
<binding name="SoapBinding" type="tns:Soap">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
{bindings}</binding>
<service name="SforceService"><port binding="tns:SoapBinding" name="Soap">
<soap:address location={place}/></port></service></definitions>
"""


def partner(call: Call) -> HttpResponse:
    """GET /services/wsdl/partner, for everybody: it tells nothing of anybody"""
    place = f"{addresses.base(call.request)}/services/Soap/u/{NEWEST}"
    return HttpResponse(text(place), content_type="text/xml;charset=UTF-8")


def text(place: str) -> str:
    """The document; `place` is where its service is called."""
    types = [
        f'<xsd:complexType name="{name}">{_parts(said)}</xsd:complexType>'
        for name, said in TYPES.items()
    ]
    asked = HEADERS | {name: given for name, (given, _) in OPERATIONS.items()}
    asked |= {f"{name}Response": told for name, (_, told) in OPERATIONS.items()}
    types += [
        f'<xsd:element name="{name}"><xsd:complexType>{_parts(said)}</xsd:complexType>'
        "</xsd:element>"
        for name, said in asked.items()
    ]
    return WHOLE.format(
        types="\n".join(types), place=quoteattr(place),
        headers="".join(f'<part name="{name}" element="tns:{name}"/>' for name in HEADERS),
        messages="".join(map(_message, OPERATIONS)),
        operations="".join(map(_operation, OPERATIONS)),
        bindings="".join(map(_binding, OPERATIONS)),
    )  # fmt: skip


def _parts(said: str) -> str:
    return f"<xsd:sequence>{''.join(map(_part, said.split()))}</xsd:sequence>"


def _part(said: str) -> str:
    name, _, kind = said.partition(":")
    many = ' maxOccurs="unbounded"' if kind.endswith("*") else ""
    kind = kind.rstrip("*")
    whole = kind if ":" in kind else f"xsd:{kind}"
    return f'<xsd:element name="{name}" type="{whole}" minOccurs="0"{many} nillable="true"/>'


def _message(name: str) -> str:
    return "".join(
        f'<message name="{said}"><part name="parameters" element="tns:{element}"/></message>\n'
        for said, element in ((f"{name}Request", name), (f"{name}Response", f"{name}Response"))
    )


def _operation(name: str) -> str:
    return (
        f'<operation name="{name}"><input message="tns:{name}Request"/>'
        f'<output message="tns:{name}Response"/></operation>\n'
    )


def _binding(name: str) -> str:
    headers = "".join(
        f'<soap:header use="literal" message="tns:Header" part="{each}"/>' for each in HEADERS
    )
    body = '<soap:body parts="parameters" use="literal"/>'
    return (
        f'<operation name="{name}"><soap:operation soapAction=""/><input>{headers}{body}</input>'
        '<output><soap:body use="literal"/></output></operation>\n'
    )


view = resource(is_open=True, GET=partner)
