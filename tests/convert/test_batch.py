"""Many leads at once: what they share, what is refused, and that a batch costs what one costs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.catalog import custom
from headwater.convert import mapping
from headwater.convert.choices import AlreadyConverted, Beside, Choices, FollowUp, NewDeal, NoDeal
from headwater.convert.convert import convert, convert_batch
from headwater.convert.undo import TouchedSince, undo_batch
from headwater.converting import deeds
from headwater.records import deal_history
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Consent,
    Contact,
    Conversion,
    DuplicatePair,
    EmailMessage,
    Handoff,
    Lead,
    Opportunity,
    Task,
)
from headwater.records.problem import Refused
from tests.convert.dump import everything

Make = Callable[..., Lead]


def test_leads_of_one_new_company_share_one_account(make_lead: Make, cast: SimpleNamespace) -> None:
    tom = make_lead(first_name="Tom", phone="")
    ann = make_lead(first_name="Ann", last_name="Berg", phone="+15550100", website="harbor.example")
    wanted = [
        (ann, Choices(account=Beside(tom.pk), opportunity=Beside(tom.pk))),
        (tom, Choices()),
    ]
    before = everything()
    hers, his = _done(convert_batch(wanted, by=cast.mara))
    assert hers.account == his.account and hers.opportunity == his.opportunity
    assert hers.contact != his.contact
    account = Account.objects.get()
    assert (account.phone, account.website) == ("+15550100", "harbor.example")
    parts = {part.contact.first_name: part.is_primary
             for part in Opportunity.objects.get().contact_roles.all()}  # fmt: skip
    assert parts == {"Tom": True, "Ann": False}
    assert "Account" in his.made and "Account" not in hers.made
    with pytest.raises(TouchedSince, match="1 lead"):  # hers stands on what his has made
        _done(undo_batch([his], by=cast.mara))
    _done(undo_batch([hers, his], by=cast.mara))
    assert everything() == before


def test_the_same_person_twice_becomes_one_contact(make_lead: Make, cast: SimpleNamespace) -> None:
    first, again = make_lead(first_name="Tom"), make_lead(first_name="Tom", title="Manager")
    beside = Choices(contact=Beside(first.pk), opportunity=Beside(first.pk))
    one, two = _done(convert_batch([(first, Choices()), (again, beside)], by=cast.mara))
    assert one.contact == two.contact and one.account == two.account
    assert Contact.objects.get().title == "Manager"
    assert Opportunity.objects.get().contact_roles.count() == 1


def test_a_refused_lead_leaves_the_others_alone(make_lead: Make, cast: SimpleNamespace) -> None:
    bad, good, other = make_lead(), make_lead(first_name="Ann"), make_lead(first_name="Bo")
    hidden, gone = make_lead(owner=cast.otto), make_lead(is_deleted=True)
    late = NewDeal(stage_name="Needs Analysis")
    wanted = [
        (bad, Choices(opportunity=late)), (good, Choices(account=Beside(bad.pk))),
        (hidden, Choices()), (other, Choices(account=Beside(bad.pk))), (gone, Choices()),
    ]  # fmt: skip
    results = convert_batch(wanted, by=cast.mara)
    assert [isinstance(each, Refused) for each in results] == [True, False, True, False, True]
    # Who was to stand beside a lead that is refused makes what they share.
    assert Account.objects.count() == 1 and Contact.objects.count() == 2
    bad.refresh_from_db()
    assert bad.is_open and Conversion.objects.count() == 2


def test_a_record_of_a_lead_that_was_converted_before(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    tom, ann, bo = make_lead(), make_lead(first_name="Ann"), make_lead(first_name="Bo")
    first = convert(tom, by=cast.mara)
    wanted = [
        (ann, Choices(account=Beside(tom.pk))),
        (tom, Choices(opportunity=NoDeal("No"))),
        (bo, Choices(account=Beside(tom.pk), opportunity=Beside(tom.pk))),
        (ann, Choices(account=Beside(tom.pk))),
    ]
    hers, again, his, twice = convert_batch(wanted, by=cast.mara)
    assert isinstance(hers, Conversion) and isinstance(his, Conversion)
    assert hers.account_id == his.account_id == first.account_id
    assert his.opportunity_id == first.opportunity_id != hers.opportunity_id
    assert isinstance(again, AlreadyConverted) and twice == hers


def test_those_who_stand_in_a_circle_share_a_new_account(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    tom, ann = make_lead(), make_lead(first_name="Ann")
    wanted = [(tom, Choices(account=Beside(ann.pk))), (ann, Choices(account=Beside(tom.pk)))]
    assert len(_done(convert_batch(wanted, by=cast.mara))) == 2
    assert Account.objects.count() == 1


def test_a_unique_value_belongs_to_one_record_of_the_batch(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Register", "string", is_unique=name == "Account", length=80)
    mapping.map_field("Register__c", "Account", "Register__c")
    numbers = ("HRB 1", "HRB 1", "HRB 2")
    leads = [make_lead(custom={"Register__c": each}) for each in numbers]
    before = everything()
    one, two, three = convert_batch([(lead, Choices()) for lead in leads], by=cast.mara)
    assert isinstance(two, Refused) and two.problems[0].code == "DUPLICATE_VALUE"
    _done(undo_batch(_done([one, three]), by=cast.mara))
    assert everything() == before


def test_a_batch_makes_as_many_queries_as_one_lead(
    make_lead: Make, cast: SimpleNamespace, campaign: Campaign, roof: None, noon: datetime
) -> None:
    for noun in ("Account", "Opportunity"):
        mapping.map_field("Yearly_Use__c", noun, "Yearly_Use__c")
    counts = []
    for size in (2, 1, 9):  # the first one reads what is kept in memory afterwards
        wanted = [_everything(make_lead, cast, campaign, noon, f"{size}-{n}") for n in range(size)]
        with CaptureQueriesContext(connection) as made:
            done = _done(deeds.convert_many(wanted, by=cast.mara))
        with CaptureQueriesContext(connection) as undone:
            _done(deeds.take_back_many(done, by=cast.mara))
        counts.append((_count(made), _count(undone)))
    assert counts[1] == counts[2]
    assert max(counts[1]) <= 46


def test_what_was_open_is_put_away_and_comes_back(
    make_lead: Make, cast: SimpleNamespace, campaign: Campaign, noon: datetime
) -> None:
    wanted = [_everything(make_lead, cast, campaign, noon, str(n)) for n in range(3)]
    before = everything()
    quietly = [(lead, replace(choices, sends_notification=False)) for lead, choices in wanted]
    done = _done(convert_batch(quietly, by=cast.mara))
    assert not DuplicatePair.objects.open().exists() and not Clock.objects.running().exists()
    assert not deal_history.astray()
    _done(undo_batch(done, by=cast.mara))
    assert everything() == before


def _everything(
    make_lead: Make, cast: SimpleNamespace, campaign: Campaign, noon: datetime, word: str
) -> tuple[Lead, Choices]:
    """A lead with all that can hang on one, into records that are there or new."""
    account = Account.objects.create(owner=cast.owen, name=f"Harbor {word}", industry="Energy")
    deal = Opportunity.objects.create(
        owner=cast.mara, account=account, name="Roof", stage_name="Prospecting"
    )
    deal_history.remember([deal], by=None)
    lead = make_lead(
        first_name=word, company=f"Harbor {word}", email=f"t{word}@harbor.example", phone="1",
        title="Manager", do_not_call=True, custom={"Yearly_Use__c": 4}, industry="Shipping",
    )  # fmt: skip
    own: dict[str, Any] = {"lead": lead}
    Task.objects.create(owner=cast.mara, subject="Call", **own)
    EmailMessage.objects.create(key=f"mail-{word}", subject="Hello", **own)
    CampaignMember.objects.create(campaign=campaign, status="Sent", **own)
    Consent.objects.create(
        object_name="Lead", record_id=lead.pk, channel="phone", state="withdrawn", **own
    )
    clock = Clock.objects.create(
        policy="Web", minutes=5, started_at=noon, due_at=noon + timedelta(minutes=5),
        owner=cast.mara, paused_at=noon, **own,
    )  # fmt: skip
    clock.pauses.create(reason="Away", paused_by=cast.mara, paused_at=noon)
    Handoff.objects.create(offered_to=cast.mara, **own)
    DuplicatePair.objects.create(
        one_object="Contact", one_id=lead.pk + 10**6, other_object="Lead", other_id=lead.pk
    )
    follow_up = FollowUp("Send the offer", date(2026, 3, 20))
    return lead, Choices(
        account=account, opportunity=deal, follow_up=follow_up, both={"Account": ["industry"]},
        owner=cast.owen, sends_notification=True,
    )  # fmt: skip


def _count(queries: CaptureQueriesContext) -> int:
    """Definitions of custom fields are read anew every two seconds, whatever is done."""
    return sum("catalog_customfield" not in query["sql"] for query in queries.captured_queries)


def _done(results: Any) -> list[Conversion]:
    for each in results:
        if isinstance(each, Exception):
            raise each
    return list(results)
