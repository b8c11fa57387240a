"""Each person chooses what comes by mail, when it is quiet, and when the digest comes."""

from datetime import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.records.models import NotificationSettings
from headwater.records.notification_settings import KINDS

URL = "/me/notifications"


def given(**values: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {key: kind.by_mail.value for key, kind in KINDS.items()}
    times = {
        "quiet": "",
        "quiet_from": "20:00",
        "quiet_until": "07:00",
        "digest_at": "",
        "weekly": "",
        "weekly_on": 0,
        "weekly_at": "08:00",
    }
    return {name: value for name, value in (usual | times | values).items() if value is not None}


def test_choices_are_kept_as_far_as_they_are_own(mara: Client, cast: SimpleNamespace) -> None:
    page = mara.get(URL).content.decode()
    assert "A new lead is yours" in page and "Nothing is open or new" in page
    chosen = {"task.due": "digest", "digest_at": "08:30", "quiet": "hours", "urgent_passes": "on"}
    assert mara.post(URL, given(**chosen))["Location"] == URL
    settings = NotificationSettings.objects.get(user=cast.mara)
    assert settings.mail == {"task.due": "digest"}
    assert (settings.digest_at, settings.quiet) == (time(8, 30), "hours")
    assert settings.urgent_passes and not settings.is_quiet_on_weekends
    mara.post(URL, given())
    settings.refresh_from_db()
    assert (settings.mail, settings.digest_at, settings.quiet) == ({}, None, "")


# --- refusals -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"task.due": "digest"}, "Choose when the digest comes"),
        ({"digest_at": "25:99"}, "Enter a valid time"),
        ({"quiet": "times", "quiet_until": "20:00"}, "end when they begin"),
        ({"quiet": "always"}, "Select a valid choice"),
        ({"lead.new": "hourly"}, "Select a valid choice"),
        ({"lead.new": None}, "This field is required"),
    ],
)
def test_what_cannot_be_is_said(mara: Client, values: dict[str, Any], words: str) -> None:
    answer = mara.post(URL, given(**values))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not NotificationSettings.objects.exists()
