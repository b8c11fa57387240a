"""Undoing a conversion: everything is as it was; touched records ask first."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog import custom
from headwater.convert import mapping
from headwater.convert.choices import Choices, FollowUp
from headwater.convert.convert import convert
from headwater.convert.mapping import FieldMapping
from headwater.convert.undo import TouchedSince, preview, undo, undo_batch
from headwater.records import deal_history, dealing, trail, writing
from headwater.records.models import (
    Account,
    CampaignMember,
    Clock,
    Contact,
    Conversion,
    Lead,
    Opportunity,
    OpportunityContactRole,
    Task,
)
from headwater.records.problem import Refused
from tests.convert.dump import everything


def test_converting_and_undoing_leaves_every_row_as_it_was(
    tom: Lead, cast: SimpleNamespace
) -> None:
    before = everything()
    conversion = convert(tom, by=cast.mara)
    assert everything() != before
    undo(conversion, by=cast.mara)
    assert everything() == before
    assert conversion.is_undone and conversion.undone_by == cast.mara
    assert trail.about(tom).filter(event="lead.unconverted").exists()


def test_existing_records_get_their_own_values_back(tom: Lead, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor", phone="1")
    contact = Contact.objects.create(owner=cast.owen, account=account, last_name="Okafor")
    deal = Opportunity.objects.create(
        owner=cast.mara,
        account=account,
        name="Roof",
        stage_name="Prospecting",
        amount=Decimal("1.10"),
    )
    before = everything()
    take = {"Account": ["phone"]}
    choices = Choices(account=account, contact=contact, opportunity=deal, take=take)
    undo(convert(tom, choices, by=cast.mara), by=cast.mara)
    assert everything() == before


def test_an_undone_lead_can_be_converted_and_undone_again(tom: Lead, cast: SimpleNamespace) -> None:
    before = everything()
    for _ in range(2):
        conversion = undo(convert(tom, by=cast.mara), by=cast.mara)
    assert everything() == before
    assert undo(conversion, by=cast.ines).undone_by == cast.mara  # a second click changes nothing


def test_the_preview_says_what_will_happen_and_writes_nothing(
    tom: Lead, cast: SimpleNamespace
) -> None:
    conversion = convert(tom, by=cast.mara)
    during = everything()
    told = preview(conversion)
    assert told.undone[:3] == [
        "Account Harbor Cold Storage is deleted.",
        "Contact Tom Okafor is deleted.",
        "Opportunity Harbor Cold Storage is deleted.",
    ]
    assert "6 activities and memberships go back to the lead alone." in told.undone
    assert not told.touches and everything() == during


def test_what_was_touched_since_asks_in_plain_words(tom: Lead, cast: SimpleNamespace) -> None:
    conversion = convert(tom, by=cast.mara)
    contact, deal = conversion.contact, conversion.opportunity
    assert contact and deal
    Task.objects.create(owner=cast.mara, contact=contact, opportunity=deal, subject="Send quote")
    Contact.objects.filter(pk=contact.pk).update(title="Director")
    before = everything()
    with pytest.raises(TouchedSince) as asked:
        undo(conversion, by=cast.mara)
    assert [touch.words for touch in asked.value.touches] == [
        "Contact Tom Okafor: Title changed.",
        "Contact Tom Okafor: 1 task added since.",
        "Opportunity Harbor Cold Storage: 1 task added since.",
    ]
    assert everything() == before


def test_letting_a_touched_record_go_gives_its_tasks_to_the_lead(
    tom: Lead, cast: SimpleNamespace, campaign: Any
) -> None:
    conversion = convert(tom, by=cast.mara)
    quote = Task.objects.create(owner=cast.mara, contact=conversion.contact, subject="Send quote")
    undo(conversion, by=cast.mara, even_touched=True)
    quote.refresh_from_db()
    assert quote.lead == tom and quote.contact is None
    assert not Contact.objects.exists()


def test_keeping_the_contact_and_dropping_the_opportunity(tom: Lead, cast: SimpleNamespace) -> None:
    conversion = convert(tom, by=cast.mara)
    Task.objects.create(owner=cast.mara, contact=conversion.contact, subject="Send quote")
    undo(conversion, by=cast.mara, keep=["Contact"])
    tom.refresh_from_db()
    assert tom.is_open and tom.converted_contact is None
    assert Contact.objects.get().account == Account.objects.get()
    assert not Opportunity.objects.exists() and not OpportunityContactRole.objects.exists()
    kept = Task.objects.get(subject="Call back")
    assert kept.contact == Contact.objects.get() and kept.opportunity is None
    assert Clock.objects.get().is_running


def test_keeping_all_only_unlinks_the_lead(tom: Lead, cast: SimpleNamespace) -> None:
    conversion = convert(tom, by=cast.mara)
    undo(conversion, by=cast.mara, keep=["Account", "Contact", "Opportunity"])
    tom.refresh_from_db()
    assert tom.is_open
    assert Opportunity.objects.get().contact_roles.get().contact == Contact.objects.get()
    assert CampaignMember.objects.get().contact == Contact.objects.get()


def test_what_others_hang_on_a_record_makes_it_stay(tom: Lead, cast: SimpleNamespace) -> None:
    conversion = convert(tom, by=cast.mara)
    Contact.objects.create(owner=cast.owen, account=conversion.account, last_name="Colleague")
    with pytest.raises(TouchedSince) as asked:
        undo(conversion, by=cast.mara, even_touched=True)
    assert asked.value.touches[0].must_stay
    undo(conversion, by=cast.mara, keep=["Account"])
    assert Account.objects.exists() and Contact.objects.get().last_name == "Colleague"


def test_a_moved_on_deal_is_touched(tom: Lead, cast: SimpleNamespace) -> None:
    conversion = convert(tom, by=cast.mara)
    deal = conversion.opportunity
    assert deal
    dealing.advance([deal], "Prospecting", by=cast.mara)
    with pytest.raises(TouchedSince, match="Stage changed"):
        undo(conversion, by=cast.mara)
    dealing.take_back([deal], by=cast.mara)
    undo(conversion, by=cast.mara)
    assert not Opportunity.objects.exists()


def test_a_value_that_somebody_changed_since_stays(tom: Lead, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor")
    conversion = convert(tom, Choices(account=account), by=cast.mara)
    Account.objects.filter(pk=account.pk).update(phone="2")
    assert preview(conversion).stays == ["Account Harbor: Account Phone."]
    undo(conversion, by=cast.mara)
    account.refresh_from_db()
    assert (account.phone, account.billing_city) == ("2", "")


def test_outsiders_and_readers_cannot_undo(
    tom: Lead, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    conversion = convert(tom, by=cast.mara)
    for stranger in (cast.otto, cast.rhea):
        with pytest.raises(Refused):
            undo(conversion, by=stranger)


def test_each_value_that_was_changed_since_may_go_back_all_the_same(
    tom: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor")
    conversion = convert(tom, Choices(account=account), by=cast.mara)
    Account.objects.filter(pk=account.pk).update(phone="2", billing_city="Cliffside")
    phone, city = preview(conversion).changed
    assert (phone.label, phone.before, phone.now) == ("Account Phone", "", "2")
    assert city.key == f"Account:{account.pk}:billing_city"
    undo(conversion, by=cast.mara, restore=[city.key])
    account.refresh_from_db()
    assert (account.phone, account.billing_city) == ("2", "")


def test_each_row_that_was_added_since_goes_to_the_lead_or_stays(
    tom: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor")
    conversion = convert(tom, Choices(account=account), by=cast.mara)
    quote, visit = (
        Task.objects.create(
            owner=cast.mara, contact=conversion.contact, account=account, subject=subject
        )
        for subject in ("Send quote", "Visit them")
    )
    told = preview(conversion)
    assert [each.words for each in told.added] == ["Task: Send quote", "Task: Visit them"]
    assert preview(conversion, keep=["Contact"]).added == []
    undo(conversion, by=cast.mara, even_touched=True, stays=[f"Task:{visit.pk}"])
    quote.refresh_from_db()
    visit.refresh_from_db()
    assert (quote.lead, quote.account, quote.contact) == (tom, account, None)
    assert (visit.lead, visit.account, visit.contact) == (None, account, None)


def test_a_follow_up_goes_too_unless_somebody_has_done_it(tom: Lead, cast: SimpleNamespace) -> None:
    follow_up = FollowUp("Send the offer")
    undo(convert(tom, Choices(follow_up=follow_up), by=cast.mara), by=cast.mara)
    assert not Task.objects.filter(subject="Send the offer").exists()
    conversion = convert(tom, Choices(follow_up=follow_up), by=cast.mara)
    Task.objects.filter(subject="Send the offer").update(is_closed=True, status="Completed")
    undo(conversion, by=cast.mara)
    done = Task.objects.get(subject="Send the offer")
    assert (done.lead, done.contact, done.opportunity) == (tom, None, None)


def test_a_deal_that_was_joined_and_moved_on_keeps_its_history(
    tom: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    deal = Opportunity.objects.create(
        owner=cast.mara, account=account, name="Roof", stage_name="Prospecting"
    )
    deal_history.remember([deal], by=None)
    FieldMapping.objects.create(
        lead_field="AnnualRevenue", object_name="Opportunity", field="Amount"
    )
    Lead.objects.filter(pk=tom.pk).update(annual_revenue=5000)
    conversion = convert(tom, Choices(account=account, opportunity=deal), by=cast.mara)
    deal.refresh_from_db()
    dealing.advance([deal], "Info Gathering", by=cast.mara)
    undo(conversion, by=cast.mara)
    deal.refresh_from_db()
    assert (deal.amount, deal.stage_name) == (None, "Info Gathering")
    assert deal.history.count() == 4 and not deal_history.astray()


def test_what_cannot_be_undone_leaves_the_others_alone(
    tom: Lead, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    first = convert(tom, by=cast.mara)
    touched = convert(make_lead(first_name="Ann"), by=cast.mara)
    foreign = convert(make_lead(first_name="Bo", owner=cast.otto), by=cast.otto)
    Contact.objects.filter(pk=touched.contact_id or 0).update(title="Director")
    results = undo_batch([foreign, first, touched], by=cast.mara)
    assert [type(each) for each in results] == [Refused, Conversion, TouchedSince]
    assert first.is_undone and not touched.is_undone
    again = undo_batch([touched, first], by=cast.mara, even_touched=True)
    assert [isinstance(each, Conversion) for each in again] == [True, True]


def test_a_unique_value_that_somebody_else_has_by_now_stops_one_undo_alone(
    tom: Lead, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Register", "string", is_unique=name == "Account", length=80)
    mapping.map_field("Register__c", "Account", "Register__c")
    account = writing.create("Account", {"name": "Harbor", "Register__c": "HRB 1"}, by=cast.mara)
    Lead.objects.filter(pk=tom.pk).update(custom={"Register__c": "HRB 2"})
    take = Choices(account=account, take={"Account": ["Register__c"]})
    first, other = convert(tom, take, by=cast.mara), convert(make_lead(), by=cast.mara)
    writing.create("Account", {"name": "Quicker", "Register__c": "HRB 1"}, by=cast.mara)
    refused, done = undo_batch([first, other], by=cast.mara)
    assert isinstance(refused, Refused) and refused.problems[0].code == "DUPLICATE_VALUE"
    assert isinstance(done, Conversion) and not Conversion.objects.get(pk=first.pk).is_undone
