"""Converting a lead: the story, what existing records gain, and everything that is refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.convert import mapping
from headwater.convert.choices import AlreadyConverted, Choices, NewDeal, NoDeal
from headwater.convert.convert import convert, convert_batch
from headwater.records import trail
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Contact,
    Conversion,
    Lead,
    Opportunity,
    Task,
)
from headwater.records.problem import Refused


def test_a_lead_becomes_account_contact_and_early_opportunity(
    tom: Lead, cast: SimpleNamespace, campaign: Campaign
) -> None:
    mapping.map_field("Yearly_Use__c", "Opportunity", "Yearly_Use__c")
    done = convert(tom, by=cast.mara)
    account, contact, deal = done.account, done.contact, done.opportunity
    assert account and contact and deal
    assert (account.name, account.billing_city, account.account_source) == (
        "Harbor Cold Storage", "Linden", "Web",
    )  # fmt: skip
    assert (account.number_of_employees, account.owner_id) == (120, cast.mara.pk)
    assert (contact.name, contact.title, contact.account) == (
        "Tom Okafor", "Operations manager", account,
    )  # fmt: skip
    assert contact.do_not_call and not contact.has_opted_out_of_email
    assert (deal.name, deal.stage_name) == ("Harbor Cold Storage", "Info Gathering")
    assert deal.is_early and deal.amount is None and deal.close_on is None
    assert (deal.lead_source, deal.campaign, deal.custom) == (
        "Web", campaign, {"Yearly_Use__c": 410},
    )  # fmt: skip
    part = deal.contact_roles.get()
    assert part.contact == contact and part.is_primary
    assert deal.history.count() == 1
    assert tom.is_converted and tom.is_closed and tom.status == "Closed - Converted"
    assert (tom.converted_account, tom.converted_contact, tom.converted_opportunity) == (
        account, contact, deal,
    )  # fmt: skip
    assert tom.custom["Roof__c"] == "2,600 m², metal"  # unmapped, so it stays here


def test_what_hangs_on_the_lead_comes_along_and_stays_visible_on_it(
    tom: Lead, cast: SimpleNamespace
) -> None:
    done = convert(tom, by=cast.mara)
    for rows in (tom.tasks, tom.events, tom.emailmessages, tom.notes):
        for row in rows.all():
            assert row.contact == done.contact and row.opportunity == done.opportunity
            assert row.account == done.account
    assert Task.objects.filter(lead=tom).count() == 2
    assert CampaignMember.objects.get(lead=tom).contact == done.contact
    clock = Clock.objects.get(lead=tom)
    assert not clock.is_running and clock.stopped_because == "converted"


def test_every_record_tells_why(tom: Lead, cast: SimpleNamespace) -> None:
    done = convert(tom, Choices(opportunity=NoDeal("Only wants the guide")), by=cast.mara)
    told = trail.about(tom).get(event="lead.converted")
    assert told.because["no_opportunity"] == "Only wants the guide"
    assert told.because["account"]["name"] == "Harbor Cold Storage"
    for record in (done.account, done.contact):
        entry = trail.about(record).get()
        assert entry.because == {"lead": tom.pk, "name": "Tom Okafor"} and entry.by == cast.mara
    assert done.opportunity is None and not Opportunity.objects.exists()


def test_existing_records_only_gain_what_they_lack_and_what_was_taken(
    tom: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor", phone="1",
        number_of_employees=40,
    )  # fmt: skip
    contact = Contact.objects.create(
        owner=cast.owen, account=account, last_name="Okafor", title="Site manager",
        lead_source="Other", has_opted_out_of_email=True,
    )  # fmt: skip
    take = {"Account": ["number_of_employees"]}
    convert(tom, Choices(account=account, contact=contact, take=take), by=cast.mara)
    account.refresh_from_db()
    contact.refresh_from_db()
    assert (account.name, account.phone, account.billing_city) == ("Harbor", "1", "Linden")
    assert (account.number_of_employees, account.owner_id) == (120, cast.owen.pk)
    assert (contact.title, contact.first_name, contact.lead_source) == (
        "Site manager",
        "Tom",
        "Other",
    )
    assert contact.has_opted_out_of_email and contact.do_not_call  # the stricter answer holds
    changes = trail.about(account).get(event="account.joined").changes
    assert changes["number_of_employees"] == [40, 120]


def test_the_lead_source_replaces_the_contacts_when_asked(tom: Lead, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.owen, name="Harbor")
    contact = Contact.objects.create(
        owner=cast.owen, account=account, last_name="Okafor", lead_source="Other"
    )
    choices = Choices(account=account, contact=contact, overwrite_lead_source=True)
    assert convert(tom, choices, by=cast.mara).contact.lead_source == "Web"  # type: ignore[union-attr]


def test_joining_an_open_opportunity_makes_no_second_one(
    tom: Lead, cast: SimpleNamespace, campaign: Campaign
) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    deal = Opportunity.objects.create(
        owner=cast.mara, account=account, name="Roof", stage_name="Prospecting"
    )
    done = convert(tom, Choices(account=account, opportunity=deal, role="Evaluator"), by=cast.mara)
    assert Opportunity.objects.get().campaign == campaign
    assert deal.contact_roles.get().contact == done.contact
    assert deal.contact_roles.get().role == "Evaluator"


def test_someone_without_a_company_becomes_a_person_account(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    done = convert(make_lead(first_name="Ann", company=""), by=cast.mara)
    assert done.account and done.account.is_person_account and done.account.name == "Ann Okafor"
    cast.organization.has_person_accounts = False
    cast.organization.save()
    assert _code(make_lead(company=""), Choices(), by=cast.mara) == "REQUIRED_FIELD_MISSING"


def test_a_second_click_gets_the_same_conversion(tom: Lead, cast: SimpleNamespace) -> None:
    first = convert(tom, by=cast.mara)
    assert convert(tom, by=cast.ines) == first
    with pytest.raises(AlreadyConverted) as refused:
        convert(tom, Choices(opportunity=NoDeal("No")), by=cast.mara)
    assert refused.value.conversion == first
    assert Conversion.objects.count() == Account.objects.count() == 1


def test_a_later_stage_asks_for_amount_and_date(tom: Lead, cast: SimpleNamespace) -> None:
    late = NewDeal(stage_name="Needs Analysis")
    assert _code(tom, Choices(opportunity=late), by=cast.mara) == "REQUIRED_FIELD_MISSING"
    assert not Account.objects.exists()  # all or nothing
    full = NewDeal("Roof", "Needs Analysis", Decimal("80000"), date(2026, 6, 1))
    deal = convert(tom, Choices(opportunity=full), by=cast.mara).opportunity
    assert deal and deal.name == "Roof" and deal.probability == 20 and deal.amount == 80000


def test_what_is_refused(tom: Lead, cast: SimpleNamespace) -> None:
    mine = Account.objects.create(owner=cast.mara, name="Harbor")
    other = Account.objects.create(owner=cast.mara, name="Other")
    elsewhere = Contact.objects.create(owner=cast.mara, account=other, last_name="Okafor")
    hidden = Opportunity.objects.create(owner=cast.otto, name="Hidden", stage_name="Prospecting")
    cast.owen.is_active = False
    cast.owen.save()
    cases: list[tuple[dict[str, Any], Any, str]] = [
        ({}, cast.otto, "INSUFFICIENT_ACCESS_OR_READONLY"),
        ({}, cast.rhea, "INSUFFICIENT_ACCESS_OR_READONLY"),
        ({"converted_status": "Qualified"}, cast.mara, "INVALID_STATUS"),
        ({"owner": cast.owen}, cast.mara, "INACTIVE_OWNER_OR_USER"),
        ({"account": mine, "contact": elsewhere}, cast.mara, "INVALID_CROSS_REFERENCE_KEY"),
        ({"contact": elsewhere}, cast.mara, "INVALID_CROSS_REFERENCE_KEY"),
        ({"opportunity": hidden}, cast.mara, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"),
    ]
    for chosen, by, code in cases:
        assert _code(tom, Choices(**chosen), by=by) == code
    assert not Conversion.objects.exists()


def test_a_queues_lead_passes_to_who_converts_it(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    done = convert(make_lead(owner=cast.queue), by=cast.mara)
    assert done.account and done.account.owner_id == cast.mara.pk
    assert _code(make_lead(owner=cast.queue), Choices(), by=None) == "INVALID_OWNER"


def test_many_leads_are_converted_each_by_itself(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    wanted = [(make_lead(), Choices()), (make_lead(), Choices(converted_status="No"))] * 1
    done, refused = convert_batch(wanted, by=cast.mara)
    assert isinstance(done, Conversion) and isinstance(refused, Refused)


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_a_lead(
    tom: Lead, cast: SimpleNamespace, make_lead: Callable[..., Lead],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    Task.objects.bulk_create(Task(owner=cast.mara, lead=tom, subject=str(i)) for i in range(100))
    with django_assert_max_num_queries(60):
        convert(tom, by=cast.mara)


def _code(lead: Lead, choices: Choices, *, by: Any) -> str:
    with pytest.raises(Refused) as refused:
        convert(lead, choices, by=by)
    return refused.value.problems[0].code
