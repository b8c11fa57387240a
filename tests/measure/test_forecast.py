"""The forecast as it stands and stood; what changed between two moments adds up exactly."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.measure import forecast
from headwater.measure.forecast import Cell
from headwater.measure.span import Span, around, span_of
from headwater.measure.waterfall import Frame, Part, State, told, waterfall
from headwater.people.models import User
from headwater.records import deal_history, dealing, writing
from headwater.records.models import Opportunity
from headwater.sample.time_travel import at

SPAN = span_of("2026-Q2", today=date(2026, 5, 1))
START = datetime(2026, 4, 6, 9, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


@pytest.fixture
def told_deals(cast: SimpleNamespace) -> dict[str, Opportunity]:
    """Five deals of two people, living through April 2026."""
    deals: dict[str, Opportunity] = {}

    def opened(name: str, by: User, amount: int | None = None, stage: str = "") -> None:
        values: dict[str, Any] = {"name": name, "amount": amount}
        values |= {"stage_name": stage, "close_on": date(2026, 5, 20)} if stage else {}
        deals[name] = dealing.open_deal(values, by=by)

    with at(day(0)):
        opened("Early", cast.mara)
        opened("Roof", cast.mara, 1_000, "Qualification")  # 10 %, Pipeline
        opened("Barn", cast.mara, 2_000, "Negotiation/Review")  # 90 %, Commit
        opened("Shed", cast.owen, 4_000, "Value Proposition")  # 50 %, Best Case
    with at(day(5)):
        opened("Mill", cast.owen, 500, "Qualification")
        writing.change([deals["Roof"]], {"amount": Decimal(1_500)}, by=cast.mara)
        dealing.advance([deals["Barn"]], "Closed Won", by=cast.mara)
    with at(day(6)):
        dealing.advance([deals["Shed"]], "Closed Lost", by=cast.owen, loss_reason="Price")
        dealing.advance(
            [deals["Early"]], "Needs Analysis", by=cast.mara, amount=Decimal(800),
            close_on=date(2026, 6, 30),
        )  # fmt: skip
    with at(day(8)):
        writing.change([deals["Mill"]], {"close_on": date(2026, 7, 15)}, by=cast.owen)
    return deals


def _said(user: User, **asked: Any) -> dict[str, tuple[int, int, Decimal]]:
    cells = forecast.roll_up(forecast.forecast(user, SPAN, **asked), lambda line: "")
    return {
        name: (cell.count, int(cell.amount), cell.weighted)
        for name, cell in cells.get("", {}).items() if cell.count
    }  # fmt: skip


def test_the_forecast_stands_and_is_told_as_it_stood(
    told_deals: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    with django_assert_num_queries(1):
        now = _said(cast.ada)
    assert now == {
        "Closed": (1, 2_000, Decimal(2_000)), "Pipeline": (2, 2_300, Decimal(310)),
    }  # fmt: skip
    assert _said(cast.ada, at=day(1)) == {
        "Pipeline": (1, 1_000, Decimal(100)), "Best Case": (1, 4_000, Decimal(2_000)),
        "Commit": (1, 2_000, Decimal(1_800)),
    }  # fmt: skip
    assert _said(cast.ada, at=day(-1)) == {}
    assert not deal_history.astray()


def test_only_whose_deals_one_may_see_and_asks_for(
    told_deals: dict[str, Opportunity], cast: SimpleNamespace
) -> None:
    assert _said(cast.otto) == {} and _said(cast.otto, at=day(1)) == {}
    assert _said(cast.mara, at=day(1)) == {
        "Pipeline": (1, 1_000, Decimal(100)), "Commit": (1, 2_000, Decimal(1_800)),
    }  # fmt: skip
    owen = frozenset({cast.owen.pk})
    assert _said(cast.ines, at=day(1), owners=owen) == {"Best Case": (1, 4_000, Decimal(2_000))}


def test_how_it_moved_says_the_same_as_each_day(
    told_deals: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    moments = [day(number) for number in range(-1, 10)]
    with django_assert_num_queries(1):
        steps = forecast.moved(cast.ada, SPAN, moments)
    for moment, cells in zip(moments, steps, strict=True):
        lines = forecast.forecast(cast.ada, SPAN, at=moment)
        assert forecast.roll_up(lines, lambda line: "").get("", dict.fromkeys(cells, Cell())) == (
            cells
        )


def test_what_changed_is_told_part_by_part(
    told_deals: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    frame = Frame(SPAN)
    with django_assert_max_num_queries(4):
        found = waterfall(cast.ada, frame, day(1), day(9), start=Decimal(7_000))
    assert found.parts == {
        Part.FROM_EARLY: (1, Decimal(800)),
        Part.UP: (1, Decimal(500)),
        Part.LOST: (1, Decimal(-4_000)),
        Part.WON: (1, Decimal(-2_000)),
    }  # Mill came and left the quarter in between
    assert found.end == Decimal(2_300)
    later = waterfall(cast.ada, frame, day(7), day(9), start=Decimal(2_800))
    assert later.parts == {Part.MOVED_OUT: (1, Decimal(-500))}


# --- properties --------------------------------------------------------------------------------
amounts = st.one_of(st.none(), st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100))
states = st.one_of(
    st.none(),
    st.builds(
        State,
        owner_id=st.integers(1, 3),
        close_on=st.one_of(st.none(), st.dates(date(2026, 3, 1), date(2026, 8, 1))),
        amount=amounts,
        probability=st.integers(0, 100).map(Decimal),
        category=st.sampled_from(["Omitted", "Pipeline", "Best Case", "Commit", "Closed"]),
        is_closed=st.booleans(),
        is_won=st.booleans(),
        is_deleted=st.booleans(),
    ),
)


@given(
    st.dictionaries(st.integers(1, 30), st.tuples(states, states), max_size=15),
    st.booleans(),
    st.sampled_from([None, frozenset({1}), frozenset({1, 2})]),
)
@settings(max_examples=300, deadline=None)
def test_the_parts_always_add_up(
    deals: dict[int, tuple[State | None, State | None]], is_weighted: bool, owners: Any
) -> None:
    frame = Frame(SPAN, owners, is_weighted)
    before = {key: was for key, (was, _) in deals.items() if was}
    after = {key: now for key, (_, now) in deals.items() if now}
    start = sum((frame.value(was) for was, _ in deals.values()), Decimal(0))
    end = sum((frame.value(now) for _, now in deals.values()), Decimal(0))
    moves = list(told(before, after, frame))
    assert start + sum((move.delta for move in moves), Decimal(0)) == end
    assert len({move.opportunity_id for move in moves}) == len(moves)
    for move in moves:
        if move.part in (Part.UP, Part.DOWN):
            assert move.delta and (move.delta > 0) == (move.part is Part.UP)
    for key, (was, now) in deals.items():  # a deal that changed its value is never left out
        if frame.value(was) != frame.value(now):
            assert any(move.opportunity_id == key for move in moves)


@pytest.mark.parametrize("seed", range(4))
def test_random_lives_of_deals_add_up_between_any_two_days(
    cast: SimpleNamespace, seed: int
) -> None:
    """Through the real deeds and their history, against the forecast asked for by itself."""
    random, deals = Random(seed), []
    for number in range(12):
        with at(day(number)):
            deals.append(dealing.open_deal({"name": str(number)}, by=cast.mara))
            for deal in random.sample(deals, min(5, len(deals))):
                _live(random, deal, cast)
    assert not deal_history.astray()
    for _ in range(6):
        since, until = sorted(random.sample(range(13), 2))
        for is_weighted in (False, True):
            frame = Frame(SPAN, random.choice([None, frozenset({cast.mara.pk})]), is_weighted)
            first, last = day(since) + timedelta(hours=1), day(until) + timedelta(hours=1)
            start = _open(cast.ada, first, frame)
            found = waterfall(cast.ada, frame, first, last, start=start)
            assert found.end == _open(cast.ada, last, frame)


def _open(user: User, moment: datetime, frame: Frame) -> Decimal:
    lines = forecast.forecast(user, frame.span, owners=frame.owners, at=moment)
    cells = (line.cell for line in lines if line.category != "Closed")
    return sum((cell.value(is_weighted=frame.is_weighted) for cell in cells), Decimal(0))


def _live(random: Random, deal: Opportunity, cast: SimpleNamespace) -> None:
    stages = ("Prospecting", "Qualification", "Value Proposition", "Negotiation/Review",
              "Closed Won", "Closed Lost")  # fmt: skip
    deed = random.randrange(6)
    if deal.is_deleted:
        return writing.restore([deal], by=cast.mara)
    if deed == 0:
        writing.change([deal], {"amount": Decimal(random.randrange(9_999)) / 7 // 1}, by=cast.mara)
    elif deed == 1:
        on = date(2026, 3, 1) + timedelta(days=random.randrange(160))
        writing.change([deal], {"close_on": on}, by=cast.mara)
    elif deed == 2:
        owner = random.choice([cast.mara, cast.owen])
        writing.change([deal], {"owner_id": owner.pk}, by=cast.mara)
    elif deed == 3 and random.random() < 0.3:
        writing.delete([deal], by=cast.mara)
    elif deed == 4:
        dealing.take_back([deal], by=cast.mara)
    else:
        dealing.advance(
            [deal], random.choice(stages), by=cast.mara, loss_reason="Price",
            amount=Decimal(random.randrange(5_000)),
            close_on=date(2026, 5, random.randrange(1, 29)),
        )  # fmt: skip
    return None


@pytest.mark.parametrize(
    ("key", "since", "until", "words"),
    [
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "Q4 2026"),
        ("2026-02", date(2026, 2, 1), date(2026, 3, 1), "February 2026"),
        ("2025", date(2025, 1, 1), date(2026, 1, 1), "2025"),
        ("month", date(2026, 5, 1), date(2026, 6, 1), "May 2026"),
        ("2026-Q5", date(2026, 4, 1), date(2026, 7, 1), "Q2 2026"),
        ("nonsense", date(2026, 4, 1), date(2026, 7, 1), "Q2 2026"),
    ],
)
def test_a_period_as_an_address_says_it(key: str, since: date, until: date, words: str) -> None:
    span = span_of(key, today=date(2026, 5, 17))
    assert (span.since, span.until, span.words) == (since, until, words)
    assert span_of(span.key, today=date(2020, 1, 1)) == span
    assert span.beside(1).since == until and span.beside(1).beside(-1) == span


def test_a_span_holds_its_days() -> None:
    span: Span = around(date(2026, 12, 31), "quarter")
    assert span.holds(date(2026, 10, 1)) and not span.holds(date(2027, 1, 1))
    assert not span.holds(None)
