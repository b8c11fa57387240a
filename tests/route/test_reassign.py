"""Leads change hands: given by who may, taken from a queue, with the work that hangs on them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from headwater.people.models import Queue, QueueMember, User
from headwater.records import trail
from headwater.records.models import Clock, Lead, Notification, Task
from headwater.records.problem import Refused
from headwater.route.queues import take_next, waiting_count
from headwater.route.reassign import give

MakeLead = Callable[..., Lead]


def test_a_manager_gives_leads_with_their_work(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    leads = [make_lead(), make_lead(), make_lead(owner=cast.owen)]
    now = timezone.now()
    clock = Clock.objects.create(
        lead=leads[0], policy="Web", minutes=5, started_at=now, due_at=now, owner=cast.mara
    )
    task = Task.objects.create(lead=leads[0], subject="Call", owner=cast.mara)
    others = Task.objects.create(lead=leads[0], subject="Check", owner=cast.ines)
    done = Task.objects.create(lead=leads[0], subject="Done", owner=cast.mara, is_closed=True)
    assert give(leads, cast.owen, by=cast.ines, because={"note": "Mara is away"}) == 2
    for row in (clock, task, others, done):
        row.refresh_from_db()
    assert [row.owner_id for row in (clock, task, others, done)] == [
        cast.owen.pk, cast.owen.pk, cast.ines.pk, cast.mara.pk,
    ]  # fmt: skip
    entry = trail.about(leads[0]).get()
    assert entry.because == {
        "owner": "Owen Park", "words": "given by Ines Roy", "note": "Mara is away",
    }  # fmt: skip
    assert entry.changes == {"owner_id": [cast.mara.pk, cast.owen.pk]}
    assert Notification.objects.filter(user=cast.owen).count() == 2
    lead = Lead.objects.get(pk=leads[0].pk)
    assert (lead.owner_id, lead.modified_by_id) == (cast.owen.pk, cast.ines.pk)
    assert lead.is_unread_by_owner


def test_the_owner_gives_and_others_may_not(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    assert give([make_lead()], cast.owen, by=cast.mara) == 1
    for stranger in (cast.otto, cast.rhea):
        with pytest.raises(Refused, match="gives a lead"):
            give([make_lead()], cast.owen, by=stranger)


def test_nobody_gives_to_who_has_left(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    cast.owen.is_active = False
    with pytest.raises(Refused, match="not active"):
        give([make_lead()], cast.owen, by=cast.mara)


def test_a_queue_gives_the_longest_waiting_lead(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    now = timezone.now()
    new = make_lead(owner=cast.queue, created_at=now)
    old = make_lead(owner=cast.queue, created_at=now - timedelta(hours=2))
    make_lead(owner=cast.queue, created_at=now - timedelta(days=2), is_closed=True)
    assert waiting_count(cast.queue) == 2
    assert take_next(cast.queue, by=cast.mara) == old
    assert take_next(cast.queue, by=cast.owen) == new
    assert take_next(cast.queue, by=cast.owen) is None
    assert trail.about(old).get().because["words"] == "taken from North queue"
    assert not Notification.objects.exists()
    with pytest.raises(Refused, match="not a member"):
        take_next(cast.queue, by=cast.otto)


@pytest.mark.django_db(transaction=True)
def test_two_people_never_take_the_same_lead() -> None:
    queue = Queue.objects.create(kind="Group", name="North queue")
    people = [User.objects.create_user(f"rep{n}@x.example", last_name=f"R{n}") for n in range(4)]
    for user in people:
        QueueMember.objects.create(queue=queue, user=user)
    for number in range(20):
        Lead.objects.create(last_name=f"Lead {number}", owner=queue)

    def take(user: User) -> list[int]:
        try:
            return [lead.pk for _ in range(5) if (lead := take_next(queue, by=user))]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = [pk for some in pool.map(take, people) for pk in some]
    assert len(taken) == len(set(taken)) == 20
    assert waiting_count(queue) == 0
