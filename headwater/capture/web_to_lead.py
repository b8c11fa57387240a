"""Web-to-Lead: the parameters of the form that Salesforce's generator emits (reference §2).

One database is one organisation, so a well-formed `oid` of any organisation is let in: forms that
moved here with only their host changed still carry the old one. No daily cap.
"""

import re
from collections.abc import Mapping

from headwater.capture.body import Body
from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.records.draft import Draft
from headwater.records.models import Submission
from headwater.records.problem import Problem

ATTRIBUTE_OF = {
    "salutation": "salutation",
    "first_name": "first_name",
    "last_name": "last_name",
    "title": "title",
    "company": "company",
    "email": "email",
    "phone": "phone",
    "mobile": "mobile_phone",
    "fax": "fax",
    "url": "website",
    "street": "street",
    "city": "city",
    "state": "state",
    "zip": "postal_code",
    "country": "country",
    "state_code": "state_code",
    "country_code": "country_code",
    "description": "description",
    "lead_source": "lead_source",
    "industry": "industry",
    "rating": "rating",
    "revenue": "annual_revenue",
    "employees": "number_of_employees",
    "emailoptout": "has_opted_out_of_email",
    "faxoptout": "has_opted_out_of_fax",
    "donotcall": "do_not_call",
}
ORGANIZATION = re.compile(r"00D[A-Za-z0-9]{12}([A-Za-z0-5]{3})?")
# Read by the door itself, or by nobody here.
NOT_FIELDS = frozenset(
    {"oid", "orgid", "returl", "debug", "debugemail", "encoding", "campaign_id", "member_status"}
    | {"submit", "recordtype", "captcha_settings", "g-recaptcha-response", "external"}
)


def trouble_of(body: Body) -> str:
    """'' or why this post should wait for a person's look, in plain words."""
    if body.trouble:
        return body.trouble
    oid = body.first("oid").strip()
    if not oid:
        return "The organisation id (oid) is missing."
    if not ORGANIZATION.fullmatch(oid):
        return f"“{oid[:40]}” cannot be the id of an organisation (oid)."
    return ""


def attribute_of(name: str, custom: Mapping[str, FieldDef]) -> str:
    """The lead attribute behind a parameter, '' when nothing here takes it.

    `custom` has the lead's custom fields by 15-character id and by lower-cased API name.
    """
    if name.startswith("00N") and name[:15] in custom:
        return custom[name[:15]].attribute
    found = custom.get(name.lower())
    return found.attribute if found else ATTRIBUTE_OF.get(name.lower(), "")


def custom_fields(keys: Mapping[str, int]) -> dict[str, FieldDef]:
    """The lead's custom fields by 15-character id and API name; `keys` is API name → key."""
    found = {}
    for name, field in objects.get("Lead").fields.items():
        if field.is_custom:
            found[name.lower()] = field
            if name in keys:
                found[ids.encode("00N", keys[name])[:15]] = field
    return found


def draft_of(
    submission: Submission, payload: dict[str, list[str]], custom: Mapping[str, FieldDef]
) -> Draft:
    """The lead that the parameters describe; a repeated one is a multi-select, else the first."""
    draft = Draft(values={}, submission=submission, received_at=submission.received_at)
    for name, texts in payload.items():
        said = [text for text in texts if text.strip()]
        attribute = attribute_of(name, custom)
        if said and attribute and attribute not in draft.values:
            many = attribute.lower() in custom and custom[attribute.lower()].type == "multipicklist"
            draft.values[attribute] = ";".join(said) if many else said[0]
    draft.member_status = first(payload, "member_status")[:40]
    draft.campaign_id = campaign_of(first(payload, "Campaign_ID"), draft)
    return draft


def first(payload: Mapping[str, list[str]], name: str) -> str:
    """The first text of a parameter, whatever the case of its name."""
    for key, texts in payload.items():
        if key.lower() == name.lower() and texts:
            return texts[0].strip()
    return ""


def campaign_of(text: str, draft: Draft) -> int | None:
    """The key of a campaign id; one that cannot be is told as a doubt."""
    if not text:
        return None
    try:
        prefix, key = ids.decode(text)
    except ids.MalformedId:
        prefix, key = "", 0
    if prefix == objects.get("Campaign").prefix:
        return key
    draft.problems.append(
        Problem("CampaignId", "MALFORMED_ID", f"“{text[:40]}” is not the id of a campaign.")
    )
    return None


def meaning_of(name: str, custom: Mapping[str, FieldDef]) -> str:
    """What the door does with a parameter, for the page of `debug=1`."""
    attribute = attribute_of(name, custom)
    if attribute in ("state_code", "country_code"):
        return "Read as the code of " + attribute.removesuffix("_code")
    if attribute:
        field = custom.get(attribute.lower()) or objects.get("Lead").by_attribute(attribute)
        return f"{field.label} ({field.name})"
    lower = name.lower()
    if lower in ("campaign_id", "member_status"):
        return "Adds the lead to the campaign"
    return "Read by the door" if lower in NOT_FIELDS else "Ignored, kept with the submission"
