"""Anonymous visits become a lead's when it says who it is; what else people do is gathered."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater import intake, merging
from headwater.capture import receiving, releasing
from headwater.capture.models import WebForm
from headwater.records import campaigning, membership
from headwater.records.models import (
    BotRule,
    CampaignMemberStatus,
    EmailMessage,
    Engagement,
    Event,
    Lead,
    Submission,
    TrailEntry,
    Visitor,
)
from headwater.records.problem import Refused
from headwater.records.submission import Door
from headwater.tracking import forgetting, gathering, verdicts
from tests.tracking.conftest import KEY

pytestmark = pytest.mark.django_db
ANA = {"last_name": ["Ruiz"], "email": ["ana@mill.example"], "company": ["Mill House"]}


def _post(key: str = KEY, **more: Any) -> None:
    payload = ANA | {"hw_visitor": [key]} | more
    receiving.receive(receiving.Post(Door.WEB_TO_LEAD, payload, key=f"t:{key}:{more}"))
    intake.drain()


def test_visits_before_and_after_a_form_are_the_leads(tell: Any, cast: SimpleNamespace) -> None:
    tell("/", "/prices")
    _post()
    lead = Lead.objects.get()
    tell("/thanks")
    kinds = lead.engagements.order_by("id").values_list("kind", "what")
    assert sorted(kinds) == [
        ("form_post", ""), ("page_view", "/"), ("page_view", "/prices"), ("page_view", "/thanks"),
    ]  # fmt: skip
    assert Visitor.objects.get().lead == lead


def test_a_form_at_our_own_address_carries_the_visitor_whom_a_link_brought(
    tell: Any, cast: SimpleNamespace, client: Client
) -> None:
    """The link of the site's own page names the visitor; also a form that was sent incomplete."""
    fields = [{"name": "LastName", "required": True}, {"name": "Company"}, {"name": "Email"}]
    WebForm.objects.create(slug="quote", name="Quote", fields=fields)
    tell("/prices")
    page = client.get(f"/forms/quote?hw_visitor={KEY}&utm_source=fair").text
    carried = f'name="hw_visitor" value="{KEY}"'
    assert carried in page
    assert "hw_visitor" not in client.get("/forms/quote?hw_visitor=<b>").text
    token = page.partition('name="form-token" value="')[2].partition('"')[0]
    said = {"LastName": "", "Company": "Mill House", "Email": "a@mill.example", "hw_visitor": KEY}
    assert carried in client.post("/forms/quote", said | {"form-token": token}).text
    client.post("/forms/quote", said | {"LastName": "Ruiz"})
    releasing.release(Submission.objects.order_by("pk")[1:], by=cast.ada)  # too quick for a person
    intake.drain()
    assert Lead.objects.get().engagements.filter(kind="page_view").count() == 1


@pytest.mark.parametrize("key", ["", "x", "f" * 32, "'; drop table"])
def test_a_key_that_is_nobodys_joins_nothing(tell: Any, cast: SimpleNamespace, key: str) -> None:
    tell("/")
    _post(key)
    assert Lead.objects.get().engagements.get().kind == "form_post"
    assert Engagement.objects.get(kind="page_view").lead is None


def test_what_one_person_did_stays_theirs_when_another_uses_the_browser(
    tell: Any, cast: SimpleNamespace
) -> None:
    tell("/first")
    _post()
    tell("/second")
    _post(email=["ben@other.example"], last_name=["Ode"], company=["Other Ltd"])
    tell("/third")
    ana, ben = Lead.objects.order_by("id")
    pages = [
        sorted(lead.engagements.filter(kind="page_view").values_list("what", flat=True))
        for lead in (ana, ben)
    ]
    assert pages == [["/first", "/second"], ["/third"]]


def test_a_merged_leads_visits_and_browser_move_along(
    tell: Any, make_lead: Any, cast: SimpleNamespace
) -> None:
    tell("/")
    _post()
    lead, survivor = Lead.objects.get(), make_lead()
    merging.merge(survivor, [lead], by=cast.ada)
    tell("/later")
    assert set(survivor.engagements.values_list("kind", "what")) == {
        ("page_view", "/"), ("page_view", "/later"), ("form_post", ""),
    }  # fmt: skip


def test_replies_meetings_and_responses_are_gathered_once(
    make_lead: Any, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    lead, now = make_lead(), timezone.now()
    EmailMessage.objects.create(
        key="in", is_incoming=True, lead=lead, subject="Re: offer", sent_at=now
    )
    EmailMessage.objects.create(key="out", lead=lead, subject="Offer", sent_at=now)
    for days in (-1, 1):
        Event.objects.create(
            lead=lead, owner=cast.mara, subject=f"Visit {days}", starts_at=now + timedelta(days)
        )
    campaign = campaigning.open_campaign({"name": "Winter peak"}, by=cast.mia)
    responded = CampaignMemberStatus.objects.get(campaign=campaign, has_responded=True)
    membership.add(campaign, [lead], by=cast.mia, status=responded)
    with django_assert_max_num_queries(8):
        assert gathering.gather() == 3
    assert gathering.gather() == 0
    assert sorted(lead.engagements.values_list("kind", "what")) == [
        ("campaign_response", "Winter peak"), ("email_reply", "Re: offer"), ("meeting", "Visit -1"),
    ]  # fmt: skip
    assert gathering.gather(now=now + timedelta(days=2)) == 1


def test_visits_are_erased_by_hand_and_when_they_are_old(tell: Any, cast: SimpleNamespace) -> None:
    tell("/", "/prices")
    _post()
    lead = Lead.objects.get()
    assert forgetting.erase([lead], by=cast.ada) == 2
    assert TrailEntry.objects.filter(event="lead.visits_erased").count() == 1
    tell("/again")
    Visitor.objects.update(last_at=timezone.now() - timedelta(days=500))
    forgetting.clear()
    assert not Visitor.objects.exists()


def test_a_switched_rule_and_a_colleagues_word_judge_again(
    tell: Any, cast: SimpleNamespace, make_lead: Any
) -> None:
    tell("/", headers={"User-Agent": "Mozilla/5.0 Barracuda"})
    tell("/prices")
    Engagement.objects.update(lead=make_lead())
    rule = BotRule.objects.get(value__contains="barracuda")
    verdicts.change(rule, by=cast.ada, is_active=False)
    verdicts.judge_all()
    assert Engagement.objects.human().count() == 2
    verdicts.add("network", "127.0.0.0/8", by=cast.ada, reason="Our own office.")
    verdicts.judge_all()
    assert set(Engagement.objects.values_list("bot_reason", flat=True)) == {"Our own office."}
    assert verdicts.say([Engagement.objects.get(what="/")], "person", by=cast.mara) == 1
    verdicts.judge_all()
    assert Engagement.objects.human().get().what == "/"
    told = TrailEntry.objects.values_list("event", flat=True)
    assert {"bot_rule.changed", "bot_rule.added", "lead.visit_judged"} <= set(told)


@pytest.mark.parametrize(
    ("sign", "value"), [("network", "here"), ("agent", "x"), ("agent", ""), ("speed", "soon"),
                        ("burst", "0")],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused(
    cast: SimpleNamespace, sign: str, value: str
) -> None:
    with pytest.raises(Refused):
        verdicts.add(sign, value, by=cast.ada)
