"""How often a rule decided: kept for days that are over, counted live for the last ones."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.records import trail
from headwater.records.models import Lead
from headwater.route import fired, rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.fired import Fired, RuleTally


def test_a_rule_is_counted_through_all_its_versions(
    cast: SimpleNamespace, make_lead: Any, noon: datetime
) -> None:
    first, other, never = publish(cast), *rules.published()[1:]
    lead = make_lead()
    for days, rule in ((0, first), (1, first), (40, first), (40, other), (200, other)):
        decided(lead, rule, noon - timedelta(days=days))
    decided(lead, None, noon - timedelta(days=2))
    rules.publish(rules.rules_of(rules.current()), by=cast.ada)  # the rows are others now
    decided(lead, rules.published()[0], noon)
    expected = {first.key: Fired(3, 4), other.key: Fired(0, 1)}
    assert fired.fired(noon) == expected
    kept = fired.keep(noon)
    assert kept
    assert fired.fired(noon) == expected, "kept or counted, it is the same"
    assert never.key not in expected
    assert fired.keep(noon) == 0
    decided(lead, first, noon + timedelta(days=1))
    assert fired.fired(noon + timedelta(days=1))[first.key] == Fired(4, 5)


def test_the_trail_is_asked_for_the_last_days_alone(
    cast: SimpleNamespace, make_lead: Any, noon: datetime
) -> None:
    publish(cast)
    fired.keep(noon)
    assert RuleTally.objects.count() == 89, "a day without any lead is counted, too"
    with CaptureQueriesContext(connection) as captured:
        fired.fired(noon)
    (live,) = [each["sql"] for each in captured if "records_trailentry" in each["sql"]]
    assert live
    assert len(captured) == 4


def publish(cast: SimpleNamespace) -> AssignmentRule:
    rules.publish(
        [AssignmentRule(name=name, owner=cast.mara) for name in ("First", "Other", "Never")],
        by=cast.ada,
    )
    return rules.published()[0]


def decided(lead: Lead, rule: AssignmentRule | None, at: datetime) -> None:
    because = {"rule_id": rule.pk} if rule else {"default": True}
    trail.write([trail.entry("lead.assigned", lead, by=None, at=at, because=because)])
