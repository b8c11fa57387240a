"""Creating, changing and deleting records for a program: by the same rules as for people.

Leads are born in the journey; stages, statuses, owners and finished tasks have deeds of their own.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction

from headwater.api.problems import problem
from headwater.capture.cleaning.standardise import standardise
from headwater.catalog.objects import ObjectDef
from headwater.match import keys
from headwater.people.models import Organization, Owner, User
from headwater.qualify import statuses, tasks
from headwater.records import (
    campaigning,
    consenting,
    dealing,
    member_statuses,
    membership,
    relating,
    writing,
)
from headwater.records.consent import Source
from headwater.records.models import Account, Campaign, Contact
from headwater.route import reassign
from headwater.route.announce import send_news
from headwater.score import rescore

WRITABLE = frozenset({
    "Lead", "Account", "Contact", "AccountContactRelation", "Opportunity", "OpportunityContactRole",
    "Campaign", "CampaignMember", "CampaignMemberStatus", "Task", "Event", "Note",
})  # fmt: skip
WITH_KEYS = frozenset({"Lead", "Account", "Contact"})  # are found again by match keys
Values = dict[str, Any]


def refuse_unwritable(kind: ObjectDef, deed: str) -> None:
    """Users, statuses and the like are set up by people; raises Problems."""
    if kind.name not in WRITABLE:
        message = f"entity type {kind.name} does not support {deed}"
        raise problem(400, "INVALID_TYPE_FOR_OPERATION", message)


def create(kind: ObjectDef, values: Values, *, by: User) -> Any:
    """A new record of anything but a lead; raises Refused."""
    fitted = writing.fit(kind, values, is_new=False)
    with transaction.atomic():
        record = CREATE.get(kind.name, _create)(kind, fitted, by)
        judge_anew(kind, record, by)
    return record


def change(kind: ObjectDef, record: Any, values: Values, *, by: User) -> None:
    """New values for a record that is locked; raises Refused."""
    fitted = writing.fit(kind, values, is_new=False)
    with transaction.atomic():
        CHANGE.get(kind.name, _change)(record, fitted, by)
        judge_anew(kind, record, by)


def delete(kind: ObjectDef, record: Any, *, by: User) -> None:
    """Put a record aside, as pages do."""
    with transaction.atomic():
        if kind.name == "CampaignMember":
            membership.remove([record], by=by)
            return
        if kind.name == "CampaignMemberStatus":
            member_statuses.remove(record, by=by)
            return
        if kind.name == "AccountContactRelation":
            relating.unrelate([record], by=by)
        else:
            writing.delete([record], by=by)
        if kind.name == "Lead":
            send_news([record])


def judge_anew(kind: ObjectDef, record: Any, by: User) -> None:
    """By what it says now: how it is recognised, how promising it is."""
    if kind.name in WITH_KEYS:
        keys.refresh(kind.name, [record])
    if kind.name == "Lead":
        rescore.rescore([record.pk], by=by)
        send_news([record])


def _create(kind: ObjectDef, values: Values, by: User) -> Any:
    record = writing.create(kind.name, values, by=by)
    if kind.name == "Contact":
        consenting.note_new(record, by=by, source=Source.API)
    return record


def _relate(kind: ObjectDef, values: Values, by: User) -> Any:
    """What a person is at a company; a second row for the same two says it anew."""
    given = writing.fit(kind, values, is_new=True)
    contact = Contact.objects.get(pk=given.pop("contact_id"))
    account = Account.objects.get(pk=given.pop("account_id"))
    [row] = relating.relate([contact], account, given, by=by)
    return row


def _describe(row: Any, values: Values, by: User) -> None:
    said = {name: value for name, value in values.items() if name in relating.SAYS}
    relating.relate([row.contact], row.account, said, by=by)
    row.refresh_from_db()


def _open_deal(kind: ObjectDef, values: Values, by: User) -> Any:
    return dealing.open_deal(values, by=by)


def _create_task(kind: ObjectDef, values: Values, by: User) -> Any:
    """A task that comes finished is made and then done, so that its lead counts as touched."""
    is_done = values.get("status") == tasks.DONE
    if is_done:
        values = {name: value for name, value in values.items() if name != "status"}
    task = writing.create("Task", values, by=by)
    if is_done:
        tasks.complete([task], by=by)
    return task


def _change(record: Any, values: Values, by: User) -> None:
    consenting.change([record], values, by=by, source=Source.API)


def _change_lead(lead: Any, values: Values, by: User) -> None:
    if lead.is_converted:
        raise problem(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
    owner_id, status = values.pop("owner_id", None), values.pop("status", None)
    organization = Organization.current()
    done = standardise(
        "Lead", values, partial(getattr, lead), country=organization.country, locale="en-US"
    )
    because = {"typed": done.typed} if done.typed else None
    consenting.change([lead], done.values, by=by, source=Source.API, because=because)
    if owner_id:
        reassign.give([lead], Owner.objects.get(pk=owner_id), by=by)
    if status and status != lead.status:
        # A program may leave out what a person is asked for, as in Salesforce.
        statuses.move(lead, str(status), by=by, is_asking=False)


def _change_deal(deal: Any, values: Values, by: User) -> None:
    """First the amount and the date, then the stage that may ask for them."""
    stage = values.pop("stage_name", None)
    reason = values.get("loss_reason") or deal.loss_reason
    writing.change([deal], values, by=by)
    if stage and stage != deal.stage_name:
        dealing.advance([deal], str(stage), by=by, loss_reason=str(reason or ""))


def _change_task(task: Any, values: Values, by: User) -> None:
    status = values.pop("status", task.status)
    writing.change([task], values, by=by)
    if status == tasks.DONE:
        tasks.complete([task], by=by)
        return
    if task.is_closed:
        tasks.reopen([task], by=by)
    writing.change([task], {"status": status}, by=by)


def _open_campaign(kind: ObjectDef, values: Values, by: User) -> Any:
    return campaigning.open_campaign(values, by=by)


def _create_member(kind: ObjectDef, values: Values, by: User) -> Any:
    return campaigning.join(values, by=by)


def _change_member(member: Any, values: Values, by: User) -> None:
    """The campaign's own statuses; for a word that it does not know stands the default one."""
    name = values.pop("status", member.status)
    writing.change([member], values, by=by)
    status = campaigning.status_named(member.campaign_id, str(name or ""))
    if status and name != member.status:
        campaigning.move_members([member], status, by=by)


def _create_member_status(kind: ObjectDef, values: Values, by: User) -> Any:
    campaign = Campaign.objects.alive().filter(pk=values.get("campaign_id") or 0).first()
    if campaign is None:
        message = "Required fields are missing: [CampaignId]"
        raise problem(400, "REQUIRED_FIELD_MISSING", message, "CampaignId")
    return member_statuses.add(
        campaign, str(values.get("label") or ""), by=by,
        has_responded=bool(values.get("has_responded")),
        is_default=bool(values.get("is_default")),
    )  # fmt: skip


def _change_member_status(status: Any, values: Values, by: User) -> None:
    member_statuses.change(
        status, by=by, label=values.get("label"), has_responded=values.get("has_responded"),
        is_default=bool(values.get("is_default")),
    )  # fmt: skip
    place = {"sort_order": values["sort_order"]} if "sort_order" in values else {}
    writing.change([status], place, by=by)


CREATE: Mapping[str, Callable[[ObjectDef, Values, User], Any]] = {
    "AccountContactRelation": _relate,
    "Campaign": _open_campaign,
    "CampaignMember": _create_member,
    "CampaignMemberStatus": _create_member_status,
    "Opportunity": _open_deal,
    "Task": _create_task,
}
CHANGE: Mapping[str, Callable[[Any, Values, User], None]] = {
    "AccountContactRelation": _describe,
    "CampaignMember": _change_member,
    "CampaignMemberStatus": _change_member_status,
    "Lead": _change_lead,
    "Opportunity": _change_deal,
    "Task": _change_task,
}
