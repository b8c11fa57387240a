"""Turns by weight: nobody is ever a whole lead ahead or behind, whoever comes and goes."""

from collections import Counter
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.route.weighted_turns import UNIT, Round

Weights = dict[int, int]
# Whatever else the machine is doing.
calmly = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
pools = st.dictionaries(st.integers(1, 12), st.integers(1, 100), min_size=1, max_size=8)
# A pool, and in which of its spells which members are there, with which weights.
spells = st.lists(st.tuples(pools, st.integers(1, 40)), min_size=1, max_size=6)


def test_three_of_five_leads_go_to_whoever_has_three_of_five_parts() -> None:
    turns = Round()
    weights = {1: 3, 2: 1, 3: 1}
    assert [turns.take(weights) for _ in range(10)] == [1, 1, 2, 3, 1] * 2
    assert turns.count == 10
    assert sum(turns.credits.values()) == 0


def test_equals_follow_each_other() -> None:
    turns = Round(last=2)
    assert [turns.take({1: 1, 2: 1, 3: 1}) for _ in range(6)] == [3, 1, 2, 3, 1, 2]


def test_where_most_credit_first_goes_wrong_the_earliest_deadline_does_not() -> None:
    weights = dict(enumerate((50, 50, 5, 5, 5, 1, 1, 1)))
    total = sum(weights.values())
    by_credit: dict[int, int] = dict.fromkeys(weights, 0)
    worst_by_credit = worst = Fraction()
    turns = Round()
    for _ in range(total):
        by_credit = {key: credit + weights[key] for key, credit in by_credit.items()}
        by_credit[max(by_credit, key=lambda key: by_credit[key])] -= total
        worst_by_credit = max(worst_by_credit, *(Fraction(c, total) for c in by_credit.values()))
        turns.take(weights)
        worst = max(worst, *(Fraction(abs(c), turns.unit) for c in turns.credits.values()))
    assert worst < 1 < worst_by_credit


@calmly
@given(pools, st.integers(1, 300))
def test_every_prefix_is_exact(weights: Weights, count: int) -> None:
    turns, total = Round(), sum(weights.values())
    got: Counter[int] = Counter()
    for given_out in range(1, count + 1):
        told = turns.next(weights)
        member = turns.take(weights)
        assert member == told  # who was said to be next is next
        got[member] += 1
        for key, weight in weights.items():
            assert abs(got[key] - Fraction(weight * given_out, total)) < 1


@calmly
@given(spells)
def test_whoever_comes_and_goes_gets_what_is_due_while_they_are_there(
    changes: list[tuple[Weights, int]],
) -> None:
    """Absences, new members and new weights: all are a pool that changes."""
    turns = Round()
    due: dict[int, Fraction] = {}
    got: Counter[int] = Counter()
    for weights, count in changes:
        for _ in range(count):
            got[turns.take(weights)] += 1
            for key, weight in weights.items():
                due[key] = due.get(key, Fraction()) + Fraction(weight, sum(weights.values()))
            assert all(abs(got[key] - due[key]) < 2 for key in due)


@calmly
@given(pools, st.integers(0, 200), st.integers(1, 60))
def test_who_comes_back_is_not_flooded(weights: Weights, away: int, after: int) -> None:
    weights = {**weights, 20: 5, 21: 5}
    turns = Round()
    rest = {key: weight for key, weight in weights.items() if key != 20}
    for pool, count in ((weights, 30), (rest, away)):
        for _ in range(count):
            turns.take(pool)
    got, total = 0, sum(weights.values())
    for since in range(1, after + 1):
        got += turns.take(weights) == 20
        assert got - Fraction(5 * since, total) < 2
    newcomer = {**weights, 30: 5}
    first = [turns.take(newcomer) for _ in range(10)]
    assert Fraction(first.count(30)) - Fraction(50, sum(newcomer.values())) < 2


@calmly
@given(pools, st.lists(st.booleans(), min_size=1, max_size=120))
def test_turns_that_are_given_back_leave_the_shares_exact(
    weights: Weights, spam: list[bool]
) -> None:
    """Whose lead was spam gets the next one; of the real leads everybody has their share."""
    turns, total = Round(), sum(weights.values())
    real: Counter[int] = Counter()
    for is_spam in spam:
        member = turns.take(weights)
        if is_spam:  # the lead that follows is real
            before = dict(turns.credits)
            turns.owed.append(member)
            assert turns.take(weights) == member
            assert turns.credits == before
        real[member] += 1
        share = Fraction(sum(real.values()), total)
        assert all(abs(real[key] - weight * share) < 1 for key, weight in weights.items())
    assert turns.owed == []


def test_who_is_owed_but_away_gets_it_later() -> None:
    turns = Round(owed=[1, 2])
    assert turns.take({2: 1, 3: 1}) == 2
    assert turns.take({1: 1, 3: 1}) == 1
    assert turns.owed == []


@calmly
@given(spells)
def test_the_unit_keeps_up_with_any_sum_of_weights(changes: list[tuple[Weights, int]]) -> None:
    turns = Round()
    for weights, count in changes:
        for _ in range(count):
            turns.take(weights)
        assert turns.unit % sum(weights.values()) == 0
        assert turns.unit <= UNIT * 1200
        # What is rounded where the unit changes is less than a millionth of a lead each time.
        assert abs(sum(turns.credits.values())) <= turns.unit // 100_000
