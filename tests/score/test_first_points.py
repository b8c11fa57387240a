"""What Headwater comes with: points for fit and for behaviour, a grid, and an MQL that asks it."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from headwater.qualify.models import StageDefinition
from headwater.records.models import Lead, TrailEntry
from headwater.score import keeping_up, rules
from headwater.score.models import ScoreRuleSet, Unscored
from headwater.score.rescore import rescore
from tests.score.conftest import Did

points = import_module("headwater.score.migrations.0007_points_for_behaviour")
grid = import_module("headwater.qualify.migrations.0009_mql_by_the_grid")
before = import_module("headwater.qualify.migrations.0005_handoffs")
MakeLead = Callable[..., Lead]


def run(migration: Callable[..., None]) -> None:
    with connection.schema_editor() as editor:
        migration(apps, editor)


@pytest.fixture
def as_it_came(db: None) -> ScoreRuleSet:
    """The first version as it was before behaviour counted."""
    first = rules.current()
    first.rules.filter(order__gte=10).delete()
    return first


def test_fit_and_behaviour_together_qualify_and_looking_for_work_does_not(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    assert {rule.side for rule in rules.published()[1]} == {"fit", "engagement"}
    asked = StageDefinition.objects.get(stage="mql")
    assert "IsScoreQualified = true" in asked.criteria and not asked.is_agreed
    fitting = {"email": "kim@harbor.de", "phone": "1", "lead_source": "Web", "title": "CEO"}
    quiet, curious, worker = (make_lead(**fitting) for _ in range(3))
    for lead in (curious, worker):
        did(lead, "form_post", "Contact us")
        did(lead, "key_page", "/prices", times=2)
    did(worker, "page_view", "/jobs/installer", times=2)
    rescore([quiet.pk, curious.pk, worker.pk])
    leads = Lead.objects.order_by("pk").values_list("grade", "is_score_qualified")
    assert list(leads) == [("A", False), ("A", True), ("A", True)]
    scores = dict(Lead.objects.values_list("pk", "engagement_score"))
    assert scores[quiet.pk] == 0 and scores[curious.pk] == 31
    assert scores[worker.pk] == 31 - 20 + 2


def test_who_has_leads_gets_them_as_a_version_that_scores_everybody(
    as_it_came: ScoreRuleSet, make_lead: MakeLead
) -> None:
    lead = make_lead(phone="1")
    Unscored.objects.all().delete()
    run(points.add)
    second = rules.current()
    assert (second.version, second.rules.count()) == (2, 21)
    assert as_it_came.rules.count() == 9
    assert set(as_it_came.rules.values_list("key")) < set(second.rules.values_list("key"))
    assert TrailEntry.objects.filter(event="score_rules.published").exists()
    keeping_up.follow_behaviour.func()
    lead.refresh_from_db()
    assert lead.score == 15 and lead.grade == "D"


@pytest.mark.parametrize("change", ["points", "setting", "draft", "version"])
def test_what_somebody_has_changed_stays(
    cast: SimpleNamespace, as_it_came: ScoreRuleSet, change: str
) -> None:
    if change == "points":
        as_it_came.rules.filter(order=1).update(points=11)
    elif change == "setting":
        ScoreRuleSet.objects.update(qualifying_levels=[4, 4, 4, 0, 0, 0])
    elif change == "draft":
        ScoreRuleSet.objects.create(version=None, based_on=as_it_came)
    else:
        rules.publish(rules.rules_of(as_it_came), by=cast.ada)
    count = ScoreRuleSet.objects.count()
    run(points.add)
    assert ScoreRuleSet.objects.count() == count and as_it_came.rules.count() == 9


@pytest.mark.parametrize("change", [{}, {"text": "Ours"}, {"marketing_at": "2026-05-04T09:00Z"}])
def test_a_proposal_is_replaced_only_where_nobody_has_touched_it(
    cast: SimpleNamespace, change: dict[str, Any]
) -> None:
    _, text, criteria = before.PROPOSALS[0]
    rows = StageDefinition.objects.filter(stage="mql")
    rows.update(**{"text": text, "criteria": criteria, **change})
    run(grid.propose)
    assert rows.get().criteria == (criteria if change else grid.CRITERIA)
