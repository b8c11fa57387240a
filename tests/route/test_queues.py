"""Queues: oldest first, each lead to one person, back in its place; alarms ring once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from headwater.people.business_hours import BusinessHours
from headwater.people.models import Queue, QueueMember
from headwater.records import trail
from headwater.records.models import Lead, Notification, NotificationMail
from headwater.records.problem import Refused
from headwater.route import alarms, reassign, stays
from headwater.route.queues import give_back, take, take_next
from headwater.route.stays import QueueStay

MakeLead = Callable[..., Lead]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def queued(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> Callable[..., Lead]:
    """A lead that has waited in the queue for so many minutes at noon of a Wednesday."""

    def wait(minutes: int = 0, **values: Any) -> Lead:
        since = noon - minutes * MINUTE
        lead = make_lead(owner=cast.queue, created_at=since, **values)
        QueueStay.objects.create(lead=lead, queue=cast.queue, since=since)
        return lead

    return wait


def test_the_oldest_is_taken_first_and_comes_back_to_its_place(
    cast: SimpleNamespace, queued: Callable[..., Lead]
) -> None:
    young, old = queued(5), queued(50)
    assert take_next(cast.queue, by=cast.mara) == old
    stay = QueueStay.objects.get(lead=old)
    assert stay.taken_by == cast.mara and stay.left_at
    assert trail.about(old)[0].because["words"] == "taken from North queue"
    old.refresh_from_db()
    assert give_back([old], by=cast.mara) == 1
    assert trail.about(old)[0].because["words"] == "given back to North queue"
    assert take_next(cast.queue, by=cast.owen) == old  # not at the end of the line
    assert take_next(cast.queue, by=cast.owen) == young
    assert take_next(cast.queue, by=cast.owen) is None


def test_chosen_ones_are_taken(cast: SimpleNamespace, queued: Callable[..., Lead]) -> None:
    one, two, gone = queued(1), queued(2), queued(3)
    Lead.objects.filter(pk=gone.pk).update(owner=cast.owen)
    assert take([one, two, gone], by=cast.mara) == [two, one]
    assert set(Lead.objects.owned_by(cast.mara)) == {one, two}


def test_a_lead_of_this_minute_can_be_taken_and_given_back(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead(owner=cast.queue)
    assert take_next(cast.queue, by=cast.mara) == lead
    lead.refresh_from_db()
    give_back([lead], by=cast.mara)
    assert QueueStay.objects.get(left_at=None).lead == lead


@pytest.mark.django_db(transaction=True)
def test_many_people_at_once_get_each_lead_once(
    cast: SimpleNamespace, queued: Callable[..., Lead]
) -> None:
    leads = [queued(minutes) for minutes in range(24)]
    people = [cast.mara, cast.owen] * 3

    def work(person: Any) -> list[int]:
        mine = []
        try:
            while (lead := take_next(cast.queue, by=person)) is not None:
                mine.append(lead.pk)
        finally:
            connection.close()
        return mine

    with ThreadPoolExecutor(len(people)) as crew:
        got = [key for keys in crew.map(work, people) for key in keys]
    # Who finds the rest locked goes away empty-handed; what was given out was given out once.
    assert len(got) == len(set(got))
    while (lead := take_next(cast.queue, by=cast.mara)) is not None:
        got.append(lead.pk)
    assert sorted(got) == sorted(lead.pk for lead in leads)
    taken = QueueStay.objects.exclude(left_at=None)
    assert taken.count() == len(leads)


def test_stays_follow_however_a_lead_comes_and_goes(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    came, moved = make_lead(owner=cast.queue, created_at=noon), make_lead(created_at=noon)
    reassign.give([moved], cast.queue, by=cast.ines)
    assert {each.lead_id for each in stays.keep(timezone.now())} == {came.pk, moved.pk}
    assert stays.keep(timezone.now()) == []
    assert QueueStay.objects.get(lead=came).since == noon
    assert QueueStay.objects.get(lead=moved).since > noon  # since it came into the queue
    assert list(stays.waiting([cast.queue.pk])) == [came, moved]
    reassign.give([came], cast.owen, by=cast.ines)
    Lead.objects.filter(pk=moved.pk).update(is_closed=True)
    stays.keep(timezone.now())
    assert not QueueStay.objects.waiting().exists()


def test_alarms_ring_once_each_for_members_then_for_the_manager(
    cast: SimpleNamespace, queued: Callable[..., Lead], noon: datetime
) -> None:
    rings(cast.queue, tell_members_after=30, tell_manager_after=90, manager=cast.ines)
    lead, _ = queued(40), queued(10)
    assert alarms.ring(noon) == 1
    assert alarms.ring(noon) == 0
    told = {line.user: line for line in Notification.objects.all()}
    assert set(told) == {cast.mara, cast.owen}
    assert told[cast.mara].text == f"{lead} has waited 30 min in North queue."
    assert told[cast.mara].kind == "queue.age"
    assert told[cast.mara].url == f"/queues/{cast.queue.pk}"
    assert alarms.ring(noon + 50 * MINUTE) == 2  # the younger one for members, the older for Ines
    assert Notification.objects.filter(user=cast.ines).count() == 1
    entry = trail.about(lead).filter(event="lead.waited")[0]
    assert entry.because == {"queue": "North queue", "minutes": 90, "told": "manager"}


def test_many_at_once_are_one_line(
    cast: SimpleNamespace, queued: Callable[..., Lead], noon: datetime
) -> None:
    rings(cast.queue, tell_members_after=90)
    leads = [queued(minutes) for minutes in (300, 200, 100)]
    assert alarms.ring(noon) == 3
    text = Notification.objects.get(user=cast.mara).text
    assert text == (
        f"3 leads have waited 1 h 30 min in North queue; the longest is {leads[0]}."
    )  # fmt: skip


def test_alarms_count_working_time(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    hours = BusinessHours.objects.create(name="Office")  # Monday to Friday, nine to five, UTC
    rings(cast.queue, tell_members_after=120, business_hours=hours)
    QueueStay.objects.create(
        lead=make_lead(owner=cast.queue), queue=cast.queue, since=noon.replace(hour=16)
    )
    thursday = noon.replace(hour=9, minute=59) + timedelta(days=1)
    assert alarms.ring(thursday) == 0
    assert alarms.ring(thursday + MINUTE) == 1


def test_somebody_always_hears_an_alarm(cast: SimpleNamespace) -> None:
    assert alarms.heard_by(cast.queue, "members") == [cast.mara.pk, cast.owen.pk]
    assert alarms.heard_by(cast.queue, "manager") == [cast.ines.pk]  # whom the members report to
    QueueMember.objects.filter(queue=cast.queue).delete()
    admins = alarms.heard_by(cast.queue, "members")
    assert cast.ada.pk in admins
    assert alarms.heard_by(rings(cast.queue, manager=cast.petra), "members") == [cast.petra.pk]


def test_arrivals_are_written_to_the_queues_address(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    rings(cast.queue, email="inbound@juniper.example")
    lead = make_lead(owner=cast.queue, first_name="Tom")
    alarms.watch(0)
    alarms.watch(0)
    mail = NotificationMail.objects.get()
    assert mail.to_address == "inbound@juniper.example"
    assert mail.subject == "New in North queue: Tom Okafor, Harbor Cold Storage"
    assert mail.again_at and str(lead) in mail.text


# --- refusals -----------------------------------------------------------------------------------
def test_only_members_and_who_leads_people_take(
    cast: SimpleNamespace, queued: Callable[..., Lead]
) -> None:
    lead = queued(5)
    for outsider in (cast.otto, cast.rhea):
        with pytest.raises(Refused, match="not a member"):
            take_next(cast.queue, by=outsider)
        with pytest.raises(Refused, match="not a member"):
            take([lead], by=outsider)
    assert take_next(cast.queue, by=cast.ines) == lead


def test_what_is_not_yours_or_came_from_nowhere_is_not_given_back(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead()
    with pytest.raises(Refused, match="not yours"):
        give_back([lead], by=cast.otto, queue=cast.queue)
    with pytest.raises(Refused, match="came from no queue"):
        give_back([lead], by=cast.mara)
    assert give_back([lead], by=cast.mara, queue=cast.queue) == 1


def rings(queue: Queue, **values: Any) -> Queue:
    Queue.objects.filter(pk=queue.pk).update(**values)
    queue.refresh_from_db()
    return queue
