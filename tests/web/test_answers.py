"""/setup/answers: rules in order, kept by admins, read by everybody, tried with a lead."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.nurture.models import AutoResponseRule, MailTemplate
from headwater.people.models import Organization, User
from headwater.records.models import Lead

URL = "/setup/answers"
SignIn = Callable[[User], Client]


@pytest.fixture
def ada(cast: SimpleNamespace, sign_in: SignIn) -> Client:
    client: Client = sign_in(cast.ada)
    return client


@pytest.fixture
def guide(db: None) -> MailTemplate:
    return MailTemplate.objects.create(
        key="guide", name="Solar guide", subject="Your guide", text="Hello {{FirstName|there}}"
    )


def test_a_rule_is_made_moved_removed_and_brought_back(ada: Client, guide: MailTemplate) -> None:
    values = {"name": "Solar", "criteria": "LeadSource = 'Solar'", "template": guide.pk,
              "sender_name": "The solar team", "doors": ["form"], "is_active": "on"}  # fmt: skip
    assert ada.post(f"{URL}/new", values)["Location"] == URL
    ada.post(f"{URL}/new", {"name": "Nobody else", "is_active": "on"})
    page = ada.get(URL).content.decode()
    for words in ("Lead source is Solar, by Web form", "Solar guide", "from The solar team",
                  "every inquiry", "no answer", "Answer to a web inquiry"):  # fmt: skip
        assert words in page
    solar = AutoResponseRule.objects.get(name="Solar")
    ada.post(f"{URL}/{solar.pk}/move", {"by": "1"})
    assert [rule.name for rule in AutoResponseRule.objects.all()] == ["Nobody else", "Solar"]
    ada.post(f"{URL}/{solar.pk}/removal")
    undo = ada.get(URL).content.decode().partition('action="/undo')[2].partition('"')[0]
    ada.post(f"/undo{undo}")
    assert AutoResponseRule.objects.get(pk=solar.pk).template == guide


def test_the_rules_are_tried_with_a_lead(
    ada: Client, guide: MailTemplate, make_lead: Callable[..., Lead]
) -> None:
    AutoResponseRule.objects.create(name="Never", criteria="LeadSource = 'Never'")
    AutoResponseRule.objects.create(
        name="Solar", criteria="LeadSource = 'Solar'", template=guide, sort_order=1
    )
    lead = make_lead(first_name="Tom", email="tom@harbor.example", lead_source="Solar")
    page = ada.get(URL, {"lead": lead.sf_id, "door": "form"}).content.decode()
    assert "Your guide" in page and "Hello Tom" in page and "tom@harbor.example" in page
    Lead.objects.update(has_opted_out_of_email=True, lead_source="Never")
    page = ada.get(URL, {"lead": lead.sf_id, "door": "form"}).content.decode()
    assert "No answer would go out" in page
    Lead.objects.update(lead_source="")
    page = ada.get(URL, {"lead": lead.sf_id, "door": "email"}).content.decode()
    assert "The usual answer" in page and "Has opted out of e-mail." in page


def test_how_often_a_person_is_answered(ada: Client) -> None:
    ada.post(f"{URL}/hours", {"hours_between_answers": 48})
    assert Organization.current().hours_between_answers == 48
    ada.post(f"{URL}/hours", {"hours_between_answers": -1})
    assert Organization.current().hours_between_answers == 48


# --- refusals -----------------------------------------------------------------------------------
def test_a_mistake_in_the_criteria_is_said(ada: Client) -> None:
    answer = ada.post(f"{URL}/new", {"name": "x", "criteria": "Nope = 1"})
    assert answer.status_code == 422 and "Nope" in answer.content.decode()


@pytest.mark.parametrize("given", ["", "zzz", "999999", "00Q000000000000AAA", "²"])
def test_a_lead_that_is_not_there(ada: Client, given: str) -> None:
    assert ada.get(URL, {"lead": given, "door": "form"}).status_code == 200


def test_reps_read_and_do_not_change(
    mara: Client, cast: SimpleNamespace, make_lead: Callable[..., Any]
) -> None:
    page = mara.get(URL).content.decode()
    assert "The usual answer" in page and "Add rule" not in page
    for path in ("/new", "/hours", "/1", "/1/move", "/1/removal"):
        assert mara.post(URL + path).status_code == 403
    others = make_lead(owner=cast.otto)
    page = mara.get(URL, {"lead": others.sf_id, "door": "form"}).content.decode()
    assert "Choose a lead from the list." in page
