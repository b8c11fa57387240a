"""The dashboards through the door: each number opens as many leads; outsiders; files; queries."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.nurture.models import Delivery, MailTemplate
from headwater.records import dealing
from headwater.records.clock import Kind
from headwater.records.models import Clock, EmailMessage, Engagement, Handoff, Lead, Opportunity

PAGES = {"health": 14, "response": 18, "team": 19, "sources": 13, "quality": 13}  # with queries
WALKED = (*PAGES, "", "conversion", "outcome", "early-stage", "nurture", "forecast", "campaigns")
COUNT = re.compile(r'<a[^>]*href="(/(?:leads|opportunities)\?[^"]+)"[^>]*>([\d,]+)</a>')


@pytest.fixture
def story(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> SimpleNamespace:
    """Mara has a lead for each way of answering; one of them became a won deal."""
    now = timezone.now()
    for number, took in enumerate((None, 2, 9, 50, 400, None)):
        came = now - timedelta(days=number * 6, hours=1)
        lead = make_lead(
            created_at=came, lead_source=("Web", "")[number % 2], email="", phone="12",
            first_touched_at=came if took else None,
        )  # fmt: skip
        Clock.objects.create(
            lead=lead, owner=cast.mara, policy="Answer", minutes=30, kind=Kind.FIRST_ATTEMPT,
            started_at=came, due_at=came + timedelta(minutes=30), owned_at=came,
            stopped_at=came + timedelta(minutes=took) if took else None,
        )  # fmt: skip
    won = Opportunity.objects.create(
        name="Roof", owner=cast.mara, stage_name="Closed Won", amount=9000, is_closed=True,
        is_won=True, created_at=now, pipeline_at=now, closed_at=now,
    )  # fmt: skip
    Lead.objects.filter(pk=lead.pk).update(is_converted=True, converted_opportunity=won)
    return cast


@pytest.fixture
def marketed(story: Any, make_lead: Callable[..., Lead]) -> Any:
    """Besides: a hand-off of each kind, deals in early stages, mails that were opened."""
    now = timezone.now()
    leads = list(Lead.objects.order_by("pk"))
    for lead, stage in zip(leads, Handoff.Stage.values, strict=False):
        Handoff.objects.create(lead=lead, offered_to=story.mara, stage=stage, decided_at=now,
                               reason="No phone" if stage == "rejected" else "")  # fmt: skip
    for number, stage in enumerate(("Prospecting", "Qualification", "Closed Lost")):
        dealing.open_deal({"name": f"Early {number}", "stage_name": "Prospecting",
                           "owner_id": story.mara.pk}, by=story.mara)  # fmt: skip
        deal = Opportunity.objects.latest("pk")
        if number:
            dealing.advance([deal], stage, by=story.mara, loss_reason="Price",
                            amount=Decimal(500), close_on=now.date())  # fmt: skip
    MailTemplate.objects.create(key="hello", name="Hello there", subject="Hi", text="Hi")
    for number, lead in enumerate(leads[:3]):
        mail = EmailMessage.objects.create(
            lead=lead, key=str(number), message_id=f"<{number}>", state="sent",
            sent_at=now - timedelta(days=number * 5),
        )  # fmt: skip
        Delivery.objects.create(message=mail, kind="program", template="hello",
                                program=("Warm", "")[number % 2])  # fmt: skip
        if number:
            Engagement.objects.create(lead=lead, message=mail, kind="email_open", at=now,
                                      key=f"o{number}")  # fmt: skip
    return story


@pytest.mark.parametrize("page", WALKED)
def test_every_number_opens_as_many_records(sign_in: Any, marketed: Any, page: str) -> None:
    client: Client = sign_in(marketed.ines)
    shown = client.get(f"/reports/{page}".rstrip("/")).content.decode()
    assert ("Hello there" in shown) == (page == "nurture")
    found = set(COUNT.findall(shown))
    assert found or page in ("forecast", "campaigns")
    for url, number in found:
        listed = client.get(unescape(url))
        assert listed.status_code == 200, url
        assert listed.context["found"]["count"] == int(number.replace(",", "")), url


@pytest.mark.parametrize("page", PAGES)
def test_the_outsider_sees_no_number_of_it(sign_in: Any, story: Any, page: str) -> None:
    shown = sign_in(story.otto).get(f"/reports/{page}?period=all").content.decode()
    assert "$9,000" not in shown and "Mara" not in shown
    assert all(number == "0" for _, number in COUNT.findall(shown))


@pytest.mark.parametrize("page", PAGES)
def test_filters_stay_in_the_address_and_nonsense_asks_for_all(
    sign_in: Any, story: Any, page: str
) -> None:
    client: Client = sign_in(story.mara)
    asked = {"period": "30", "source": "Web", "owner": str(story.mara.pk), "channel": "form"}
    shown = client.get(f"/reports/{page}", asked).content.decode()
    assert "/reports/health?period=30&amp;source=Web&amp;owner=" in shown
    nonsense = {"period": "x", "source": "'\x00", "owner": "-1", "team": "9" * 30, "channel": "x"}
    assert client.get(f"/reports/{page}", nonsense).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_every_chart_is_a_file_too(sign_in: Any, story: Any, page: str) -> None:
    client: Client = sign_in(story.mara)
    shown = client.get(f"/reports/{page}").content.decode()
    for key in set(re.findall(r"chart=([\w-]+)&amp;format=csv", shown)):
        answer = client.get(f"/reports/{page}", {"chart": key, "format": "csv"})
        assert answer["Content-Type"].startswith("text/csv"), key
        assert len(answer.content.decode().splitlines()) > 1, key


@pytest.mark.parametrize(
    "key", ["behind-band-9", "behind-x", "behind-missing-Id", "behind-open.owner-x",
            "behind-hour-168", "behind-promise-x~kept", "behind-trouble-x",
            "behind-new.days-9999999"],
)  # fmt: skip
def test_what_names_no_figure_is_no_view(sign_in: Any, story: Any, key: str) -> None:
    from headwater.web.reports import behind

    assert behind.view(key, story.mara) is None
    assert sign_in(story.mara).get("/leads", {"view": key}).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_more_leads_are_not_more_queries(
    sign_in: Any, story: Any, make_lead: Any, page: str, django_assert_max_num_queries: Any
) -> None:
    client: Client = sign_in(story.ines)
    client.get(f"/reports/{page}")
    for number in range(12):
        make_lead(lead_source=f"Source {number}", status=f"Status {number % 3}")
    client.get(f"/reports/{page}")
    with django_assert_max_num_queries(PAGES[page]):
        client.get(f"/reports/{page}")
