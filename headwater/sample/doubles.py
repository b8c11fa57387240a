"""Some who are at Juniper Solar twice, and some who only seem so.

Leads come through the doors, where the journey notices whom they resemble; contacts and accounts
are typed in by two colleagues, and the search finds them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from headwater import journey
from headwater.match import keys, pairs, search
from headwater.match.search import Sought
from headwater.people.models import Organization, User
from headwater.records import membership, writing
from headwater.records.draft import Draft
from headwater.records.models import Account, Campaign, Contact, DuplicatePair, Lead, Note
from headwater.records.submission import Door
from headwater.sample.company import People
from headwater.sample.time_travel import at

# The same people, weeks apart: first by the form, then typed off a list.
LEADS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"first_name": "Ruth", "last_name": "Ames", "email": "ruth@ames.example.net",
      "mobile_phone": "+1 303 555 0178", "street": "4 Mill Lane", "city": "Linden",
      "postal_code": "80271"},
     {"first_name": "Ruth M.", "last_name": "Ames", "email": "r.ames@mail.example.org",
      "mobile_phone": "(303) 555-0178", "street": "4 Mill Ln", "city": "Linden",
      "postal_code": "80271", "title": "Owner"}),
    ({"first_name": "Leonard", "last_name": "Parkhurst", "company": "Collins Brewery",
      "email": "leonard.parkhurst@collins-brewery.example.com", "city": "Ashby"},
     {"first_name": "Leo", "last_name": "Parkhurst", "company": "Collins Brewing Co",
      "email": "leo@parkhurst.example.net", "phone": "+1 303 555 0121", "city": "Ashby"}),
    ({"first_name": "Amir", "last_name": "Daud", "phone": "+1 303 555 0166", "city": "Cove",
      "street": "19 Quay Street", "email": "amir.daud@mail.example.org"},
     {"first_name": "Amira", "last_name": "Daud", "phone": "+1 303 555 0166", "city": "Cove",
      "street": "19 Quay Street"}),
    ({"first_name": "Henrietta", "last_name": "Pellworth", "company": "Pellworth Dairy",
      "email": "h.pellworth@pellworth-dairy.example.com", "city": "Oakridge"},
     {"first_name": "Henry", "last_name": "Pellworth", "company": "Pellworth Dairy",
      "phone": "+1 303 555 0154", "city": "Oakridge"}),
)  # fmt: skip
ACCOUNTS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"name": "Brightacre School", "phone": "+1 303 555 0133", "billing_city": "Millbrook",
      "website": "https://brightacre.example.com", "industry": "Education"},
     {"name": "Bright Acre School Inc.", "phone": "303-555-0133", "billing_city": "Millbrook",
      "billing_street": "2 School Road"}),
)  # fmt: skip
CONTACTS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    ({"first_name": "Josephine", "last_name": "Vandermeer", "title": "Head of school",
      "email": "josephine.vandermeer@brightacre.example.com"},
     {"first_name": "Josie", "last_name": "Van der Meer", "phone": "+1 303 555 0133",
      "email": "j.vandermeer@brightacre.example.com"}),
)  # fmt: skip
# A contact asks again, from home.
ASKS_AGAIN = {"first_name": "Josephine", "last_name": "Vandermeer", "city": "Millbrook",
              "email": "josephine.vandermeer@mail.example.org",
              "company": "Brightacre School"}  # fmt: skip


def arrive(people: People, campaigns: dict[str, Campaign], until: datetime) -> None:
    """Three weeks ago, and again this week."""
    first_time, again = until - timedelta(days=21), until - timedelta(days=2)
    with at(first_time):
        firsts = _inquire((first for first, _ in LEADS), Door.FORM, None)
        accounts = [_typed("Account", first, people.mara) for first, _ in ACCOUNTS]
        for values, account in zip(CONTACTS, accounts, strict=True):
            _typed("Contact", values[0] | {"account_id": account.pk}, people.mara)
    with at(again):
        seconds = _inquire((second for _, second in LEADS), Door.HAND, people.owen)
        accounts = [_typed("Account", second, people.owen) for _, second in ACCOUNTS]
        for values, account in zip(CONTACTS, accounts, strict=True):
            _typed("Contact", values[1] | {"account_id": account.pk}, people.owen)
        _inquire([ASKS_AGAIN], Door.FORM, None)
        membership.add(campaigns["Mountain Energy Fair"], seconds[:2], by=people.mia)
        for lead in (*firsts[:2], seconds[0]):
            _note(lead, people.mara)
    _look_around((Account, Contact), again)


def _inquire(said: Iterable[dict[str, str]], door: str, by: User | None) -> list[Lead]:
    drafts = [
        Draft(values={"country": "United States", "lead_source": "Web"} | values) for values in said
    ]
    # Each alone: nobody types two leads at the same moment.
    return [
        draft.lead for one in drafts for draft in journey.create([one], door=door, by=by)
        if draft.lead is not None
    ]  # fmt: skip


def _typed(object_name: str, values: dict[str, Any], by: User) -> Any:
    record = writing.create(object_name, values, by=by)
    keys.refresh(object_name, [record])
    return record


def _note(lead: Lead, by: User) -> Note:
    note: Note = writing.create(
        "Note", {"lead_id": lead.pk, "body": "Wants a visit in May."}, by=by
    )
    return note


def _look_around(models: Iterable[type[Account | Contact]], found_at: datetime) -> None:
    """What the weekly look finds among those who were typed in."""
    country = Organization.current().country
    found = []
    for model in models:
        records = list(model._default_manager.filter(created_at__gte=found_at))
        sought = [Sought.of_record(record, country) for record in records]
        for record, alike in zip(records, search.alike(sought, country), strict=True):
            own = (model.__name__, record.pk)
            found += [
                pairs.judged(own, each.reference, each.verdict, found_at=found_at,
                             found_by=DuplicatePair.FoundBy.BASE)
                for each in alike if each.reference != own and each.object_name == own[0]
            ]  # fmt: skip
    pairs.write(found)
