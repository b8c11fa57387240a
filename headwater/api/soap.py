"""SOAP: signing in, converting and merging, and reading and writing for tools that know only it.

By the partner WSDL (`/services/Soap/u/`) and the enterprise one (`/services/Soap/c/`), which differ
in their namespaces. Clients cut answers out by their literal tags: names here have no prefix and no
attributes but `xsi:nil`, except the fault's, whose prefix is always `sf`.
"""

import logging
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from headwater.api import (
    addresses,
    body,
    gate,
    sign_in,
    soap_convert,
    soap_duplicates,
    soap_layouts,
    soap_mail,
    soap_merge,
    soap_reading,
    soap_records,
    soap_user,
    tokens,
)
from headwater.api.caller import Caller
from headwater.api.gate import NEWEST, VERSIONS, Call, token_in
from headwater.api.problems import Problems
from headwater.api.soap_body import Fault, Said, said_in

log = logging.getLogger("headwater.api")

XML = "text/xml;charset=UTF-8"
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns="urn:{wsdl}.soap.sforce.com" xmlns:sf="urn:{kind}.{wsdl}.soap.sforce.com" '
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
        first = problems.body[0]
        code = "UNKNOWN_EXCEPTION" if problems.status == 413 else first["errorCode"]
        fault = Fault(code, first["message"])
    except Exception:
        log.exception("A call by SOAP failed")
        fault = Fault("UNKNOWN_EXCEPTION", "Something broke on our side; the log knows more.")
    answer = _answer(_told(fault), wsdl, 500)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # a wrong password is no incident
    return answer


@csrf_exempt
def other_view(request: HttpRequest) -> HttpResponse:
    """The services of Salesforce's own platform, such as metadata (`/services/Soap/m/`)."""
    fault = Fault("INVALID_OPERATION", "Only the partner and the enterprise services are here.")
    return _answer(_told(fault), "u", 500)


def _answer(told: str, wsdl: str, status: int) -> HttpResponse:
    kind = "sobject" if status == 200 else "fault"
    text = ENVELOPE.format(told=told, wsdl=WSDLS[wsdl], kind=kind)
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
    said = said_in(body.read(request), is_typed=wsdl == "c")
    number = version if "." in version else f"{version}.0"
    if float(number) > float(NEWEST):  # Data Loader signs in again with the version before
        raise _unsupported()
    if said.operation == "login":
        return _login(request, f"{wsdl}/{version}", said)
    token = said.header("sessionId") or token_in(request)
    holder = gate.admitted(request, token)
    if said.operation == "getUserInfo":
        told = soap_user.about(holder.user)
        return f"<getUserInfoResponse><result>{told}</result></getUserInfoResponse>"
    if said.operation == "getServerTimestamp":
        told = f"<timestamp>{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}</timestamp>"
        return f"<getServerTimestampResponse><result>{told}</result></getServerTimestampResponse>"
    if said.operation == "logout":
        tokens.revoke(token)
        return "<logoutResponse/>"
    if number not in VERSIONS:
        raise _unsupported()
    if reading := READING.get(said.operation):
        return reading(said, Call(request, holder.user, number))
    return _written(said, holder, number)


def _unsupported() -> Fault:
    return Fault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL")


def _written(said: Said, holder: tokens.Holder, version: str) -> str:
    """What changes something; raises Problems for who may read only."""
    if said.operation not in WRITING and said.operation != "convertLead":
        raise _unknown(said)
    caller = Caller(holder.user, version, _wishes(said))
    if said.operation == "convertLead" and not holder.reads_only:
        return soap_convert.convert(said, caller)  # who may not is told so lead by lead
    gate.refuse_readers(holder)
    return WRITING[said.operation](said, caller)


def _unknown(said: Said) -> Fault:
    """What Salesforce has and Headwater has not is told apart from what nobody has."""
    if why := NOT_HERE.get(said.operation):
        return Fault("FUNCTIONALITY_NOT_ENABLED", why)
    name = f"{{urn:{WSDLS['c' if said.is_typed else 'u']}.soap.sforce.com}}{said.operation[:80]}"
    message = f"No operation available for request {name}, please check the WSDL."
    return Fault("INVALID_OPERATION", message)


def _wishes(said: Said) -> dict[str, str]:
    """SOAP's headers in the words of REST's. Here assignment rules run only when they are asked."""
    assigns = said.header("useDefaultRule").strip().lower() == "true"
    rule = said.header("assignmentRuleId").strip()
    names = ("allowSave", "includeRecordDetails", "runAsCurrentUser")
    return {
        "sforce-auto-assign": rule or str(assigns).lower(),
        "sforce-duplicate-rule-header": "; ".join(
            f"{name}={said.header(name).strip() or 'false'}" for name in names
        ),
        "user-agent": said.header("client"),
    }


WRITING = {
    "create": soap_records.create,
    "update": soap_records.update,
    "upsert": soap_records.upsert,
    "delete": soap_records.delete,
    "undelete": soap_records.undelete,
    "merge": soap_merge.merge,
    "sendEmail": soap_mail.send,
}
READING = soap_reading.ANSWERS | soap_layouts.ANSWERS | soap_duplicates.ANSWERS
PASSWORDS = "Passwords are set by the person alone, with a link that the sign-in page sends."
NOT_HERE = {
    "setPassword": PASSWORDS, "resetPassword": PASSWORDS, "changeOwnPassword": PASSWORDS,
    "emptyRecycleBin": "What was deleted is kept and can be restored; there is no bin to empty.",
    "process": "There are no approval processes.",
    "performQuickActions": "There are no quick actions.",
    "describeQuickActions": "There are no quick actions.",
    "describeSoftphoneLayout": "There is no softphone.",
    "describeDataCategoryGroups": "There are no data categories.",
    "describeDataCategoryGroupStructures": "There are no data categories.",
    "renderEmailTemplate": "Templates are filled in when a mail is written.",
    "renderStoredEmailTemplate": "Templates are filled in when a mail is written.",
    "sendEmailMessage": "Drafts are sent from their page; sendEmail writes a new mail.",
    "executeListView": "Lists are read by REST: sobjects/X/listviews/ID/results.",
}  # fmt: skip


def _login(request: HttpRequest, place: str, said: Said) -> str:
    user = sign_in.user_by_password(request, said.text("username"), said.text("password"))
    if user is None:
        raise Fault("INVALID_LOGIN", WRONG)
    token = tokens.issue(user, scopes="full")
    server = f"{addresses.base(request)}/services/Soap/{place}/{tokens.ORGANIZATION}"
    return (
        "<loginResponse><result>"
        f"<metadataServerUrl>{escape(server)}</metadataServerUrl>"
        "<passwordExpired>false</passwordExpired><sandbox>false</sandbox>"
        f"<serverUrl>{escape(server)}</serverUrl>"
        f"<sessionId>{token}</sessionId><userId>{addresses.user_id(user)}</userId>"
        f"<userInfo>{soap_user.about(user)}</userInfo></result></loginResponse>"
    )
