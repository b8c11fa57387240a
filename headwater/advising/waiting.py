"""Leads that were to become direct records and could not: they wait, each with the reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from headwater.advising.advisor import advise_leads
from headwater.advising.follow import STAYED, Result, convert
from headwater.advising.planned import Going, plan
from headwater.advising.step import ADVISED
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Lead, TrailEntry
from headwater.records.problem import Problem, Refused

SAYS_WHY = Q(event=STAYED) | Q(event=ADVISED, because__has_key="obstacle")
MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open lead, why it is still one, and since when that is known."""

    lead: Lead
    why: str
    since: datetime


def waiting(user: User) -> list[Waiting]:
    """The newest of them that `user` sees; two queries."""
    rows = list(_rows().visible_to(user).select_related("owner").order_by("-created_at")[:MOST])
    entries = TrailEntry.objects.filter(
        SAYS_WHY, object_name="Lead", record_id__in=[lead.pk for lead in rows]
    )
    last = {entry.record_id: entry for entry in entries.order_by("at", "id")}
    found = [(lead, last[lead.pk]) for lead in rows]
    return [
        Waiting(lead, str(e.because.get("obstacle") or e.because.get("words", "")), e.at)
        for lead, e in found
    ]


def count(user: User) -> int:
    """How many there are; one query."""
    return int(_rows().visible_to(user).count())


def try_again(leads: list[Lead], *, by: User) -> list[Result]:
    """What stood in the way may be gone: convert those that can be; the others keep their reason.

    Select their owners with them. What cannot be is a Refused in the same place.
    """
    here, now = organization(), timezone.now()
    advices = advise_leads(leads, by=None, now=now)
    going = [Going(lead, advices[lead.pk]) for lead in leads if not advices[lead.pk].obstacle]
    done = dict(
        zip((each.lead.pk for each in going), convert(plan(going, here=here), now), strict=True)
    )
    return [done.get(lead.pk) or _kept(advices[lead.pk].obstacle) for lead in leads]


def _kept(why: str) -> Refused:
    return Refused([Problem("", "REQUIRED_FIELD_MISSING", why)])


def _rows() -> Any:
    entries = TrailEntry.objects.filter(SAYS_WHY, object_name="Lead", record_id=OuterRef("pk"))
    return Lead.objects.open().filter(Exists(entries))
