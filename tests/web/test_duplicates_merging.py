"""Merging chosen records, old addresses, taking apart, and likely matches while one types."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from headwater.match import keys
from headwater.match.match_run import MatchRun
from headwater.match.rules.duplicate_rule import DuplicateRule, Security
from headwater.merge.act import Merge
from headwater.people.models import User
from headwater.people.organization import Access
from headwater.records.models import (
    Account,
    Contact,
    DuplicatePair,
    Lead,
    Note,
    Opportunity,
    OpportunityStage,
)
from tests.web.test_duplicates import HTMX, again, pair_of, ruth, waiting

__all__ = ["again", "ruth", "waiting"]
pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
MakeLead = Callable[..., Lead]


def address(*leads: Lead) -> str:
    return reverse("merger", args=["Lead"]) + "?" + "&".join(f"id={lead.pk}" for lead in leads)


# --- merging ------------------------------------------------------------------------------------
def test_two_leads_become_one_by_choice(
    mara: Client, waiting: DuplicatePair, ruth: Lead, again: Lead, cast: SimpleNamespace
) -> None:
    Note.objects.create(lead=again, body="Wants a visit", created_by=cast.mara)
    page = mara.get(reverse("duplicate", args=[waiting.pk]), {"master": ruth.pk}).text
    assert "<b>1 note</b> → Ruth Ames" in page
    given = {
        "id": [ruth.pk, again.pk], "master": ruth.pk, "value-email": again.pk,
        "value-first_name": ruth.pk, "next": "/duplicates",
    }  # fmt: skip
    answer = mara.post(reverse("merger", args=["Lead"]), given, headers=HTMX)
    assert answer.status_code == 204
    assert "2 leads are one now: Ruth Ames." in answer["HX-Trigger"]
    assert "duplicates:decided" in answer["HX-Trigger"]
    ruth.refresh_from_db()
    assert (ruth.email, ruth.first_name, ruth.city) == (again.email, "Ruth", "Linden")
    assert Note.objects.get().lead_id == ruth.pk
    waiting.refresh_from_db()
    assert waiting.state == DuplicatePair.State.MERGED
    assert "Nobody is here twice" in mara.get("/duplicates").text

    page = mara.get(f"/leads/{ruth.pk}").text
    for words in ("Merged from 2 records", "Ruth M. Ames merged into it", "Unmerge…"):
        assert words in page
    assert "Merged into Ruth" not in page
    old = mara.get(f"/leads/{again.pk}", follow=True)
    assert old.redirect_chain == [(f"/leads/{ruth.pk}", 302)]
    assert "Ruth M. Ames was merged into Ruth Ames." in old.text

    undo_url = answer["HX-Trigger"].partition('"undo_url": "')[2].partition('"')[0]
    assert "1 merge taken back." in mara.post(undo_url, follow=True).text
    ruth.refresh_from_db()
    assert ruth.email == "ruth@ames.example.net"
    assert mara.get(f"/leads/{again.pk}").status_code == 200


def test_a_list_s_button_looks_first(mara: Client, ruth: Lead, again: Lead) -> None:
    assert f'formaction="{reverse("merger", args=["Lead"])}"' in mara.get("/leads").text
    answer = mara.post(reverse("merger", args=["Lead"]), {"id": [ruth.pk, again.pk]})
    assert answer["Location"] == address(ruth, again)
    page = mara.get(answer["Location"]).text
    for words in ("Merge 2 leads", "Why we think so", "What happens", "r.ames@mail.example.org"):
        assert words in page
    given = {"id": [ruth.pk, again.pk], "master": again.pk}
    answer = mara.post(reverse("merger", args=["Lead"]), given, follow=True)
    assert answer.redirect_chain == [(f"/leads/{again.pk}", 302)]
    assert "2 leads are one now" in answer.text


def test_one_record_asks_with_whom(mara: Client, ruth: Lead, again: Lead) -> None:
    keys.refresh("Lead", [ruth, again])
    page = mara.get(address(ruth)).text
    assert "Merge Ruth Ames with whom?" in page
    assert "Ruth M. Ames" in page
    assert "Tick two or more" in mara.get(reverse("merger", args=["Lead"])).text


def test_contacts_and_accounts_merge_too(mara: Client, cast: SimpleNamespace) -> None:
    accounts = [Account.objects.create(name=name, owner=cast.mara)
                for name in ("Collins Brewery", "Collins Brewing Co")]  # fmt: skip
    said = {"last_name": "Park", "owner": cast.mara, "account": accounts[0]}
    people = [Contact.objects.create(first_name=first, **said) for first in ("Leo", "Leonard")]
    pair_of(*people)
    page = mara.get(f"/contacts/{people[0].pk}").text
    assert "Possible duplicate" in page
    assert f"/duplicates/{DuplicatePair.objects.get().pk}" in page
    for noun, (one, other) in (("Contact", people), ("Account", accounts)):
        given = {"id": [one.pk, other.pk], "master": one.pk}
        page = mara.post(reverse("merger", args=[noun]), given, follow=True).text
        assert "Merged from 2 records" in page
        place = f"/{noun.lower()}s"
        assert mara.get(f"{place}/{other.pk}")["Location"] == f"{place}/{one.pk}"


def test_who_may_not_merge(
    mara: Client, sign_in: SignIn, cast: SimpleNamespace, ruth: Lead, make_lead: MakeLead
) -> None:
    theirs = make_lead(last_name="Ames", owner=cast.otto)
    url = reverse("merger", args=["Lead"])
    given = {"id": [ruth.pk, theirs.pk], "master": ruth.pk}
    assert mara.post(url, given).status_code == 404
    assert "Ames</b>" not in mara.get(address(theirs)).text
    assert sign_in(cast.rhea).get(url).status_code == 403
    assert sign_in(cast.rhea).post(url, given).status_code == 403
    assert mara.get(reverse("merger", args=["Opportunity"])).status_code == 404
    assert not Merge.objects.exists()


def test_somebody_else_was_faster(mara: Client, ruth: Lead, again: Lead) -> None:
    page = mara.get(address(ruth, again)).text
    stamp = page.partition('name="seen" value="')[2].partition('"')[0]
    assert stamp
    Lead.objects.filter(pk=again.pk).update(city="Cove")
    ruth.title = "Owner"
    ruth.save()
    given = {"id": [ruth.pk, again.pk], "master": ruth.pk, "seen": "another"}
    answer = mara.post(reverse("merger", args=["Lead"]), given)
    assert answer["Location"] == address(ruth, again)
    assert not Merge.objects.exists()


# --- taking apart -------------------------------------------------------------------------------
def test_unmerging_foresees_and_does_it(
    mara: Client, sign_in: SignIn, ruth: Lead, again: Lead, cast: SimpleNamespace
) -> None:
    given = {"id": [ruth.pk, again.pk], "master": ruth.pk}
    mara.post(reverse("merger", args=["Lead"]), given)
    url = reverse("unmerge", args=[Merge.objects.get().pk])
    page = mara.get(url).text
    for words in ("2 records became one", "What comes back", "Ruth M. Ames is there again"):
        assert words in page
    assert sign_in(cast.otto).get(url).status_code == 404
    assert sign_in(cast.rhea).post(url).status_code == 403
    page = mara.post(url, follow=True).text
    assert "2 leads again" in page
    assert "Merged from" not in page
    assert "taken back already" in mara.post(url, follow=True).text
    again.refresh_from_db()
    assert not again.is_deleted


def test_what_is_ambiguous_is_asked(
    mara: Client, ruth: Lead, again: Lead, cast: SimpleNamespace
) -> None:
    given = {"id": [ruth.pk, again.pk], "master": ruth.pk}
    mara.post(reverse("merger", args=["Lead"]), given)
    mara.post(f"/leads/{ruth.pk}/notes", {"note": "Came since"})
    url = reverse("unmerge", args=[Merge.objects.get().pk])
    page = mara.get(url).text
    assert "whose is it?" in page
    assert "proposed" in page
    name = page.partition('name="answer-')[2].partition('"')[0]
    mara.post(url, {f"answer-{name}": again.pk})
    assert Note.objects.get().lead_id == again.pk


# --- while typing -------------------------------------------------------------------------------
def test_likely_matches_while_typing(
    mara: Client, sign_in: SignIn, ruth: Lead, cast: SimpleNamespace
) -> None:
    keys.refresh("Lead", [ruth])
    assert reverse("alike", args=["Lead"]) in mara.get("/leads/new").text
    url = reverse("alike", args=["Lead"])
    typed = {"first_name": "Ruth", "last_name": "Ames", "email": "ruth@ames.example.net"}
    found = mara.get(url, typed).text
    for words in ("Perhaps you know them already", "Ruth Ames", "yours", "Use this one"):
        assert words in found
    assert mara.get(url, {"first_name": "", "last_name": ""}).text.strip() == ""
    assert mara.get(url, {"last_name": "Zyx\x00"}).text.strip() == ""
    assert mara.get(reverse("alike", args=["Task"])).status_code == 404
    assert sign_in(cast.otto).get(url, typed).text.strip() == ""
    rules = DuplicateRule.objects.filter(sobject_type="Lead")
    assert rules.update(security=Security.BYPASS, is_active=True)
    otto = sign_in(cast.otto).get(url, typed).text
    assert "that you cannot see" in otto
    assert "Mara Lind" in otto
    assert "Ruth" not in otto
    assert f"/leads/{ruth.pk}" not in otto


def test_a_new_contact_is_told_of_the_lead_it_was(
    mara: Client, ruth: Lead, cast: SimpleNamespace
) -> None:
    account = Account.objects.create(name="Harbor Cold Storage", owner=cast.mara)
    keys.refresh("Lead", [ruth])
    keys.refresh("Account", [account])
    url = reverse("alike", args=["Contact"])
    for key in (account.pk, account.sf_id, "nonsense", "x" * 15):
        typed = {"first_name": "Ruth", "last_name": "Ames", "account_id": key,
                 "mobile_phone": "+4155550178"}  # fmt: skip
        assert "Ruth Ames" in mara.get(url, typed).text
    found = mara.get(reverse("alike", args=["Account"]), {"name": "Harbor Cold Storage Ltd"}).text
    assert f"/accounts/{account.pk}" in found


def test_using_the_one_that_is_known_fills_its_gaps(
    mara: Client, sign_in: SignIn, ruth: Lead, cast: SimpleNamespace
) -> None:
    url = reverse("use_known", args=["Lead", ruth.pk])
    typed = {"first_name": "R.", "title": "Owner", "city": "Linden"}
    answer = mara.post(url, typed, headers=HTMX)
    assert answer["HX-Redirect"] == f"/leads/{ruth.pk}"
    ruth.refresh_from_db()
    assert (ruth.first_name, ruth.title, ruth.city) == ("Ruth", "Owner", "Linden")
    page = mara.get(f"/leads/{ruth.pk}").text
    assert "what was missing is filled in" in page
    assert sign_in(cast.otto).post(url, typed).status_code == 404


# --- beside a lead ------------------------------------------------------------------------------
def test_a_lead_knows_whom_it_resembles_and_its_account(
    mara: Client, waiting: DuplicatePair, ruth: Lead, cast: SimpleNamespace
) -> None:
    cast.organization.account_access = Access.PRIVATE
    cast.organization.save()
    account = Account.objects.create(name="Harbor Cold Storage", owner=cast.mara)
    stage = OpportunityStage.objects.filter(is_closed=False)[0]
    Opportunity.objects.create(name="Two cold stores", account=account, owner=cast.mara,
                               stage_name=stage.name, amount=45_000)  # fmt: skip
    ruth.matched_account = account
    ruth.save()
    page = mara.get(f"/leads/{ruth.pk}").text
    for words in ("Possible duplicate", "Ruth M. Ames", "97.0 %", "Same mobile number",
                  f"/duplicates/{waiting.pk}", "1 open opportunity, $45,000",
                  "Two cold stores", "0 won"):  # fmt: skip
        assert (words in page) == (words != "0 won"), words


# --- looking through everything -----------------------------------------------------------------
def test_a_look_through_everything(sign_in: SignIn, cast: SimpleNamespace) -> None:
    mia, mara = sign_in(cast.mia), sign_in(cast.mara)
    assert "Nobody has looked yet" in mia.get("/duplicates/runs").text
    assert "Look now" not in mara.get("/duplicates/runs").text
    assert mara.post("/duplicates/runs").status_code == 403
    assert mia.post("/duplicates/runs")["Location"] == "/duplicates/runs"
    run = MatchRun.objects.get()
    page = mia.get("/duplicates/runs").text
    assert run.step in page
    assert "Look now" not in page
    assert "A run is under way" in mia.post("/duplicates/runs", follow=True).text
    going = reverse("match_run_progress", args=[run.pk])
    assert "every 1s" in mia.get(going, headers=HTMX).text
    assert mia.get(going)["Location"] == "/duplicates/runs"
    cancel = reverse("match_run_cancel", args=[run.pk])
    assert mara.post(cancel).status_code == 403
    assert "It stops" in mia.post(cancel, follow=True).text
    assert mia.get(going, headers=HTMX)["HX-Refresh"] == "true"
    MatchRun.objects.update(state="done", summary="12 new pairs.", totals={"persons": 1200})
    page = mia.get("/duplicates/runs").text
    assert "12 new pairs." in page
    assert "1,200" in page
