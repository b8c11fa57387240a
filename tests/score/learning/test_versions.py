"""Learning from the organisation's leads: versions, used only when better, refused with too few."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import jobs
from headwater.records.models import Lead, TrailEntry
from headwater.score.learning import estimating, versions
from headwater.score.learning.learned_model import LearnedModel, LearnedSettings

MakeLead = Callable[..., Lead]
Year = Callable[..., list[Lead]]


def test_leads_teach_what_becomes_of_leads(
    year: Year, make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    year()
    version = versions.learn(by=cast.ada)
    assert version is not None
    assert (version.version, version.is_better, version.is_used) == (1, True, True)
    told = version.figures
    assert told["learned"]["auc"] > 0.7 > told["rules"]["auc"]
    assert told["sure"] > 0.9
    likely, unlikely = make_lead(lead_source="Partner"), make_lead(lead_source="Fair")
    assert estimating.estimate([likely.pk, unlikely.pk]) == 2
    for lead in (likely, unlikely):
        lead.refresh_from_db()
    assert likely.probability and unlikely.probability
    assert likely.probability > 60 > unlikely.probability + 20
    assert likely.probability_because[0]["words"] == "Lead Source: Partner"
    assert likely.probability_because[0]["weight"] > 0 > unlikely.probability_because[0]["weight"]
    entry = TrailEntry.objects.get(event="lead.estimated", record_id=likely.pk)
    assert entry.changes == {"probability": [None, likely.probability]}
    assert estimating.estimate([likely.pk]) == 0


def test_too_few_leads_are_refused_and_what_is_missing_is_said(year: Year) -> None:
    year(100)
    assert versions.learn(by=None) is None
    settings = LearnedSettings.current()
    assert settings.missing[0] == "200 more decided leads (100 of 300)"
    assert settings.had["decided"] == 100
    assert not LearnedModel.objects.exists()


def test_what_is_not_better_than_the_rules_is_not_used(
    year: Year, monkeypatch: pytest.MonkeyPatch, cast: SimpleNamespace
) -> None:
    year()
    Lead.objects.update(lead_source="Web")  # so that nothing is left to learn from
    version = versions.learn(by=None)
    if version is not None:
        assert not version.is_better
        assert not version.is_used
        with pytest.raises(versions.NotNow):
            versions.use(version, by=cast.ada)


def test_one_can_go_back_and_the_chosen_version_stays(
    year: Year, make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    year()
    first, second = versions.learn(by=None), versions.learn(by=None)
    assert first
    assert second
    assert versions.used() == second
    versions.use(first, by=cast.ada)
    third = versions.learn(by=None)
    assert versions.used() == first
    versions.let_go(by=cast.ada)
    assert versions.used() == third
    told = TrailEntry.objects.filter(event="learnedmodel.used").order_by("id")
    assert [entry.changes["used"][1] for entry in told] == [
        "Version 1", "Version 2", "Version 1", "Version 3",
    ]  # fmt: skip


def test_without_a_version_nobody_has_a_probability(
    make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    lead = make_lead(probability=40.0, probability_because=[{"words": "x", "weight": 1}])
    assert estimating.estimate_all() == 1
    lead.refresh_from_db()
    assert (lead.probability, lead.probability_because) == (None, [])


def test_the_ended_keep_what_was_said_of_them(year: Year, make_lead: MakeLead) -> None:
    closed = make_lead(probability=40.0, is_closed=True)
    estimating.estimate([closed.pk])
    closed.refresh_from_db()
    assert closed.probability == 40.0


def test_as_many_queries_for_one_as_for_many(year: Year, make_lead: MakeLead) -> None:
    year()
    versions.learn(by=None)
    many = [make_lead(last_name=f"L {n}", lead_source="Web").pk for n in range(40)]
    estimating.estimate(many[:1])  # what is kept in memory is known by now
    counts = []
    for ids in (many[1:2], many[2:]):
        with CaptureQueriesContext(connection) as queries:
            estimating.estimate(ids)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_by_the_clock(year: Year, make_lead: MakeLead, monkeypatch: Any) -> None:
    year()
    asked: list[Any] = []
    monkeypatch.setattr(jobs, "enqueue", lambda task, **given: asked.append(task.name))
    versions.learn_again(0)
    assert asked == ["score.learn"]
    versions.learn_again(0)  # one is under way
    assert len(asked) == 1
    LearnedSettings.objects.update(step="", tried_at=timezone.now())
    versions.learn_again(0)  # it was learned today
    assert len(asked) == 1


def test_new_leads_are_estimated_within_minutes(year: Year, make_lead: MakeLead) -> None:
    year()
    versions.learn(by=None)
    estimating.lately(0)
    lead = make_lead(lead_source="Partner")
    estimating.lately(0)
    lead.refresh_from_db()
    assert lead.probability is not None
