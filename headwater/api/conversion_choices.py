"""The choices of a conversion as plain JSON; what is left out is as the dialog would have it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.api.problem_json import Told
from headwater.api.record_keys import key_of
from headwater.catalog import objects, values
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.convert.choices import Choices, NewDeal, NoDeal
from headwater.convert.mapping import TARGETS
from headwater.people.models import User
from headwater.records.sharing import visible

KNOWN = frozenset({
    "account", "contact", "opportunity", "no_opportunity_because", "owner", "role", "status",
    "overwrite_lead_source", "take", "both", "given", "override_reason", "notify",
})  # fmt: skip
DEAL = {"name": "Name", "stage": "StageName", "amount": "Amount", "close_on": "CloseDate"}


def choices_of(said: Mapping[str, Any], user: User) -> Choices:
    """Read them; raises Told for what is unknown, not there, or no value of its field."""
    unknown = sorted(set(said) - KNOWN)
    if unknown:
        raise Told(400, "Bad request", f"“{unknown[0][:40]}” is nothing that converting takes.")
    return Choices(
        account=_record("Account", said.get("account"), user),
        contact=_record("Contact", said.get("contact"), user),
        opportunity=_deal(said, user),
        owner=_record("User", said.get("owner"), user),
        role=_text(said, "role"),
        overwrite_lead_source=said.get("overwrite_lead_source") is True,
        take=_names(said, "take"),
        both=_names(said, "both"),
        given=_given(said.get("given")),
        converted_status=_text(said, "status"),
        override_reason=_text(said, "override_reason"),
        sends_notification=said.get("notify") is True,
    )


def _record(name: str, said: Any, user: User) -> Any:
    if said is None:
        return None
    kind = objects.get(name)
    rows: Any = kind.model._default_manager.filter(visible(kind.model, user))
    found = rows.filter(pk=key_of(kind, said)).first()
    if found is None:
        raise Told(404, "Not found", f"There is no {kind.label.lower()} {str(said)[:40]}.")
    return found


def _deal(said: Mapping[str, Any], user: User) -> Any:
    wanted = said.get("opportunity", {})
    if wanted is False:
        return NoDeal(_text(said, "no_opportunity_because"))
    if wanted is None or wanted is True:
        wanted = {}
    if not isinstance(wanted, dict):
        return _record("Opportunity", wanted, user)
    unknown = sorted(set(wanted) - set(DEAL))
    if unknown:
        raise Told(400, "Bad request", f"A new opportunity takes {', '.join(DEAL)}.")
    amount, close_on = _value("Amount", wanted), _value("CloseDate", wanted)
    return NewDeal(
        name=str(wanted.get("name") or ""), stage_name=str(wanted.get("stage") or ""),
        amount=amount if isinstance(amount, Decimal) else None,
        close_on=close_on if isinstance(close_on, date) else None,
    )  # fmt: skip


def _value(name: str, wanted: Mapping[str, Any]) -> Any:
    said = next(wanted.get(ours) for ours, theirs in DEAL.items() if theirs == name)
    try:
        return values.fit(objects.get("Opportunity").field(name), said)
    except values.Unfit as unfit:
        raise Told(422, "Refused", str(unfit)) from None


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Told(400, "Bad request", f"“{name}” is a text.")
    return value.replace("\x00", "").strip()


def _names(said: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    """Object → attributes, from our names or Salesforce's."""
    found = said.get(name) or {}
    if not isinstance(found, dict) or not all(isinstance(each, list) for each in found.values()):
        raise Told(400, "Bad request", f"“{name}” is an object: Contact → a list of fields.")
    return {
        key: [_attribute(kind, str(each)) for each in many]
        for key, many in found.items()
        for kind in [_kind(key)]
    }


def _given(said: Any) -> dict[str, dict[str, Any]]:
    """Object → the values of the new record that win over the lead's."""
    found = said or {}
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise Told(400, "Bad request", "“given” is an object: Contact → field → value.")
    return {
        key: {_attribute(kind, str(name)): value for name, value in many.items()}
        for key, many in found.items()
        for kind in [_kind(key)]
    }


def _kind(object_name: str) -> ObjectDef:
    if object_name not in TARGETS:
        raise Told(400, "Bad request", f"A lead becomes {', '.join(TARGETS)}, nothing else.")
    return objects.get(object_name)


def _attribute(kind: ObjectDef, name: str) -> str:
    try:
        return (kind.by_attributes.get(name) or kind.field(name)).attribute
    except UnknownName as unknown:
        raise Told(422, "Refused", str(unknown)) from None
