"""What leads do gives points, which fade; to look at a score costs nothing."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.records import trail
from headwater.records.engagement import Engagement
from headwater.records.models import Lead
from headwater.records.problem import Refused
from headwater.score import keeping_up, rules
from headwater.score.models import Unscored
from headwater.score.rescore import rescore
from tests.score.conftest import Did, rule

MakeLead = Callable[..., Lead]


def test_what_a_lead_does_counts_fades_and_qualifies(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([
        rule("Has phone", criteria="Phone != null", points=40),
        rule("Looked at prices", "key_page", 10, what="/prices", most_points=25, half_life_days=30),
        rule("Looked for work", "page_view", -20, what="/jobs"),
    ], by=cast.ada)  # fmt: skip
    lead = make_lead(phone="+16502530000")
    did(lead, "key_page", "https://example.com/Prices", times=2)
    did(lead, "key_page", "/prices", days_ago=30)
    keeping_up.follow_behaviour.func()
    lead.refresh_from_db()
    assert (lead.score, lead.fit_score, lead.engagement_score) == (65, 40, 25)
    assert (lead.grade, lead.is_score_qualified) == ("B", True)
    assert [(part["name"], part["points"]) for part in lead.score_parts] == [
        ("Has phone", 40), ("Looked at prices", 25)
    ]  # fmt: skip
    assert lead.score_parts[1]["count"] == 3 and not Unscored.objects.exists()
    did(lead, "page_view", "/jobs")
    keeping_up.follow_behaviour.func()
    lead.refresh_from_db()
    assert (lead.score, lead.engagement_score, lead.is_score_qualified) == (45, 5, False)
    told = trail.about(lead).filter(event="lead.scored").first()
    assert told is not None and told.changes["is_score_qualified"] == [True, False]


def test_points_halve_and_the_job_finds_only_those_whose_hour_has_come(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([rule("Clicked", "email_click", 10, half_life_days=10)], by=cast.ada)
    fresh, old, never = make_lead(), make_lead(), make_lead()
    did(fresh, "email_click")
    did(old, "email_click", days_ago=10)
    rescore([fresh.pk, old.pk, never.pk])
    scores = dict(Lead.objects.values_list("pk", "score"))
    assert (scores[fresh.pk], scores[old.pk], scores[never.pk]) == (10, 5, 0)
    assert keeping_up.fade() == 0
    old.refresh_from_db()
    assert old.score_due_at is not None and old.score_due_at > timezone.now()
    entries = trail.about(old).filter(event="lead.scored").count()
    Engagement.objects.filter(lead=old).update(at=timezone.now() - timedelta(days=19))
    Lead.objects.filter(pk=old.pk).update(score_due_at=timezone.now())
    with CaptureQueriesContext(connection) as captured:
        assert keeping_up.fade() == 1
    old.refresh_from_db()
    assert (old.score, sum(part["points"] for part in old.score_parts)) == (3, 3)
    assert old.score_due_at > timezone.now()
    assert len(captured) <= 12
    # That time has passed is no news; that a grade has changed would be.
    assert trail.about(old).filter(event="lead.scored").count() == entries


def test_a_machine_does_not_count_and_another_verdict_counts_anew(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([rule("Clicked", "email_click", 10)], by=cast.ada)
    lead = make_lead()
    did(lead, "email_click")
    for reason, score in (("Clicked all links at once", 0), ("", 10), ("A colleague says so", 0)):
        Engagement.objects.filter(lead=lead).update(bot_reason=reason)
        assert Unscored.objects.exists()
        assert keeping_up.take_behaviour() == 1
        lead.refresh_from_db()
        assert lead.score == score


def test_interests_are_counted_apart_and_a_visit_that_joins_counts(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([
        rule("Product pages", "key_page", 5, is_per_interest=True, most_points=10),
        rule("Batteries", "key_page", 3, interest="battery", criteria="Phone != null"),
    ], by=cast.ada)  # fmt: skip
    lead, other = make_lead(phone="1"), make_lead()
    did(lead, "key_page", "/solar", times=3, interest="Solar")
    did(other, "key_page", "/battery", interest="Battery")
    rescore([lead.pk, other.pk])
    lead.refresh_from_db()
    assert [(part["interest"], part["points"]) for part in lead.score_parts] == [("Solar", 10)]
    assert lead.score_parts[0]["is_capped"]
    Unscored.objects.all().delete()
    Engagement.objects.filter(lead=other).update(lead=lead)
    assert set(Unscored.objects.values_list("lead_id", flat=True)) == {lead.pk, other.pk}
    keeping_up.take_behaviour()
    lead.refresh_from_db()
    assert [part["points"] for part in lead.score_parts] == [5, 10, 3]
    assert Lead.objects.get(pk=other.pk).score == 0


def test_many_take_as_many_queries_as_one(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([rule("Clicked", "email_click", half_life_days=9),
                   rule("Came", half_life_days=9)], by=cast.ada)  # fmt: skip
    counts = []
    for size in (2, 1, 30):  # the first one also reads what is kept in memory
        leads = [make_lead() for _ in range(size)]
        for lead in leads:
            did(lead, "email_click")
        with CaptureQueriesContext(connection) as captured:
            assert rescore([lead.pk for lead in leads]) == size
        counts.append(len(captured))
    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"event": "sneezing"}, "nothing that people do"),
        ({"what": "/prices"}, "belong to something that people do"),
        ({"event": "page_view", "side": "fit"}, "counts as engagement"),
        ({"points": 5_000}, "too many points"),
        ({"half_life_days": 0}, "one day or more"),
    ],
)
def test_what_cannot_work_is_refused(
    cast: SimpleNamespace, values: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        rules.publish([rule("Wrong", **values)], by=cast.ada)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="each lower"):
        rules.publish([], by=cast.ada, grade_floors=[10, 20, 30, 40, 50])
