"""Which answer an inquiry gets: the form's, else the first true rule's, else the usual one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.nurture import answers
from headwater.nurture.answer_by import in_words
from headwater.nurture.auto_response import send
from headwater.nurture.enrol import enrol
from headwater.nurture.models import AutoResponseRule, MailTemplate
from headwater.people.models import Organization
from headwater.records.draft import Batch
from headwater.records.models import EmailMessage, Lead
from tests.steps import take

MakeLead = Callable[..., Lead]
MakeBatch = Callable[..., Batch]


@pytest.fixture
def solar(cast: SimpleNamespace) -> AutoResponseRule:
    """Who asks for solar gets the guide, in the name of the solar team."""
    guide = MailTemplate.objects.create(key="guide", name="Guide", subject="Your guide", text="Hi")
    return AutoResponseRule.objects.create(
        name="Solar", criteria="LeadSource = 'Solar'", template=guide, sort_order=1,
        sender_name="The solar team", reply_to="solar@juniper.example",
    )  # fmt: skip


def test_the_first_true_rule_chooses_template_sender_and_where_replies_go(
    solar: AutoResponseRule, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    AutoResponseRule.objects.create(name="None", criteria="LeadSource = 'Spam'", sort_order=0)
    sunny = make_lead(email="tom@harbor.example", lead_source="Solar")
    other = make_lead(email="ann@harbor.example")
    batch = make_batch(sunny, other, make_lead(email="x@y.example", lead_source="Spam"))
    take(enrol, batch)
    messages = {message.lead: message for message in EmailMessage.objects.all()}
    assert messages[sunny].subject == "Your guide"
    assert messages[sunny].from_address.startswith("The solar team <")
    assert messages[other].subject == "My company: your inquiry has arrived"
    assert set(messages) == {sunny, other}  # a rule without a template sends nothing
    (chosen,) = [entry for entry in batch.trail if entry.event == "email.chosen"]
    assert chosen.because["rule"] == "Solar"
    assert chosen.because["sentence"] == "Lead source is Solar"
    assert send([messages[sunny].pk]) == 1
    assert outbox.outbox[0].reply_to == ["solar@juniper.example"]


def test_what_the_form_says_comes_before_the_rules(
    solar: AutoResponseRule, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    MailTemplate.objects.create(key="own", name="Own", subject="Of this form", text="Hi")
    lead = make_lead(email="tom@harbor.example", lead_source="Solar")
    take(enrol, make_batch(lead, evidence={"auto_response": ""}))
    assert not EmailMessage.objects.exists()
    take(enrol, make_batch(lead, evidence={"auto_response": "own"}))
    assert EmailMessage.objects.get().subject == "Of this form"


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"doors": ["email"]}, "My company: your inquiry has arrived"),
        ({"doors": ["form", "email"]}, "Your guide"),
        ({"is_active": False}, "My company: your inquiry has arrived"),
        ({"criteria": ""}, "Your guide"),
        ({"criteria": "Gone__c = 1"}, "My company: your inquiry has arrived"),
    ],
)
def test_a_rule_is_for_its_doors_and_only_in_force(
    solar: AutoResponseRule, make_lead: MakeLead, make_batch: MakeBatch, change: dict[str, Any],
    subject: str,
) -> None:  # fmt: skip
    AutoResponseRule.objects.update(**change)
    take(enrol, make_batch(make_lead(email="tom@harbor.example", lead_source="Solar")))
    assert EmailMessage.objects.get().subject == subject


def test_a_person_is_answered_once_in_so_many_hours_under_whatever_lead(
    make_lead: MakeLead, make_batch: MakeBatch, noon: datetime
) -> None:
    Organization.objects.update(hours_between_answers=2)
    organization = Organization.current()
    leads = [make_lead(email="Tom@harbor.example"), make_lead(email="tom@Harbor.example")]
    for minutes, count in ((0, 1), (119, 1), (120, 2)):
        at = noon + timedelta(minutes=minutes)
        take(enrol, make_batch(*leads, now=at, organization=organization))
        assert EmailMessage.objects.count() == count


def test_rules_cost_one_query_however_many_leads(
    solar: AutoResponseRule, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    def count(size: int, word: str) -> int:
        leads = [make_lead(email=f"{word}{n}@h.example", lead_source="Solar") for n in range(size)]
        with CaptureQueriesContext(connection) as captured:
            take(enrol, make_batch(*leads))
        return len(captured)

    count(1, "warm")
    assert count(1, "one") == count(50, "many")


def test_a_rule_set_is_tried_with_a_lead(
    solar: AutoResponseRule, make_lead: MakeLead, noon: datetime
) -> None:
    never = AutoResponseRule.objects.create(name="Never", criteria="LeadSource = 'X'")
    answer, tried = answers.tried(make_lead(lead_source="Solar"), "form", noon)
    assert answer and answer.rule == solar
    assert [(each.rule, each.is_true) for each in tried] == [(never, False), (solar, True)]
    answer, tried = answers.tried(make_lead(), "form", noon)
    assert answer and answer.rule is None and answer.template.key == "auto_response"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "as soon as possible"),
        (4, "within 5 minutes"),
        (61, "within 65 minutes"),
        (4 * 60, "today by 16:00"),
        (22 * 60, "tomorrow by 10:00"),
        (3 * 24 * 60, "on Saturday by 12:00"),
        (9 * 24 * 60, "by 20 March, 12:00"),
    ],
)
def test_by_when_is_said_in_words(noon: datetime, minutes: int, words: str) -> None:
    due = noon + timedelta(minutes=minutes)
    assert in_words(due, noon, zone="UTC", locale="de-AT", is_far=False) == words


def test_by_when_is_said_by_the_clock_of_the_organisation() -> None:
    now, due = datetime(2026, 3, 11, 12, tzinfo=UTC), datetime(2026, 3, 11, 21, 5, tzinfo=UTC)
    far = in_words(due, now, zone="America/New_York", locale="en-US", is_far=True)
    assert far == "today by 5:05 pm (EDT)"
    assert in_words(due, now, zone="Asia/Tokyo", locale="ja", is_far=False) == "tomorrow by 06:05"
