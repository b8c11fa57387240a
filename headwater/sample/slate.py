"""Ines converts in one go what was left of the fair and what came from firms that are customers.

She has looked at it before: what is not certain stays a lead.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from headwater.converting import runs
from headwater.converting.how import How
from headwater.records.models import Lead
from headwater.sample.company import People
from headwater.sample.time_travel import at

MOST = 9
DAYS_AGO = 1
NAME = "Left of the fair, and from customers"


def arrive(people: People, until: datetime) -> None:
    """Yesterday she looked at the list, tried it out and converted it."""
    when = until - timedelta(days=DAYS_AGO)
    calm = Lead.objects.open().visible_to(people.ines).filter(modified_at__lt=when)
    wanted = calm.filter(Q(lead_source="Trade Show") | ~Q(matched_account=None))
    keys = list(wanted.order_by("company", "pk").values_list("pk", flat=True)[:MOST])
    if keys:
        with at(when):
            run = runs.prepare(keys, how=How(role="Evaluator"), by=people.ines, name=NAME)
            runs.begin(run, by=people.ines)
