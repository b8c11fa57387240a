"""Leads of Juniper Solar that are ripe: their account is known, a deal is open, others come along.

One has everything at once, one lives with somebody we know, and one is too large to be converted
before anybody has asked about money.
"""

from datetime import datetime, timedelta
from typing import Any

from headwater import journey
from headwater.convert.conversion_settings import ConversionSettings
from headwater.convert.models import ConversionRule
from headwater.match import keys
from headwater.people.models import User
from headwater.records import dealing, membership, writing
from headwater.records.draft import Draft
from headwater.records.household import TYPE
from headwater.records.models import Campaign, Contact, Lead
from headwater.records.submission import Door
from headwater.sample.company import People
from headwater.sample.time_travel import at

HARBOR = {
    "name": "Harbor Cold Storage", "website": "https://harbor-cold.example.com",
    "phone": "+1 303 555 0100", "billing_street": "1 Quay Road", "billing_city": "Linden",
    "billing_postal_code": "80271", "number_of_employees": 40, "industry": "Shipping",
}  # fmt: skip
TOM_AS_KNOWN = {
    "first_name": "T.", "last_name": "Okafor", "title": "Site manager",
    "mobile_phone": "+1 303 555 0142", "email": "okafor@harbor-cold.example.com",
}  # fmt: skip
TOM = {
    "first_name": "Tom", "last_name": "Okafor", "title": "Operations manager",
    "company": "Harbor Cold Storage", "email": "tom.okafor@harbor-cold.example.com",
    "mobile_phone": "+1 303 555 0142", "phone": "+1 303 555 0144", "street": "1 Quay Road",
    "city": "Linden", "postal_code": "80271", "number_of_employees": 120, "lead_source": "Web",
    "description": "Three cold stores. Could batteries cover the evening peak?",
    "Interest__c": "Solar and battery", "Yearly_Use__c": 410, "Roof__c": "2,600 m², metal",
}  # fmt: skip
TOM_AT_THE_FAIR = {
    "first_name": "Tom", "last_name": "Okafor", "company": "Harbor Cold",
    "mobile_phone": "+1 303 555 0142", "lead_source": "Trade Show",
}  # fmt: skip
LENA = {
    "first_name": "Lena", "last_name": "Brandt", "title": "Head of finance",
    "company": "Harbor Cold Storage", "email": "lena.brandt@harbor-cold.example.com",
    "lead_source": "Partner Referral",
}  # fmt: skip
RAVI = {
    "first_name": "Ravi", "last_name": "Nair", "title": "Electrician",
    "company": "Harbor Cold Storage", "phone": "+1 303 555 0190", "lead_source": "Web",
}  # fmt: skip
HOME = {"street": "12 Willow Court", "city": "Linden", "postal_code": "80274"}
NORA = HOME | {
    "first_name": "Nora", "last_name": "Vance", "email": "nora.vance@mail.example.org",
    "phone": "+1 303 555 0171", "lead_source": "Web", "Interest__c": "Solar", "Property__c": "Home",
}  # fmt: skip
GRETA = {
    "first_name": "Greta", "last_name": "Holm", "title": "Facilities director",
    "company": "Holm Logistics", "email": "greta.holm@holm-logistics.example.com",
    "number_of_employees": 400, "lead_source": "Web", "Interest__c": "Battery",
}  # fmt: skip


def arrive(people: People, campaigns: dict[str, Campaign], until: datetime) -> None:
    """What is known is two months old; they ask today. Last, the house agrees on what is ready."""
    with at(until - timedelta(days=60)):
        _harbor(people)
        _vances(people)
    with at(until - timedelta(days=9)):
        (fair,) = _inquire([TOM_AT_THE_FAIR], people.mara, joins=False)
        membership.add(campaigns["Mountain Energy Fair"], [fair], by=people.mia)
    with at(until - timedelta(hours=5)):
        _inquire([RAVI], people.owen, joins=False)
        _inquire([LENA, NORA, GRETA], people.mara, joins=False)
        (tom,) = _inquire([TOM], people.mara, joins=False)
        note = {"lead_id": tom.pk, "body": "Power bill attached; wants a number this month."}
        writing.create("Note", note, by=people.mara)
        _agree()


def _harbor(people: People) -> None:
    account = _typed("Account", HARBOR, people.mara)
    contact: Contact = _typed("Contact", TOM_AS_KNOWN | {"account_id": account.pk}, people.mara)
    given = {"name": "Harbor, roof solar", "account_id": account.pk, "owner_id": people.mara.pk}
    dealing.open_deal(given, by=people.mara, contact=contact, role="Evaluator")


def _vances(people: People) -> None:
    """Peter bought a battery; his household is an account above his own."""
    address = {f"billing_{name}": value for name, value in HOME.items()}
    household = {"name": "Vance household", "type": TYPE} | address
    above = _typed("Account", household, people.mara)
    person = {"name": "Peter Vance", "is_person_account": True, "parent_id": above.pk}
    account = _typed("Account", person | address, people.mara)
    mailing = {f"mailing_{name}": value for name, value in HOME.items()}
    peter = {"first_name": "Peter", "last_name": "Vance", "account_id": account.pk}
    _typed("Contact", peter | mailing, people.mara)


def _agree() -> None:
    """Large customers are not converted before money and time were talked about."""
    ConversionRule.objects.create(
        name="Large customers", applies_to="NumberOfEmployees >= 250",
        required_fields=["budget", "authority"], criteria="Interest__c != null", sort_order=1,
    )  # fmt: skip
    ConversionRule.objects.create(
        name="Worth knowing", required_fields=["timeline"], is_binding=False, sort_order=2,
    )  # fmt: skip
    ConversionSettings.objects.update(deal_name="{company}, {Interest__c}", asks_follow_up=False)


def _inquire(said: list[dict[str, Any]], owner: User, *, joins: bool) -> list[Lead]:
    """Each alone, as people do."""
    drafts = [Draft(values=values | {"owner_id": owner.pk}) for values in said]
    found = []
    for draft in drafts:
        journey.create([draft], door=Door.HAND, by=owner, joins=joins, saves_duplicates=True)
        if draft.lead:
            found.append(draft.lead)
    return found


def _typed(object_name: str, values: dict[str, Any], by: User) -> Any:
    record = writing.create(object_name, values, by=by)
    keys.refresh(object_name, [record])
    return record
