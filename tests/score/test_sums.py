"""Whatever the rules and whatever was done: PostgreSQL adds up what a person would, and the
number that is shown is the sum of the parts that are shown."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.records import trail
from headwater.records.engagement import Engagement
from headwater.records.models import Lead
from headwater.score import rules
from headwater.score.grid import Grid
from headwater.score.judging import Asked, Judge
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.score.rescore import rescore
from headwater.score.sums import Sum
from tests.score.conftest import Did, rule
from tests.score.oracle import CRITERIA, add_up

MakeLead = Callable[..., Lead]
KINDS, PAGES = ("page_view", "email_click"), ("/Prices", "/jobs", "")
PRODUCTS = ("", "Solar", "Čerpadlo “ß”")
some_rules = st.lists(
    st.builds(
        lambda points, event, most, half, side, criteria, what, interest, apart: ScoreRule(
            key=uuid4(), name='100 %s "sure" \\ {0}', points=points, event=event,
            most_points=most, half_life_days=half, side="engagement" if event else side,
            criteria=criteria, what=what if event else "", interest=interest if event else "",
            is_per_interest=bool(event) and apart,
        ),
        st.integers(-1_000, 1_000), st.sampled_from(["", *KINDS]),
        st.none() | st.integers(0, 200), st.none() | st.integers(1, 365),
        st.sampled_from(["fit", "engagement"]), st.sampled_from(list(CRITERIA)),
        st.sampled_from(["", "/prices", "S"]), st.sampled_from(["", "solar"]), st.booleans(),
    ),
    max_size=9,
)  # fmt: skip
some_events = st.lists(
    st.tuples(
        st.integers(0, 4), st.sampled_from(KINDS), st.sampled_from(PAGES),
        st.sampled_from(PRODUCTS), st.integers(-2, 90) | st.floats(0, 4_000), st.booleans(),
    ),
    max_size=40,
)  # fmt: skip
floors = st.lists(st.integers(-300, 300), min_size=5, max_size=5, unique=True)


@pytest.fixture
def leads(cast: SimpleNamespace, make_lead: MakeLead) -> list[Lead]:
    """Five, of which the third came back once, the fourth twice, and one of these was undone."""
    made = [
        make_lead(phone="1", city="Bergen", number_of_employees=80),
        make_lead(title="Owner"), make_lead(city="Oslo", phone="2"), make_lead(), make_lead(),
    ]  # fmt: skip
    for place, lead in enumerate(made):
        lead.created_at = timezone.now() - timedelta(days=place * 17.3)
    Lead.objects.bulk_update(made, ["created_at"])
    events = [(2, "lead.joined"), (3, "lead.joined"), (3, "lead.joined"), (4, "lead.joined"),
              (4, "lead.join_undone")]  # fmt: skip
    trail.write([trail.entry(event, made[place], by=None) for place, event in events])
    return made


RETURNED = (0, 0, 1, 2, 0)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=some_rules, events=some_events, grades=floors, back=st.integers(-9, 20))
def test_postgresql_adds_up_as_a_person_would(
    leads: list[Lead], asked: list[ScoreRule], events: list[Any], grades: list[int], back: int
) -> None:
    now = timezone.now()
    version = ScoreRuleSet(version=1, return_points=back, most_return_points=25,
                           grade_floors=sorted(grades, reverse=True))  # fmt: skip
    Engagement.objects.all().delete()
    done = [
        Engagement(key=f"{n}", lead=leads[place], kind=kind, what=what, interest=interest,
                   at=now - timedelta(days=days), bot_reason="A scanner" if is_machine else "")
        for n, (place, kind, what, interest, days, is_machine) in enumerate(events)
    ]  # fmt: skip
    Engagement.objects.bulk_create(done)
    judge = Judge(version, asked, "UTC", now)
    stored = judge.sums([Asked(lead.pk) for lead in leads])
    arriving = judge.sums_of_rows(leads, {leads[0].pk: 3})
    for lead, returned in zip(leads, RETURNED, strict=True):
        own = [event for event in done if event.lead_id == lead.pk]
        _same(stored[lead.pk], add_up(version, asked, lead, own, returned=returned, now=now))
        again = 3 if lead is leads[0] else returned
        _same(arriving[lead.pk], add_up(version, asked, lead, own, returned=again, now=now))


def _same(found: Sum, wanted: Sum) -> None:
    assert found.parts == wanted.parts
    points = [part["points"] for part in found.parts]
    assert all(isinstance(each, int) and each for each in points)
    assert found.score == sum(points) == found.fit_score + found.engagement_score
    assert (found.fit_score, found.engagement_score) == (wanted.fit_score, wanted.engagement_score)
    assert (found.grade, found.is_qualified) == (wanted.grade, wanted.is_qualified)
    if found.due_at is None or wanted.due_at is None:
        assert found.due_at is wanted.due_at
    else:  # a rounded second may fall into the next hour
        assert abs(found.due_at - wanted.due_at) <= timedelta(hours=1)


@pytest.mark.parametrize("most", [None, 12])
@pytest.mark.parametrize("half_life", [1, 40])
def test_a_part_has_faded_when_its_hour_comes_and_not_before(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did, half_life: int, most: int | None
) -> None:
    asked = [rule("Clicked", "email_click", 7, half_life_days=half_life, most_points=most)]
    lead, version = make_lead(), ScoreRuleSet(version=1)
    did(lead, "email_click", times=3, days_ago=2.2)
    now, seen = timezone.now(), []
    while True:
        (found,) = Judge(version, asked, "UTC", now).sums([Asked(lead.pk)]).values()
        seen.append(found.score)
        if found.due_at is None:
            break
        before = found.due_at - timedelta(hours=1, seconds=1)
        if before > now:
            (still,) = Judge(version, asked, "UTC", before).sums([Asked(lead.pk)]).values()
            assert still.score == found.score
        now = found.due_at
    assert seen == sorted(set(seen), reverse=True) and seen[-1] == 0
    assert half_life == 1 or seen == list(range(seen[0], -1, -1))


def test_new_leads_are_counted_without_a_look_at_what_was_done(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    asked = [rule("Clicked", "email_click"), rule("Came", half_life_days=9), rule("Some", points=3)]
    lead = make_lead()
    lead._state.adding = True
    judge = Judge(ScoreRuleSet(version=1), asked, "UTC", lead.created_at + timedelta(days=9))
    (found,) = judge.sums_of_rows([lead], {}).values()
    assert [part["points"] for part in found.parts] == [3, 5]


def test_nothing_is_written_where_nothing_differs(
    cast: SimpleNamespace, make_lead: MakeLead, did: Did
) -> None:
    rules.publish([rule("Clicked", "email_click", half_life_days=30)], by=cast.ada)
    made = [make_lead() for _ in range(3)]
    did(made[0], "email_click")
    assert rescore([lead.pk for lead in made]) == 3  # all get a grade
    versions = _versions()
    assert rescore([lead.pk for lead in made]) == 0 and _versions() == versions
    did(made[1], "email_click")
    assert rescore([lead.pk for lead in made]) == 1
    changed = {key for key, version in _versions() if (key, version) not in versions}
    assert changed == {made[1].pk}


def _versions() -> list[tuple[int, str]]:
    """Each lead with what PostgreSQL changes whenever it writes the row."""
    return list(Lead.objects.extra(select={"place": "ctid::text"}).values_list("pk", "place"))


def test_the_grid() -> None:
    grid = Grid([50, 40, 30, 20, 10], [40, 20, 5], [3, 2, 1, 0, 0, 0])
    assert [grid.grade(fit) for fit in (60, 50, 49, 10, 9, -5)] == list("AABEFF")
    assert [grid.level(points) for points in (40, 39, 5, 4)] == [1, 2, 3, 4]
    assert [grid.is_qualified("A", level) for level in (1, 3, 4)] == [True, True, False]
    assert not grid.is_qualified("D", 1) and not grid.is_qualified("", 1)
    assert (
        not grid.problem and Grid([5, 4, 3, 2, 2]).problem and Grid(engagement_floors=[1]).problem
    )
    assert Grid(qualifying_levels=[5, 0, 0, 0, 0, 0]).problem
