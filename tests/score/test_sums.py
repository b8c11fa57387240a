"""Whatever the rules and whatever was done: the number that is shown is the sum of its parts."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.score.grid import GRADES, Grid
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.score.sums import Done, Known, Sum, add_up, terms, whole

some_rules = st.lists(
    st.builds(
        lambda points, event, most, half, side: ScoreRule(
            key=uuid4(), name="Rule", points=points, event=event, most_points=most,
            half_life_days=half, side="engagement" if event else side,
        ),
        st.integers(-1_000, 1_000), st.sampled_from(["", "page_view"]),
        st.none() | st.integers(0, 200), st.none() | st.integers(1, 365),
        st.sampled_from(["fit", "engagement"]),
    ),
    max_size=8,
)  # fmt: skip
VERSION = ScoreRuleSet(version=1, return_points=7, most_return_points=30)
NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@settings(max_examples=300, deadline=None)
@given(
    some_rules, st.lists(st.booleans(), min_size=8, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["", "Solar"]), st.integers(1, 50),
                       st.floats(0.0001, 50.0)), max_size=8),
    st.integers(0, 9), st.floats(0, 4_000),
)  # fmt: skip
def test_the_shown_number_is_the_sum_of_its_shown_parts(
    asked: list[ScoreRule], truths: list[bool],
    done: list[tuple[int, str, int, float]], returned: int, age: float,
) -> None:  # fmt: skip
    did = tuple(Done(*each) for each in done if each[0] < len(asked) and asked[each[0]].event)
    found = add_up(VERSION, terms(asked), Known(tuple(truths[: len(asked)]), did, returned, age))
    points = [part["points"] for part in found.parts]
    assert found.score == sum(points) == found.fit_score + found.engagement_score
    assert all(isinstance(each, int) and each for each in points)
    assert found.grade in GRADES
    fit = [part["points"] for part in found.parts if part["side"] == "fit"]
    assert sum(fit) == found.fit_score
    due = found.due_at(NOW)
    assert due is None or due > NOW


@given(st.floats(-1_000, 1_000), st.integers(1, 365), st.none() | st.integers(1, 50))
def test_a_part_has_faded_when_its_hour_comes(
    exact: float, half_life: int, most: int | None
) -> None:
    rule = ScoreRule(name="Rule", points=1, event="page_view", half_life_days=half_life,
                     most_points=most, side="engagement")  # fmt: skip
    rule.points = 1 if exact > 0 else -1
    found = add_up(VERSION, terms([rule]), Known((True,), (Done(0, "", 1, abs(exact)),)))
    shown = whole(exact, most)
    assert found.score == shown
    if not shown:
        assert found.fades_in is None
        return
    assert found.fades_in is not None
    later = found.fades_in / 86_400 / half_life
    assert abs(whole(exact * 0.5 ** (later + 0.001), most)) < abs(shown)
    assert abs(whole(exact * 0.5 ** (later * 0.999), most)) <= abs(shown)


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


def test_what_fades_is_counted_on_the_hour() -> None:
    plain = Sum([], 0, 0, 0, "F", is_qualified=False)
    assert plain.due_at(NOW) is None
    fading = Sum([], 0, 0, 0, "F", is_qualified=False, fades_in=3_600.0)
    assert fading.due_at(NOW) == NOW + timedelta(minutes=90)
