"""What can be chosen for a conversion: beside, in whose house, cut, followed up, all the same."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.catalog.picklists import PicklistValue
from headwater.convert.choices import Choices, FollowUp, NewDeal, NoDeal
from headwater.convert.conversion_rule import ConversionRule
from headwater.convert.convert import convert
from headwater.convert.deals import end_of_quarter
from headwater.convert.mapping import FieldMapping
from headwater.records import deal_history, trail
from headwater.records.models import (
    Account,
    Clock,
    Contact,
    Conversion,
    Lead,
    Notification,
    Opportunity,
    Task,
)
from headwater.records.problem import Refused

Make = Callable[..., Lead]


def test_both_values_are_kept_side_by_side(tom: Lead, cast: SimpleNamespace) -> None:
    account = Account.objects.create(
        owner=cast.owen, name="Harbor", industry="Energy", phone="1", description="Since 2019."
    )
    contact = Contact.objects.create(
        owner=cast.owen, account=account, last_name="Okafor", phone="1", title="Boss",
        mobile_phone="2", email="tom@old.example", description="Asks much.",
    )  # fmt: skip
    Lead.objects.filter(pk=tom.pk).update(description="Wants batteries.")
    both = {"Account": ["industry", "phone"], "Contact": ["phone", "title", "email", "description"]}
    convert(tom, Choices(account=account, contact=contact, both=both), by=cast.mara)
    account.refresh_from_db()
    contact.refresh_from_db()
    assert (account.industry, account.phone) == ("Energy", "1")
    assert account.description == "Since 2019.\nAccount Phone: +15550142\nIndustry: Shipping"
    assert (contact.phone, contact.mobile_phone, contact.home_phone) == ("1", "2", "+15550142")
    assert (contact.title, contact.email) == ("Boss", "tom@old.example")
    assert set(contact.description.split("\n")) == {
        "Asks much.", "Wants batteries.", "Title: Operations manager",
        "Email: tom@harbor.example.com",
    }  # fmt: skip


def test_a_person_account_stands_in_a_household(make_lead: Make, cast: SimpleNamespace) -> None:
    ann = make_lead(first_name="Ann", company="", street="1 Elm", city="Linden")
    first = convert(ann, Choices(household="The Okafors"), by=cast.mara).account
    assert first and first.is_person_account
    home = Account.objects.get(pk=first.parent_id or 0)
    assert (home.name, home.type, home.billing_city) == ("The Okafors", "Household", "Linden")
    # The address is the account's and the contact's.
    assert (first.billing_street, first.contacts.get().mailing_street) == ("1 Elm", "1 Elm")
    bo = make_lead(first_name="Bo", company="Harbor")
    chosen = Choices(household=home, is_person_account=True)
    second = convert(bo, chosen, by=cast.mara).account
    assert second and (second.parent, second.name) == (home, "Bo Okafor")
    assert _code(make_lead(), Choices(household=home), by=cast.mara) == "INVALID_FIELD"


def test_who_said_no_is_asked_nothing_whatever_the_map_says(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    FieldMapping.objects.filter(object_name="Contact", field="DoNotCall").delete()
    contact = Contact.objects.create(owner=cast.owen, last_name="Okafor")
    for chosen in (None, contact):
        made = convert(make_lead(do_not_call=True), Choices(contact=chosen), by=cast.mara).contact
        assert made and made.do_not_call


def test_a_blank_list_of_the_lead_takes_the_targets_default(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    PicklistValue.objects.filter(picklist="Industry", value="Energy").update(is_default=True)
    wanted = PicklistValue.objects.filter(picklist="Industry", is_default=True).first()
    blank = convert(make_lead(), by=cast.mara).account
    told = convert(make_lead(industry="Shipping"), by=cast.mara).account
    assert blank and blank.industry == (wanted.value if wanted else "")
    assert told and told.industry == "Shipping"


def test_a_stage_that_needs_a_date_gets_the_end_of_the_quarter(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    late = NewDeal(stage_name="Qualification", amount=Decimal(90))
    deal = convert(make_lead(), Choices(opportunity=late), by=cast.mara).opportunity
    assert deal and deal.close_on == end_of_quarter(timezone.localdate())
    early = convert(make_lead(), by=cast.mara).opportunity
    assert early and early.close_on is None
    assert end_of_quarter(date(2026, 11, 2)) == date(2026, 12, 31)
    assert end_of_quarter(date(2026, 2, 28)) == date(2026, 3, 31)
    assert not deal_history.astray()


def test_text_that_is_too_long_is_refused_or_cut_and_kept_whole(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    said, long = "Solar and " * 12, {"Account": {"account_number": "7" * 50}}
    lead = make_lead(description=said)
    assert _code(lead, Choices(given=long), by=cast.mara) == "STRING_TOO_LONG"
    done = convert(lead, Choices(given=long, truncates=True), by=cast.mara)
    assert done.account and done.account.account_number == "7" * 40
    assert done.unmapped["Account: Account Number"] == "7" * 50


def test_what_the_lead_was_worth_is_kept(tom: Lead, cast: SimpleNamespace, campaign: Any) -> None:
    Lead.objects.filter(pk=tom.pk).update(score=71)
    done = convert(tom, Choices(opportunity=NoDeal("Nurture")), by=cast.mara)
    done.refresh_from_db()
    assert (done.score, done.campaign, done.no_deal_reason) == (71, campaign, "Nurture")
    assert done.unmapped["Roof"] == "2,600 m², metal" and done.unmapped["Yearly Use"] == 410


def test_the_next_step_is_a_task_of_all_of_them(tom: Lead, cast: SimpleNamespace) -> None:
    wanted = FollowUp("Send the offer", date(2026, 3, 20))
    done = convert(tom, Choices(follow_up=wanted, owner=cast.owen), by=cast.mara)
    task = Task.objects.get(subject="Send the offer")
    assert (task.lead, task.contact, task.opportunity) == (tom, done.contact, done.opportunity)
    assert task.owner_id == cast.owen.pk and task.due_on == date(2026, 3, 20)
    assert trail.about(task).get().event == "task.created"


def test_the_new_owner_hears_of_it(tom: Lead, cast: SimpleNamespace) -> None:
    convert(tom, Choices(owner=cast.owen, sends_notification=True), by=cast.mara)
    told = Notification.objects.get(user=cast.owen)
    assert told.text == "Tom Okafor was converted, and Harbor Cold Storage is yours"


def test_a_door_converts_without_anybody_having_answered(tom: Lead, cast: SimpleNamespace) -> None:
    ConversionRule.objects.create(name="Budget", criteria="Budget != null")
    done = convert(tom, Choices(owner=cast.mara, is_direct=True), by=None)
    assert done.is_direct and not Clock.objects.get(lead=tom).is_answered
    assert trail.about(tom).get(event="lead.converted").because["direct"]


def test_who_is_not_ready_is_converted_only_with_a_reason_by_who_may(
    tom: Lead, cast: SimpleNamespace
) -> None:
    ConversionRule.objects.create(name="Budget", required_fields=["budget"])
    code = "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    assert _code(tom, Choices(), by=cast.ines) == code
    assert _code(tom, Choices(override_reason="They pay"), by=cast.mara) == code
    done = convert(tom, Choices(override_reason="They pay"), by=cast.ines)
    assert done.override_reason == "They pay"
    assert done.criteria == [{"words": "Budget is known", "is_met": False}]
    assert trail.about(tom).get(event="lead.converted").because["override"] == "They pay"


def test_an_open_deal_gains_its_amount_and_its_history_goes_on(
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
    convert(tom, Choices(account=account, opportunity=deal), by=cast.mara)
    deal.refresh_from_db()
    assert deal.amount == 5000 and deal.history.count() == 2 and not deal_history.astray()


def _code(lead: Lead, choices: Choices, *, by: Any) -> str:
    with pytest.raises(Refused) as refused:
        convert(lead, choices, by=by)
    assert not Conversion.objects.filter(lead=lead).exists()
    return refused.value.problems[0].code
