"""Deals: opened early, moved along their stages, closed with a reason, moved back."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import deal_history, deal_roles, dealing, stages, trail, writing
from headwater.records.dealing import Opened, Opening
from headwater.records.models import Account, Contact, Opportunity, OpportunityStage
from headwater.records.problem import Refused
from headwater.records.stage_needs import needs


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
    assert deal_roles.add(deal, first, by=cast.mara, role="Evaluator").is_primary  # type: ignore[union-attr]
    assert not deal_roles.add(deal, second, by=cast.mara).is_primary  # type: ignore[union-attr]
    assert deal_roles.add(deal, first, by=cast.mara) is None


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
        with django_assert_num_queries(8):
            dealing.advance(some, stage, by=cast.mara, loss_reason="Timing")


def test_many_deals_are_opened_with_one_statement_a_table(
    cast: SimpleNamespace, django_assert_num_queries: Callable[..., Any]
) -> None:
    contact = Contact.objects.create(owner=cast.mara, last_name="Okafor")
    dealing.open_deal({"name": "First"}, by=cast.mara)  # what is kept is known
    for count in (1, 20):
        wanted = [
            Opening({"name": f"Deal {number}"}, contact=contact, role="Evaluator")
            for number in range(count)
        ]
        with django_assert_num_queries(7):
            made = dealing.open_deals(wanted, by=cast.mara)
        opened = [each for each in made if isinstance(each, Opened)]
        assert [each.deal.name for each in opened] == [each.given["name"] for each in wanted]
        assert all(each.deal.pk and each.part and each.moment.pk for each in opened)
    assert not deal_history.astray()
    assert trail.about(opened[0].deal).get().event == "opportunity.created"


def test_a_refused_deal_leaves_its_neighbours_alone(cast: SimpleNamespace) -> None:
    wanted = [
        Opening({"name": "Roof"}),
        Opening({"name": "Barn", "stage_name": "Negotiation/Review"}),
        Opening({"name": ""}),
        Opening({"name": "Shed", "stage_name": "Closed Lost", "loss_reason": "Price"}),
    ]
    first, second, third, fourth = dealing.open_deals(wanted, by=cast.mara)
    assert isinstance(second, Refused) and "needs an amount" in str(second)
    assert isinstance(third, Refused) and isinstance(first, Opened) and isinstance(fourth, Opened)
    assert set(Opportunity.objects.values_list("name", flat=True)) == {"Roof", "Shed"}


def test_history_says_from_when_until_when_also_after_a_plain_change(
    deal: Opportunity, cast: SimpleNamespace
) -> None:
    writing.change([deal], {"amount": Decimal(500), "next_step": "Call"}, by=cast.mara)
    writing.change([deal], {"next_step": "Call again"}, by=cast.mara)  # tells no forecast anything
    writing.change([deal], {"owner_id": cast.owen.pk}, by=cast.mara)
    dealing.advance([deal], "Prospecting", by=cast.mara)
    writing.delete([deal], by=cast.mara)
    writing.restore([deal], by=cast.mara)
    rows = list(deal.history.all())
    assert [row.amount for row in rows[:2]] == [None, Decimal(500)] and len(rows) == 6
    assert [row.is_deleted for row in rows] == [False] * 4 + [True, False]
    assert rows[1].owner_id == cast.mara.pk and rows[2].owner_id == cast.owen.pk
    assert [row.ended_at for row in rows] == [row.at for row in rows[1:]] + [None]
    assert not deal_history.astray()


def test_a_stage_asks_for_its_own_fields_when_somebody_moves_a_deal_there(
    deal: Opportunity, cast: SimpleNamespace
) -> None:
    stage = OpportunityStage.objects.get(name="Prospecting")
    stage.required_fields = ["next_step"]
    stage.save()
    with pytest.raises(Refused, match="Prospecting needs “Next Step”"):
        dealing.advance([deal], "Prospecting", by=cast.mara)
    assert [need.is_met for need in needs(deal, stage)] == [False]
    writing.change([deal], {"next_step": "Call"}, by=cast.mara)
    assert dealing.advance([deal], "Prospecting", by=cast.mara) == 1
    # What comes from elsewhere is not hindered by it.
    dealing.open_deal({"name": "Import", "stage_name": "Prospecting"}, by=cast.mara)


def test_a_won_deal_may_say_why(deal: Opportunity, cast: SimpleNamespace) -> None:
    dealing.advance(
        [deal], "Closed Won", by=cast.mara, amount=Decimal(900), win_reason="Product fit"
    )
    assert deal.win_reason == "Product fit"
    dealing.advance([deal], "Prospecting", by=cast.mara)
    assert deal.win_reason == ""


def test_a_renamed_stage_takes_its_deals_and_their_history_along(
    deal: Opportunity, cast: SimpleNamespace
) -> None:
    assert stages.rename_stage("Info Gathering", "Finding out") == 1
    assert deal.history.get().stage_name == "Finding out"
