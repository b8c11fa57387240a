"""Who newly meets the criteria comes in by itself."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from headwater.nurture.models import Enrolment, Program
from headwater.nurture.programs.enrolling import leave
from headwater.nurture.programs.joining import enrol_new
from headwater.records.models import Lead


def test_who_newly_matches_comes_in_once(warm_up: Program, make_lead: Callable[..., Lead]) -> None:
    Program.objects.update(criteria="LeadSource = 'Webinar'")
    make_lead(lead_source="Fair")
    make_lead(lead_source="Webinar", is_closed=True)
    first = make_lead(lead_source="Webinar")
    now = timezone.now()
    assert (enrol_new(now), enrol_new(now)) == (1, 0)
    second = make_lead(lead_source="Webinar")
    assert enrol_new(now) == 1
    assert set(Enrolment.objects.values_list("lead", flat=True)) == {first.pk, second.pk}

    leave(list(Enrolment.objects.filter(lead=first)), "by hand", now=now)
    assert enrol_new(now) == 0
    Program.objects.update(again_after_days=30)
    assert enrol_new(now + timedelta(days=29)) == 0
    assert enrol_new(now + timedelta(days=31)) == 1


def test_criteria_that_no_longer_fit_enrol_nobody(
    warm_up: Program, make_lead: Callable[..., Lead]
) -> None:
    make_lead()
    Program.objects.update(criteria="Gone__c = 'x'")
    assert enrol_new(timezone.now()) == 0
