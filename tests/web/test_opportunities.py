"""Opportunities: list, board, one deal's path, moves with Undo, a new one without a lead."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.records import dealing
from headwater.records.models import Account, Contact, Opportunity

HEADERS = {"HX-Request": "true", "HX-Target": "board"}
BOARD = 11  # queries, in any number of deals


@pytest.fixture
def deal(cast: SimpleNamespace) -> Opportunity:
    account = Account.objects.create(owner=cast.mara, name="Harbor Cold Storage")
    contact = Contact.objects.create(owner=cast.mara, account=account, last_name="Okafor")
    given = {"name": "Harbor, roof solar", "account_id": account.pk}
    return dealing.open_deal(given, by=cast.mara, contact=contact)


def _stage(deal: Opportunity) -> str:
    return reverse("opportunity_stage", args=[deal.pk])


def test_a_deal_goes_from_early_to_won_and_back_again(
    mara: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    page = mara.get(reverse("opportunity", args=[deal.pk])).content.decode()
    assert "Early, 0 %" in page and "Okafor" in page and "primary" in page
    answer = mara.post(_stage(deal), {"stage": "Closed Won"})
    assert answer.status_code == 422 and "Win it" in answer.content.decode()
    mara.post(_stage(deal), {"stage": "Closed Won", "amount": "84,000", "asked": "1"})
    deal.refresh_from_db()
    assert deal.is_won and deal.amount == Decimal(84000)
    undo = next(iter(mara.session["headwater.undo"]))
    mara.post(reverse("undo", args=[undo]))
    deal.refresh_from_db()
    assert deal.is_early and deal.amount is None


def test_lost_asks_for_the_reason(mara: Client, deal: Opportunity) -> None:
    form = mara.get(_stage(deal), {"stage": "Closed Lost"}).content.decode()
    assert "Why it was lost" in form and "Competitor" in form
    mara.post(_stage(deal), {"stage": "Closed Lost", "loss_reason": "Price", "asked": "1"})
    deal.refresh_from_db()
    assert deal.loss_reason == "Price" and deal.is_closed and not deal.is_won


def test_the_board_moves_a_card_at_once_or_asks_in_the_dialog(
    mara: Client, deal: Opportunity
) -> None:
    answer = mara.post(_stage(deal), {"stage": "Prospecting"}, headers=HEADERS)
    assert answer.status_code == 200 and 'id="board"' in answer.content.decode()
    assert "is now in Prospecting" in answer.headers["HX-Trigger"]
    answer = mara.post(_stage(deal), {"stage": "Qualification"}, headers=HEADERS)
    assert answer.status_code == 422 and answer.headers["HX-Retarget"] == "#dialog"
    assert "trouble" not in answer.content.decode()
    wrong = {"stage": "Qualification", "amount": "lots", "asked": "1"}
    assert "Amount takes a number" in mara.post(_stage(deal), wrong).content.decode()


def test_the_board_shows_the_first_cards_and_counts_the_rest(
    mara: Client, cast: SimpleNamespace, deal: Opportunity, django_assert_num_queries: Any
) -> None:
    url = reverse("opportunity_board")
    mara.get(url)
    with django_assert_num_queries(BOARD):
        assert mara.get(url).content.decode().count('class="deal"') == 1
    Opportunity.objects.bulk_create(
        Opportunity(owner=cast.mara, name=f"Deal {i}", stage_name="Needs Analysis", amount=1000,
                    forecast_category="Pipeline", probability=20)
        for i in range(40)
    )  # fmt: skip
    with django_assert_num_queries(BOARD):
        page = mara.get(url).content.decode()
    assert page.count('class="deal"') == 21
    assert "and 20 more" in page and "40 deals" in page and "$40,000" in page


def test_a_new_deal_without_a_lead_starts_early(
    mara: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    contact = Contact.objects.get()
    url = f"{reverse('new_opportunity')}?contact={contact.pk}"
    assert "Info Gathering" in mara.get(url).content.decode()
    mara.post(url, {"name": "Second roof", "account_id": contact.account_id})
    made = Opportunity.objects.get(name="Second roof")
    assert made.is_early and made.contact_roles.get().contact == contact
    late = mara.post(url, {"name": "Third", "stage_name": "Negotiation/Review"})
    assert late.status_code == 422 and "needs an amount" in late.content.decode()


def test_the_list_and_the_page_ask_a_fixed_number_of_questions(
    mara: Client, cast: SimpleNamespace, deal: Opportunity, django_assert_max_num_queries: Any
) -> None:
    Opportunity.objects.bulk_create(
        Opportunity(owner=cast.mara, name=f"Deal {i}", stage_name="Needs Analysis",
                    account=deal.account)
        for i in range(30)
    )  # fmt: skip
    with django_assert_max_num_queries(10):
        assert "Deal 7" in mara.get(reverse("opportunities")).content.decode()
    with django_assert_max_num_queries(24):
        mara.get(reverse("opportunity", args=[deal.pk]))


def test_outsiders_find_nothing_and_readers_change_nothing(
    client: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    page = reverse("opportunity", args=[deal.pk])
    client.force_login(cast.otto)
    assert client.get(page).status_code == 404
    assert client.post(_stage(deal), {"stage": "Prospecting"}).status_code == 404
    for url in (reverse("opportunities") + "?view=all", reverse("opportunity_board")):
        assert "Harbor" not in client.get(url).content.decode()
    client.force_login(cast.rhea)
    text = client.get(page).content.decode()
    assert "Harbor" in text and "data-dialog" not in text.split("<main")[1].split("</main>")[0]
    assert client.post(_stage(deal), {"stage": "Prospecting"}).status_code == 403
    assert client.get(reverse("new_opportunity")).status_code == 403
