"""What the dashboards count, against a slow and obvious count over random histories."""

import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.measure import answer_times, handoffs, health, quality, response, sources, workload
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.records.clock import Kind
from headwater.records.models import (
    Clock,
    DuplicatePair,
    Handoff,
    Lead,
    Opportunity,
    Submission,
    Task,
    Undeliverable,
)

MONTH = Filters(Period(30))
EVER = Filters()


@pytest.fixture
def history(cast: SimpleNamespace) -> SimpleNamespace:
    """Sixty leads of several people and sources, answered in all sorts of ways."""
    dice, now = random.Random(7), timezone.now()
    owners = [cast.mara, cast.owen, cast.otto, cast.queue]
    for number in range(60):
        _lead(dice, now, number, dice.choice(owners))
    return SimpleNamespace(now=now, leads=list(Lead.objects.select_related("owner")))


def _lead(dice: random.Random, now: datetime, number: int, owner: Any) -> None:
    came = now - timedelta(days=dice.uniform(0.2, 60))
    lead = Lead.objects.create(
        last_name=f"Lead {number}", owner=owner, created_at=came,
        lead_source=dice.choice(["Web", "Web", "Trade Show", ""]),
        status=dice.choice(["Open - Not Contacted", "Working - Contacted"]),
        email=dice.choice(["", f"a{number}@example.com", "nonsense"]),
        phone=dice.choice(["", "+1 303 555 0100", "12"]), company=dice.choice(["", "Harbor"]),
        first_touched_at=dice.choice([None, came + timedelta(hours=1)]),
        is_closed=number % 9 == 0, is_converted=number % 4 == 0,
    )  # fmt: skip
    if lead.is_converted and number % 8 == 0:
        lead.converted_opportunity = Opportunity.objects.create(
            name="Deal", owner=owner, stage_name="Closed Won", amount=Decimal(number * 10),
            is_won=number % 16 == 0, is_closed=number % 16 == 0,
        )  # fmt: skip
        lead.save()
    took = dice.choice([None, 3, 12, 40, 300])
    Clock.objects.create(
        lead=lead, owner=owner, policy="Answer", minutes=30, kind=Kind.FIRST_ATTEMPT,
        started_at=came, due_at=came + timedelta(minutes=30), owned_at=came,
        stopped_at=came + timedelta(minutes=took) if took else None,
    )  # fmt: skip


def _open(leads: list[Lead]) -> list[Lead]:
    return [lead for lead in leads if not (lead.is_closed or lead.is_converted)]


def _since(days: int) -> datetime:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start - timedelta(days=days)


def test_health_is_what_a_slow_count_says(cast: SimpleNamespace, history: Any) -> None:
    open_ones = _open(history.leads)
    standing = health.standing(cast.ada, EVER)
    assert standing.open == len(open_ones)
    assert standing.untouched == sum(lead.first_touched_at is None for lead in open_ones)
    assert standing.in_queues == sum(lead.owner_id == cast.queue.pk for lead in open_ones)
    by_status, by_owner = health.aging(cast.ada, EVER)
    ages: Counter[tuple[str, int]] = Counter()
    for lead in open_ones:
        days = (history.now - lead.created_at).total_seconds() / 86_400
        band = max(i for i, (low, _) in enumerate(health.AGES) if days >= low)
        ages[lead.status, band] += 1
    assert {
        (each.label, band): count
        for each in by_status for band, count in enumerate(each.counts) if count
    } == dict(ages)  # fmt: skip
    assert {int(each.key): each.total for each in by_owner} == Counter(
        lead.owner_id for lead in open_ones
    )


@pytest.mark.parametrize("days", [7, 30, 90, None])
def test_what_came_in_adds_up_over_time(cast: SimpleNamespace, history: Any, days: Any) -> None:
    found = health.arrivals(cast.ada, Filters(Period(days)))
    since = _since(days) if days else history.now - timedelta(days=999)
    assert sum(count for _, count in found) == sum(
        lead.created_at >= since for lead in history.leads
    )
    assert all(one.until == other.since for (one, _), (other, _) in pairwise(found))


def test_nothing_planned_is_no_task_promise_or_snooze(cast: SimpleNamespace, history: Any) -> None:
    Clock.objects.update(stopped_at=history.now)
    bare = [lead for lead in _open(history.leads) if lead.owner_id != cast.queue.pk]
    assert health.standing(cast.ada, EVER).nothing_planned == len(bare)
    Task.objects.create(lead=bare[0], owner=cast.mara, due_on=history.now.date())
    Lead.objects.filter(pk=bare[1].pk).update(snoozed_until=history.now + timedelta(days=2))
    assert health.standing(cast.ada, EVER).nothing_planned == len(bare) - 2


def test_answers_by_source_person_and_hour(cast: SimpleNamespace, history: Any) -> None:
    clocks = list(Clock.objects.filter(started_at__gte=_since(30)).select_related("lead"))
    answered = [clock for clock in clocks if clock.stopped_at]
    for row in answer_times.by_source(cast.ada, MONTH):
        own = [c for c in answered if c.lead.lead_source == row.key]
        took = [(c.stopped_at - c.started_at).total_seconds() for c in own]
        assert row.answered == len(own)
        assert row.median == pytest.approx(median(took)) if own else row.median is None
        assert row.kept == sum(seconds <= 1800 for seconds in took)
    people = answer_times.by_person(cast.ada, MONTH)
    assert {int(row.key): row.answered for row in people if row.answered} == Counter(
        clock.owner_id for clock in answered
    )
    week = answer_times.by_hour(cast.ada, MONTH)
    assert Counter(
        {(d, h): count for d, day in enumerate(week) for h, (_, count) in enumerate(day) if count}
    ) == Counter(
        (at.weekday(), at.hour) for at in (timezone.localtime(c.started_at) for c in answered)
    )


def test_every_split_has_the_same_total(cast: SimpleNamespace, history: Any) -> None:
    whole = response.first_answers(cast.ada, MONTH)
    assert whole.answered == sum(whole.bands)
    for rows in (answer_times.by_source(cast.ada, MONTH), answer_times.by_person(cast.ada, MONTH)):
        assert sum(row.answered for row in rows) == whole.answered
        assert sum(row.kept for row in rows) == whole.kept
        assert sum(row.missed for row in rows) == whole.missed
    stretches = answer_times.over_time(cast.ada, MONTH)
    assert sum(each.kept for each in stretches) == whole.kept
    assert sum(each.missed for each in stretches) == whole.missed
    (kind,) = answer_times.by_kind(cast.ada, MONTH)
    assert (kind.kept, kind.missed, kind.running) == (whole.kept, whole.missed, whole.running)


def test_sources_down_to_the_money(cast: SimpleNamespace, history: Any) -> None:
    found = {each.name: each for each in sources.sources(cast.ada, EVER)}
    for name in ("Web", "Trade Show", ""):
        own = [lead for lead in history.leads if lead.lead_source == name]
        deals = [lead.converted_opportunity for lead in own if lead.converted_opportunity]
        assert found[name].leads == len(own)
        assert found[name].deals == len(deals)
        assert found[name].won_amount == sum(deal.amount for deal in deals if deal.is_won)
        assert found[name].open_amount == sum(deal.amount for deal in deals if not deal.is_closed)
    stretches, counts = sources.over_time(cast.ada, EVER, ["Web"])
    assert sum(counts["Web"]) == found["Web"].leads
    assert sum(counts["*"]) == len(history.leads) - found["Web"].leads
    assert len(stretches) == len(counts["Web"])


def test_what_open_leads_lack(cast: SimpleNamespace, history: Any) -> None:
    open_ones = _open(history.leads)
    Undeliverable.objects.create(address=next(one.email for one in open_ones if "@" in one.email),
                                 found_at=history.now)  # fmt: skip
    DuplicatePair.objects.create(
        one_object="Lead", one_id=open_ones[0].pk, other_object="Lead", other_id=open_ones[1].pk,
        probability=0.9, tier="likely",
    )  # fmt: skip
    found = quality.quality(cast.ada, EVER)
    assert found.missing["Email"] == sum(not lead.email for lead in open_ones)
    assert found.missing["Company"] == sum(not lead.company for lead in open_ones)
    assert found.troubles["mail"] == sum(lead.email == "nonsense" for lead in open_ones)
    assert found.troubles["phone"] == sum(lead.phone == "12" for lead in open_ones)
    assert (found.troubles["bounced"], found.troubles["duplicate"]) == (1, 2)
    rows = quality.by_source(cast.ada, EVER)
    assert sum(each.missing["Phone"] for _, each in rows) == found.missing["Phone"]


def test_fair_is_what_the_weights_say(cast: SimpleNamespace, make_lead: Any) -> None:
    for owner, count in ((cast.mara, 4), (cast.owen, 2), (cast.otto, 2)):
        for _ in range(count):
            make_lead(owner=owner)
    assert workload.team(cast.ada, MONTH).fairness == pytest.approx(64 / (3 * 24))
    cast.mara.turn_weight = 2
    cast.mara.save()
    team = workload.team(cast.ada, MONTH)
    assert team.fairness == pytest.approx(1.0)
    assert [load.due_share for load in team.loads] == [0.5, 0.25, 0.25]
    assert team.received == 8


def test_filters_narrow_everything(cast: SimpleNamespace, history: Any, campaign: Any) -> None:
    lead = _open(history.leads)[0]
    Submission.objects.create(door="form", payload={}, state="created", lead=lead)
    campaign.members.create(lead=lead, status="Sent")
    for filters in (Filters(channel="form"), Filters(campaign=campaign.pk)):
        assert health.standing(cast.ada, filters).open == 1
        assert len(answer_times.by_person(cast.ada, filters)) == 1
    both = [one for one in _open(history.leads) if one.owner_id in (cast.mara.pk, cast.owen.pk)]
    assert health.standing(cast.ada, Filters(team=cast.north.pk)).open == len(both)
    none = [one for one in history.leads if not one.lead_source]
    assert Filters(source="none").leads(cast.ada).count() == len(none)


def test_each_sees_only_their_part(cast: SimpleNamespace, history: Any) -> None:
    mine = [lead for lead in _open(history.leads) if lead.owner_id == cast.otto.pk]
    assert health.standing(cast.otto, EVER).open == len(mine)
    assert sum(e.leads for e in sources.sources(cast.otto, EVER)) == sum(
        lead.owner_id == cast.otto.pk for lead in history.leads
    )
    people = answer_times.by_person(cast.otto, EVER)
    assert {int(row.key) for row in people} == {cast.otto.pk}
    assert {load.person for load in workload.team(cast.otto, EVER).loads} == {cast.otto.pk}


def test_who_sees_everything_sees_every_handoff(cast: SimpleNamespace, make_lead: Any) -> None:
    Handoff.objects.create(lead=make_lead(), offered_to=cast.mara, stage=Handoff.Stage.ACCEPTED)
    for user, count in ((cast.ada, 1), (cast.mia, 1), (cast.mara, 1), (cast.otto, 0)):
        assert handoffs.total(user, MONTH).outcome.accepted == count
