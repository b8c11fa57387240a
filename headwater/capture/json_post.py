"""A lead as JSON, from a program that does not speak Salesforce: plain names and their values.

Names are the catalog's attributes (`last_name`), its API names (`LastName`) or those of EXTRA,
in any case. A slip costs a value, never the lead: what is unknown or does not fit is left out and
told, because at night nobody reads a refusal, but somebody answers the lead.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import Any

from django.db.models.functions import Lower
from django.utils import timezone

from headwater.capture import visit
from headwater.capture.body import NOTE, escape, restore
from headwater.capture.releasing import corrected_values
from headwater.catalog import ids, objects, values
from headwater.catalog.fields import FieldDef
from headwater.people.models import Owner
from headwater.records.draft import Draft
from headwater.records.models import Campaign, LeadStatus, Submission
from headwater.records.problem import Problem

# Names beside the fields of a lead → what they say, for the reader and for the OpenAPI document.
EXTRA = {
    "name": "The whole name, where first and last name are not known apart",
    "source": "The lead source",
    "campaign": "The campaign's name or id; the lead becomes a member",
    "campaign_status": "The member status in that campaign",
    "owner": "E-mail address of a user or name of a queue; without it the rules decide",
    "received_at": "When the person asked (ISO 8601), if that was earlier than this call",
    "consent": "What the person agreed to: channel, given, text, at",
    "country_code": "ISO 3166 code of the country",
    "state_code": "ISO 3166-2 code of the state",
    "custom": "Custom fields by API name, as an object of their own",
    "referrer": "The page somebody came from",
}
READ_BY_CLEANING = frozenset({"name", "country_code", "state_code"})
SENT = "sent"  # the name under which something that is no object is kept
ELDEST = timedelta(days=3650)
UNFIT = "INVALID_TYPE_ON_FIELD_IN_RECORD"
NOT_AN_OBJECT = "A lead is a JSON object of names and values."


def kept(value: Any) -> Any:
    """What a JSON column can hold of what came; what it cannot is written as an escape."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, dict):
        return {escape(str(name)): kept(each) for name, each in value.items()}
    return [kept(each) for each in value] if isinstance(value, list) else value


def payload_of(lead: Any, note: dict[str, Any]) -> dict[str, Any]:
    """One lead as it came, with the door's note beside it."""
    is_object = isinstance(lead, dict)
    sent = kept(lead if is_object else {SENT: lead})
    told = dict(note) if is_object else note | {"is_no_object": True}
    return {name: each for name, each in sent.items() if name != NOTE} | {NOTE: told}


def drafts_of(submissions: Sequence[Submission]) -> list[Draft]:
    """One draft for each, in order; campaigns, owners and statuses are looked up together."""
    known = names()
    drafts = [_draft(submission, known) for submission in submissions]
    _find_campaigns(drafts)
    _find_owners(drafts)
    _check_statuses(drafts)
    return drafts


def names() -> dict[str, FieldDef]:
    """Lower-case name → the field it means; custom fields also go without their `__c`."""
    fields = objects.get("Lead").fields.values()
    known = {field.name.lower().removesuffix("__c"): field for field in fields if field.is_custom}
    known |= {field.name.lower(): field for field in fields}
    known |= {field.attribute.lower(): field for field in fields}
    return known | {"source": known["lead_source"]}


def _draft(submission: Submission, known: Mapping[str, FieldDef]) -> Draft:
    draft = Draft(values={}, submission=submission, received_at=submission.received_at)
    note = submission.payload.get(NOTE) or {}
    said = corrected_values(submission.payload)
    if note.get("is_no_object"):
        said.pop(SENT, None)
    if note.get("is_no_object") and said.keys() <= {NOTE}:  # nobody has put it right either
        draft.fail(Problem("", "JSON_PARSER_ERROR", NOT_AN_OBJECT))
        return draft
    for name, value in _said(said):
        _read(draft, name, value, known)
    given = note.get("intake") or {}  # what the key's leads have when they say nothing of it
    if given.get("lead_source"):
        draft.values.setdefault("lead_source", given["lead_source"])
    if "campaign_named" not in draft.evidence:
        draft.campaign_id = given.get("campaign")
    return draft


def _said(payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Name and value of everything that says something, `custom` unfolded."""
    for name, value in payload.items():
        if name == NOTE or value in (None, ""):
            continue
        if name.lower() == "custom" and isinstance(value, dict):
            yield from _said(value)
        else:
            yield restore(name).strip(), restore(value) if isinstance(value, str) else value


def _read(draft: Draft, name: str, value: Any, known: Mapping[str, FieldDef]) -> None:
    lower = name.lower()
    field = known.get(lower)
    if lower in READ_BY_CLEANING and isinstance(value, str):
        draft.values[lower] = value
    elif field:
        _read_field(draft, name, value, field)
    elif lower in EXTRA:
        READERS.get(lower, _leave)(draft, value)
    elif lower not in visit.LABELS:
        near = get_close_matches(lower, [*known, *EXTRA], n=1, cutoff=0.75)
        hint = f" Did you mean {_plain_name(near[0], known)}?" if near else ""
        _doubt(draft, name, "INVALID_FIELD", f"There is no field “{name[:80]}”.{hint}")


def _plain_name(name: str, known: Mapping[str, FieldDef]) -> str:
    return known[name].attribute if name in known else name


def _read_field(draft: Draft, name: str, value: Any, field: FieldDef) -> None:
    if not field.is_createable:
        message = f"{field.label} is set by Headwater."
        _doubt(draft, name, "INVALID_FIELD_FOR_INSERT_UPDATE", message)
        return
    if field.is_text and field.type != "multipicklist" and isinstance(value, str):
        draft.values[field.attribute] = value  # too long a text is cut by the cleaning, and told
        return
    try:
        draft.values[field.attribute] = values.fit(field, value)
    except values.Unfit as unfit:
        _doubt(draft, name, unfit.code, f"{unfit} It was left out.")


def _doubt(draft: Draft, name: str, code: str, message: str) -> None:
    draft.problems.append(Problem(name[:80], code, message))


def _leave(draft: Draft, value: Any) -> None:
    """It stays in the submission, where all of it is."""


def _read_campaign(draft: Draft, value: Any) -> None:
    if isinstance(value, int | str) and not isinstance(value, bool):
        draft.evidence["campaign_named"] = value
    else:
        _doubt(draft, "campaign", UNFIT, "A campaign is told by its name or its id.")


def _read_campaign_status(draft: Draft, value: Any) -> None:
    draft.member_status = str(value)[:40]


def _read_owner(draft: Draft, value: Any) -> None:
    draft.evidence["owner_named"] = str(value).strip()


def _read_consent(draft: Draft, value: Any) -> None:
    draft.evidence["consent"] = value


def _read_received_at(draft: Draft, value: Any) -> None:
    """Times that were or will be in another world are not believed."""
    now = timezone.now()
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        words = "It takes a time such as 2026-03-31T14:30:00Z; the time of the call counts."
        _doubt(draft, "received_at", UNFIT, words)
        return
    at = at if at.tzinfo else at.replace(tzinfo=timezone.get_default_timezone())
    if now - ELDEST <= at <= now:
        draft.received_at = at
    elif at > now + timedelta(minutes=5):  # clocks differ a little
        _doubt(draft, "received_at", "NUMBER_OUTSIDE_VALID_RANGE", "It lies in the future.")


READERS = {
    "campaign": _read_campaign,
    "campaign_status": _read_campaign_status,
    "owner": _read_owner,
    "consent": _read_consent,
    "received_at": _read_received_at,
}


def _find_campaigns(drafts: Sequence[Draft]) -> None:
    """By id (ours or the 18 characters) or by name, whatever its case."""
    named = {d.evidence["campaign_named"] for d in drafts if "campaign_named" in d.evidence}
    if not named:
        return
    keys = {each: _key(each, "701") for each in named}
    alive = Campaign.objects.alive()
    by_key = set(
        alive.filter(pk__in=[key for key in keys.values() if key]).values_list("pk", flat=True)
    )
    texts = [str(each).strip().lower() for each in named]
    lowered = alive.annotate(lowered=Lower("name")).filter(lowered__in=texts).order_by("-id")
    by_name = dict(lowered.values_list("lowered", "pk"))
    for draft in drafts:
        each = draft.evidence.pop("campaign_named", None)
        if each is None:
            continue
        key = keys[each] if keys[each] in by_key else by_name.get(str(each).strip().lower())
        if key is None:
            message = f"There is no campaign “{str(each)[:80]}”."
            _doubt(draft, "campaign", "INVALID_CROSS_REFERENCE_KEY", message)
        draft.campaign_id = key


def _find_owners(drafts: Sequence[Draft]) -> None:
    """An owner who is not there leaves the lead to the rules."""
    asked = [d for d in drafts if "owner_named" in d.evidence or d.values.get("owner_id")]
    if not asked:
        return
    owners = list(Owner.objects.filter(is_active=True).values_list("pk", "name", "user__email"))
    by_word = {str(word).lower(): pk for pk, *words in owners for word in words if word}
    there = {pk for pk, _, _ in owners}
    for draft in asked:
        said = draft.evidence.pop("owner_named", None)
        pk = draft.values.pop("owner_id", None)
        found = by_word.get(said.lower()) if said else pk if pk in there else None
        if found:
            draft.values["owner_id"] = found
        else:
            message = f"Nobody active is “{said or pk}”; the rules decide."
            _doubt(draft, "owner", "INVALID_CROSS_REFERENCE_KEY", message)


def _check_statuses(drafts: Sequence[Draft]) -> None:
    asked = [draft for draft in drafts if draft.values.get("status")]
    if not asked:
        return
    usable = LeadStatus.objects.filter(is_active=True, is_converted=False)
    by_word = {name.lower(): name for name in usable.values_list("name", flat=True)}
    for draft in asked:
        said = str(draft.values.pop("status"))
        if said.strip().lower() in by_word:
            draft.values["status"] = by_word[said.strip().lower()]
        else:
            message = f"A lead cannot begin as “{said[:80]}”; it has the first status."
            _doubt(draft, "status", "INVALID_STATUS", message)


def _key(said: Any, prefix: str) -> int | None:
    """A key from a number or from the 15 or 18 characters of an id."""
    if isinstance(said, int):
        return said if said < 2**63 else None
    if str(said).isdecimal():
        return int(said) if len(said) < 19 else None
    try:
        found, key = ids.decode(str(said).strip())
    except ids.MalformedId:
        return None
    return key if found == prefix else None
