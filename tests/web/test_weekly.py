"""The week of marketing as a page, and who chooses its mail."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.nurture.models import Delivery, Program
from headwater.records.models import (
    Campaign,
    CampaignMember,
    EmailMessage,
    Lead,
    NotificationSettings,
)
from headwater.weekly import weeks


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_says_what_the_mail_says(mara: Client, make_lead: Any, campaign: Campaign) -> None:
    week = weeks.last_whole(timezone.now())
    lead: Lead = make_lead()
    CampaignMember.objects.create(campaign=campaign, lead=lead, status="Sent")
    message = EmailMessage.objects.create(
        lead=lead, key="one", state="sent", sent_at=week.starts_at
    )
    Delivery.objects.create(message=message, kind="program", program="Warm again")
    shown = text(mara.get("/reports/weekly"))
    assert "1 e-mail went out, 1 more than the week before." in shown
    assert '<th scope="row">Warm again</th>' in shown  # the program is gone; its mails tell of it
    program = Program.objects.create(name="Warm again")
    shown = text(mara.get("/reports/weekly"))
    assert f'href="/nurture/{program.pk}">Warm again</a>' in shown and "Clicked" in shown
    assert "Warm again" in shown and campaign.name in shown and week.words in shown
    assert "No e-mails went out" in text(mara.get(f"/reports/weekly?week={week.before.monday}"))
    assert text(mara.get("/reports")).count("/reports/weekly") == 1


@pytest.mark.parametrize("odd", ["x", "2026-99-99", "0001-01-01", "9999-12-31", "' OR 1=1"])
def test_an_odd_week_is_the_last_one(mara: Client, odd: str) -> None:
    answer = mara.get("/reports/weekly", {"week": odd})
    assert weeks.last_whole(timezone.now()).words in text(answer)


def test_each_chooses_day_and_hour_or_none(mara: Client, cast: SimpleNamespace) -> None:
    page = mara.get("/me/notifications")
    assert "The week of marketing" in text(page)
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    given |= {"weekly": "yes", "weekly_on": 3, "weekly_at": "07:30"}
    mara.post("/me/notifications", given)
    row = NotificationSettings.objects.get(user=cast.mara)
    assert (row.weekly, row.weekly_on, row.weekly_at.hour) == ("yes", 3, 7)
