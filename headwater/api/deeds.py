"""Creating, changing and deleting records for a program: by the same rules as for people.

Leads are born in the journey; stages, statuses, owners and finished tasks have deeds of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from headwater.api import dated
from headwater.api.problems import problem
from headwater.capture.cleaning.standardise import standardise
from headwater.catalog import objects
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
from headwater.records.problem import Refused
from headwater.route import reassign
from headwater.route.announce import send_news
from headwater.score import rescore

WRITABLE = frozenset({
    "Lead", "Account", "Contact", "AccountContactRelation", "Opportunity", "OpportunityContactRole",
    "Campaign", "CampaignMember", "CampaignMemberStatus", "Task", "Event", "Note",
})  # fmt: skip
WITH_KEYS = frozenset({"Lead", "Account", "Contact"})  # are found again by match keys
Values = dict[str, Any]
Pairs = Sequence[tuple[Any, Values]]  # records with what they are to say


def refuse_unwritable(kind: ObjectDef, deed: str) -> None:
    """Users, statuses and the like are set up by people; raises Problems."""
    if kind.name not in WRITABLE:
        message = f"entity type {kind.name} does not support {deed}"
        raise problem(400, "INVALID_TYPE_FOR_OPERATION", message)


def create(kind: ObjectDef, rows: Sequence[Values], *, by: User) -> list[Any]:
    """New records of anything but leads; raises Refused. `judge_anew` is the caller's."""
    fitted = [writing.fit(kind, values, is_new=False) for values in rows]
    pasts = [dated.taken(kind, values) for values in fitted]
    with transaction.atomic():
        records = _created(kind, fitted, by)
        dated.stamp(kind, list(zip(records, pasts, strict=True)), by=by)
    return records


def _created(kind: ObjectDef, fitted: Sequence[Values], by: User) -> list[Any]:
    if kind.name in CREATE:
        return [CREATE[kind.name](values, by) for values in fitted]
    records = writing.create_each(kind.name, fitted, by=by)
    if kind.name == "Contact":
        for record in records:
            consenting.note_new(record, by=by, source=Source.API)
    return records


def change(kind: ObjectDef, pairs: Pairs, *, by: User) -> None:
    """New values for records that are locked; raises Refused. `judge_anew` is the caller's."""
    fitted = [(record, writing.fit(kind, values, is_new=False)) for record, values in pairs]
    with transaction.atomic():
        CHANGE.get(kind.name, _change)(fitted, by)


def delete(kind: ObjectDef, records: Sequence[Any], *, by: User) -> None:
    """Put records aside, as pages do."""
    with transaction.atomic():
        if kind.name == "CampaignMember":
            membership.remove(records, by=by)
        elif kind.name == "CampaignMemberStatus":
            for record in records:
                member_statuses.remove(record, by=by)
        elif kind.name == "AccountContactRelation":
            relating.unrelate(records, by=by)
        else:
            writing.delete(records, by=by)
        if kind.name == "Lead":
            send_news(records)


def judge_anew(kind: ObjectDef, records: Sequence[Any], by: User) -> None:
    """By what they say now: how they are recognised, how promising they are."""
    if kind.name in WITH_KEYS:
        keys.refresh(kind.name, records)
    if kind.name == "Lead":
        rescore.rescore([record.pk for record in records], by=by)
        send_news(records)


def _relate(values: Values, by: User) -> Any:
    """What a person is at a company; a second row for the same two says it anew."""
    given = writing.fit(objects.get("AccountContactRelation"), values, is_new=True)
    contact = Contact.objects.get(pk=given.pop("contact_id"))
    account = Account.objects.get(pk=given.pop("account_id"))
    [row] = relating.relate([contact], account, given, by=by)
    return row


def _describe(pairs: Pairs, by: User) -> None:
    for row, values in pairs:
        said = {name: value for name, value in values.items() if name in relating.SAYS}
        relating.relate([row.contact], row.account, said, by=by)
        row.refresh_from_db()


def _open_deal(values: Values, by: User) -> Any:
    return dealing.open_deal(values, by=by)


def _create_task(values: Values, by: User) -> Any:
    """A task that comes finished is made and then done, so that its lead counts as touched."""
    is_done, done_at = values.get("status") == tasks.DONE, values.pop("completed_at", None)
    if is_done:
        values = {name: value for name, value in values.items() if name != "status"}
    task = writing.create("Task", values, by=by)
    if is_done:
        tasks.complete([task], by=by, now=done_at)
    return task


def _change(pairs: Pairs, by: User) -> None:
    if consenting.CHANNEL_OF.keys().isdisjoint(name for _, values in pairs for name in values):
        writing.change_each(pairs, by=by)
        return
    for record, values in pairs:
        consenting.change([record], values, by=by, source=Source.API)


def _change_leads(pairs: Pairs, by: User) -> None:
    """First what they say, then whose they are, then where they stand."""
    if any(lead.is_converted for lead, _ in pairs):
        raise problem(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
    owners: dict[int, list[Any]] = {}
    moves: dict[str, list[Any]] = {}
    said = []
    for lead, values in pairs:
        owner_id, status = values.pop("owner_id", None), values.pop("status", None)
        if owner_id:
            owners.setdefault(owner_id, []).append(lead)
        if status and status != lead.status:
            moves.setdefault(str(status), []).append(lead)
        said.append((lead, values))
    _tell_leads(said, by)
    for owner_id, leads in owners.items():
        reassign.give(leads, Owner.objects.get(pk=owner_id), by=by)
    for status, leads in moves.items():
        # A program may leave out what a person is asked for, as in Salesforce.
        moved = statuses.move_all(leads, status, by=by, is_asking=False)
        if moved.refused:
            raise Refused([each for problems in moved.refused.values() for each in problems])


def _tell_leads(pairs: Pairs, by: User) -> None:
    """Written as the doors write; what was typed otherwise is kept on the Trail."""
    country = Organization.current().country
    plain = []
    for lead, values in pairs:
        done = standardise("Lead", values, partial(getattr, lead), country=country, locale="en-US")
        if not done.typed and consenting.CHANNEL_OF.keys().isdisjoint(done.values):
            plain.append((lead, done.values))
            continue
        because = {"typed": done.typed} if done.typed else None
        consenting.change([lead], done.values, by=by, source=Source.API, because=because)
    writing.change_each(plain, by=by)


def _change_deals(pairs: Pairs, by: User) -> None:
    """First the amount and the date, then the stage that may ask for them."""
    stages = [values.pop("stage_name", None) for _, values in pairs]
    writing.change_each(pairs, by=by)
    for (deal, values), stage in zip(pairs, stages, strict=True):
        if stage and stage != deal.stage_name:
            reason = values.get("loss_reason") or deal.loss_reason
            dealing.advance([deal], str(stage), by=by, loss_reason=str(reason or ""))


def _change_tasks(pairs: Pairs, by: User) -> None:
    wanted = [values.pop("status", task.status) for task, values in pairs]
    writing.change_each(pairs, by=by)
    moves = [(task, status) for (task, _), status in zip(pairs, wanted, strict=True)]
    tasks.complete([task for task, status in moves if status == tasks.DONE], by=by)
    others = [(task, {"status": status}) for task, status in moves if status != tasks.DONE]
    tasks.reopen([task for task, _ in others if task.is_closed], by=by)
    writing.change_each(others, by=by)


def _open_campaign(values: Values, by: User) -> Any:
    return campaigning.open_campaign(values, by=by)


def _create_member(values: Values, by: User) -> Any:
    return campaigning.join(values, by=by)


def _change_members(pairs: Pairs, by: User) -> None:
    """The campaign's own statuses; for a word that it does not know stands the default one."""
    names = [values.pop("status", member.status) for member, values in pairs]
    writing.change_each(pairs, by=by)
    for (member, _), name in zip(pairs, names, strict=True):
        status = campaigning.status_named(member.campaign_id, str(name or ""))
        if status and name != member.status:
            campaigning.move_members([member], status, by=by)


def _create_member_status(values: Values, by: User) -> Any:
    campaign = Campaign.objects.alive().filter(pk=values.get("campaign_id") or 0).first()
    if campaign is None:
        message = "Required fields are missing: [CampaignId]"
        raise problem(400, "REQUIRED_FIELD_MISSING", message, "CampaignId")
    return member_statuses.add(
        campaign, str(values.get("label") or ""), by=by,
        has_responded=bool(values.get("has_responded")),
        is_default=bool(values.get("is_default")),
    )  # fmt: skip


def _change_member_statuses(pairs: Pairs, by: User) -> None:
    for status, values in pairs:
        member_statuses.change(
            status, by=by, label=values.get("label"), has_responded=values.get("has_responded"),
            is_default=bool(values.get("is_default")),
        )  # fmt: skip
        place = {"sort_order": values["sort_order"]} if "sort_order" in values else {}
        writing.change([status], place, by=by)


CREATE: Mapping[str, Callable[[Values, User], Any]] = {
    "AccountContactRelation": _relate,
    "Campaign": _open_campaign,
    "CampaignMember": _create_member,
    "CampaignMemberStatus": _create_member_status,
    "Opportunity": _open_deal,
    "Task": _create_task,
}
CHANGE: Mapping[str, Callable[[Pairs, User], None]] = {
    "AccountContactRelation": _describe,
    "CampaignMember": _change_members,
    "CampaignMemberStatus": _change_member_statuses,
    "Lead": _change_leads,
    "Opportunity": _change_deals,
    "Task": _change_tasks,
}
