"""SOAP, as far as REST has no form of it: `login`, `getUserInfo`, `logout`, `convertLead`.

By the partner WSDL (`/services/Soap/u/`) and the enterprise one (`/services/Soap/c/`), which differ
in their namespaces. Clients cut answers out by their literal tags: names here have no prefix and no
attributes but `xsi:nil`, except the fault's, whose prefix is always `sf`.
"""

import logging
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import addresses, body, sign_in, soap_convert, tokens
from headwater.api.gate import token_in
from headwater.api.problems import Problems
from headwater.api.soap_body import Fault, Said, said_in
from headwater.people.models import Organization, User

log = logging.getLogger("headwater.api")

XML = "text/xml;charset=UTF-8"
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns="urn:{wsdl}.soap.sforce.com" xmlns:sf="urn:fault.{wsdl}.soap.sforce.com" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<soapenv:Body>{told}</soapenv:Body></soapenv:Envelope>"
)
WSDLS = {"u": "partner", "c": "enterprise"}
WRONG = "Invalid username, password, security token; or user locked out."


@csrf_exempt
def view(request: HttpRequest, version: str, wsdl: str = "u") -> HttpResponse:
    """POST /services/Soap/u/{version}, or …/c/…"""
    try:
        return _answer(_called(request, version, wsdl), wsdl, 200)
    except sign_in.TooManyTries:
        fault = Fault("LOGIN_RATE_EXCEEDED", "Too many tries; wait a few minutes.")
    except Fault as refused:
        fault = refused
    except Problems as problems:
        fault = Fault("UNKNOWN_EXCEPTION", problems.body[0]["message"])
    except Exception:
        log.exception("A call by SOAP failed")
        fault = Fault("UNKNOWN_EXCEPTION", "Something broke on our side; the log knows more.")
    answer = _answer(_told(fault), wsdl, 500)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a wrong password is no incident
    return answer


def _answer(told: str, wsdl: str, status: int) -> HttpResponse:
    text = ENVELOPE.format(told=told, wsdl=WSDLS[wsdl])
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


def _called(request: HttpRequest, version: str, wsdl: str) -> str:
    if request.method != "POST":
        raise Fault("METHOD_NOT_ALLOWED", "SOAP is posted.")
    said = said_in(body.read(request))
    if said.operation == "login":
        return _login(request, f"{wsdl}/{version}", said)
    token = said.header("sessionId") or token_in(request)
    user = tokens.user_of(token) if token else None
    if user is None:
        raise Fault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader")
    if said.operation == "getUserInfo":
        return f"<getUserInfoResponse><result>{_about(user)}</result></getUserInfoResponse>"
    if said.operation == "convertLead":
        return soap_convert.convert(said, by=user)
    if said.operation == "logout":
        tokens.revoke(token)
        return "<logoutResponse/>"
    raise Fault("INVALID_OPERATION", "This operation is not known here.")


def _login(request: HttpRequest, place: str, said: Said) -> str:
    user = sign_in.user_by_password(request, said.text("username"), said.text("password"))
    if user is None:
        raise Fault("INVALID_LOGIN", WRONG)
    server = f"{addresses.base(request)}/services/Soap/{place}/{tokens.ORGANIZATION}"
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
