"""The pages of queues: who waits, taking one, giving it back; outsiders see nothing."""

from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.people.models import User
from headwater.records.models import Lead
from headwater.route import stays
from headwater.route.stays import QueueLook

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


def test_a_lead_is_taken_and_given_back(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead(owner=cast.queue, first_name="Tom")
    stays.keep(timezone.now())
    assert "North queue" in mara.get("/queues").content.decode()
    page = mara.get(f"/queues/{cast.queue.pk}").content.decode()
    assert "Tom Okafor" in page and "<b>1</b> waiting" in page and "2 members" in page
    assert "Looked last: Mara Lind" in mara.get(f"/queues/{cast.queue.pk}").content.decode()
    answer = mara.post(f"/queues/{cast.queue.pk}/next")
    assert answer["Location"] == f"/leads/{lead.pk}"
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Tom Okafor is yours." in page and "Back into North queue" in page
    lead.refresh_from_db()
    assert lead.owner_id == cast.mara.pk
    answer = mara.post(f"/leads/{lead.pk}/queue")
    assert answer["Location"] == f"/queues/{cast.queue.pk}"
    lead.refresh_from_db()
    assert lead.owner_id == cast.queue.pk


def test_chosen_ones_are_taken_and_undone(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    leads = [make_lead(owner=cast.queue) for _ in range(3)]
    url = f"/queues/{cast.queue.pk}/taking"
    mara.post(url, {"id": [leads[0].pk, leads[1].pk]})
    assert Lead.objects.owned_by(cast.mara).count() == 2
    undo = mara.get("/queues").content.decode().partition('action="/undo')[2].partition('"')[0]
    assert undo
    mara.post(f"/undo{undo}")
    assert not Lead.objects.owned_by(cast.mara).exists()
    answer = mara.post(url, {"only": leads[2].pk, "id": [leads[0].pk]})
    assert answer["Location"] == f"/leads/{leads[2].pk}"
    assert list(Lead.objects.owned_by(cast.mara)) == [leads[2]]
    mara.post(url, {"only": leads[2].pk})
    assert "Somebody else was quicker" in mara.get(f"/queues/{cast.queue.pk}").content.decode()


def test_the_pages_cost_the_same_for_one_and_for_many(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    def counts() -> list[int]:
        found = []
        for url in ("/queues", f"/queues/{cast.queue.pk}"):
            with CaptureQueriesContext(connection) as captured:
                mara.get(url)
            found.append(len(captured))
        return found

    make_lead(owner=cast.queue)
    counts()
    few = counts()
    for _ in range(9):
        make_lead(owner=cast.queue)
    assert counts() == few
    assert few[0] <= 12 and few[1] <= 18


def test_freshening_is_not_looking(mara: Client, cast: SimpleNamespace) -> None:
    mara.get(f"/queues/{cast.queue.pk}", headers={"HX-Request": "true"})
    assert not QueueLook.objects.exists()
    page = mara.get(f"/queues/{cast.queue.pk}").content.decode()
    assert "Nobody waits" in page and "Nobody has looked yet" in page


def test_taking_from_an_empty_queue_says_so(mara: Client, cast: SimpleNamespace) -> None:
    mara.post(f"/queues/{cast.queue.pk}/next")
    assert "Nobody waits in North queue." in mara.get("/queues").content.decode()


# --- refusals -----------------------------------------------------------------------------------
def test_outsiders_see_no_queue(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    lead = make_lead(owner=cast.queue)
    otto = sign_in(cast.otto)
    assert "You are in no queue" in otto.get("/queues").content.decode()
    assert otto.get(f"/queues/{cast.queue.pk}").status_code == 404
    assert otto.post(f"/queues/{cast.queue.pk}/next").status_code == 404
    assert otto.post(f"/leads/{lead.pk}/queue").status_code == 404
    lead.refresh_from_db()
    assert lead.owner_id == cast.queue.pk


def test_who_may_only_read_takes_nothing(
    cast: SimpleNamespace, sign_in: SignIn, make_lead: MakeLead
) -> None:
    make_lead(owner=cast.queue)
    rhea = sign_in(cast.rhea)
    page = rhea.get(f"/queues/{cast.queue.pk}").content.decode()
    assert "<b>1</b> waiting" in page and "Take next" not in page
    assert rhea.post(f"/queues/{cast.queue.pk}/next").status_code == 403


def test_what_came_from_no_queue_is_not_given_back(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    assert "Back into" not in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post(f"/leads/{lead.pk}/queue")
    assert "came from no queue" in mara.get(f"/leads/{lead.pk}").content.decode()
