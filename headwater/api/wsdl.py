"""The WSDLs: what SOAP clients read before they call.

The partner's holds for every organisation. The enterprise's has a type for each object with its
fields, own ones too, made from the catalog; the two differ in their namespaces.
"""

from xml.sax.saxutils import quoteattr

from django.http import HttpResponse

from headwater.api import addresses
from headwater.api.field_describe import SOAP_TYPES
from headwater.api.gate import NEWEST, Call, resource
from headwater.api.rows import INTERNAL
from headwater.api.wsdl_types import HEADERS, OPERATIONS, TYPES
from headwater.catalog import children, objects
from headwater.catalog.objects import ObjectDef

XML = "text/xml;charset=UTF-8"
DUPLICATE_ERROR = (
    '<xsd:complexType name="DuplicateError"><xsd:complexContent><xsd:extension base="tns:Error">'
    '<xsd:sequence><xsd:element name="duplicateResult" type="tns:DuplicateResult" minOccurs="0"/>'
    "</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>"
)
ANY = (
    '<xsd:any namespace="##targetNamespace" minOccurs="0" maxOccurs="unbounded" '
    'processContents="lax"/>'
)
TO_NULL = '<xsd:element name="fieldsToNull" type="xsd:string" minOccurs="0" maxOccurs="unbounded"/>'
SOBJECT = (
    '<xsd:complexType name="sObject"><xsd:sequence><xsd:element name="type" type="xsd:string"/>'
    f'{TO_NULL}<xsd:element name="Id" type="tns:ID" minOccurs="0" maxOccurs="unbounded" '
    f'nillable="true"/>{ANY}</xsd:sequence></xsd:complexType>'
)
TYPED = (
    f'<xsd:complexType name="sObject"><xsd:sequence>{TO_NULL}'
    '<xsd:element name="Id" type="tns:ID" minOccurs="0" nillable="true"/>'
    "</xsd:sequence></xsd:complexType>\n"
)
OBJECT = (
    '<xsd:complexType name="{}"><xsd:complexContent><xsd:extension base="ens:sObject">'
    "<xsd:sequence>{}</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>\n"
)
# Whoever a polymorphic reference leads to.
NAMED = (
    "Email:string FirstName:string LastName:string Name:string Phone:string Title:string "
    "Type:string Username:string"
)
ADDRESS = (
    "city:string country:string countryCode:string geocodeAccuracy:string latitude:double "
    "longitude:double postalCode:string state:string stateCode:string street:string"
)
WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions targetNamespace="urn:{wsdl}.soap.sforce.com" xmlns="http://schemas.xmlsoap.org/wsdl/"
 xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:tns="urn:{wsdl}.soap.sforce.com" xmlns:ens="urn:sobject.{wsdl}.soap.sforce.com">
<types>
<xsd:schema elementFormDefault="qualified" targetNamespace="urn:sobject.{wsdl}.soap.sforce.com">
<xsd:import namespace="urn:{wsdl}.soap.sforce.com"/>
{sobjects}</xsd:schema>
<xsd:schema elementFormDefault="qualified" targetNamespace="urn:{wsdl}.soap.sforce.com">
<xsd:import namespace="urn:sobject.{wsdl}.soap.sforce.com"/>
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
    return HttpResponse(text(_place(call, "u"), "partner", SOBJECT), content_type=XML)


def enterprise(call: Call) -> HttpResponse:
    """GET /services/wsdl/enterprise: this organisation's objects and fields"""
    return HttpResponse(text(_place(call, "c"), "enterprise", typed()), content_type=XML)


def _place(call: Call, kind: str) -> str:
    return f"{addresses.base(call.request)}/services/Soap/{kind}/{NEWEST}"


def text(place: str, wsdl: str, sobjects: str) -> str:
    """The document; `place` is where its service is called, `sobjects` the types of records."""
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
    types.append(DUPLICATE_ERROR)
    return WHOLE.format(
        wsdl=wsdl, sobjects=sobjects, types="\n".join(types), place=quoteattr(place),
        headers="".join(f'<part name="{name}" element="tns:{name}"/>' for name in HEADERS),
        messages="".join(map(_message, OPERATIONS)),
        operations="".join(map(_operation, OPERATIONS)),
        bindings="".join(map(_binding, OPERATIONS)),
    )  # fmt: skip


def typed() -> str:
    """A type for each object, whose fields come by name, as `soap_reading` tells them."""
    kinds = [objects.get(name) for name in objects.all_names() if name not in INTERNAL]
    known = {kind.name for kind in kinds}
    named = "" if "Name" in known else OBJECT.format("Name", _elements(NAMED))
    return (
        f'{TYPED}<xsd:complexType name="address">{_parts(ADDRESS)}</xsd:complexType>\n{named}'
        + OBJECT.format("AggregateResult", ANY)
        + "".join(OBJECT.format(kind.name, _elements(_fields(kind, known))) for kind in kinds)
    )


def _fields(kind: ObjectDef, known: set[str]) -> str:
    fields = {field.name: _type(field.type) for field in kind.fields.values() if field.name != "Id"}
    fields |= dict.fromkeys(kind.compounds, "ens:address")
    for field in kind.fields.values():
        names = [target.object_name for target in field.targets]
        if field.relationship and names:
            is_one = len(names) == 1 and names[0] in known
            fields.setdefault(field.relationship, f"ens:{names[0] if is_one else 'sObject'}")
    for child in children.of(kind.name):
        if child.name and child.kind.name in known:
            fields.setdefault(child.name, "tns:QueryResult")
    return " ".join(f"{name}:{fields[name]}" for name in sorted(fields))


def _type(kind: str) -> str:
    return SOAP_TYPES.get(kind, "xsd:string").replace("urn:", "ens:")


def _parts(said: str) -> str:
    return f"<xsd:sequence>{_elements(said)}</xsd:sequence>"


def _elements(said: str) -> str:
    return "".join(map(_part, said.split()))


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
enterprise_view = resource(GET=enterprise)
