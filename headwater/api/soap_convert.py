"""SOAP's `convertLead`: what clients call to convert leads, with a result for each."""

from xml.sax.saxutils import escape

from headwater.api import lead_conversion
from headwater.api.caller import Caller
from headwater.api.lead_conversion import Answered
from headwater.api.soap_body import Fault, Said

MOST = 100  # LeadConvert of one call
NIL = '<{} xsi:nil="true"/>'
RECORDS = ("accountRecord", "contactRecord", "opportunityRecord")


def convert(said: Said, caller: Caller) -> str:
    """The response to `convertLead`; raises Fault when there are more than a call may have."""
    wanted = said.records("leadConverts")
    if len(wanted) > MOST:
        message = f"One call converts at most {MOST} leads, this one asks for {len(wanted)}."
        raise Fault("EXCEEDED_LEAD_CONVERT_LIMIT", message)
    for each in wanted:
        for name in RECORDS:
            if isinstance(record := each.get(name), dict):
                record.pop("type", None)  # an sObject of the partner WSDL says what it is
                record.pop("Id", None)
    truncates = said.header("allowFieldTruncation").strip().lower() == "true"
    done = lead_conversion.convert(wanted, caller=caller, truncates=truncates)
    return f"<convertLeadResponse>{''.join(map(_result, done))}</convertLeadResponse>"


def _result(done: Answered) -> str:
    """In the order of the WSDL, which is that of the alphabet."""
    found = done.ids
    return (
        f"<result>{_id('accountId', found['accountId'])}{_id('contactId', found['contactId'])}"
        f"{''.join(_error(*each) for each in _errors(done))}{_id('leadId', done.lead_id)}"
        f"{_id('opportunityId', found['opportunityId'])}{_id('relatedPersonAccountId', None)}"
        f"<success>{str(not done.problems).lower()}</success></result>"
    )


def _errors(done: Answered) -> list[tuple[str, str, str]]:
    return [(each.field, each.message, each.code) for each in done.problems]


def _error(field: str, message: str, code: str) -> str:
    named = f"<fields>{escape(field)}</fields>" if field else ""
    return (
        f"<errors>{named}<message>{escape(message)}</message>"
        f"<statusCode>{escape(code)}</statusCode></errors>"
    )


def _id(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else NIL.format(name)
