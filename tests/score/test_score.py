"""Points for what is true; the parts always add up to the score, now and after new rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.people.models import Organization
from headwater.records import trail, writing
from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead
from headwater.records.problem import Refused
from headwater.records.submission import State
from headwater.score import rules
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.score.rescore import rescore, rescore_all, rescore_everything
from headwater.score.score import score
from tests.steps import take

MakeLead = Callable[..., Lead]


@pytest.fixture
def two_rules(cast: SimpleNamespace) -> list[ScoreRule]:
    """A phone number gives 10 points, no e-mail costs 5."""
    wanted = [
        ScoreRule(name="Has phone", criteria="Phone != null", points=10),
        ScoreRule(name="No e-mail", criteria="Email = null", points=-5),
    ]
    rules.publish(wanted, by=cast.ada, hot_threshold=8)
    return wanted


def test_true_rules_add_up_and_are_told(two_rules: list[ScoreRule], make_lead: MakeLead) -> None:
    lead = make_lead(phone="+16502530000")
    batch = arriving(lead)
    take(score, batch)
    lead.refresh_from_db()
    assert lead.score == 5
    assert lead.score_parts == [
        {"rule": str(two_rules[0].key), "name": "Has phone", "points": 10, "side": "fit"},
        {"rule": str(two_rules[1].key), "name": "No e-mail", "points": -5, "side": "fit"},
    ]
    entry = batch.trail[0]
    assert (entry.event, entry.changes) == ("lead.scored", {"score": [0, 5], "grade": ["", "E"]})
    assert entry.because == {"version": 2, "parts": lead.score_parts}
    assert rules.hot_threshold() == 8


def test_nothing_true_is_nothing_told(two_rules: list[ScoreRule], make_lead: MakeLead) -> None:
    batch = arriving(make_lead(email="kim@harbor.de"))
    take(score, batch)
    assert not batch.trail


def test_asking_again_counts_up_to_a_cap(two_rules: list[ScoreRule], make_lead: MakeLead) -> None:
    lead = make_lead(email="kim@harbor.de")
    scores = []
    for _ in range(5):
        batch = arriving(lead, outcome=State.MERGED)
        batch.trail.append(trail.entry("lead.joined", lead, by=None))
        take(score, batch)
        scores.append(lead.score)
    assert scores == [10, 20, 30, 30, 30]
    assert lead.score_parts == [
        {"rule": None, "name": "Asked again 5 times", "points": 30, "side": "engagement"}
    ]
    assert rescore([lead.pk]) == 0


def test_an_edit_is_scored_anew(
    two_rules: list[ScoreRule], make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    lead = make_lead()
    rescore([lead.pk])
    writing.change([lead], {"phone": "+16502530000"}, by=cast.mara)
    assert rescore([lead.pk], by=cast.mara) == 1
    lead.refresh_from_db()
    assert lead.score == 5
    told = trail.about(lead).filter(event="lead.scored").first()
    assert told is not None
    assert (told.changes, told.by) == ({"score": [-5, 5], "grade": ["F", "E"]}, cast.mara)


def test_new_rules_score_everybody_but_who_is_done(
    two_rules: list[ScoreRule], make_lead: MakeLead
) -> None:
    alive = [make_lead() for _ in range(3)]
    make_lead(is_converted=True)
    make_lead(is_deleted=True)
    version = ScoreRuleSet.objects.get(is_published=True).version or 0
    rescore_everything.func(version=version - 1)
    assert not Lead.objects.exclude(score=0).exists()
    rescore_everything.func(version=version)
    scored = Lead.objects.filter(score=-5)
    assert set(scored) == set(alive)
    assert rescore_all() == 0


def test_the_first_version_gives_points(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    ceo = make_lead(email="kim@harbor.de", title="CEO", phone="+16502530000", lead_source="Web")
    somebody = make_lead(email="kim@gmail.com", company="")
    take(score, arriving(ceo, somebody))
    assert ceo.score >= rules.hot_threshold()
    assert somebody.score == 0


def test_a_wrong_rule_is_refused_and_a_setting_stays(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Wrong"):
        rules.publish([ScoreRule(name="Wrong", criteria="Fone = 'x'", points=1)], by=cast.ada)
    rules.publish([], by=cast.ada, hot_threshold=70)
    assert rules.publish([], by=cast.ada).hot_threshold == 70


def test_many_take_as_many_queries_as_one(two_rules: list[ScoreRule], make_lead: MakeLead) -> None:
    counts = []
    for size in (2, 1, 40):  # the first one also reads what is kept in memory
        batch = arriving(*[make_lead() for _ in range(size)])
        with CaptureQueriesContext(connection) as captured:
            take(score, batch)
        counts.append(len(captured))
    assert counts[1:] == [3, 3]


def arriving(*leads: Lead, outcome: State = State.CREATED) -> Batch:
    drafts = [Draft({}, lead=lead, outcome=outcome) for lead in leads]
    return Batch(drafts, "form", datetime.now(UTC), Organization.current())
