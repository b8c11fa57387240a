"""Merge fields: a list of names with fallbacks, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest

from headwater.catalog.custom import CustomField
from headwater.nurture import merge, templates
from headwater.nurture.mail_template import MailTemplate
from headwater.records.models import Lead
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]


@pytest.fixture
def tom(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> merge.Recipient:
    lead = make_lead(first_name="Tom", number_of_employees=1200, city="")
    return merge.Recipient(lead, cast.organization, cast.mara, noon)


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("Hello {{FirstName|there}}", "Hello Tom"),
        ("Hello {{ firstname | there }}", "Hello Tom"),
        ("In {{City|your town}}", "In your town"),
        ("In {{City}}.", "In ."),
        ("{{Owner.FirstName}} of {{Organization.Name}}", "Mara of My company"),
        ("{{NumberOfEmployees}} people", "1,200 people"),
        ("by {{Clock.DueAt}}", "by Wednesday 11 March, 12:00 (UTC)"),
        ("{{Owner.password}}{{Owner.__class__}}", ""),
        ("a { b } c", "a { b } c"),
    ],
)
def test_what_is_merged(tom: merge.Recipient, text: str, merged: str) -> None:
    assert merge.merge(text, tom) == merged


def test_the_seeded_answer_says_who_and_until_when(tom: merge.Recipient) -> None:
    template = MailTemplate.objects.get(key="auto_response")
    for part in (template.subject, template.text):
        merge.check(part)
    _, text, html = merge.preview(template, tom)
    assert "Mara Lind will be in touch with you by Wednesday 11 March, 12:00 (UTC)." in text
    assert html == ""
    nobody = merge.Recipient(tom.lead, tom.organization)
    promise = "One of us will be in touch with you by the end of the next working day."
    assert promise in merge.preview(template, nobody)[1]


def test_custom_fields_are_merged_and_markup_is_escaped(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    CustomField.objects.create(object_name="Lead", name="Roof__c", label="Roof", type="text")
    lead = make_lead(custom={"Roof__c": "metal & glass"}, first_name="O'Neil")
    template = MailTemplate(subject="Your\n{{Roof__c}}", text="{{Roof__c}}")
    template.html = "<p>{{Roof__c}}</p>"
    subject, text, html = merge.preview(template, merge.Recipient(lead, cast.organization))
    assert (subject, text) == ("Your metal & glass", "metal & glass")
    assert html == "<p>metal &amp; glass</p>"


@pytest.mark.parametrize(
    "typed", ["Win http://bad.example", "www.bad.example", "<b>Tom</b>", "https://x"]
)
def test_a_visitor_cannot_make_the_form_send_adverts(
    cast: SimpleNamespace, make_lead: MakeLead, typed: str
) -> None:
    recipient = merge.Recipient(make_lead(first_name=typed), cast.organization)
    assert merge.merge("Hello {{FirstName|there}}", recipient) == "Hello there"


def test_lines_that_a_visitor_typed_stay_one_line(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    recipient = merge.Recipient(make_lead(company="A\r\nBcc: x@y.example"), cast.organization)
    assert merge.merge("{{Company}}", recipient) == "A Bcc: x@y.example"


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("Hi {{FirstNam}}", 3, "Did you mean FirstName?"),
        ("{{}}", 0, "no field “”"),
        ("{{Owner.password}}", 0, "no field"),
        ("ok {{FirstName}} and {{LastName", 21, "stands alone"),
        ("a }} b", 2, "stands alone"),
        ("{{OwnerId}}", 0, "no field"),
    ],
)
def test_what_is_refused_and_where(db: None, text: str, position: int, message: str) -> None:
    with pytest.raises(merge.MergeError, match=message.replace("?", r"\?")) as refused:
        merge.check(text)
    assert refused.value.position == position


def test_a_template_is_kept_only_when_all_of_it_can_be_merged(cast: SimpleNamespace) -> None:
    template = MailTemplate(key="hello", name="Hello", subject="{{Nme}}", text="", html="{{X}}")
    with pytest.raises(Refused) as refused:
        templates.save(template, by=cast.mara)
    assert [problem.field for problem in refused.value.problems] == ["text", "subject", "html", ""]
    assert "character 1" in refused.value.problems[1].message
    template.subject, template.text, template.html = "Hi {{Name}}", "Hello", ""
    templates.save(template, by=cast.mia)
    assert MailTemplate.objects.filter(key="hello").exists()
