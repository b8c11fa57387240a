"""Who belongs together at Juniper Solar: a group of three levels, people at two companies, homes.

Everything is done by the same deeds as on the pages, some weeks ago and since.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from headwater.match import keys
from headwater.people.models import User
from headwater.records import dealing, household, person_account, relating, writing
from headwater.records.models import Account, Contact
from headwater.sample.company import People
from headwater.sample.time_travel import at

# name, city, whose child
GROUP = (
    ("Larkfield Holdings", "Boulder", ""),
    ("Larkfield Foods", "Linden", "Larkfield Holdings"),
    ("Larkfield Logistics", "Oakridge", "Larkfield Holdings"),
    ("Larkfield Bakery Linden", "Linden", "Larkfield Foods"),
    ("Larkfield Dairy Ashby", "Ashby", "Larkfield Foods"),
    ("Larkfield Cold Store Cove", "Cove", "Larkfield Logistics"),
)
# first name, last name, title, company, reports to
STAFF = (
    ("Gwendolyn", "Larkfield", "Chief executive", "Larkfield Holdings", ""),
    ("Tobias", "Renner", "Head of energy", "Larkfield Holdings", "Gwendolyn"),
    ("Ottilie", "Brandt", "Buyer", "Larkfield Holdings", "Tobias"),
    ("Marcus", "Ojukwu", "Plant manager", "Larkfield Foods", ""),
    ("Ilse", "Vantongeren", "Facility manager", "Larkfield Bakery Linden", ""),
    ("Per", "Lindqvist", "Operations manager", "Larkfield Cold Store Cove", ""),
)
# name, company, stage, amount
DEALS: tuple[tuple[str, str, str, int], ...] = (
    ("Larkfield Holdings, frame contract", "Larkfield Holdings", "Proposal/Price Quote", 220_000),
    ("Larkfield Bakery, roof south", "Larkfield Bakery Linden", "Negotiation/Review", 84_000),
    ("Larkfield Cold Store, battery", "Larkfield Cold Store Cove", "Needs Analysis", 61_000),
    ("Larkfield Dairy, stable roof", "Larkfield Dairy Ashby", "Closed Won", 47_000),
)
HOMES = (
    ("Whitlock", "31 Orchard Row", "Millbrook", ("Eleanor", "Jasper")),
    ("Nakamura", "8 Ferry Lane", "Cove", ("Aiko", "Kenji")),
)


def arrive(people: People, until: datetime) -> None:
    """The group and its people first, then the homes, then who moved last week."""
    with at(until - timedelta(days=40)):
        accounts = _group(people.mara)
        staff = _staff(accounts, people.mara)
        _deals(accounts, staff, people.mara)
    with at(until - timedelta(days=20)):
        _two_companies(accounts, staff, people.mara)
        for home in HOMES:
            _home(*home, by=people.owen)
    with at(until - timedelta(days=6)):
        person = staff["Marcus"]
        relating.move([person], accounts["Larkfield Logistics"], keeps_former=True, by=people.mara)
    keys.refresh("Account", list(accounts.values()))
    keys.refresh("Contact", list(staff.values()))


def _group(by: User) -> dict[str, Account]:
    made: dict[str, Account] = {}
    for name, city, parent in GROUP:
        told = {"name": name, "billing_city": city, "industry": "Food & Beverage",
                "website": "https://larkfield.example.com"}  # fmt: skip
        made[name] = writing.create("Account", told, by=by)
        if parent:
            because = {"from": "", "to": parent}
            above = {"parent_id": made[parent].pk}
            writing.change([made[name]], above, by=by, because=because)
    return made


def _staff(accounts: dict[str, Account], by: User) -> dict[str, Contact]:
    made: dict[str, Contact] = {}
    for first, last, title, company, boss in STAFF:
        told: dict[str, Any] = {
            "first_name": first, "last_name": last, "title": title,
            "account_id": accounts[company].pk,
            "email": f"{first}.{last}@larkfield.example.com".lower(),
        }  # fmt: skip
        told |= {"reports_to_id": made[boss].pk} if boss else {}
        made[first] = writing.create("Contact", told, by=by)
    return made


def _deals(accounts: dict[str, Account], staff: dict[str, Contact], by: User) -> None:
    who = {each.account_id: each for each in reversed(list(staff.values()))}
    for name, company, stage, amount in DEALS:
        account = accounts[company]
        deal = dealing.open_deal(
            {"name": name, "account_id": account.pk}, by=by, contact=who.get(account.pk),
            role="Decision Maker",
        )  # fmt: skip
        date = (deal.created_at + timedelta(days=60)).date()
        close_on = None if "Closed" in stage else date
        dealing.advance([deal], stage, by=by, amount=Decimal(amount), close_on=close_on)


def _two_companies(accounts: dict[str, Account], staff: dict[str, Contact], by: User) -> None:
    """Tobias sits on the board of a sister company, too, and Gwendolyn is the one to turn to."""
    said = {"roles": ["Executive Sponsor", "Economic Buyer"], "started_on": "2026-01-15"}
    relating.relate([staff["Tobias"]], accounts["Larkfield Logistics"], said, by=by)
    first = {"roles": ["Decision Maker"], "is_primary": True}
    relating.relate([staff["Gwendolyn"]], accounts["Larkfield Holdings"], first, by=by)
    relating.relate(
        [staff["Ottilie"]], accounts["Larkfield Holdings"], {"roles": "Evaluator"}, by=by
    )


def _home(last: str, street: str, city: str, names: tuple[str, ...], *, by: User) -> None:
    """A household of person accounts; the first is the primary member and buys."""
    members = [
        person_account.open_person(
            {"first_name": name, "last_name": last, "mailing_street": street, "mailing_city": city,
             "mailing_country": "US", "born_on": f"198{place}-05-1{place}", "lead_source": "Web",
             "email": f"{name}.{last}@mail.example.org".lower()}, by=by,
        )
        for place, name in enumerate(names, start=2)
    ]  # fmt: skip
    told = {"name": f"{last} household", "type": household.TYPE, "billing_street": street,
            "billing_city": city}  # fmt: skip
    home = writing.create("Account", told, by=by)
    household.join(home, members, by=by)
    relating.relate(members[:1], home, {"is_primary": True}, by=by)
    dealing.open_deal(
        {"name": f"{last}, roof and wallbox", "account_id": members[0].account_id}, by=by,
        contact=members[0],
    )  # fmt: skip
    keys.refresh("Contact", members)
    keys.refresh("Account", [home])
