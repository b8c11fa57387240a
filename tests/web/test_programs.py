"""Keys and webhooks in Setup: made, shown once, tried out, taken back."""

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.api.models import IntakeKey, Webhook, WebhookDelivery
from headwater.api.webhooks import fence, reading
from headwater.catalog import custom
from headwater.records.models import Lead, TrailEntry
from tests.api.test_intake import Poster
from tests.api.webhooks.conftest import Office, Receiver, receiver

__all__ = ["receiver"]

State = WebhookDelivery.State


@pytest.fixture
def admin(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.ada)
    return client


@pytest.fixture
def text(admin: Client) -> Callable[[str], str]:
    """The HTML of a page of Setup."""
    return lambda path: admin.get(f"/setup/{path}").content.decode()


@pytest.fixture
def webhook(admin: Client, receiver: Receiver) -> Webhook:
    data = {"name": "Warehouse", "url": receiver.url, "criteria": "Company = 'Harbor'",
            "events": ["lead.created", "lead.assigned"]}  # fmt: skip
    assert admin.post("/setup/webhooks/new", data).status_code == 302
    made: Webhook = Webhook.objects.get()
    return made


def test_a_key_is_shown_once_and_opens_the_door_until_it_is_revoked(
    admin: Client, text: Callable[[str], str]
) -> None:
    custom.define("Lead", "Roof area", "double")
    answer = admin.post("/setup/intake-keys/new", {"name": "Shop", "per_minute": 60})
    assert answer.status_code == 302
    page = text("intake-keys")
    (whole,) = set(re.findall(r"hwk_[\w-]{20,}", page))
    assert not re.findall(r"hwk_[\w-]{20,}", text("intake-keys")), "only this one time"
    assert "curl http://testserver/api/leads" in page
    assert "Roof_area__c" in page
    post = Poster(whole)
    post.wait({"last_name": "Lovelace"})
    key = IntakeKey.objects.get()
    assert (key.name, key.hint) == ("Shop", whole[-4:])
    assert whole not in str(vars(key))
    toast = admin.post(f"/setup/intake-keys/{key.pk}/revocation", follow=True).content.decode()
    post({"last_name": "Hopper"}, expect=401)
    (undo,) = re.findall(r"/undo/[\w-]+", toast)
    admin.post(undo)
    post.wait({"last_name": "Hopper"})
    change = {"name": "Shop 2", "per_minute": 5, "lead_source": "Shop"}
    assert admin.post(f"/setup/intake-keys/{key.pk}", change).status_code == 302
    assert TrailEntry.objects.filter(event__startswith="intake_key.").count() == 4


def test_a_webhook_is_made_tried_read_and_sent_again(
    admin: Client, webhook: Webhook, receiver: Receiver, text: Callable[[str], str],
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    assert webhook.since_entry == fence.last_number() - 1, "but for the entry that tells of it"
    page = admin.post(f"/setup/webhooks/{webhook.pk}/test", follow=True).content.decode()
    assert receiver.events == ["webhook.test"]
    assert "It answered 204" in page and "webhook-signature: v1," in page
    office = Office()
    office.read()
    lead = make_lead(company="Harbor")
    TrailEntry.objects.create(event="lead.assigned", object_name="Lead", record_id=lead.pk)
    receiver.statuses, receiver.answer = [500], b"<b>no room</b>"
    office.work()
    log = text(f"webhooks/{webhook.pk}")
    assert "A lead was given to somebody" in log and "Company is Harbor" in log
    found = WebhookDelivery.objects.get(event="lead.assigned")
    page = text(f"webhooks/{webhook.pk}/deliveries/{found.pk}")
    assert "&lt;b&gt;no room" in page and found.message_id in page
    assert "Okafor" in text(f"webhooks/{webhook.pk}?state=waiting")
    admin.post(f"/setup/webhooks/{webhook.pk}/deliveries/{found.pk}/replay")
    office.work()
    assert [each.id for each in receiver.got[1:]] == [found.message_id] * 2
    span = {"start": "2026-01-01T00:00", "end": "2099-01-01T00:00", "which": "all"}
    assert admin.post(f"/setup/webhooks/{webhook.pk}/replay", span).status_code == 302
    backwards = span | {"end": "2025-01-01T00:00"}
    assert admin.post(f"/setup/webhooks/{webhook.pk}/replay", backwards).status_code == 422


def test_switching_changing_and_removing(
    admin: Client, webhook: Webhook, text: Callable[[str], str]
) -> None:
    here = f"/setup/webhooks/{webhook.pk}"
    secret = webhook.secret
    assert secret in text(f"webhooks/{webhook.pk}")
    admin.post(f"{here}/secret")
    webhook.refresh_from_db()
    assert (webhook.old_secret, webhook.secret != secret) == (secret, True)
    admin.post(f"{here}/switch")
    assert ">off<" in text("webhooks")
    Webhook.objects.update(stopped_because="It was gone.", failure_count=9)
    assert "It was gone." in text(f"webhooks/{webhook.pk}")
    admin.post(f"{here}/switch")
    webhook.refresh_from_db()
    assert (webhook.is_active, webhook.stopped_because, webhook.failure_count) == (True, "", 0)
    toast = admin.post(f"{here}/removal", follow=True).content.decode()
    assert admin.get(here).status_code == 404
    assert not list(reading.active())
    admin.post(re.findall(r"/undo/[\w-]+", toast)[0])
    assert admin.get(here).status_code == 200
    edited = {"name": "Depot", "url": webhook.url, "events": ["lead.converted"]}
    assert admin.post(f"{here}/edit", edited).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events) == ("Depot", ["lead.converted"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "http://169.254.169.254/"}, "an address of this network"),
        ({"url": "ftp://example.org/"}, "An address begins with https://"),
        ({"criteria": "Nope = 1"}, "There is no field"),
        ({"events": []}, "This field is required"),
    ],
)
def test_a_wrong_webhook_is_answered_in_words(
    admin: Client, change: dict[str, Any], words: str
) -> None:
    data = {"name": "x", "url": "https://1.1.1.1/", "events": ["lead.created"]} | change
    answer = admin.post("/setup/webhooks/new", data)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nobody_but_admins_looks_here(
    client: Client, cast: SimpleNamespace, webhook: Webhook
) -> None:
    paths = ("intake-keys", "intake-keys/new", "webhooks", "webhooks/new",
             f"webhooks/{webhook.pk}", f"webhooks/{webhook.pk}/edit")  # fmt: skip
    for user in (cast.ines, cast.mara, cast.mia, cast.rhea):
        client.force_login(user)
        for path in paths:
            assert client.get(f"/setup/{path}").status_code == 403, path
        assert client.post(f"/setup/webhooks/{webhook.pk}/test").status_code == 403
