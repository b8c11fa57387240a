"""Whatever the records hold: merged and taken apart, in turn, everything is as it was."""

import datetime as dt
import random
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from headwater.catalog import custom
from headwater.catalog.custom import ExternalId
from headwater.merge.act import Merge
from headwater.merge.fields import choosable, value_of
from headwater.merge.foresee import in_the_way
from headwater.merge.merge import merge
from headwater.merge.preview import preview
from headwater.merge.unmerge import unmerge
from headwater.people.models import Queue
from headwater.qualify.models import LoggedCall
from headwater.records.duplicate_pair import DuplicatePair, in_order
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    CampaignMemberStatus,
    Clock,
    Consent,
    Contact,
    Conversion,
    EmailMessage,
    Event,
    Lead,
    Note,
    Opportunity,
    OpportunityContactRole,
    Submission,
    Task,
)
from tests.merge.dump import difference, everything

NOON = dt.datetime(2026, 3, 11, 12, 0, 0, 123456, tzinfo=dt.UTC)
WORDS = ("", "", "Ada", "ADA", "ada o’hara", "Größe & Söhne", "漢字", '"\\', "Harbor Cold Storage")
Dice = random.Random
_number = count(1)


def when(dice: Dice) -> dt.datetime:
    return NOON + dt.timedelta(seconds=dice.randrange(10**7), microseconds=dice.randrange(10**6))


def perhaps(dice: Dice, *values: Any) -> Any:
    return dice.choice([None, *values])


def world(dice: Dice, cast: SimpleNamespace) -> SimpleNamespace:
    """Campaigns with statuses, and records that have something in common."""
    for name in ("Lead", "Contact", "Account"):
        custom.define(name, "Roof", "string")
        custom.define(name, "Wanted", "date")
        custom.define(name, "Erp Id", "string", is_external_id=True)
    queue = Queue.objects.create(kind="Group", name="Somebody")
    made = SimpleNamespace(owners=[cast.mara, cast.owen, queue], accounts=[], contacts=[],
                           leads=[], campaigns=[], deals=[], cast=cast)  # fmt: skip
    for name in ("Spring", "Autumn"):
        campaign = Campaign.objects.create(name=name, owner=cast.mia)
        for place, label in enumerate(("Sent", "Opened", "Responded")):
            CampaignMemberStatus.objects.create(
                campaign=campaign, label=label, sort_order=place, has_responded=place == 2,
                is_default=place == 0,
            )  # fmt: skip
        made.campaigns.append(campaign)
    for _ in range(5):
        made.accounts.append(account(dice, made))
    for _ in range(5):
        made.contacts.append(contact(dice, made))
    for _ in range(3):
        made.deals.append(deal(dice, made))
    for _ in range(5):
        made.leads.append(lead(dice, made))
    for each in (*made.leads, *made.contacts, *made.accounts):
        hang(dice, made, each)
    pairs(dice, made)
    return made


def shared(dice: Dice, made: SimpleNamespace, name: str) -> dict[str, Any]:
    said = {
        "Roof__c": "2,600 m²",
        "Wanted__c": "2026-06-01",
        "Erp_Id__c": f"{name}-{next(_number)}",
    }
    return {
        "owner": dice.choice(made.owners), "created_at": when(dice), "modified_at": when(dice),
        "created_by": perhaps(dice, made.cast.mara),
        "custom": {key: value for key, value in said.items() if dice.random() < 0.6},
        "last_activity_on": perhaps(dice, NOON.date(), dt.date(2025, 1, 1)),
        "phone": dice.choice(("", "1", "+1 303 555 0142", "+15550142")),
        "description": dice.choice(WORDS),
    }  # fmt: skip


def remembered(record: Any) -> Any:
    name, value = type(record).__name__, record.custom.get("Erp_Id__c")
    if value:
        ExternalId.objects.create(
            object_name=name, field="Erp_Id__c", value=value, record_id=record.pk
        )
    return record


def account(dice: Dice, made: SimpleNamespace) -> Any:
    return remembered(Account.objects.create(
        name=dice.choice(WORDS[2:]), parent=perhaps(dice, *made.accounts),
        website=dice.choice(("", "harbor.example")), billing_city=dice.choice(WORDS),
        billing_street=dice.choice(WORDS), annual_revenue=perhaps(dice, 0, 10**17),
        number_of_employees=perhaps(dice, 12), **shared(dice, made, "A"),
    ))  # fmt: skip


def contact(dice: Dice, made: SimpleNamespace) -> Any:
    return remembered(Contact.objects.create(
        first_name=dice.choice(WORDS), last_name=dice.choice(WORDS[2:]),
        account=perhaps(dice, *made.accounts), reports_to=perhaps(dice, *made.contacts),
        email=dice.choice(("", "ada@harbor.example", "a@gmail.com")),
        born_on=perhaps(dice, dt.date(1980, 2, 29)), do_not_call=dice.random() < 0.3,
        has_opted_out_of_email=dice.random() < 0.3, **shared(dice, made, "C"),
    ))  # fmt: skip


def lead(dice: Dice, made: SimpleNamespace) -> Any:
    status = dice.choice(("Open - Not Contacted", "Working - Contacted", "Closed - Not Converted"))
    return remembered(Lead.objects.create(
        first_name=dice.choice(WORDS), last_name=dice.choice(WORDS[2:]), status=status,
        is_closed=status.startswith("Closed"), closed_reason=dice.choice(("", "Budget")),
        company=dice.choice(WORDS), street=dice.choice(WORDS), city=dice.choice(WORDS),
        email=dice.choice(("", "ada@harbor.example", "a@gmail.com")),
        matched_account=perhaps(dice, *made.accounts),
        matched_contact=perhaps(dice, *made.contacts), do_not_call=dice.random() < 0.3,
        first_touched_at=perhaps(dice, when(dice)), snoozed_until=perhaps(dice, when(dice)),
        annual_revenue=perhaps(dice, 5), is_unread_by_owner=dice.random() < 0.5,
        status_changed_at=when(dice), **shared(dice, made, "L"),
    ))  # fmt: skip


def deal(dice: Dice, made: SimpleNamespace) -> Any:
    row = Opportunity.objects.create(
        name="Roof", stage_name="Prospecting", owner=made.cast.mara,
        account=perhaps(dice, *made.accounts),
    )  # fmt: skip
    chosen = dice.sample(made.contacts, dice.randrange(4))
    for place, each in enumerate(chosen):
        OpportunityContactRole.objects.create(
            opportunity=row, contact=each, is_primary=place == 0, role=dice.choice(("", "Boss")),
            created_at=when(dice),
        )  # fmt: skip
    return row


def hang(dice: Dice, made: SimpleNamespace, record: Any) -> None:
    """Some of everything, on a lead, a contact or an account."""
    side, cast = str(record._meta.model_name), made.cast
    own: dict[str, Any] = {side: record}
    for _ in range(dice.randrange(3)):
        at = {"created_at": when(dice), "is_deleted": dice.random() < 0.2}
        task = Task.objects.create(owner=cast.mara, subject="Call", **own, **at)
        Event.objects.create(owner=cast.owen, subject="Visit", **own, **at)
        Note.objects.create(body="…", opportunity=perhaps(dice, *made.deals), **own, **at)
        EmailMessage.objects.create(
            key=f"m{next(_number)}", message_id=f"<{next(_number)}@x>", **own, **at
        )
        if side == "lead":
            LoggedCall.objects.create(
                lead=record, outcome="dead_end", at=when(dice), by=cast.mara, task=task
            )
            Submission.objects.create(
                door="form", payload={"email": ["x@y.example"]}, lead=record, state="created"
            )
    if side == "account":
        return
    _memberships(dice, made, record, side)
    for channel in dice.sample(("email", "phone", "post"), dice.randrange(3)):
        also = {"contact": perhaps(dice, *made.contacts)} if side == "lead" else {}
        Consent.objects.create(
            object_name=record._meta.object_name, record_id=record.pk, channel=channel,
            state=dice.choice(("given", "withdrawn")), source="form", **own, **also,
        )  # fmt: skip


def _memberships(dice: Dice, made: SimpleNamespace, record: Any, side: str) -> None:
    for campaign in dice.sample(made.campaigns, dice.randrange(3)):
        other = {"contact": perhaps(dice, *made.contacts)} if side == "lead" else {}
        CampaignMember.objects.create(
            campaign=campaign, status=dice.choice(("Sent", "Opened", "Responded", "?")),
            has_responded=dice.random() < 0.5, created_at=when(dice),
            first_responded_on=perhaps(dice, NOON.date()), is_deleted=dice.random() < 0.1,
            **{side: record}, **other,
        )  # fmt: skip
    if side == "lead":
        for kind in dice.sample(("first_response", "hot"), dice.randrange(3)):
            Clock.objects.create(
                lead=record, kind=kind, policy=f"P{record.pk}", minutes=dice.randrange(99),
                started_at=when(dice), due_at=when(dice), owner=made.cast.mara,
                stopped_at=perhaps(dice, when(dice)),
            )  # fmt: skip
        if dice.random() < 0.3:
            Conversion.objects.create(
                lead=record, undone_at=NOON, contact=perhaps(dice, *made.contacts),
                account=perhaps(dice, *made.accounts),
            )  # fmt: skip


def pairs(dice: Dice, made: SimpleNamespace) -> None:
    every = [("Lead", each.pk) for each in made.leads]
    every += [("Contact", each.pk) for each in made.contacts]
    known = set()
    for _ in range(12):
        one, other = in_order(*dice.sample(every, 2))
        if (one, other) not in known:
            known.add((one, other))
            DuplicatePair.objects.create(
                one_object=one[0], one_id=one[1], other_object=other[0], other_id=other[1]
            )


def merge_some(dice: Dice, made: SimpleNamespace) -> list[tuple[Merge, dict[str, list[str]]]]:
    """Several merges, some into what came of others, each with the tables as they were before."""
    done = []
    pools: list[list[Any]] = [made.leads, made.contacts, made.accounts]
    for _ in range(dice.randrange(2, 7)):
        pool = dice.choice(pools)
        if len(pool) < 2:
            continue
        chosen = dice.sample(pool, dice.randrange(2, min(len(pool), 3) + 1))
        for each in chosen:
            each.refresh_from_db()
        before = everything()
        found = preview(chosen, by=made.cast.ada) if dice.random() < 0.5 else None
        values = {
            choice.attribute: choice.proposed for choice in (found.fields if found else ())
        } if dice.random() < 0.7 else _any_values(dice, chosen)  # fmt: skip
        master = found.master if found else chosen[0]
        others = [each for each in chosen if each != master]
        done.append((merge(master, others, by=made.cast.ada, values=values), before))
        for other in others:
            pool.remove(other)
    return done


def _any_values(dice: Dice, chosen: list[Any]) -> dict[str, Any]:
    name = type(chosen[0]).__name__
    attributes = [each for each in choosable(name) if dice.random() < 0.4]
    attributes = [each for each in attributes if each not in ("parent_id", "reports_to_id")]
    given = {each: value_of(dice.choice(chosen), each) for each in attributes}
    return {key: value for key, value in given.items()
            if value not in (None, "") or key not in ("last_name", "name")}  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_merges_taken_apart_in_turn_are_nothing_at_all(seed: int, cast: SimpleNamespace) -> None:
    dice = Dice(seed)
    with transaction.atomic():
        made = world(dice, cast)
        for done, before in reversed(merge_some(dice, made)):
            unmerge(done, by=cast.ada)  # no answers: nothing came since, so nothing is asked
            assert difference(before, everything()) == {}, done
        transaction.set_rollback(True)
    custom.forget()


@pytest.mark.parametrize("seed", range(100, 112))
def test_merges_taken_apart_in_any_order_that_is_allowed(seed: int, cast: SimpleNamespace) -> None:
    dice = Dice(seed)
    with transaction.atomic():
        made = world(dice, cast)
        before = everything()
        standing = [done for done, _ in merge_some(dice, made)]
        while standing:
            free = [each for each in standing if not in_the_way(each)]
            chosen = dice.choice(free)
            standing.remove(chosen)
            unmerge(chosen, by=cast.ada)
        assert difference(before, everything()) == {}
        transaction.set_rollback(True)
    custom.forget()
