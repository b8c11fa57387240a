"""The direct form, the advisor beside every form, and what buttons offer in each mode."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.records import dealing
from headwater.records.draft import Draft
from headwater.records.models import Account, Campaign, Contact, Lead, Opportunity

ANNA = {"first_name": "Anna", "last_name": "Bell", "email": "anna@bellfoods.com",
        "company": "Bell Foods"}  # fmt: skip


@pytest.fixture
def harbor(harbor: SimpleNamespace, cast: SimpleNamespace) -> SimpleNamespace:
    """Harbor Cold Storage has an open deal, too."""
    deal = dealing.open_deal({"name": "Roof", "account_id": harbor.account.pk}, by=cast.mara)
    return SimpleNamespace(account=harbor.account, tom=harbor.tom, deal=deal)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_one_form_makes_account_contact_and_deal_and_undo_takes_them(
    mara: Client, campaign: Campaign, mode: Callable[..., None]
) -> None:
    mode("direct")
    page = mara.get("/direct/new", HTTP_HX_TARGET="dialog")
    assert "Account, contact and deal at once" in text(page)
    answer = mara.post(
        "/direct/new",
        {**ANNA, "deal_name": "A carport one day", "lead_source": "Trade Show",
         "campaign": campaign.sf_id, "description": "In passing."},
        follow=True,
    )  # fmt: skip
    deal = Opportunity.objects.get()
    assert (deal.name, deal.stage_name, deal.campaign) == (
        "A carport one day", "Info Gathering", campaign)  # fmt: skip
    assert answer.redirect_chain[-1][0] == f"/opportunities/{deal.pk}"
    assert "New: account, contact, deal." in text(answer)
    key = next(iter(mara.session["headwater.undo"]))
    mara.post(f"/undo/{key}")
    assert not Opportunity.objects.alive().exists() and not Account.objects.alive().exists()


def test_what_is_there_is_found_while_one_types(mara: Client, harbor: SimpleNamespace) -> None:
    shown = text(mara.get("/direct/known", {"email": "tom@harborcold.com", "last_name": "Okafor"}))
    assert f'id="contact-{harbor.tom.pk}" value="{harbor.tom.pk}" checked' in shown
    assert f'id="account-{harbor.account.pk}" value="{harbor.account.pk}" checked' in shown
    assert "Add to Roof" in shown
    other = text(mara.get("/direct/known", {"company": "Harbor Cold Storage", "account": "new"}))
    assert f'value="{harbor.account.pk}" checked' not in other
    assert 'id="account-new" value="new" checked' in other
    colleague = text(mara.get("/direct/known", {"email": "eva@harborcold.com"}))
    assert f'id="account-{harbor.account.pk}"' in colleague
    nobody = text(mara.get("/direct/known"))
    assert "what is there is found" in nobody and "Add to" not in nobody


def test_the_chosen_records_are_used(mara: Client, harbor: SimpleNamespace) -> None:
    given = {"contact": harbor.tom.pk, "account": harbor.account.pk, "deal": harbor.deal.pk}
    mara.post("/direct/new", given)
    assert Opportunity.objects.count() == Contact.objects.count() == 1
    assert harbor.deal.contact_roles.get().contact == harbor.tom
    mara.post("/direct/new", {**given, "deal": "", "deal_name": "Second hall"})
    assert Opportunity.objects.get(name="Second hall").account == harbor.account


def test_duplicate_rules_ask_and_bad_input_is_told_beside_its_box(
    mara: Client, harbor: SimpleNamespace, mode: Callable[..., None]
) -> None:
    asked = mara.post("/direct/new", {"company": "Harbor Cold Storage", "last_name": "Bell"})
    assert asked.status_code == 422 and "It is another account; create anyway" in text(asked)
    sure = mara.post("/direct/new", {"company": "Harbor Cold Storage", "last_name": "Bell",
                                     "save_anyway": "1", "account": "new"})  # fmt: skip
    assert sure.status_code == 302 and Account.objects.count() == 2
    assert mara.post("/direct/new", {"company": "Bell"}).status_code == 422
    mode("direct", has_person_accounts=False)
    refused = mara.post("/direct/new", {"last_name": "Lonely"})
    assert refused.status_code == 422 and "Which company?" in text(refused)
    assert not Contact.objects.filter(last_name="Lonely").exists()


def test_strangers_to_a_record_neither_see_nor_choose_it(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, harbor: SimpleNamespace,
    mode: Callable[..., None],
) -> None:  # fmt: skip
    mode("mixed", account_access="private")
    otto = sign_in(cast.otto)
    shown = text(otto.get("/direct/known", {"email": "tom@harborcold.com", "last_name": "Okafor"}))
    assert "Harbor" not in shown and "Roof" not in shown
    otto.post("/direct/new", {"contact": harbor.tom.pk, "last_name": "Bell", "deal_name": "X"})
    assert Contact.objects.get(last_name="Bell").account != harbor.account
    assert sign_in(cast.rhea).get("/direct/new").status_code == 403


def test_the_advisor_answers_beside_every_form_in_mixed_mode(
    mara: Client, harbor: SimpleNamespace, mode: Callable[..., None]
) -> None:
    assert "/direct/advice/Lead" not in text(mara.get("/leads/new"))
    mode("mixed")
    for path, name in (("leads", "Lead"), ("accounts", "Account"), ("contacts", "Contact"),
                       ("opportunities", "Opportunity")):  # fmt: skip
        assert f'hx-get="/direct/advice/{name}"' in text(mara.get(f"/{path}/new"))
    lead = text(mara.get("/direct/advice/Lead", {"last_name": "Ruiz", "email": "e@harborcold.com"}))
    assert "Advice: account, contact and deal at once." in lead and "Harbor Cold Storage" in lead
    assert "/direct/new?last_name=Ruiz" in lead  # what was typed comes along
    contact = text(mara.get("/direct/advice/Contact", {"last_name": "Bell"}))
    assert "Advice: a lead." in contact and "/leads/new?last_name=Bell" in contact
    account = text(mara.get("/direct/advice/Account", {"name": "Bell Foods"}))
    assert "/direct/new?company=Bell+Foods" in account
    deal = {"name": "Hall", "account_id": harbor.account.sf_id}
    assert "company=Harbor" in text(mara.get("/direct/advice/Opportunity", deal))
    assert mara.get("/direct/advice/Lead").content == b""
    assert mara.get("/direct/advice/Task").status_code == 404
    filled = text(mara.get("/direct/new", {"company": "Bell Foods", "last_name": "Bell"}))
    assert 'value="Bell Foods"' in filled


def test_without_leads_nobody_makes_a_new_one(mara: Client, mode: Callable[..., None]) -> None:
    for chosen, lead, direct in (("leads", True, False), ("mixed", True, True),
                                 ("direct", False, True)):  # fmt: skip
        mode(chosen)
        palette = text(mara.get("/palette", {"q": "new"}))
        assert ("New lead" in palette, "New deal with account" in palette) == (lead, direct)
        listed = text(mara.get("/leads"))
        assert ('data-dialog="/leads/new"' in listed) is lead
        assert ('data-dialog="/direct/new"' in listed) is not lead
    moved = mara.get("/leads/new", {"last_name": "Bell"})
    assert moved.headers["Location"] == "/direct/new?last_name=Bell"


def test_an_open_lead_offers_its_conversion_where_there_need_be_no_leads(
    mara: Client, make_lead: Callable[..., Lead], mode: Callable[..., None]
) -> None:
    lead = make_lead()
    assert "Make account, contact and deal of it." not in text(mara.get(f"/leads/{lead.pk}"))
    mode("mixed")
    page = text(mara.get(f"/leads/{lead.pk}"))
    assert "Make account, contact and deal of it." in page
    assert f'data-dialog="/leads/{lead.pk}/conversion"' in page


def test_a_new_lead_by_hand_stays_one_in_mixed_mode(
    mara: Client, mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("mixed")
    mara.post("/leads/new", ANNA)
    lead = Lead.objects.get()
    assert lead.is_open
    assert "Advice: account, contact and deal at once" in text(mara.get(f"/leads/{lead.pk}"))


def test_what_waits_is_listed_with_why_and_tried_again(
    mara: Client, mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    from headwater import journey

    mode("direct", has_person_accounts=False, default_lead_owner=cast.mara)
    journey.create([Draft({"last_name": "Bell", "email": "b@gmail.com"})], door="form")
    assert "person accounts are switched off" in text(mara.get("/direct/waiting"))
    answer = mara.post("/direct/waiting/again", follow=True)
    assert "1 lead still waits." in text(answer)
    mode("direct", has_person_accounts=True)
    lead = Lead.objects.get()
    answer = mara.post("/direct/waiting/again", {"lead": lead.pk}, follow=True)
    assert "1 lead became account, contact and deal." in text(answer)
    assert "Nobody waits" in text(answer)
