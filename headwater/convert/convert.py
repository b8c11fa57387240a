"""Converting: one lead becomes an account, a contact and usually an opportunity, or nothing does.

One transaction with the lead locked: two people at once make one conversion, and a second click
gets the standing one. Existing records only gain what they lack and what was chosen to be taken.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.convert import filling, mapping, moving, targets
from headwater.convert.choices import Choices, NewDeal, NoDeal
from headwater.convert.mapping import Line
from headwater.convert.targets import Targets
from headwater.people.models import Organization, User
from headwater.records import dealing, trail, writing
from headwater.records.journal import Journal
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    ConversionRun,
    Lead,
    Opportunity,
    TrailEntry,
)
from headwater.records.problem import Problem, Refused


@dataclass(slots=True)
class Act:
    """One conversion while it happens: who does it, to what, by which map, and its journal."""

    lead: Lead
    choices: Choices
    by: User | None
    targets: Targets
    lines: dict[str, list[Line]]
    now: datetime
    journal: Journal = field(default_factory=Journal)
    entries: list[TrailEntry] = field(default_factory=list)

    @property
    def because(self) -> dict[str, Any]:
        return {"lead": self.lead.pk, "name": self.lead.name}


def convert(lead: Lead, choices: Choices | None = None, *, by: User | None) -> Conversion:
    """Convert a lead; raises Refused (AlreadyConverted when it was, otherwise than asked now)."""
    choices = choices or Choices()
    with transaction.atomic():
        held = targets.locked_lead(lead, by)
        if held.is_converted:
            conversion: Conversion = targets.refuse_converted(held, choices)
        else:
            settled = targets.settle(held, choices, by)
            act = Act(held, choices, by, settled, mapping.lines(), timezone.now())
            conversion = _carry_out(act)
    lead.refresh_from_db()
    return conversion


def convert_batch(
    wanted: Iterable[tuple[Lead, Choices]], *, by: User | None, run: ConversionRun | None = None
) -> list[Conversion | Refused]:
    """Convert leads in one transaction; same order. One that is refused leaves the others alone."""
    results: list[Conversion | Refused] = []
    for lead, choices in wanted:
        try:
            results.append(convert(lead, choices, by=by))
        except Refused as refused:
            results.append(refused)
    return results


def _carry_out(act: Act) -> Conversion:
    account = _account(act)
    contact = _contact(act, account)
    campaign_id = moving.move_members(act.lead, contact.pk, act.journal)
    deal = _opportunity(act, account, contact, campaign_id)
    links = {"contact_id": contact.pk, "account_id": account.pk, "opportunity_id": _key(deal)}
    moving.move_activities(act.lead, links, act.targets.owner.pk, act.by, act.journal)
    moving.move_consents(act.lead, contact.pk, act.now, act.journal)
    moving.stop_clocks(act.lead, act.now, act.journal)
    changes = _close_lead(act, account, contact, deal)
    conversion = Conversion.objects.create(
        lead=act.lead, account=account, contact=contact, opportunity=deal, at=act.now, by=act.by,
        made=act.journal.made, before=act.journal.before, after=act.journal.after,
    )  # fmt: skip
    _tell(act, conversion, changes)
    return conversion


def _account(act: Act) -> Account:
    existing = act.targets.account
    if existing:
        _fill(act, "Account", existing)
        return existing
    name = str(act.choices.given.get("Account", {}).get("name") or act.lead.company)
    is_person = not name and Organization.current().has_person_accounts
    if not (name or is_person):
        message = "Company is needed, because an account is a company here."
        raise Refused([Problem("Company", "REQUIRED_FIELD_MISSING", message)])
    forced = {"name": name or act.lead.name, "is_person_account": is_person}
    made: Account = _create(act, "Account", forced)
    return made


def _contact(act: Act, account: Account) -> Contact:
    existing = act.targets.contact
    if existing is None:
        made: Contact = _create(act, "Contact", {"account_id": account.pk})
        return made
    extra: dict[str, Any] = {} if existing.account_id else {"account_id": account.pk}
    if act.choices.overwrite_lead_source and act.lead.lead_source:
        extra["lead_source"] = act.lead.lead_source
    _fill(act, "Contact", existing, extra)
    return existing


def _opportunity(
    act: Act, account: Account, contact: Contact, campaign_id: int | None
) -> Opportunity | None:
    chosen, existing = act.choices.opportunity, act.targets.opportunity
    if existing:
        extra: dict[str, Any] = {} if existing.account_id else {"account_id": account.pk}
        if existing.campaign_id is None and campaign_id:
            extra["campaign_id"] = campaign_id
        _fill(act, "Opportunity", existing, extra)
        part = dealing.add_contact(existing, contact, by=act.by, role=act.choices.role)
        if part:
            act.journal.create(part)
        return existing
    if isinstance(chosen, NewDeal):
        return _new_deal(act, chosen, account, contact, campaign_id)
    return None


def _new_deal(
    act: Act, chosen: NewDeal, account: Account, contact: Contact, campaign_id: int | None
) -> Opportunity:
    name = chosen.name or (act.lead.company or act.lead.name)[:120]
    given = _new_values(act, "Opportunity") | {
        "name": name, "stage_name": chosen.stage_name, "amount": chosen.amount,
        "close_on": chosen.close_on, "account_id": account.pk, "campaign_id": campaign_id,
    }  # fmt: skip
    deal = dealing.open_deal(
        given, by=act.by, contact=contact, role=act.choices.role, because=act.because
    )
    act.journal.create(deal)
    for row in (*deal.contact_roles.all(), *deal.history.all()):
        act.journal.create(row)
    return deal


def _new_values(act: Act, object_name: str) -> dict[str, Any]:
    values = filling.for_new(act.lead, act.lines[object_name])
    values["owner_id"] = act.targets.owner.pk
    if object_name != "Opportunity" and act.lead.last_activity_on:
        values["last_activity_on"] = act.lead.last_activity_on
    return values | dict(act.choices.given.get(object_name, {}))


def _create(act: Act, object_name: str, forced: Mapping[str, Any]) -> Any:
    kind = objects.get(object_name)
    fitted = writing.fit(kind, {**_new_values(act, object_name), **forced}, is_new=True)
    record = kind.model(
        created_at=act.now, created_by=act.by, modified_at=act.now, modified_by=act.by
    )
    writing.place(record, fitted)
    record.save(force_insert=True)
    writing.remember_external_ids(kind, [record])
    act.journal.create(record)
    event = f"{object_name.lower()}.created"
    act.entries.append(trail.entry(event, record, by=act.by, at=act.now, because=act.because))
    return record


def _fill(act: Act, object_name: str, record: Any, extra: Mapping[str, Any] | None = None) -> None:
    """Give an existing record what it lacks and what was chosen; the rest stays as it is."""
    kind, taken = objects.get(object_name), act.choices.take.get(object_name, ())
    gains = filling.for_existing(act.lead, record, act.lines[object_name], taken)
    latest = act.lead.last_activity_on
    if latest and (record.last_activity_on is None or record.last_activity_on < latest):
        gains["last_activity_on"] = latest
    fitted = writing.fit(kind, {**gains, **(extra or {})}, is_new=False)
    changes = act.journal.change(record, fitted)
    if changes:
        record.modified_at, record.modified_by = act.now, act.by
        writing.save_all(kind, [record], fitted)
        writing.remember_external_ids(kind, [record])
    event = f"{object_name.lower()}.joined"
    act.entries.append(
        trail.entry(event, record, by=act.by, at=act.now, because=act.because, changes=changes)
    )


def _close_lead(
    act: Act, account: Account, contact: Contact, deal: Opportunity | None
) -> dict[str, list[Any]]:
    lead = act.lead
    values = {
        "status": act.targets.status.name, "status_changed_at": act.now, "is_converted": True,
        "is_closed": True, "converted_on": timezone.localdate(act.now), "snoozed_until": None,
        "converted_account_id": account.pk, "converted_contact_id": contact.pk,
        "converted_opportunity_id": _key(deal),
    }  # fmt: skip
    changes = act.journal.change(lead, values)
    lead.modified_at, lead.modified_by = act.now, act.by
    lead.save(update_fields=[*values, "modified_at", "modified_by"])
    return {name: changes[name] for name in ("status",) if name in changes}


def _tell(act: Act, conversion: Conversion, changes: dict[str, list[Any]]) -> None:
    because: dict[str, Any] = {"conversion": conversion.pk, "made": sorted(conversion.made)}
    for noun in ("account", "contact", "opportunity"):
        record = getattr(conversion, noun)
        if record:
            because[noun] = {"id": record.pk, "name": str(record)}
    if isinstance(act.choices.opportunity, NoDeal):
        because["no_opportunity"] = act.choices.opportunity.reason
    entry = trail.entry(
        "lead.converted", act.lead, by=act.by, at=act.now, because=because, changes=changes
    )
    trail.write([*act.entries, entry])


def _key(record: Any) -> int | None:
    return record.pk if record else None
