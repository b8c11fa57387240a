"""The tree of accounts: who is in it, what is drawn, numbers rolled up, and how fast."""

import time
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.records import family
from headwater.records.models import Account, Contact, Lead, Opportunity


def account(
    cast: SimpleNamespace, name: str, parent: Account | None = None, **more: Any
) -> Account:
    made: Account = Account.objects.create(
        **({"owner": cast.mara, "name": name, "parent": parent} | more)
    )
    return made


@pytest.fixture
def house(cast: SimpleNamespace) -> SimpleNamespace:
    """Rook Group > Rook Europe > Rook Linden; and Rook Asia beside Europe."""
    group = account(cast, "Rook Group")
    europe, asia = (account(cast, name, group) for name in ("Rook Europe", "Rook Asia"))
    return SimpleNamespace(
        group=group, europe=europe, asia=asia, linden=account(cast, "Rook Linden", europe)
    )


def deal(cast: SimpleNamespace, at: Account, amount: int, **more: Any) -> None:
    Opportunity.objects.create(
        **({"owner": cast.mara, "account": at, "name": "Roof", "amount": amount,
            "stage_name": "Proposal/Price Quote"} | more)
    )  # fmt: skip


def names(node: family.Node) -> list[Any]:
    return [node.name, *[names(each) for each in node.children]]


def test_the_whole_family_from_the_top_with_numbers_rolled_up(
    house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    today = timezone.localdate()
    deal(cast, house.linden, 100)
    deal(cast, house.europe, 40)
    deal(cast, house.europe, 9, forecast_category="Omitted")
    deal(cast, house.asia, 7, is_closed=True, is_won=True, close_on=today)
    deal(cast, house.asia, 5, is_closed=True, is_won=True, close_on=today - timedelta(days=800))
    deal(cast, house.asia, 3, is_closed=True)
    Contact.objects.create(owner=cast.mara, last_name="A", account=house.linden)
    lead = {"owner": cast.mara, "last_name": "L", "company": "R", "matched_account": house.group}
    Lead.objects.create(**lead)
    root = family.tree(house.linden, by=cast.mara)
    assert names(root) == ["Rook Group", ["Rook Asia"], ["Rook Europe", ["Rook Linden"]]]
    europe = root.children[1]
    assert europe.children[0].is_current and europe.children[0].level == 3
    assert (europe.own.deals, europe.whole.deals, root.own.deals) == (2, 3, 0)
    assert europe.own.pipeline == Decimal(40) and root.whole.pipeline == Decimal(140)
    assert root.whole.won == Decimal(7) and root.whole.below == 3
    assert (root.whole.contacts, root.whole.leads, root.own.leads) == (1, 1, 1)


def test_nobody_sees_more_of_it_than_they_may(
    house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    deal(cast, house.linden, 100)
    assert family.tree(house.group, by=cast.otto).whole.deals == 0  # Mara's private deal
    cast.organization.account_access = "private"
    cast.organization.save()
    own = account(cast, "Otto's", house.linden, owner=cast.otto)
    otto = type(cast.otto).objects.get(pk=cast.otto.pk)
    assert names(family.tree(own, by=otto)) == ["Otto's"]
    assert not family.has_family(own, by=otto)


def test_a_wide_and_a_deep_family_are_drawn_in_part(
    house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    Account.objects.bulk_create(
        Account(owner=cast.mara, name=f"Shop {n:03}", parent=house.group) for n in range(120)
    )
    last = Account.objects.get(name="Shop 119")
    deep = last
    for level in range(8):
        deep = account(cast, f"Level {level}", deep)
    below = account(cast, "Below", deep)
    root = family.tree(deep, by=cast.mara)
    assert root.child_count == 122 and len(root.children) == family.EACH and root.more == 72
    assert root.children[-1].name == "Shop 119"  # the way to whom one looks at is always drawn
    node = root
    while node.children and not node.is_current:
        node = node.children[-1]
    assert node.pk == deep.pk and [each.pk for each in node.children] == [below.pk]
    more = family.children(house.group, by=cast.mara, start=family.EACH, first=last.pk)
    assert len(more) == family.EACH and more[0].name > root.children[-2].name
    assert not {each.pk for each in more} & {each.pk for each in root.children}


def test_ten_thousand_accounts_cost_no_more_questions(
    house: SimpleNamespace, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for parent in (house.group, house.europe, house.asia, house.linden):
        rows = [Account(owner=cast.mara, name=f"S {n}", parent=parent) for n in range(2_500)]
        made = Account.objects.bulk_create(rows)
        Opportunity.objects.bulk_create(
            Opportunity(owner=cast.mara, account=each, name="D", stage_name="Q", amount=1)
            for each in made
        )
    with django_assert_max_num_queries(8):
        began = time.perf_counter()
        root = family.tree(house.linden, by=cast.mara)
        took = time.perf_counter() - began
    assert root.whole.below == 10_003 and root.whole.pipeline == 10_000
    assert took < 1.0, took  # 0.1 s where nobody else works
