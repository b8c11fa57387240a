"""A list of leads over what they became: translated by the map, nothing dropped in silence."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.catalog import custom
from headwater.convert import mapping
from headwater.convert.choices import Choices, NoDeal
from headwater.convert.twins import twin
from headwater.converting import deeds
from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.records.models import Account, Contact, Lead, Opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def roof(db: None) -> None:
    for name in ("Lead", "Account"):
        custom.define(name, "Roof", "string")
    mapping.map_field("Roof__c", "Account", "Roof__c")


def test_the_same_question_finds_the_same_people_on_either_side(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], roof: None
) -> None:
    wanted = make_lead(company="Harbor", lead_source="Web", custom={"Roof__c": "Flat"})
    other = make_lead(company="Quarry", lead_source="Web", custom={"Roof__c": "Steep"})
    make_lead(company="Still open", lead_source="Web", custom={"Roof__c": "Flat"})
    Contact.objects.create(last_name="By hand", owner=cast.mara, lead_source="Web")
    for lead in (wanted, other):
        deeds.convert(lead, Choices(), by=cast.mara)
    rule = "IsConverted = true AND LeadSource = 'Web' AND Roof__c = 'Flat'"
    leads = filter_queryset(Lead.objects.all(), rule, user=cast.mara)
    assert [lead.pk for lead in leads] == [wanted.pk]
    wanted.refresh_from_db()
    for name, model, key in (
        ("Account", Account, wanted.converted_account_id),
        ("Contact", Contact, wanted.converted_contact_id),
        ("Opportunity", Opportunity, wanted.converted_opportunity_id),
    ):
        found = twin(rule, name)
        assert found.gone == []
        rows = filter_queryset(model.objects.all(), found.where, user=cast.mara)
        assert [row.pk for row in rows] == [key], found.where


def test_a_record_is_from_a_lead_as_long_as_one_became_it(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    conversion = deeds.convert(make_lead(), Choices(opportunity=NoDeal("nurture")), by=cast.mara)
    rule = "IsFromLead = true"
    assert filter_queryset(Contact.objects.all(), rule).get().pk == conversion.contact_id
    assert not filter_queryset(Opportunity.objects.all(), rule).exists()
    deeds.take_back(conversion, by=cast.mara)
    assert not filter_queryset(Contact.objects.all(), rule).exists()


TWINS = [
    ("", "Contact", "IsFromLead = true", []),
    ("IsConverted = true", "Account", "IsFromLead = true", []),
    ("isconverted != false", "Account", "IsFromLead = true", []),
    ("Company = 'A'", "Account", "IsFromLead = true AND Name = 'A'", []),
    ("Company = 'A'", "Contact", "IsFromLead = true AND Account.Name = 'A'", []),
    ("Company = 'A'", "Opportunity", "IsFromLead = true AND Account.Name = 'A'", []),
    ("City = 'Linden'", "Account", "IsFromLead = true AND BillingCity = 'Linden'", []),
    ("city = 'Linden'", "Contact", "IsFromLead = true AND MailingCity = 'Linden'", []),
    ("Roof__c LIKE 'F%'", "Contact", "IsFromLead = true AND Account.Roof__c LIKE 'F%'", []),
    ("LastName = 'A' OR Email != null", "Contact",
     "IsFromLead = true AND (LastName = 'A' OR Email != null)", []),
    ("NOT (Industry = 'A' AND Rating = 'Hot')", "Account",
     "IsFromLead = true AND NOT (Industry = 'A' AND Rating = 'Hot')", []),
    ("Owner.Name = 'Mara' AND OwnerId != null", "Opportunity",
     "IsFromLead = true AND Owner.Name = 'Mara' AND OwnerId != null", []),
    ("ConvertedOpportunity.Amount > 10", "Opportunity",
     "IsFromLead = true AND Amount > 10", []),
    ("Status = 'New' AND Company = 'A'", "Account", "IsFromLead = true AND Name = 'A'",
     ["Status = 'New'"]),
    ("IsConverted = false AND IsClosed = false", "Account", "IsFromLead = true",
     ["IsConverted = false", "IsClosed = false"]),
    ("NOT (Status = 'New' OR Score > 80)", "Contact", "IsFromLead = true",
     ["Status = 'New'", "Score > 80"]),
    ("CreatedDate = TODAY", "Contact", "IsFromLead = true", ["CreatedDate = TODAY"]),
    ("LastName = 'A'", "Account", "IsFromLead = true", ["LastName = 'A'"]),
    ("ConvertedContact.Email = 'a@b.c'", "Account", "IsFromLead = true",
     ["ConvertedContact.Email = 'a@b.c'"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "name", "where", "gone"), TWINS)
def test_criteria_become_those_of_the_other_side(
    roof: None, rule: str, name: str, where: str, gone: list[str]
) -> None:
    found = twin(rule, name)
    assert found.where == where
    assert [each.part for each in found.gone] == gone
    assert all(each.why for each in found.gone)


def test_columns_and_order_go_along(roof: None) -> None:
    asked = ("Name", "Company", "Score", "Email", "Age", "Owner.Name", "Roof__c")
    found = twin("", "Contact", columns=asked, sort="-Email")
    assert found.columns == ["Name", "Account.Name", "Email", "Owner.Name", "Account.Roof__c"]
    assert found.sort == "-Email"
    assert [each.part for each in found.gone] == ["column Score", "column Age"]
    found = twin("", "Account", columns=asked, sort="-Score")
    assert found.columns == ["Name", "Owner.Name", "Roof__c"]
    assert (found.sort, found.gone[-1].part) == ("", "sort by Score")
    assert twin("", "Opportunity", sort="-CreatedDate").gone == []


def test_what_cannot_be_read_is_said(roof: None) -> None:
    with pytest.raises(CriteriaError):
        twin("Nonsense = 1", "Contact")
    with pytest.raises(CriteriaError):
        twin("Company =", "Contact")


def test_an_own_line_leads_the_twin_elsewhere(roof: None) -> None:
    custom.define("Contact", "Roof seen", "string")
    mapping.map_field("Roof__c", "Contact", "Roof_seen__c")
    assert twin("Roof__c = 'Flat'", "Contact").where.endswith("Roof_seen__c = 'Flat'")
