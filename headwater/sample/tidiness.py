"""What Juniper Solar brought along from its old system, two looks at it, and a few words of
consent: so that the hygiene report and the consent of a lead have something to tell."""

from datetime import datetime, timedelta

from headwater.capture.hygiene.look import look
from headwater.records import consenting
from headwater.records.consent import Source
from headwater.records.models import Lead
from headwater.sample.company import People
from headwater.sample.time_travel import at

# As they stood in a spreadsheet that nobody had cleaned: values by attribute, from old to new.
OLD = (
    {"last_name": "MCDONALD", "first_name": "RUTH"},
    {"last_name": "o'brien", "first_name": "sean"},
    {"email": "lena.fischer@gmial.com"},
    {"email": "j.alvarez@hotmial.com", "phone": "(303) 555-0187"},
    {"phone": "720 555 0109 ext. 4", "country": "USA"},
    {"country": "Germany", "state": "Colorado"},
    {"email": "info@mesa-dental.example"},
    {"first_name": "KARIN", "last_name": "LINDQVIST", "country": "Etats-Unis"},
)
LATE = 3  # of them came after the first look
SAID = (
    ("phone", False, Source.HAND, "Asked us not to call; an e-mail is fine."),
    ("email", True, Source.HAND, "Wants the guide to batteries when it is out."),
    ("email", False, Source.LINK, ""),
)


def arrive(people: People, until: datetime) -> None:
    """A look a week ago, what came since, and the look of this Monday."""
    leads = list(Lead.objects.open().filter(owner__in=people.reps).order_by("created_at", "pk"))
    chosen = leads[:: max(len(leads) // (len(OLD) + 1), 1)][: len(OLD)]
    old = list(zip(chosen, OLD, strict=False))
    with at(until - timedelta(days=7)):
        _stand(old[:-LATE])
        look()
    _stand(old[-LATE:])
    with at(until - timedelta(hours=6)):
        look()
    for lead, (channel, is_given, source, text) in zip(reversed(leads[-9:]), SAID, strict=False):
        by = people.mara if source == Source.HAND else None
        consenting.say(lead, channel, is_given=is_given, source=source, text=text, by=by)


def _stand(old: list[tuple[Lead, dict[str, str]]]) -> None:
    """Straight into the table: these were never at one of our doors."""
    for lead, values in old:
        Lead.objects.filter(pk=lead.pk).update(**values)
