"""Deals that nobody was a lead for: a project mentioned in passing, another one at a customer's."""

from datetime import datetime, timedelta

from headwater.advising import direct
from headwater.advising.direct import Wanted
from headwater.records.models import Contact
from headwater.sample.company import People
from headwater.sample.time_travel import at

WORDS = {"words": "The company is known.", "facts": "Told over coffee; no account until then."}


def arrive(people: People, until: datetime) -> None:
    """Mara hears of a carport at a fair; somebody known asks Owen for a second hall."""
    with at(until - timedelta(days=9)):
        direct.create(
            Wanted(
                {"name": "Lakeside Marina", "website": "lakeside-marina.example.com"},
                {"first_name": "Yara", "last_name": "Lindholm", "title": "Harbor master",
                 "email": "yara@lakeside-marina.example.com"},
                {"name": "Lakeside Marina, carport one day",
                 "description": "Wants shade for 40 boats, some day. No budget yet."},
                lead_source="Trade Show", because=WORDS,
            ),
            by=people.mara,
        )  # fmt: skip
    known = Contact.objects.alive().filter(account__is_person_account=False).order_by("pk").first()
    if known:
        with at(until - timedelta(days=4)):
            wanted = Wanted({}, known, {"name": f"{known.account}, second hall"})
            direct.create(wanted, by=people.owen)
