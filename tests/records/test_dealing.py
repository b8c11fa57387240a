"""Deals: opened early, moved along their stages, closed with a reason, moved back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import dealing, trail
from headwater.records.models import Account, Contact, Opportunity
from headwater.records.problem import Refused


@pytest.fixture
def deal(cast: SimpleNamespace) -> Opportunity:
    return dealing.open_deal({"name": "Roof"}, by=cast.mara)


def test_a_deal_goes_from_an_early_stage_to_won(deal: Opportunity, cast: SimpleNamespace) -> None:
    assert deal.is_early and deal.stage_name == "Info Gathering" and deal.owner_id == cast.mara.pk
    dealing.advance(
        [deal], "Needs Analysis", by=cast.mara, amount=Decimal("900"), close_on=date(2026, 6, 1)
    )
    deal.refresh_from_db()
    assert deal.probability == 20 and deal.forecast_category == "Pipeline" and not deal.is_early
    dealing.advance([deal], "Closed Won", by=cast.mara)
    assert deal.is_won and deal.closed_at and deal.close_on == timezone.localdate()
    stages = [row.stage_name for row in deal.history.all()]
    assert stages == ["Info Gathering", "Needs Analysis", "Closed Won"]
    told = trail.about(deal).filter(event="opportunity.advanced").first()
    assert told and told.changes["stage_name"] == ["Needs Analysis", "Closed Won"]


def test_a_contact_takes_the_primary_part_once(deal: Opportunity, cast: SimpleNamespace) -> None:
    account = Account.objects.create(owner=cast.mara, name="Harbor")
    first, second = (
        Contact.objects.create(owner=cast.mara, account=account, last_name=name) for name in "AB"
    )
    assert dealing.add_contact(deal, first, by=cast.mara, role="Evaluator").is_primary  # type: ignore[union-attr]
    assert not dealing.add_contact(deal, second, by=cast.mara).is_primary  # type: ignore[union-attr]
    assert dealing.add_contact(deal, first, by=cast.mara) is None


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("Qualification", "needs an amount.*needs a close date"),
        ("Closed Won", "needs an amount"),
        ("Closed Lost", "needs the reason"),
        ("Nowhere", "no stage"),
    ],
)
def test_what_a_stage_asks_for(
    deal: Opportunity, cast: SimpleNamespace, stage: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        dealing.advance([deal], stage, by=cast.mara)
    assert deal.stage_name == "Info Gathering"
    deal.refresh_from_db()
    assert deal.is_early and deal.history.count() == 1


def test_lost_says_why_and_leaves_the_numbers(deal: Opportunity, cast: SimpleNamespace) -> None:
    dealing.advance([deal], "Closed Lost", by=cast.mara, loss_reason="Price")
    assert deal.is_closed and not deal.is_won and deal.loss_reason == "Price"
    assert list(Opportunity.objects.lost()) == [deal]


def test_a_move_is_taken_back_exactly(deal: Opportunity, cast: SimpleNamespace) -> None:
    before = Opportunity.objects.filter(pk=deal.pk).values(*dealing.OF_A_MOVE).get()
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal("900"))
    deal.refresh_from_db()
    assert dealing.take_back([deal], by=cast.mara) == 1
    assert Opportunity.objects.filter(pk=deal.pk).values(*dealing.OF_A_MOVE).get() == before
    assert dealing.take_back([deal], by=cast.mara) == 0  # nothing is left as that move left it


def test_many_deals_move_with_the_same_number_of_queries(
    cast: SimpleNamespace, django_assert_num_queries: Callable[..., Any]
) -> None:
    deals = [dealing.open_deal({"name": str(number)}, by=cast.mara) for number in range(20)]
    for some, stage in ((deals[:1], "Prospecting"), (deals, "Closed Lost")):
        with django_assert_num_queries(6):
            dealing.advance(some, stage, by=cast.mara, loss_reason="Timing")
