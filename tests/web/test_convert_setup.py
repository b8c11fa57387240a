"""Setup's page of converting: patterns with a live example, rules with who would fail today."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from headwater.config import taking
from headwater.convert.models import ConversionRule, ConversionSettings
from headwater.records.models import Lead, TrailEntry

SETTINGS = {
    "account_name": "{company}", "deal_name": "{company}, {City}", "role": "Evaluator",
    "follow_up_subject": "Call {name}", "follow_up_days": "5", "allows_no_deal": "on",
    "overridden_by": "admins",
}  # fmt: skip


@pytest.fixture
def admin(sign_in: Any, cast: Any) -> Client:
    client: Client = sign_in(cast.ada)
    return client


def test_what_the_dialog_begins_with_is_set_and_told(
    admin: Client, make_lead: Callable[..., Lead]
) -> None:
    make_lead(city="Linden")
    part = admin.get(
        "/setup/conversion/settings", SETTINGS, headers={"HX-Target": "conversion-examples"}
    ).content.decode()
    assert "Harbor Cold Storage, Linden" in part and "<html" not in part
    admin.post("/setup/conversion/settings", SETTINGS)
    row = ConversionSettings.current()
    assert (row.role, row.follow_up_days, row.overridden_by) == ("Evaluator", 5, "admins")
    page = admin.get("/setup/conversion").content.decode()
    assert "Harbor Cold Storage, Linden" in page and "No project now" in page
    assert TrailEntry.objects.filter(event="conversion_settings.changed").exists()
    wrong = admin.post("/setup/conversion/settings", SETTINGS | {"deal_name": "{Nonsense}"})
    assert wrong.status_code == 422 and "no field {Nonsense}" in wrong.content.decode()


def test_a_rule_is_added_and_tells_who_fails_today(
    admin: Client, make_lead: Callable[..., Lead]
) -> None:
    make_lead(budget="60,000")
    make_lead()
    admin.post("/setup/conversion/rules/new", {
        "name": "Money", "required_fields": ["budget"], "is_binding": "on", "is_active": "on",
    })  # fmt: skip
    page = admin.get("/setup/conversion").content.decode()
    assert "1 of 2 open leads not ready yet" in page and "Budget is known." in page
    rule = ConversionRule.objects.get()
    admin.post(f"/setup/conversion/rules/{rule.pk}", {
        "name": "Money", "required_fields": ["budget"], "least_score": "10",
        "applies_to": "NumberOfEmployees > 100", "is_active": "on",
    })  # fmt: skip
    page = admin.get("/setup/conversion").content.decode()
    assert "only reminds" in page and "no open lead now" in page and "score is 10" in page
    admin.post(f"/setup/conversion/rules/{rule.pk}/switch")
    rule.refresh_from_db()
    assert not rule.is_active


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "at least one of these"),
        ({"criteria": "Nonsense = 1"}, "Nonsense"),
        ({"applies_to": "Rating ="}, "Rating"),
        ({"required_fields": ["last_name"]}, "last_name"),
    ],
)
def test_what_is_wrong_is_said(admin: Client, wrong: dict[str, Any], says: str) -> None:
    answer = admin.post("/setup/conversion/rules/new", {"name": "Wrong", **wrong})
    assert answer.status_code == 422 and says in answer.content.decode()


def test_everybody_reads_and_only_admins_change(mara: Client) -> None:
    assert mara.get("/setup/conversion").status_code == 200
    assert mara.get("/setup/conversion/settings").status_code == 403
    assert mara.post("/setup/conversion/rules/new", {"name": "Mine"}).status_code == 403


def test_it_is_part_of_the_configuration(cast: Any) -> None:
    ConversionSettings.objects.update(deal_name="{company}!")
    ConversionRule.objects.create(name="Money", required_fields=["budget"])
    sections = taking.export()
    assert sections["conversion"][()]["deal_name"] == "{company}!"
    assert sections["conversion_rules"][("Money",)]["required_fields"] == ["budget"]
