"""What a lead becomes, decided and placed on rows in memory: account, contact, opportunity.

First everything is worked out (`Plan`), so that a refused lead has changed nothing of what others
share; then it is carried over to the batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.convert import filling, naming
from headwater.convert.act import Act, Together
from headwater.convert.conversion_settings import settings
from headwater.convert.filling import is_blank
from headwater.convert.targets import Targets
from headwater.people.organization import organization
from headwater.records import trail, writing
from headwater.records.models import Account
from headwater.records.problem import Problem, Refused
from headwater.records.uniqueness import duplicate, unique_names

HOUSEHOLD = "Household"  # the type of an account that people live in
ADDRESS = ("street", "city", "state", "postal_code", "country")


@dataclass(slots=True)
class Plan:
    """A record and the values that it is going to have; a new one has its key already."""

    kind: ObjectDef
    record: Any
    fitted: dict[str, Any]
    is_new: bool


def account(together: Together, act: Act, targets: Targets) -> Plan:
    """The account that is made or joined; raises Refused."""
    existing = targets.account
    if existing:
        if act.choices.household:
            message = "Only a new person account is put into a household."
            raise Refused([Problem("ParentId", "INVALID_FIELD", message)])
        return gains(together, act, "Account", existing)
    given = act.choices.given.get("Account", {})
    is_person = _is_person(act, str(given.get("name") or act.lead.company))
    name = given.get("name") or (act.lead.name if is_person else "")
    name = name or naming.account_name(act.lead, settings(), timezone.localdate(together.now))
    forced: dict[str, Any] = {"name": str(name)[:255], "is_person_account": is_person}
    if act.choices.household and not is_person:
        message = "Only a person account is put into a household."
        raise Refused([Problem("ParentId", "INVALID_FIELD", message)])
    return fresh(together, act, "Account", forced)


def contact(together: Together, act: Act, targets: Targets, account: Any) -> Plan:
    """The contact that is made or joined; raises Refused."""
    existing, extra = targets.contact, dict[str, Any](filling.opt_outs(act.lead))
    if existing is None:
        return fresh(together, act, "Contact", extra | {"account_id": account.pk})
    extra = {name: True for name in extra if not getattr(existing, name)}
    if not existing.account_id:
        extra["account_id"] = account.pk
    if act.choices.overwrite_lead_source and act.lead.lead_source:
        extra["lead_source"] = act.lead.lead_source
    return gains(together, act, "Contact", existing, extra)


def values_of_new(together: Together, act: Act, noun: str) -> dict[str, Any]:
    """What a new record is told: by the map, by the list defaults, and what was given."""
    values = filling.for_new(act.lead, together.lines[noun], together.defaults.get(noun))
    values["owner_id"] = act.owner.pk
    if noun != "Opportunity" and act.lead.last_activity_on:
        values["last_activity_on"] = act.lead.last_activity_on
    return cut(act, noun, values | dict(act.choices.given.get(noun, {})))


def fresh(together: Together, act: Act, noun: str, forced: Mapping[str, Any]) -> Plan:
    """A new record of an object, in memory; raises Refused."""
    kind = objects.get(noun)
    values = values_of_new(together, act, noun) | dict(forced)
    fitted = writing.fit(kind, values, is_new=True)
    record: Any = together.new(kind.model, custom={})
    must_be_free(together, kind, record, fitted)
    writing.place(record, fitted)
    if noun == "Contact":  # PostgreSQL works it out; nobody has to ask for it again
        record.name = f"{record.first_name} {record.last_name}".strip(" ")
    return Plan(kind, record, fitted, is_new=True)


def gains(
    together: Together, act: Act, noun: str, record: Any, extra: Mapping[str, Any] | None = None
) -> Plan:
    """What an existing or shared record gets that it lacks, and what was chosen; raises Refused."""
    kind, choices = objects.get(noun), act.choices
    found = filling.for_existing(
        act.lead, record, together.lines[noun],
        choices.take.get(noun, ()), choices.both.get(noun, ()),
    )  # fmt: skip
    latest = act.lead.last_activity_on
    if latest and (record.last_activity_on is None or record.last_activity_on < latest):
        found["last_activity_on"] = latest
    fitted = writing.fit(kind, {**cut(act, noun, found), **(extra or {})}, is_new=False)
    must_be_free(together, kind, record, fitted)
    return Plan(kind, record, fitted, is_new=False)


def carry_over(together: Together, act: Act, plan: Plan) -> dict[str, list[Any]]:
    """Make a plan real for the batch; what others see from here on. Returns what changed."""
    changes: dict[str, list[Any]] = {}
    noun = plan.kind.name.lower()
    if plan.is_new:
        together.add(act, plan.record)
    else:
        changes = together.change(act, plan.record, plan.fitted)
        if changes:
            who = together.by.pk if together.by else None
            plan.record.modified_at, plan.record.modified_by_id = together.now, who
            together.touch(plan.record, ("modified_at", "modified_by_id"))
    for name in unique_names(plan.kind.name):
        if name in plan.record.custom:
            key = (plan.kind.name, name, str(plan.record.custom[name]))
            together.unique[key] = plan.record.pk
    event = f"{noun}.created" if plan.is_new else f"{noun}.joined"
    act.entries.append(
        trail.entry(
            event, plan.record, by=together.by, at=together.now, because=act.because,
            changes=changes,
        )
    )  # fmt: skip
    return changes


def household(together: Together, act: Act, targets: Targets, person: Plan) -> None:
    """Put a new person account under its household, which may be new, too."""
    wanted = act.choices.household
    if not wanted:
        return
    above = targets.household
    if isinstance(wanted, str):
        name = wanted.strip()[:255]
        above = together.households.get(name.casefold())
        if above is None:
            above = together.households[name.casefold()] = _new_household(together, act, name)
    person.record.parent_id = above.pk


def cut(act: Act, noun: str, values: dict[str, Any]) -> dict[str, Any]:
    """Where texts may be cut: as long as they may be, and whole with the conversion."""
    if not act.choices.truncates:
        return values
    fields = objects.get(noun).by_attributes
    for attribute, value in values.items():
        field = fields[attribute]
        if field.is_text and field.length and len(str(value or "")) > field.length:
            act.unmapped[f"{noun}: {field.label}"] = value
            values[attribute] = str(value)[: field.length]
    return values


def _is_person(act: Act, company: str) -> bool:
    wanted, allowed = act.choices.is_person_account, organization().has_person_accounts
    if wanted and not allowed:
        message = "There are no person accounts here; an account is a company."
        raise Refused([Problem("IsPersonAccount", "INVALID_FIELD", message)])
    is_person = not company and allowed if wanted is None else wanted
    if not (is_person or company):
        message = "Company is needed, because an account is a company here."
        raise Refused([Problem("Company", "REQUIRED_FIELD_MISSING", message)])
    return bool(is_person)


def _new_household(together: Together, act: Act, name: str) -> Account:
    address = {f"billing_{part}": getattr(act.lead, part) for part in ADDRESS}
    row = together.new(
        Account, name=name, type=HOUSEHOLD, owner_id=act.owner.pk, custom={}, **address
    )
    together.add(act, row)
    entry = trail.entry(
        "account.created", row, by=together.by, at=together.now, because=act.because
    )
    act.entries.append(entry)
    return row


def must_be_free(
    together: Together, kind: ObjectDef, record: Any, fitted: Mapping[str, Any]
) -> None:
    """Unique values belong to one record: of those that are there, and of this batch."""
    problems = []
    for name in unique_names(kind.name):
        value = fitted.get(name)
        holder = None if is_blank(value) else together.unique.get((kind.name, name, str(value)))
        if holder not in (None, record.pk):
            problems.append(duplicate(kind, name, str(value)))
    if problems:
        raise Refused(problems)
