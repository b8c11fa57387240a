"""SOAP, as far as clients need it to sign in: `login`, `getUserInfo`, `logout`.

Clients cut answers out by their literal tags: names here have no prefix and no attributes, except
the fault's, whose prefix is always `sf`.
"""

import re
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException, ElementTree  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import addresses, body, sign_in, tokens
from headwater.api.gate import token_in
from headwater.api.problems import Problems
from headwater.people.models import Organization, User

XML = "text/xml;charset=UTF-8"
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns="urn:partner.soap.sforce.com" xmlns:sf="urn:fault.partner.soap.sforce.com">'
    "<soapenv:Body>{}</soapenv:Body></soapenv:Envelope>"
)
WRONG = "Invalid username, password, security token; or user locked out."


class Fault(Exception):
    """SOAP's own way to refuse; sent with HTTP 500, as the protocol has it."""

    def __init__(self, code: str, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(code)


@csrf_exempt
def view(request: HttpRequest, version: str) -> HttpResponse:
    """POST /services/Soap/u/{version}"""
    try:
        return _answer(ENVELOPE.format(_called(request, version)), 200)
    except sign_in.TooManyTries:
        fault = Fault("LOGIN_RATE_EXCEEDED", "Too many tries; wait a few minutes.")
    except Fault as refused:
        fault = refused
    except Problems as problems:
        fault = Fault("UNKNOWN_EXCEPTION", problems.body[0]["message"])
    answer = _answer(ENVELOPE.format(_told(fault)), 500)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a wrong password is no incident
    return answer


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(
        text, status=status, content_type=XML, headers={"Cache-Control": "no-store"}
    )


def _told(fault: Fault) -> str:
    code, message = escape(fault.code), escape(f"{fault.code}: {fault.message}")
    return (
        f"<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{message}</faultstring>"
        f"<detail><sf:UnexpectedErrorFault><sf:exceptionCode>{code}</sf:exceptionCode>"
        f"<sf:exceptionMessage>{message}</sf:exceptionMessage></sf:UnexpectedErrorFault>"
        "</detail></soapenv:Fault>"
    )


def _called(request: HttpRequest, version: str) -> str:
    if request.method != "POST":
        raise Fault("METHOD_NOT_ALLOWED", "SOAP is posted.")
    said = _texts(body.read(request))
    if "login" in said:
        return _login(request, version, said)
    token = said.get("sessionId", "") or token_in(request)
    user = tokens.user_of(token) if token else None
    if user is None:
        raise Fault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader")
    if "getUserInfo" in said:
        return f"<getUserInfoResponse><result>{_about(user)}</result></getUserInfoResponse>"
    if "logout" in said:
        tokens.revoke(token)
        return "<logoutResponse/>"
    raise Fault("INVALID_OPERATION", "This operation is not known here.")


def _texts(data: bytes) -> dict[str, str]:
    """Local name → text of every element, whatever prefixes a client uses; no entities, no DTD."""
    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        raise Fault("UNKNOWN_EXCEPTION", "The body is no XML that can be read.") from None
    return {re.sub(r"^\{[^}]*\}", "", str(each.tag)): each.text or "" for each in root.iter()}


def _login(request: HttpRequest, version: str, said: dict[str, str]) -> str:
    user = sign_in.user_by_password(request, said.get("username", ""), said.get("password", ""))
    if user is None:
        raise Fault("INVALID_LOGIN", WRONG)
    base = addresses.base(request)
    server = f"{base}/services/Soap/u/{version}/{tokens.ORGANIZATION}"
    return (
        "<loginResponse><result>"
        f"<metadataServerUrl>{escape(server)}</metadataServerUrl>"
        "<passwordExpired>false</passwordExpired><sandbox>false</sandbox>"
        f"<serverUrl>{escape(server)}</serverUrl>"
        f"<sessionId>{tokens.issue(user)}</sessionId><userId>{addresses.user_id(user)}</userId>"
        f"<userInfo>{_about(user)}</userInfo></result></loginResponse>"
    )


def _about(user: User) -> str:
    organization = Organization.current()
    locale = organization.locale.replace("-", "_")
    told = {
        "organizationId": tokens.ORGANIZATION,
        "organizationName": organization.name,
        "organizationMultiCurrency": "false",
        "orgDefaultCurrencyIsoCode": organization.currency,
        "orgHasPersonAccounts": str(organization.has_person_accounts).lower(),
        "sessionSecondsValid": str(tokens.lifetime()),
        "userDefaultCurrencyIsoCode": organization.currency,
        "userEmail": user.email,
        "userFullName": user.name,
        "userId": addresses.user_id(user),
        "userLanguage": locale,
        "userLocale": locale,
        "userName": user.email,
        "userTimeZone": user.time_zone,
        "userType": "Standard",
        "userUiSkin": "Theme3",
    }
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())
