"""Whoever opted out gets no mail, whichever record said so; every mail carries the way out."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater import journey
from headwater.nurture.auto_response import send
from headwater.records.draft import Draft
from headwater.records.models import Contact, EmailMessage, Lead
from headwater.records.submission import Door
from tests.nurture.conftest import Mailbox

pytestmark = pytest.mark.django_db
Make = Callable[..., Lead]


def asked(email: str) -> EmailMessage:
    (draft,) = journey.create([Draft({"last_name": "Okafor", "email": email})], door=Door.FORM)
    message: EmailMessage = EmailMessage.objects.get(lead=draft.lead)
    return message


def test_the_way_out_comes_with_the_mail(
    cast: SimpleNamespace, mailbox: Mailbox, settings: Any, client: Client
) -> None:
    settings.PUBLIC_URL = "http://testserver"
    message = asked("tom@harbor.example")
    assert send([message.pk]) == 1
    (mail,) = mailbox.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>").removeprefix("http://testserver")
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200, address
    assert Lead.objects.get().has_opted_out_of_email


@pytest.mark.parametrize("is_contact", [True, False])
def test_an_opt_out_on_another_record_counts(
    cast: SimpleNamespace, make_lead: Make, mailbox: Mailbox, is_contact: bool
) -> None:
    said = {"email": "Tom@Harbor.example", "has_opted_out_of_email": True}
    if is_contact:
        Contact.objects.create(last_name="Other", owner=cast.otto, **said)
    else:
        make_lead(is_closed=True, **said)
    message = asked("tom@harbor.example")
    assert (send([message.pk]), mailbox.mails) == (0, [])
    message.refresh_from_db()
    assert message.state == "refused"
