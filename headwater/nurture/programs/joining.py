"""Who newly meets a program's criteria comes in by itself; one query finds them."""

import logging
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.nurture.programs import enrolling
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.program import Program
from headwater.records.models import Lead

log = logging.getLogger(__name__)
PORTION = 500


def enrol_new(now: datetime) -> int:
    """Enrol who meets the criteria of the running programs; returns how many came in."""
    count = 0
    for program in Program.objects.filter(is_active=True).exclude(criteria=""):
        try:
            leads = list(matching(program, now)[:PORTION])
        except CriteriaError as error:
            log.warning("“%s” enrols nobody: %s", program, error)
            continue
        rows = enrolling.enrol(program, leads, by=None, because="meets the criteria", now=now)
        count += sum(isinstance(row, Enrolment) for row in rows)
    return count


def matching(program: Program, now: datetime) -> "QuerySet[Lead]":
    """Open leads that meet the criteria now and have not been in, or long enough ago.

    Raises CriteriaError.
    """
    own = Enrolment.objects.filter(program=program, lead=OuterRef("pk"))
    if program.again_after_days is not None:
        since = now - timedelta(days=program.again_after_days)
        own = own.filter(Q(ended_at=None) | Q(ended_at__gt=since))
    rows: QuerySet[Lead] = filter_queryset(Lead.objects.open(), program.criteria, now=now)
    return rows.exclude(Exists(own)).order_by(F("created_at").desc(), F("pk").desc())
