"""From the Trail to another system: signed, in order, tried again, never lost."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Standard
from standardwebhooks import WebhookVerificationError

from headwater import journey
from headwater.api.models import TrailMark, Webhook, WebhookDelivery, WebhookTry
from headwater.api.webhooks import replay, sending, signing
from headwater.api.webhooks.delivery import WAITS
from headwater.catalog import ids
from headwater.converting import deeds
from headwater.qualify import statuses
from headwater.records.draft import Draft
from headwater.records.models import Lead, LeadStatus, Notification, TrailEntry
from headwater.route import reassign
from tests.api.webhooks.conftest import Office, Receiver

Wrote = Callable[..., TrailEntry]
State = WebhookDelivery.State


def test_a_lead_s_life_is_told_signed_and_in_order(
    webhook: Webhook, receiver: Receiver, office: Office, cast: SimpleNamespace
) -> None:
    values = {"last_name": "Okafor", "company": "Harbor", "email": "tom@harbor.example"}
    (draft,) = journey.create([Draft(values=values)], door="hand", by=cast.mara)
    lead = draft.lead
    assert lead
    reassign.give([lead], cast.owen, by=cast.ines)
    statuses.move(lead, "Working - Contacted", by=cast.owen)
    conversion = deeds.convert(lead, by=cast.owen)
    deeds.take_back(conversion, by=cast.owen)
    office.work()
    assert receiver.events == [
        "lead.created", "lead.assigned", "lead.assigned", "lead.status_changed", "lead.converted",
        "lead.status_changed",
    ]  # fmt: skip
    first, *_, undone = receiver.got
    assert first.path == "/hooks?from=headwater"
    assert first.headers["user-agent"].startswith("Headwater-Webhooks/")
    verified = Standard(webhook.secret).verify(first.body, first.headers)
    assert verified == first.event
    moved = receiver.got[3].event["data"]
    assert moved["id"] == lead.pk
    assert moved["salesforce_id"] == ids.encode("00Q", lead.pk)
    assert moved["owner"] == {
        "id": cast.owen.pk, "salesforce_id": ids.encode("005", cast.owen.pk), "type": "user",
        "name": "Owen Park",
    }  # fmt: skip
    assert moved["changes"]["status"] == {
        "before": "Open - Not Contacted", "after": "Working - Contacted",
    }  # fmt: skip
    assert "Working" in moved["why"]
    assert undone.event["data"]["is_converted"] is False
    assert len({each.id for each in receiver.got}) == 6
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {State.DELIVERED}


def test_a_changed_body_or_another_secret_is_found_out(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    wrote(make_lead())
    office.work()
    (got,) = receiver.got
    with pytest.raises(WebhookVerificationError):
        Standard(webhook.secret).verify(got.body + b" ", got.headers)
    with pytest.raises(WebhookVerificationError):
        Standard(signing.new_secret()).verify(got.body, got.headers)


def test_after_a_change_of_secret_both_hold_for_a_day(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    old = webhook.secret
    webhook.change_secret(timezone.now())
    webhook.save()
    lead = make_lead()
    wrote(lead)
    office.work()
    (both,) = receiver.got
    for secret in (old, webhook.secret):
        Standard(secret).verify(both.body, both.headers)
    office.wait(hours=25)
    wrote(lead)
    office.work()
    assert " " not in receiver.got[-1].headers["webhook-signature"]


def test_only_what_is_asked_for_is_told(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    webhook.criteria = "Company = 'Harbor' AND NumberOfEmployees > 10"
    webhook.save()
    wrote(make_lead(company="Other"))
    lead = make_lead(company="Harbor", number_of_employees=50)
    wrote(lead, "lead.scored")
    wrote(lead, "call.logged")
    wrote(lead)
    office.work()
    assert [each.event["data"]["id"] for each in receiver.got] == [lead.pk]
    webhook.criteria = "Nothing__c = 1"  # the field is gone: nobody is told what he did not ask for
    webhook.save()
    wrote(lead)
    office.work()
    assert len(receiver.got) == 1


def test_a_webhook_begins_when_it_is_made_and_rests_when_it_is_off(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    webhook.is_active = False
    webhook.save()
    wrote(make_lead())
    office.work()
    webhook.is_active = True
    webhook.save()
    office.work()
    assert receiver.got == []
    assert TrailMark.objects.get().entry_id == TrailEntry.objects.order_by("-pk")[0].pk


def test_what_fails_is_tried_again_by_the_schedule(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    receiver.status, receiver.answer = 500, b"no room at the inn"
    wrote(make_lead())
    office.work()
    for wait in WAITS:
        assert office.send() == 0, "not before its time"
        office.wait(seconds=wait.total_seconds() * 1.1 + 601)
        office.send()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.try_count, len(receiver.got)) == (State.FAILED, 10, 10)
    assert len({each.id for each in receiver.got}) == 1, "always the same id"
    assert len({each.headers["webhook-timestamp"] for each in receiver.got}) == 10
    tried = WebhookTry.objects.first()
    assert tried
    assert (tried.status, tried.answer) == (500, "no room at the inn")
    assert tried.headers["webhook-id"] == delivery.message_id
    webhook.refresh_from_db()
    assert webhook.is_active is False
    assert "Nothing got through since" in webhook.stopped_because
    assert "switched off" in Notification.objects.get(user__email="ada@juniper.example").text


def test_it_comes_through_as_soon_as_the_other_side_is_well(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    receiver.statuses = [503, 302, 404]
    wrote(make_lead())
    office.work()
    for _ in range(3):
        office.wait(hours=1)
        office.send()
    assert [each.status for each in WebhookTry.objects.all()] == [503, 302, 404, 204]
    assert WebhookDelivery.objects.get().state == State.DELIVERED
    webhook.refresh_from_db()
    assert (webhook.failure_count, webhook.failing_since) == (0, None)


def test_a_side_in_trouble_is_asked_one_thing_at_a_time(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    receiver.status = 500
    for _ in range(40):
        wrote(make_lead())
    office.read()
    office.work()
    assert len(receiver.got) < 12
    receiver.status = 200
    for _ in range(20):
        office.wait(minutes=11)
        office.work()
    assert not WebhookDelivery.objects.exclude(state=State.DELIVERED).exists()
    assert len({each.id for each in receiver.got}) == 40


def test_who_asks_for_patience_gets_it(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    receiver.statuses, receiver.headers = [429], {"Retry-After": "900"}
    wrote(make_lead())
    office.work()
    office.wait(minutes=10)
    assert office.send() == 0
    office.wait(minutes=6)
    assert office.send() == 1


def test_who_is_gone_is_not_asked_again(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    receiver.status = 410
    wrote(make_lead())
    office.work()
    office.wait(days=1)
    assert office.send() == 0
    webhook.refresh_from_db()
    assert "410" in webhook.stopped_because


def test_killed_after_sending_it_is_sent_again_with_the_same_id(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    wrote(make_lead())
    office.read()
    (lane,) = sending.claim(office.now())  # and then the worker dies with it in hand
    from headwater.api.webhooks import calling

    (delivery,) = lane.deliveries
    headers = signing.headers([webhook.secret], delivery.message_id, 1, delivery.body)
    calling.post(webhook.url, delivery.body, headers)
    assert office.send() == 0, "nobody else takes it while the lease runs"
    office.wait(seconds=sending.LEASE.total_seconds() + 1)
    assert office.send() == 1
    first, second = receiver.got
    assert (first.id, first.body) == (second.id, second.body)


def test_the_events_of_one_lead_keep_their_order_side_by_side(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    leads = [make_lead() for _ in range(6)]
    for number in range(5):
        for lead in leads:
            wrote(lead, because={"number": number})
    office.read()
    lanes = sending.claim(office.now())
    assert len(lanes) == sending.LANES
    for lane in lanes:
        sending.send(lane)
    for lead in leads:
        of_lead = [each.event["data"] for each in receiver.got]
        numbers = [each["because"]["number"] for each in of_lead if each["id"] == lead.pk]
        assert numbers == [0, 1, 2, 3, 4]


def test_one_delivery_is_sent_again_by_hand(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    wrote(make_lead())
    office.work()
    replay.again(WebhookDelivery.objects.get())
    office.work()
    assert len({each.id for each in receiver.got}) == 1
    assert len(receiver.got) == WebhookTry.objects.count() == 2


def test_a_span_of_time_is_told_again_from_the_trail(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    """Also what happened before there was a webhook."""
    lead, now = make_lead(), timezone.now()
    for days in (9, 5, 2):
        wrote(lead, at=now - timedelta(days=days))
    webhook.since_entry = TrailEntry.objects.order_by("-pk")[0].pk
    webhook.save()
    office.work()
    assert receiver.got == []
    wrote(lead)
    office.work()
    start, end = (now - timedelta(days=6)).isoformat(), (now + timedelta(days=1)).isoformat()
    replay.replay_span.func(webhook_id=webhook.pk, start=start, end=end, only_failed=False)
    office.work()
    assert len(receiver.got) == 4
    assert receiver.got[0].id in {each.id for each in receiver.got[1:]}


def test_only_what_failed_is_told_again(
    webhook: Webhook, receiver: Receiver, office: Office, make_lead: Any, wrote: Wrote
) -> None:
    lead = make_lead()
    wrote(lead)
    office.work()
    receiver.statuses = [500]
    wrote(lead)
    office.work()
    WebhookDelivery.objects.exclude(state=State.DELIVERED).update(state=State.FAILED)
    now = timezone.now()
    replay.replay_span.func(
        webhook_id=webhook.pk, start=(now - timedelta(hours=1)).isoformat(),
        end=(now + timedelta(hours=1)).isoformat(), only_failed=True,
    )  # fmt: skip
    office.work()
    assert len(receiver.got) == 3
    assert receiver.got[1].id == receiver.got[2].id


def test_a_test_event_goes_out_at_once(webhook: Webhook, receiver: Receiver) -> None:
    webhook.is_active = False
    webhook.save()
    delivery = replay.test(webhook)
    assert delivery.state == State.DELIVERED
    assert receiver.got[0].event["type"] == "webhook.test"
    Standard(webhook.secret).verify(receiver.got[0].body, receiver.got[0].headers)
    receiver.status = 500
    assert replay.test(webhook).state == State.FAILED


def test_the_journey_pays_nothing_for_it(
    webhook: Webhook, office: Office, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    """Webhooks on or off: the same number of queries makes a lead."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def make(name: str) -> int:
        draft = Draft(values={"last_name": name, "company": name})
        with CaptureQueriesContext(
            connection,
        ) as captured:
            journey.create([draft], door="hand", by=cast.mara)
        return len(captured)

    make("warm")
    with_webhook = make("one")
    Webhook.objects.all().delete()
    assert make("two") == with_webhook


def test_a_thousand_entries_take_a_handful_of_queries(
    webhook: Webhook,
    office: Office,
    make_lead: Any,
    wrote: Wrote,
    django_assert_max_num_queries: Any,
) -> None:
    leads = [make_lead() for _ in range(20)]
    for _ in range(10):
        for lead in leads:
            wrote(lead)
    with django_assert_max_num_queries(12):
        office.read()
    assert WebhookDelivery.objects.count() == 200
    assert Lead.objects.count() == 20
    assert LeadStatus.objects.exists()
