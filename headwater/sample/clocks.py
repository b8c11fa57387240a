"""Clocks at Juniper Solar: one that stands still, one that was warned of, one that was passed on.

Site visits are agreed on within four hours, else the next adviser gets them; who comes by referral
hears from us within the hour, or waits in the queue for everybody.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from headwater import journey
from headwater.overdue import AT_ONCE, watch
from headwater.people import public_holidays
from headwater.people.business_hours import DAYS
from headwater.people.models import BusinessHours
from headwater.qualify import pausing
from headwater.qualify.models import ClockPolicy
from headwater.records.clock import Kind
from headwater.records.draft import Draft
from headwater.records.models import Lead
from headwater.sample.company import ZONE, People
from headwater.sample.time_travel import at

ROOF = "Flat, 4,300 sq ft, bitumen"
# Hours since they asked; who they are.
PAUSED = (5.0, {"first_name": "Priya", "last_name": "Nair", "company": "Foothill Dairy",
                "email": "priya@foothill-dairy.example", "phone": "+1 303 555 0171"})  # fmt: skip
WARNED = (3.6, {"first_name": "Lars", "last_name": "Holm", "company": "Holm Joinery",
                "email": "lars@holm-joinery.example", "phone": "+1 303 555 0172"})  # fmt: skip
PASSED_ON = (6.0, {"first_name": "Grace", "last_name": "Adeyemi", "company": "Mesa Print Works",
                   "email": "grace@mesa-print.example", "phone": "+1 303 555 0173"})  # fmt: skip
BACK = (2.0, {"first_name": "Walt", "last_name": "Brandt", "company": "Brandt Orchards",
              "email": "walt@brandt-orchards.example", "phone": "+1 970 555 0174",
              "lead_source": "Partner Referral"})  # fmt: skip


def look(now: datetime) -> None:
    """What the minute's job would have done by then."""
    while watch(now) == AT_ONCE:
        pass


def arrive(people: People, until: datetime) -> None:
    """The promises of today, the office's calendar, and four leads that show what clocks do."""
    with at(until - timedelta(days=1)):
        _office(people)
        _promise()
    asked = {name: _ask(told, until) for name, told in (
        ("passed on", PASSED_ON), ("paused", PAUSED), ("warned", WARNED), ("back", BACK),
    )}  # fmt: skip
    with at(until - timedelta(hours=4.8)):
        pausing.pause(
            [asked["paused"]], reason="Asked to be called later", by=people.mara,
            note="In the milking parlour until noon", until=until + timedelta(hours=18),
        )  # fmt: skip
    for hours in (4.0, 3.0, 2.0, 1.5, 1.0, 0.5, 0.1):
        moment = until - timedelta(hours=hours)
        with at(moment):
            look(moment)


def _office(people: People) -> None:
    """Who is not on the sales line keeps office hours, with lunch and Colorado's holidays."""
    hours = BusinessHours.objects.create(
        name="Denver office", time_zone=ZONE, country="US", subdivision="CO",
        week={day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in DAYS[:5]},
        worked_holidays=["Cesar Chavez Day", "Washington-Lincoln Day"],
    )  # fmt: skip
    public_holidays.fill(hours, today=timezone.localdate())
    for person in (people.ada, people.mia):
        person.business_hours = hours
        person.save(update_fields=["business_hours"])


def _promise() -> None:
    ClockPolicy.objects.create(
        name="Site visits",
        sort_order=0,
        criteria="Roof__c != null",
        minutes=4 * 60,
        then=ClockPolicy.Then.NEXT,
    )
    ClockPolicy.objects.create(
        name="Referrals", sort_order=0, criteria="LeadSource = 'Partner Referral'", minutes=60,
        doors=["hand"], then=ClockPolicy.Then.QUEUE,
    )  # fmt: skip
    first_contact = ClockPolicy.objects.filter(kind=Kind.FIRST_CONTACT)
    first_contact.update(is_active=True, criteria="Roof__c != null")
    next_step = ClockPolicy.objects.filter(kind=Kind.NEXT_STEP)
    next_step.update(is_active=True, criteria="Score >= 80")


def _ask(told: tuple[float, dict[str, str]], until: datetime) -> Lead:
    """They call, and the one who answers types it in; the rules give it to an adviser."""
    hours, values = told
    moment = until - timedelta(hours=hours)
    own = {} if values.get("lead_source") else {"Roof__c": ROOF, "lead_source": "Web"}
    with at(moment):
        draft = Draft(values={**values, **own}, received_at=moment)
        (done,) = journey.create([draft], door="hand", now=moment)
    assert done.lead is not None
    return done.lead
