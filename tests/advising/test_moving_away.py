"""Away from leads and back: the mode, the backlog by day, what waits, and what would have been."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater import journey
from headwater.advising import mode as modes
from headwater.advising import moving_away, rules, waiting
from headwater.advising.looking_back import look_back
from headwater.advising.models import AdviceRule
from headwater.config import taking
from headwater.config.changes import Wrong
from headwater.people.models import Organization
from headwater.records import trail
from headwater.records.draft import Draft
from headwater.records.models import Lead
from headwater.records.problem import Refused
from headwater.records.submission import Door

Leads = Callable[..., Lead]


def test_the_switch_stops_new_leads_and_can_be_turned_back(cast: SimpleNamespace) -> None:
    before = modes.current()
    modes.stop_new_leads(by=cast.ada)
    assert Organization.current().mode == "direct"
    assert Organization.current().lead_mode == "leads"
    modes.restore(before, by=cast.ada)
    assert Organization.current().mode == "leads"
    assert modes.choose("mixed", by=cast.ada) == "leads"
    told = trail.about(Organization.current()).filter(event=modes.CHOSEN)
    assert told[0].changes == {"lead_mode": ["leads", "mixed"]}
    with pytest.raises(Refused, match="Only an admin"):
        modes.choose("direct", by=cast.mara)
    with pytest.raises(Refused, match="no mode"):
        modes.choose("both", by=cast.ada)


def test_the_backlog_is_counted_for_who_sees_it(make_lead: Leads, cast: SimpleNamespace) -> None:
    now = timezone.now()
    make_lead(description="Please send a quote")
    old = make_lead(company="", last_name="Old")
    Lead.objects.filter(pk=old.pk).update(created_at=now - timedelta(days=200))
    make_lead(is_closed=True)
    found = moving_away.backlog(cast.ada, now)
    assert (found.count, found.qualified, found.not_qualified, found.nameless) == (2, 1, 1, 0)
    assert dict(found.by_age) == {
        "this week": 1, "this month": 0, "up to three months": 0, "older": 1}  # fmt: skip
    assert found.by_owner == (("Mara Lind", 2),)
    assert moving_away.backlog(cast.otto, now).count == 0
    Organization.objects.update(has_person_accounts=False)
    assert moving_away.backlog(cast.ada, now).nameless == 1


def test_open_leads_by_day_follow_from_when_they_came_and_ended(
    make_lead: Leads, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    now = timezone.now()

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    for came, ended in ((10, None), (5, 2), (3, None)):
        lead = make_lead()
        values: dict[str, Any] = {"created_at": ago(came)}
        if ended:
            values |= {"is_closed": True, "status_changed_at": ago(ended)}
        Lead.objects.filter(pk=lead.pk).update(**values)
    gone = make_lead(is_closed=True, is_converted=True, converted_on=ago(1).date())
    Lead.objects.filter(pk=gone.pk).update(created_at=ago(4))
    moving_away.open_by_day(cast.ada, now, days=6)
    with django_assert_num_queries(5):
        told = moving_away.open_by_day(cast.ada, now, days=6)
    assert [count for _, count in told] == [1, 2, 3, 4, 3, 2, 2]


def test_what_waits_says_why_and_is_tried_again(make_lead: Leads, cast: SimpleNamespace) -> None:
    modes.choose("direct", by=cast.ada)
    Organization.objects.update(has_person_accounts=False, default_lead_owner=cast.mara)
    journey.create([Draft({"last_name": "Bell", "email": "b@gmail.com"})], door=Door.FORM)
    (line,) = waiting.waiting(cast.mara)
    assert "person accounts" in line.why
    assert (waiting.count(cast.mara), waiting.count(cast.otto)) == (1, 0)
    (kept,) = waiting.try_again([line.lead], by=cast.mara)
    assert isinstance(kept, Refused)
    row = Organization.current()
    row.has_person_accounts = True
    row.save()
    (done,) = waiting.try_again([Lead.objects.get()], by=cast.mara)
    assert not isinstance(done, Refused)
    assert waiting.waiting(cast.mara) == []
    lead = Lead.objects.get()  # its company was filled in with “[not provided]”
    assert lead.converted_account and lead.converted_account.is_person_account
    assert str(lead.converted_account) == str(lead.converted_opportunity) == "Bell"


def test_what_would_have_been_said_of_the_last_inquiries(
    make_lead: Leads, cast: SimpleNamespace, harbor: SimpleNamespace,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    make_lead(company="", last_name="Bell", email="bell@gmail.com")
    make_lead(company="", last_name="Ruiz", email="eva@harborcold.com")
    early = make_lead(company="", last_name="Stone", email="ben@harborcold.com")
    Lead.objects.filter(pk=early.pk).update(created_at=timezone.now() - timedelta(days=400))
    look_back(cast.ada)
    with django_assert_max_num_queries(10):
        found = look_back(cast.ada)
    assert (found.direct, found.leads, found.held_up) == (1, 2, 0)  # Ben came before the account
    known = AdviceRule.objects.get(name="There is an account")
    assert found.by_rule[known.pk] == 1
    assert look_back(cast.otto).lines == []


def test_rules_are_moved_defined_and_checked(cast: SimpleNamespace) -> None:
    last = AdviceRule.objects.all()[3]
    rules.move(last, -1)
    assert [rule.pk for rule in AdviceRule.objects.all()][-2] == last.pk
    before = rules.define("Rating = 'Hot'", by=cast.ada)
    assert "quote" in before and rules.qualified_when() == "Rating = 'Hot'"
    with pytest.raises(Refused):
        rules.define("Rating like hot", by=cast.ada)
    with pytest.raises(Refused):
        rules.check(AdviceRule(criteria="NoSuchField = 1"))


def test_the_configuration_holds_mode_rules_and_definition(cast: SimpleNamespace) -> None:
    modes.choose("mixed", by=cast.ada)
    AdviceRule.objects.filter(name="They are qualified").update(is_active=False)
    said = taking.export()
    (organization,) = said["organization"].values()
    assert organization["lead_mode"] == "mixed"
    assert said["advice"]["They are qualified",]["is_active"] is False
    (definition,) = said["qualified"].values()
    assert "quote" in definition["qualified_when"]
    said["advice"]["They are qualified",].pop("is_active")
    assert [change.name for change in taking.take(said, by=cast.ada)] == ["They are qualified"]
    assert rules.known()[-1].name == "They are qualified"
    said["qualified"][()] = {"qualified_when": "Nonsense ="}
    with pytest.raises(Wrong, match="qualified"):
        taking.take(said, by=cast.ada)
