"""Account, contact and early deal in one deed: what exists is used; all of it or nothing."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.advising import direct
from headwater.advising.direct import Wanted
from headwater.match.match_key import MatchKey
from headwater.people.models import Organization
from headwater.records import dealing, trail
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Contact,
    Conversion,
    Lead,
    Opportunity,
)
from headwater.records.problem import Refused

ANNA = {"first_name": "Anna", "last_name": "Bell", "email": "anna@bellfoods.com"}


def test_a_project_mentioned_in_passing(cast: SimpleNamespace, campaign: Campaign) -> None:
    wanted = Wanted(
        {"name": "Bell Foods"}, ANNA, {"name": "Bell Foods, a carport one day"},
        lead_source="Trade Show", campaign=campaign, because={"words": "The company is known."},
    )  # fmt: skip
    made = direct.create(wanted, by=cast.mara)
    deal = Opportunity.objects.get()
    assert made.deal == deal
    assert (deal.stage_name, int(deal.probability)) == ("Info Gathering", 0)
    assert deal.amount is None and deal.close_on is None
    assert (deal.account, deal.campaign, deal.lead_source) == (
        Account.objects.get(), campaign, "Trade Show")  # fmt: skip
    assert deal.contact_roles.get().contact == Contact.objects.get() == made.contact
    assert CampaignMember.objects.get(campaign=campaign).contact == made.contact
    assert made.account.account_source == made.contact.lead_source == "Trade Show"
    assert not Lead.objects.exists() and not Conversion.objects.exists()
    assert trail.about(deal).get(event=direct.MADE).because["words"] == "The company is known."
    assert MatchKey.objects.filter(object_name="Account", record_id=made.account.pk).exists()


def test_what_exists_is_used_and_only_what_is_new_goes_with_undo(
    cast: SimpleNamespace, harbor: SimpleNamespace
) -> None:
    made = direct.create(Wanted({}, harbor.tom, {"name": "Second hall"}), by=cast.owen)
    assert (made.account, made.contact) == (harbor.account, harbor.tom)
    assert list(made.new) == ["Opportunity"]
    assert direct.take_back(made.new, by=cast.owen) == 1
    assert not Opportunity.objects.alive().exists()
    assert Account.objects.alive().count() == Contact.objects.alive().count() == 1


def test_an_open_deal_is_joined_and_left_again(
    cast: SimpleNamespace, harbor: SimpleNamespace
) -> None:
    deal = dealing.open_deal({"name": "Roof", "account_id": harbor.account.pk}, by=cast.owen)
    made = direct.create(Wanted(harbor.account, ANNA, deal), by=cast.owen)
    assert (made.deal, Opportunity.objects.count()) == (deal, 1)
    assert deal.contact_roles.get().contact == made.contact
    assert made.contact.account == harbor.account
    direct.take_back(made.new, by=cast.owen)
    assert not deal.contact_roles.exists() and not Contact.objects.alive().filter(
        last_name="Bell").exists()  # fmt: skip


def test_a_person_without_a_company_is_an_account_where_persons_may_be(
    cast: SimpleNamespace, mode: Callable[..., Organization]
) -> None:
    made = direct.create(Wanted({}, ANNA, {"name": "Roof"}), by=cast.mara)
    assert (made.account.name, made.account.is_person_account) == ("Anna Bell", True)
    mode("direct", has_person_accounts=False)
    with pytest.raises(Refused, match="Which company"):
        direct.create(Wanted({}, {**ANNA, "email": "x@y.example.com"}, {}), by=cast.mara)


def test_all_or_nothing(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused) as refused:
        direct.create(Wanted({"name": "Bell Foods"}, {"first_name": "Anna"}, {}), by=cast.mara)
    assert [problem.field for problem in refused.value.problems] == ["Contact.LastName"]
    with pytest.raises(Refused) as refused:
        direct.create(Wanted({"name": "Bell"}, ANNA, {"stage_name": "No such"}), by=cast.mara)
    assert refused.value.problems[0].field == "Opportunity.StageName"
    assert not Account.objects.exists() and not Contact.objects.exists()


def test_who_may_only_read_makes_nothing(cast: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="not change"):
        direct.create(Wanted({"name": "Bell"}, ANNA, {}), by=cast.rhea)
