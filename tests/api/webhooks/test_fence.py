"""The reader loses no entry, whoever commits in whatever order."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from headwater.api.models import TrailMark, Webhook, WebhookDelivery
from headwater.api.webhooks.fence import Fence, last_number
from headwater.records.models import Lead, TrailEntry
from tests.api.webhooks.conftest import Office, Receiver

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_slow_transaction_is_waited_for(
    webhook: Webhook, office: Office, make_lead: Callable[..., Lead], wrote: Any
) -> None:
    lead = make_lead()
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        try:
            with transaction.atomic():
                wrote(lead, because={"who": "slow"})
                begun.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert begun.wait(10)
    wrote(lead, because={"who": "quick"})  # a later number, committed earlier
    office.read()
    office.read()
    assert not WebhookDelivery.objects.exists(), "nothing is passed over that may still come"
    go_on.set()
    thread.join()
    office.read()
    office.read()
    told = [TrailEntry.objects.get(pk=each.entry_id).because["who"]
            for each in WebhookDelivery.objects.order_by("pk")]  # fmt: skip
    assert told == ["slow", "quick"]


def test_one_that_gives_up_holds_nobody_up(
    webhook: Webhook, office: Office, make_lead: Callable[..., Lead], wrote: Any
) -> None:
    lead = make_lead()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wrote(lead)
        raise ZeroDivisionError
    wrote(lead)
    office.read()
    assert WebhookDelivery.objects.count() == 1


def test_many_writers_at_once_lose_nothing(
    webhook: Webhook, office: Office, make_lead: Callable[..., Lead], wrote: Any
) -> None:
    lead = make_lead()
    stop = threading.Event()

    def write(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _ in range(25):
                try:
                    with transaction.atomic():
                        for _ in range(dice.randint(1, 3)):
                            wrote(lead)
                        stop.wait(dice.random() * 0.02)
                        if dice.random() < 0.2:
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write, seed) for seed in range(6)]
        while not all(each.done() for each in writers):
            office.read()
    office.read()
    office.read()
    wanted = set(TrailEntry.objects.filter(event="lead.assigned").values_list("pk", flat=True))
    assert len(wanted) > 150
    assert set(WebhookDelivery.objects.values_list("entry_id", flat=True)) == wanted


def test_two_readers_do_not_read_twice(
    webhook: Webhook, receiver: Receiver, make_lead: Callable[..., Lead], wrote: Any
) -> None:
    for _ in range(30):
        wrote(make_lead())
    TrailMark.objects.all().delete()
    TrailMark.objects.create(entry_id=webhook.since_entry)
    offices = [Office() for _ in range(3)]

    def work(each: Office) -> None:
        try:
            for _ in range(3):
                each.work()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, offices))
    assert len(receiver.got) == len({each.id for each in receiver.got}) == 30


def test_nobody_writing_everything_is_safe(db: None) -> None:
    assert Fence().look() == last_number()
