"""`actions`: deeds by Salesforce's envelope of invocable actions; the one there is converts leads.

Salesforce documents no REST form of `convertLead`; its own sample deploys one as an Apex action.
Both addresses are answered here, each with the names of its inputs.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers, lead_conversion
from headwater.api.gate import Call, resource
from headwater.api.lead_conversion import MOST, Answered
from headwater.api.problems import problem

STANDARD, APEX = "convertLead", "ConvertLeadAction"
# The names in Salesforce's sample class → those of LeadConvert.
SAMPLE = {"overWriteLeadSource": "overwriteLeadSource", "sendEmailToOwner": "sendNotificationEmail"}
TYPE_OF = {
    "doNotCreateOpportunity": "BOOLEAN", "overwriteLeadSource": "BOOLEAN",
    "sendNotificationEmail": "BOOLEAN", "createOpportunity": "BOOLEAN",
}  # fmt: skip
INPUTS = {
    STANDARD: (
        "leadId", "convertedStatus", "accountId", "contactId", "opportunityId", "opportunityName",
        "doNotCreateOpportunity", "overwriteLeadSource", "ownerId", "sendNotificationEmail",
    ),
    APEX: (
        "leadId", "convertedStatus", "accountId", "contactId", "overWriteLeadSource",
        "createOpportunity", "opportunityName", "ownerId", "sendEmailToOwner",
    ),
}  # fmt: skip
NEEDED = frozenset({"leadId", "convertedStatus"})


def kinds(call: Call) -> HttpResponse:
    """GET actions"""
    here = f"{addresses.data(call.version)}/actions"
    return answers.json({"standard": f"{here}/standard", "custom": f"{here}/custom"})


def standard(call: Call) -> HttpResponse:
    """GET actions/standard"""
    return answers.json({"actions": [_entry(call, STANDARD)]})


def custom(call: Call) -> HttpResponse:
    """GET actions/custom"""
    return answers.json({"apex": f"{addresses.data(call.version)}/actions/custom/apex"})


def apex(call: Call) -> HttpResponse:
    """GET actions/custom/apex"""
    return answers.json({"actions": [_entry(call, APEX)]})


def describe(call: Call, action: str) -> HttpResponse:
    """GET actions/…/convertLead: what it takes and what it answers."""
    told = _entry(call, action)
    told |= {"inputs": [_input(name) for name in INPUTS[action]], "outputs": [_output(name) for name
             in ("accountId", "contactId", "opportunityId")]}  # fmt: skip
    return answers.json(told)


def convert(call: Call, action: str) -> HttpResponse:
    """POST actions/…/convertLead {"inputs": […]} → 200, or 400 where one of them was refused."""
    inputs = call.fields.get("inputs")
    if not isinstance(inputs, list) or not all(isinstance(each, dict) for each in inputs):
        raise problem(400, "INVALID_API_INPUT", "“inputs” is a list of objects, one a lead.")
    if len(inputs) > MOST:
        message = f"One call converts at most {MOST} leads, this one asks for {len(inputs)}."
        raise problem(400, "EXCEEDED_LEAD_CONVERT_LIMIT", message)
    said = [_of_sample(each) for each in inputs] if action == APEX else inputs
    done = lead_conversion.convert(said, caller=call.caller)
    status = 400 if any(each.problems for each in done) else 200
    return answers.json([_result(action, each) for each in done], status)


def _of_sample(said: Mapping[str, Any]) -> dict[str, Any]:
    """The sample's inputs by the names of LeadConvert."""
    found = {}
    for name, value in said.items():
        if name == "createOpportunity":
            is_wanted = value is None or str(value).lower() != "false"
            found["doNotCreateOpportunity"] = not is_wanted
        elif name in SAMPLE:
            found[SAMPLE[name]] = value
        else:
            found[name] = value
    return found


def _result(action: str, done: Answered) -> dict[str, Any]:
    errors = [
        {"statusCode": each.code, "message": each.message,
         "fields": [each.field] if each.field else []}
        for each in done.problems
    ]  # fmt: skip
    return {
        "actionName": action, "errors": errors or None, "isSuccess": not errors,
        "outputValues": None if errors else done.ids,
    }  # fmt: skip


def _entry(call: Call, action: str) -> dict[str, Any]:
    place = "standard" if action == STANDARD else "custom/apex"
    url = f"{addresses.data(call.version)}/actions/{place}/{action}"
    kind = "CONVERTLEAD" if action == STANDARD else "APEX"
    return {"label": "Convert Lead", "name": action, "type": kind, "url": url}


def _input(name: str) -> dict[str, Any]:
    return _output(name) | {"required": name in NEEDED}


def _output(name: str) -> dict[str, Any]:
    kind = TYPE_OF.get(name, "ID" if name.endswith("Id") else "STRING")
    return {"name": name, "label": name, "type": kind, "maxOccurs": 1}


kinds_view = resource(GET=kinds)
standard_view = resource(GET=standard)
custom_view = resource(GET=custom)
apex_view = resource(GET=apex)
convert_view = resource(GET=describe, POST=convert)
