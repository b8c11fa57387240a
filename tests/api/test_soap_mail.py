"""SOAP's sendEmail: to people who may be written to, and to nobody else."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.records.models import EmailMessage, Lead
from tests.api.test_soap_records import Soap, _all, soap

__all__ = ["soap"]
MAIL = (
    '<messages xsi:type="u:SingleEmailMessage"><subject>Hello {{FirstName}}</subject>'
    "<plainTextBody>How are you?</plainTextBody>"
    "<targetObjectId>%s</targetObjectId>%s</messages>"
)


def test_a_mail_goes_to_a_lead_and_stands_on_its_timeline(
    soap: Soap, make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead = make_lead(first_name="Ada", email="ada@engines.example")
    told = soap("sendEmail", MAIL % (lead.sf_id, ""))
    assert _all(told, "success") == ["true"], told
    message = EmailMessage.objects.get()
    assert (message.lead, message.to_address) == (lead, "ada@engines.example")
    assert message.created_by == cast.ada and message.text.startswith("How are you?")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("<toAddresses>x@y.example</toAddresses>", "INVALID_FIELD"),
        ("<htmlBody>{{Nope</htmlBody>", "INVALID_MERGE_FIELD"),
    ],
)
def test_what_is_not_taken_is_said(
    more: str, code: str, soap: Soap, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(email="ada@engines.example")
    told = soap("sendEmail", MAIL % (lead.sf_id, more))
    assert _all(told, "statusCode") == [code]
    assert not EmailMessage.objects.exists()


def test_who_opted_out_or_is_not_seen_gets_nothing(
    soap: Soap, make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    lead = make_lead(email="ada@engines.example", has_opted_out_of_email=True)
    told = soap("sendEmail", MAIL % (lead.sf_id, ""))
    assert _all(told, "success") == ["false"]
    unseen = soap("sendEmail", MAIL % (lead.sf_id, ""), user=cast.otto)
    assert _all(unseen, "statusCode") == ["INVALID_CROSS_REFERENCE_KEY"]
    nobody = soap("sendEmail", MAIL % ("003", ""))
    assert _all(nobody, "success") == ["false"]
    assert not EmailMessage.objects.exists()
    soap("sendEmail", MAIL % (lead.sf_id, ""), scopes="read", expect=500)
    soap("sendEmail", (MAIL % (lead.sf_id, "")) * 11, expect=500)
