"""What can be chosen in the convert dialog, and what it says about each choice."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.convert.models import ConversionRule, ConversionSettings
from headwater.match import keys
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Contact,
    Conversion,
    Lead,
    Opportunity,
    OpportunityContactRole,
    Question,
    Task,
)

HOME = {"street": "12 Willow Court", "city": "Linden", "postal_code": "80274"}


@pytest.fixture
def tom(make_lead: Callable[..., Lead]) -> Lead:
    return make_lead(
        first_name="Tom", email="tom@harbor.example.com", phone="+13035550144",
        title="Operations manager", lead_source="Web",
    )  # fmt: skip


@pytest.fixture
def harbor(cast: SimpleNamespace) -> Account:
    account: Account = Account.objects.create(
        owner=cast.owen, name="Harbor Cold Storage", website="harbor.example.com"
    )
    keys.refresh("Account", [account])
    return account


@pytest.fixture
def known_tom(cast: SimpleNamespace, harbor: Account) -> Contact:
    contact: Contact = Contact.objects.create(
        owner=cast.owen, account=harbor, first_name="T.", last_name="Okafor",
        email="tom@harbor.example.com", title="Site manager", phone="+13035550100",
    )  # fmt: skip
    keys.refresh("Contact", [contact])
    return contact


def _url(lead: Lead) -> str:
    return reverse("conversion", args=[lead.pk])


def _page(client: Client, lead: Lead, **asked: Any) -> str:
    return client.get(_url(lead), asked).content.decode()


# --- values --------------------------------------------------------------------------------------
def test_keep_take_and_both(mara: Client, tom: Lead, known_tom: Contact) -> None:
    page = _page(mara, tom)
    assert "3 fields differ" in page
    assert 'id="take-Contact-first_name-lead" value="lead"' in page
    assert 'aria-label="First name: take Tom" checked' in page  # written out says more than T.
    assert "keep both, the lead’s in Mobile phone" in page
    mara.post(_url(tom), {"looked": 1, "take-Contact-phone": "both", "take-Contact-title": "both"})
    known_tom.refresh_from_db()
    assert known_tom.first_name == "Tom" and known_tom.title == "Site manager"
    assert known_tom.phone == "+13035550100" and known_tom.mobile_phone == "+13035550144"
    assert "Title: Operations manager" in known_tom.description


def test_what_goes_where_and_what_stays_is_told(
    mara: Client, tom: Lead, known_tom: Contact
) -> None:
    tom.budget = "60,000"
    tom.save()
    page = _page(mara, tom, **{"take-Contact-title": "lead"})
    fold = page.split('id="goes"')[1]
    assert "instead of Site manager" in fold and "fills a gap" in fold
    assert "60,000" in fold.split("Stays on the lead")[1]


# --- which records -------------------------------------------------------------------------------
def test_another_account_or_contact_is_looked_up(
    mara: Client, cast: SimpleNamespace, tom: Lead, known_tom: Contact
) -> None:
    other = Account.objects.create(owner=cast.owen, name="Quayside Ltd")
    lena = Contact.objects.create(owner=cast.owen, account=other, last_name="Lund")
    page = _page(mara, tom, account_pick=other.pk)
    assert f'id="account-{other.pk}" value="{other.pk}" checked' in page
    assert f'id="account-{other.pk}"' in _page(mara, tom, account_named="quayside ltd")
    page = _page(mara, tom, contact_pick=lena.pk)
    assert f'id="contact-{lena.pk}" value="{lena.pk}" checked' in page
    assert f'id="account-{other.pk}" value="{other.pk}" checked' in page  # where she works
    mara.post(_url(tom), {"account": other.pk, "contact": lena.pk})
    assert Conversion.objects.get().contact == lena


def test_a_person_is_an_account_and_lives_in_a_household(
    mara: Client, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    family = Account.objects.create(
        owner=cast.mara, name="Vance household", type="Household",
        **{f"billing_{name}": value for name, value in HOME.items()},
    )  # fmt: skip
    keys.refresh("Account", [family])
    nora = make_lead(first_name="Nora", last_name="Vance", company="", **HOME)
    page = _page(mara, nora)
    assert f'id="household-{family.pk}" value="{family.pk}" checked' in page
    assert "account and contact in one" in page and "Puts them into" in page.replace("puts", "Puts")
    assert 'name="account_name"' not in page
    mara.post(_url(nora), {})
    account = Conversion.objects.get().account
    assert account and account.is_person_account and account.parent == family


def test_a_new_household_and_none(mara: Client, make_lead: Callable[..., Lead]) -> None:
    nora = make_lead(first_name="Nora", last_name="Vance", company="", **HOME)
    assert 'id="household-none" value="none" checked' in _page(mara, nora)
    mara.post(_url(nora), {"household": "new", "household_name": "The Vances"})
    account = Conversion.objects.get().account
    assert account and account.parent and account.parent.name == "The Vances"
    assert account.parent.type == "Household"


def test_somebody_with_a_company_may_be_a_person_account_where_there_are_any(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    assert 'id="kind-business" value="business" checked' in _page(mara, tom)
    mara.post(_url(tom), {"kind": "person"})
    account = Conversion.objects.get().account
    assert account and account.is_person_account and account.name == "Tom Okafor"


def test_without_person_accounts_nobody_is_asked(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    cast.organization.has_person_accounts = False
    cast.organization.save()
    assert 'name="kind"' not in _page(mara, tom)


# --- the opportunity -----------------------------------------------------------------------------
def test_an_open_deal_is_added_to_and_one_that_is_not_seen_is_warned_of(
    mara: Client, cast: SimpleNamespace, tom: Lead, harbor: Account
) -> None:
    deal = Opportunity.objects.create(
        owner=cast.otto, account=harbor, name="Roof", stage_name="Prospecting"
    )
    page = _page(mara, tom)
    assert "Otto Outside has an open opportunity" in page and "Roof" not in page
    deal.owner = cast.mara
    deal.save()
    page = _page(mara, tom)
    assert f'id="opportunity-{deal.pk}" value="{deal.pk}" checked' in page and "Add to Roof" in page
    mara.post(_url(tom), {"role": "Evaluator"})
    part = OpportunityContactRole.objects.get(opportunity=deal)
    assert part.role == "Evaluator" and Opportunity.objects.count() == 1


def test_leaving_the_deal_out_says_what_is_lost_and_asks_why(
    mara: Client, cast: SimpleNamespace, tom: Lead, harbor: Account, campaign: Campaign
) -> None:
    CampaignMember.objects.create(campaign=campaign, lead=tom, status="Sent")
    deal = Opportunity.objects.create(
        owner=cast.mara, account=harbor, name="Roof", stage_name="Prospecting"
    )
    page = _page(mara, tom, opportunity="none")
    assert f"The source Web and the campaign {campaign.name} get no credit" in page
    assert "Add to it instead" not in page
    page = _page(mara, tom, opportunity="none", reason="A deal exists already")
    assert "Roof is open" in page and f'for="opportunity-{deal.pk}"' in page
    other = {"opportunity": "none", "reason": "Other"}
    assert mara.post(_url(tom), other).status_code == 422
    mara.post(_url(tom), other | {"reason_words": "Moves abroad"})
    assert Conversion.objects.get().no_deal_reason == "Other: Moves abroad"


def test_where_it_may_not_be_left_out_it_is_made(mara: Client, tom: Lead) -> None:
    ConversionSettings.objects.update(allows_no_deal=False)
    assert 'value="none"' not in _page(mara, tom).split('id="convert-deal"')[1]
    mara.post(_url(tom), {"opportunity": "none", "reason": "Other", "reason_words": "x"})
    assert Conversion.objects.get().opportunity is not None


def test_names_follow_the_patterns_and_may_be_typed_over(mara: Client, tom: Lead) -> None:
    ConversionSettings.objects.update(deal_name="{company} – {lead_source}", role="Evaluator")
    page = _page(mara, tom)
    assert 'value="Harbor Cold Storage – Web"' in page and "<option selected>Evaluator" in page
    mara.post(_url(tom), {"name": "Cold stores", "account_name": "Harbor"})
    made = Conversion.objects.get()
    assert str(made.opportunity) == "Cold stores" and str(made.account) == "Harbor"


# --- who comes along -----------------------------------------------------------------------------
def test_colleagues_come_along_to_the_same_account_and_deal(
    mara: Client, cast: SimpleNamespace, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    lena = make_lead(first_name="Lena", last_name="Brandt", email="lena@harbor.example.com")
    ravi = make_lead(first_name="Ravi", last_name="Nair", phone="+13035550190")
    make_lead(last_name="Stranger", company="Elsewhere")
    keys.refresh("Lead", [tom, lena, ravi])
    page = _page(mara, tom)
    assert f'id="sibling-{lena.pk}" value="{lena.pk}" checked' in page
    assert f'id="sibling-{ravi.pk}" value="{ravi.pk}">' in page  # the name alone is not sure
    assert "same web domain · yours" in page and "Stranger" not in page
    mara.post(_url(tom), {})
    first, other = Conversion.objects.get(lead=tom), Conversion.objects.get(lead=lena)
    assert first.account == other.account and first.contact != other.contact
    assert first.opportunity == other.opportunity and first.run == other.run
    ravi.refresh_from_db()
    assert ravi.is_open
    mara.post(reverse("conversion_undo", args=[first.pk]))
    assert not Account.objects.exists() and Lead.objects.open().count() == 4


def test_leads_of_others_are_not_ticked_and_those_unseen_not_shown(
    sign_in: Any, cast: SimpleNamespace, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    theirs = make_lead(last_name="Brandt", email="lena@harbor.example.com", owner=cast.owen)
    hidden = make_lead(last_name="Hidden", email="kim@harbor.example.com", owner=cast.otto)
    keys.refresh("Lead", [tom, theirs, hidden])
    page = sign_in(cast.ines).get(_url(tom)).content.decode()
    assert f'id="sibling-{theirs.pk}" value="{theirs.pk}">' in page and "Owen Park’s" in page
    assert "Hidden" not in page


def test_a_sibling_that_is_not_ready_stays_and_is_told_of(
    mara: Client, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    lena = make_lead(last_name="Brandt", email="lena@harbor.example.com")
    keys.refresh("Lead", [tom, lena])
    ConversionRule.objects.create(name="Known", required_fields=["title"])
    mara.post(_url(tom), {"looked": 1, "sibling": [lena.pk]})
    assert Conversion.objects.get().lead == tom
    toast = mara.get(reverse("more")).content.decode()
    assert "Brandt was not converted" in toast


def test_a_follow_up_is_made_when_it_is_wanted(
    mara: Client, cast: SimpleNamespace, tom: Lead
) -> None:
    assert "follow_up_subject" not in _page(mara, tom)
    ConversionSettings.objects.update(asks_follow_up=True, follow_up_subject="Call {first_name}")
    page = _page(mara, tom)
    assert 'value="Call Tom"' in page
    day = timezone.localdate() + timedelta(days=9)
    mara.post(_url(tom), {
        "looked": 1, "follow_up": 1, "follow_up_subject": "Send a quote",
        "follow_up_on": day.isoformat(), "follow_up_owner": cast.owen.pk,
    })  # fmt: skip
    task = Task.objects.get()
    assert (task.subject, task.due_on, task.owner_id) == ("Send a quote", day, cast.owen.pk)
    assert task.contact == Conversion.objects.get().contact


# --- criteria ------------------------------------------------------------------------------------
def test_what_is_missing_is_written_right_there(mara: Client, tom: Lead) -> None:
    ConversionRule.objects.create(
        name="Ready", required_fields=["budget"], criteria="Rating = 'Hot'", asks_questions=True
    )
    Question.objects.all().delete()
    roof = Question.objects.create(text="How old is the roof?", is_required=True)
    page = _page(mara, tom)
    assert "Not ready yet: 3 things missing" in page and "Rating is Hot" in page
    answer = mara.post(_url(tom), {"need-budget": "60,000"})
    assert answer.status_code == 422 and "Rating is Hot" in answer.content.decode()
    tom.refresh_from_db()
    assert tom.budget == ""  # refused: nothing is kept
    typed = {"need-budget": "60,000", "need-rating": "Hot", f"answer-{roof.pk}": "2019"}
    page = _page(mara, tom, looked=1, **typed)
    assert "Ready to be converted" in page and 'value="60,000"' in page
    mara.post(_url(tom), typed)
    tom.refresh_from_db()
    assert tom.is_converted and tom.budget == "60,000" and tom.rating == "Hot"
    assert tom.answers.get().value == "2019"


def test_managers_convert_all_the_same_with_a_reason(
    sign_in: Any, cast: SimpleNamespace, tom: Lead
) -> None:
    ConversionRule.objects.create(name="Ready", required_fields=["budget"])
    mara, ines = sign_in(cast.mara), sign_in(cast.ines)
    page = _page(mara, tom)
    assert "sales managers and admins" in page and 'name="override"' not in page
    assert mara.post(_url(tom), {"override": "Please"}).status_code == 422
    assert 'name="override"' in _page(ines, tom)
    assert ines.post(_url(tom), {}).status_code == 422
    ines.post(_url(tom), {"override": "Their board decides today"})
    assert Conversion.objects.get().override_reason == "Their board decides today"


def test_a_rule_that_reminds_does_not_hold_anybody_up(mara: Client, tom: Lead) -> None:
    ConversionRule.objects.create(name="Nice", required_fields=["timeline"], is_binding=False)
    page = _page(mara, tom)
    assert "Not known yet: Timeline" in page and "Not ready" not in page
    mara.post(_url(tom), {})
    assert Conversion.objects.exists()


# --- undo ----------------------------------------------------------------------------------------
def test_what_was_changed_since_is_chosen_value_by_value(
    mara: Client, cast: SimpleNamespace, tom: Lead, known_tom: Contact
) -> None:
    mara.post(_url(tom), {"take-Contact-title": "lead", "looked": 1})
    conversion = Conversion.objects.get()
    known_tom.refresh_from_db()
    known_tom.title = "Director"
    known_tom.save()
    undo = reverse("conversion_undo", args=[conversion.pk])
    page = mara.get(undo).content.decode()
    assert "Changed by somebody since" in page and "Director" in page and "Site manager" in page
    key = f"Contact:{known_tom.pk}:title"
    assert f'value="{key}"' in page
    mara.post(undo, {"asked": 1, "restore": [key]})
    known_tom.refresh_from_db()
    assert known_tom.title == "Site manager" and known_tom.first_name == "T."


def test_part_of_an_act_is_undone(
    mara: Client, cast: SimpleNamespace, tom: Lead, make_lead: Callable[..., Lead]
) -> None:
    lena = make_lead(last_name="Brandt", email="lena@harbor.example.com")
    keys.refresh("Lead", [tom, lena])
    mara.post(_url(tom), {})
    own = Conversion.objects.get(lead=lena)
    undo = reverse("conversion_undo", args=[own.pk])
    page = mara.get(f"{undo}?asked=1&keep=Contact").content.decode()
    assert "Untouched since; it stays" in page
    mara.post(undo, {"asked": 1})  # Tom stays converted
    own.refresh_from_db()
    assert own.is_undone and not Conversion.objects.get(lead=tom).is_undone
    assert Contact.objects.count() == 1


def test_a_day_that_is_none_is_told(mara: Client, tom: Lead) -> None:
    answer = mara.post(_url(tom), {"close_on": "soon"})
    assert answer.status_code == 422 and "Close date takes a day" in answer.content.decode()
    mara.post(_url(tom), {"stage": "Prospecting", "close_on": "2026-12-31"})
    made = Conversion.objects.get().opportunity
    assert made and made.close_on == date(2026, 12, 31)
