"""The pages about deals: the path with what it asks, roles, history, board, forecast, closed."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.records import dealing, writing
from headwater.records.models import (
    Account,
    Campaign,
    Contact,
    Opportunity,
    OpportunityContactRole,
    OpportunityStage,
)
from headwater.sample.time_travel import at

IN_BOARD = {"HX-Request": "true", "HX-Target": "board"}
PAGES = ("opportunity_forecast", "opportunity_early", "opportunity_closed", "opportunity_board")


@pytest.fixture
def deal(cast: SimpleNamespace) -> Opportunity:
    account = Account.objects.create(owner=cast.mara, name="Harbor Cold Storage")
    contact = Contact.objects.create(owner=cast.mara, account=account, last_name="Okafor")
    given = {"name": "Harbor, roof solar", "account_id": account.pk}
    with at(timezone.now() - timedelta(days=3)):
        return dealing.open_deal(given, by=cast.mara, contact=contact)


def _undo(client: Client) -> None:
    client.post(reverse("undo", args=[next(reversed(client.session["headwater.undo"]))]))


def _page(client: Client, deal: Opportunity) -> str:
    return client.get(reverse("opportunity", args=[deal.pk])).content.decode()


# --- the page of a deal ------------------------------------------------------------------------
def test_the_path_says_what_a_stage_is_for_and_what_the_next_one_asks(
    mara: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    text = _page(mara, deal)
    assert "Is there a project, and who cares?" in text and "here 3 days" in text
    dealing.advance([deal], "Prospecting", by=cast.mara)
    text = _page(mara, deal)
    assert "Qualification asks for" in text and "Amount<span" in text and "is missing" in text
    writing.change([deal], {"amount": Decimal(500)}, by=cast.mara)
    text = _page(mara, deal)
    assert "is there" in text and "Amount none → $500" in text
    long_ago = timezone.now() - timedelta(days=50)
    Opportunity.objects.filter(pk=deal.pk).update(stage_changed_at=long_ago)
    assert "usual 45 days" in _page(mara, deal)


def test_a_stage_asks_for_its_own_fields_and_undo_takes_all_of_it_back(
    mara: Client, deal: Opportunity
) -> None:
    OpportunityStage.objects.filter(name="Prospecting").update(required_fields=["next_step"])
    url = reverse("opportunity_stage", args=[deal.pk])
    asked = mara.post(url, {"stage": "Prospecting"}, headers=IN_BOARD)
    assert asked.status_code == 422 and "Next step" in asked.content.decode()
    given = {"stage": "Prospecting", "next_step": "Call Ann", "asked": "1", "stay": "1"}
    done = mara.post(url, given, headers={"HX-Request": "true"})
    assert done.status_code == 204 and "headwater:changed" in done.headers["HX-Trigger"]
    deal.refresh_from_db()
    assert deal.stage_name == "Prospecting" and deal.next_step == "Call Ann"
    _undo(mara)
    deal.refresh_from_db()
    assert deal.stage_name == "Info Gathering" and deal.next_step == ""


def test_a_won_deal_may_say_why(mara: Client, deal: Opportunity) -> None:
    url = reverse("opportunity_stage", args=[deal.pk])
    assert "Why it was won" in mara.get(url, {"stage": "Closed Won"}).content.decode()
    given = {"stage": "Closed Won", "amount": "900", "win_reason": "Trust in us", "asked": "1"}
    mara.post(url, given)
    assert "Won: trust in us" in _page(mara, deal)


def test_people_take_part_with_undo_each_time(
    mara: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    ann = Contact.objects.create(owner=cast.mara, account=deal.account, last_name="Ann")
    add = reverse("new_opportunity_role", args=[deal.pk])
    assert "Decision Maker" in mara.get(add).content.decode()
    mara.post(add, {"contact": ann.sf_id, "role": "Decision Maker"})
    part = OpportunityContactRole.objects.get(contact=ann)
    assert part.role == "Decision Maker" and not part.is_primary
    assert mara.post(add, {"contact": ann.sf_id, "role": ""}).status_code == 422
    assert mara.post(add, {"contact": "nobody", "role": ""}).status_code == 422

    mara.post(reverse("opportunity_role_primary", args=[deal.pk, part.pk]))
    assert OpportunityContactRole.objects.get(is_primary=True) == part
    _undo(mara)
    assert OpportunityContactRole.objects.get(is_primary=True) != part

    mara.post(reverse("opportunity_role", args=[deal.pk, part.pk]), {"role": "Evaluator"})
    assert "Evaluator" in _page(mara, deal) and "was Decision Maker" in _page(mara, deal)
    _undo(mara)
    mara.post(reverse("opportunity_role_removal", args=[deal.pk, part.pk]))
    assert deal.contact_roles.count() == 1
    _undo(mara)
    assert deal.contact_roles.get(contact=ann).role == "Decision Maker"


def test_outsiders_and_readers_change_no_roles(
    client: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    part = deal.contact_roles.get()
    urls = [reverse("new_opportunity_role", args=[deal.pk])] + [
        reverse(name, args=[deal.pk, part.pk])
        for name in ("opportunity_role", "opportunity_role_primary", "opportunity_role_removal")
    ]
    for user, status in ((cast.otto, 404), (cast.rhea, 403)):
        client.force_login(user)
        assert [client.post(url, {"role": "Other"}).status_code for url in urls] == [status] * 4
    assert deal.contact_roles.get().role == ""


# --- the board ---------------------------------------------------------------------------------
def test_the_board_is_narrowed_by_whose_close_date_and_campaign(
    sign_in: Any, cast: SimpleNamespace, deal: Opportunity
) -> None:
    client = sign_in(cast.ines)
    today = timezone.localdate()
    campaign = Campaign.objects.create(owner=cast.mia, name="Spring", is_active=True)
    for name, owner, days in (("Soon", cast.owen, 0), ("Late", cast.mara, -40)):
        dealing.open_deal(
            {"name": name, "stage_name": "Qualification", "amount": 100, "owner_id": owner.pk,
             "close_on": today + timedelta(days=days),
             "campaign_id": campaign.pk if name == "Soon" else None}, by=owner,
        )  # fmt: skip

    def shown(**asked: Any) -> set[str]:
        text = client.get(reverse("opportunity_board"), asked).content.decode()
        return {name for name in ("Soon", "Late", "Harbor, roof") if f"<b>{name}" in text}

    assert shown() == {"Soon", "Late", "Harbor, roof"}
    assert shown(whose=f"owner:{cast.owen.pk}") == {"Soon"}
    assert shown(whose=f"team:{cast.north.pk}") == {"Soon", "Late", "Harbor, roof"}
    assert shown(whose="mine") == set()
    assert shown(close="overdue") == {"Late"} and shown(close="quarter") >= {"Soon"}
    assert shown(close="none") == {"Harbor, roof"} and shown(campaign=campaign.pk) == {"Soon"}
    assert shown(early="hidden") == {"Soon", "Late"}
    assert shown(whose="owner:999999", close="x", campaign="x") == shown()


def test_the_board_says_what_stands_too_long_and_what_is_weighted(
    mara: Client, cast: SimpleNamespace
) -> None:
    with at(timezone.now() - timedelta(days=30)):
        dealing.open_deal(
            {"name": "Stale", "stage_name": "Qualification", "amount": 1_000,
             "close_on": timezone.localdate()}, by=cast.mara,
        )  # fmt: skip
    text = mara.get(reverse("opportunity_board")).content.decode()
    assert "rotting" in text and "30 days, usual 21" in text and "$100 weighted" in text


def test_after_a_move_the_same_board_is_drawn(
    mara: Client, cast: SimpleNamespace, deal: Opportunity
) -> None:
    dealing.open_deal({"name": "Owen’s", "owner_id": cast.owen.pk}, by=cast.owen)
    url = reverse("opportunity_stage", args=[deal.pk])
    given = {"stage": "Prospecting", "board": "whose=mine&close=none"}
    text = mara.post(url, given, headers=IN_BOARD).content.decode()
    assert 'data-query="whose=mine&amp;close=none"' in text and "Owen’s" not in text


# --- figures -----------------------------------------------------------------------------------
@pytest.fixture
def quarter(cast: SimpleNamespace) -> list[Opportunity]:
    """A pipeline deal, one that grew, one won and one lost, all to close today."""
    today, made = timezone.localdate(), []
    with at(timezone.now() - timedelta(days=20)):
        for name, amount in (("Stays", 1_000), ("Grows", 2_000), ("Wins", 3_000), ("Loses", 400)):
            made.append(dealing.open_deal(
                {"name": name, "stage_name": "Negotiation/Review", "amount": amount,
                 "close_on": today, "lead_source": "Web"}, by=cast.mara,
            ))  # fmt: skip
        dealing.open_deal({"name": "Fell out"}, by=cast.mara)
    with at(timezone.now() - timedelta(days=1)):
        writing.change([made[1]], {"amount": Decimal(2_500)}, by=cast.mara)
        dealing.advance([made[2]], "Closed Won", by=cast.mara, win_reason="Price", close_on=today)
        lost = [made[3], Opportunity.objects.get(name="Fell out")]
        dealing.advance(lost, "Closed Lost", by=cast.mara, loss_reason="Timing", close_on=today)
    return made


def test_the_forecast_says_what_stands_and_what_changed(
    mara: Client, quarter: list[Opportunity]
) -> None:
    url = reverse("opportunity_forecast")
    text = mara.get(url).content.decode()
    assert "$6,500" in text and "$3,500" in text and "Mara Lind" in text  # together, commit
    assert "Open then" in text and "$6,400" in text and "Worth more" in text and "+$500" in text
    assert "−$3,000" in text and "Won: 1 deal" in text and "Lost: 1 deal" in text
    assert "$3,150" in mara.get(url, {"show": "weighted"}).content.decode()
    assert "North" in mara.get(url, {"by": "team"}).content.decode()
    assert "Ines Roy and below" in mara.get(url, {"by": "manager"}).content.decode()
    file = mara.get(url, {"file": "changed"}).content.decode()
    assert "Worth more,Grows,Mara Lind" in file and ",500" in file
    old = mara.get(url, {"period": "2021-Q3"}).content.decode()
    assert "No deal closes in Q3 2021 yet" in old
    for asked in ({"since": "day", "day": "2026-13-40"}, {"since": "start"}, {"period": "0"}):
        assert mara.get(url, asked).status_code == 200


def test_numbers_lead_to_the_deals_behind_them(
    mara: Client, cast: SimpleNamespace, quarter: list[Opportunity]
) -> None:
    for name, wanted in (
        ("opportunity_forecast", {"Stays", "Grows"}), ("opportunity_closed", {"Wins"}),
    ):  # fmt: skip
        text = mara.get(reverse(name), {"period": "year"}).content.decode().replace("&amp;", "&")
        urls = {part.split('"')[0] for part in text.split('href="')[1:] if "where=" in part[:300]}
        assert urls
        lists = [mara.get(url) for url in urls]
        assert {answer.status_code for answer in lists} == {200}
        shown = [answer.content.decode() for answer in lists]
        assert not any("cannot" in each.split('class="asked"')[-1][:200] for each in shown)
        assert any(all(f">{word}<" in each for word in wanted) for each in shown)


def test_won_and_lost_and_the_early_stages_have_pages(
    mara: Client, quarter: list[Opportunity]
) -> None:
    text = mara.get(reverse("opportunity_closed"), {"period": "year"}).content.decode()
    assert "33 %" in text and "Timing" in text and "Opened direct" in text and "$3,000" in text
    text = mara.get(reverse("opportunity_early"), {"period": "year"}).content.decode()
    assert "perfectly fine" in text and "Fell out" in text and "Info Gathering" in text


def test_the_pages_of_figures_ask_a_fixed_number_of_questions(
    sign_in: Any, cast: SimpleNamespace, quarter: list[Opportunity],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client = sign_in(cast.ines)
    for name, most in zip(PAGES, (16, 12, 11, 13), strict=True):
        client.get(reverse(name))
        with django_assert_max_num_queries(most):
            assert client.get(reverse(name)).status_code == 200


def test_an_outsider_counts_nothing(
    client: Client, cast: SimpleNamespace, quarter: list[Opportunity]
) -> None:
    client.force_login(cast.otto)
    for name in PAGES:
        text = client.get(reverse(name), {"whose": "all"}).content.decode()
        assert "Mara" not in text and "$" not in text.replace("$0", "")
