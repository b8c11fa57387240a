"""Rows as an org of Salesforce tells them: what becomes of them, and that their ids lead here."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.api import tokens
from headwater.catalog import custom, ids, objects
from headwater.moving import pages, words
from headwater.moving.course import Course
from headwater.moving.models import Move, MoveRefusal, MoveStep
from headwater.moving.org import Org, Session, pause
from headwater.moving.shape import Shape, define
from headwater.moving.sign_in import Keys, sign_in
from headwater.moving.trouble import Trouble
from headwater.records.models import Lead, TrailEntry
from headwater.records.trail import MOVED_IN
from tests.conftest import PASSWORD

FIELDS = ("FirstName", "LastName", "Company", "Email", "Status", "OwnerId", "CreatedDate",
          "LastModifiedDate", "IsConverted", "ConvertedDate", "LeadSource", "Title")  # fmt: skip
Bring = Callable[[list[dict[str, Any]]], MoveStep]


def old(number: int) -> str:
    """An id as an org of Salesforce gives it, far beyond any key of ours."""
    return ids.whole(f"00Q5j00000A{number:04d}")


def row(number: int, **said: Any) -> dict[str, Any]:
    return {
        "Id": old(number), "LastName": f"Lovelace {number}", "Company": "Engines",
        "Email": f"a{number}@engines.example", "Status": "Open - Not Contacted",
        "CreatedDate": "2021-02-03T04:05:06.000+0000", "IsConverted": False,
    } | said  # fmt: skip


@pytest.fixture
def bring(cast: SimpleNamespace) -> Bring:
    move = Move.objects.create(url="https://old.my.salesforce.com", org_id="00D", by=cast.ada)
    course = Course(Org(Session("", "https://old.my.salesforce.com")), move, cast.ada)
    kind = objects.get("Lead")
    shape = Shape(kind, {name: kind.fields[name] for name in FIELDS})
    define(shape)
    step, _ = MoveStep.objects.get_or_create(move=move, name="Lead")

    def bring_in(rows: list[dict[str, Any]]) -> MoveStep:
        pages.bring_in(course, step, shape, rows)
        return step

    return bring_in


def test_what_came_is_found_by_its_old_id_at_every_door(
    bring: Bring, cast: SimpleNamespace, client: Client
) -> None:
    bring([row(1), row(2)])
    lead = Lead.objects.get(last_name="Lovelace 1")
    assert ids.decode(old(1)) == ids.decode(old(1)[:15]) == ("00Q", lead.pk)
    headers = {"Authorization": f"Bearer {tokens.issue(cast.ada)}"}
    base = "/services/data/v60.0"
    found = client.get(f"{base}/sobjects/Lead/{old(1)}", headers=headers).json()
    assert found["LastName"] == "Lovelace 1"
    asked = {"q": f"SELECT LastName FROM Lead WHERE Id = '{old(2)}'"}
    told = client.get(f"{base}/query", asked, headers=headers).json()
    assert [each["LastName"] for each in told["records"]] == ["Lovelace 2"]
    by_field = f"{base}/sobjects/Lead/Salesforce_Id__c/{old(2)}"
    assert client.get(by_field, headers=headers).json()["LastName"] == "Lovelace 2"
    task = {"Subject": "Call", "WhoId": old(1)}
    made = client.post(f"{base}/sobjects/Task", task, "application/json", headers=headers)
    assert made.status_code == 201
    client.force_login(cast.ada)
    assert client.get(f"/{old(1)}").headers["Location"] == f"/leads/{lead.pk}"
    assert client.get(f"/lightning/r/Lead/{old(1)}/view").status_code == 302
    assert "Lovelace 1" in client.get("/palette", {"q": old(1)}).content.decode()
    client.force_login(cast.otto)
    assert client.get(f"/{old(1)}").status_code == 404
    assert client.get(f"/{old(9)}").status_code == 404


def test_the_same_page_twice_makes_nothing_twice(bring: Bring) -> None:
    bring([row(1), row(2)])
    step = bring([row(1), row(2), row(3)])
    assert (step.fetched, step.created, step.known, step.refused) == (5, 3, 2, 0)
    assert Lead.objects.count() == 3


def test_what_cannot_come_says_why_and_its_neighbours_come(bring: Bring) -> None:
    step = bring([row(1, LastName=None), row(2, Title="x" * 200), row(3, LastName="y")])
    assert (step.created, step.refused, step.cut) == (2, 1, {"title": 1})
    refusal = MoveRefusal.objects.get()
    assert (refusal.old_id, refusal.reason) == (old(1), "Last Name is empty.")
    assert len(Lead.objects.get(last_name="Lovelace 2").title) == 128


def test_history_stays_history(bring: Bring, cast: SimpleNamespace) -> None:
    bring([
        row(1, Status="Dead end", OwnerId=ids.whole("0055j00000B0001")),
        row(2, Status="Closed - Converted", IsConverted=True, ConvertedDate="2022-01-02"),
    ])  # fmt: skip
    odd, converted = Lead.objects.order_by("pk")
    assert (odd.status, odd.owner_id, odd.created_at.year) == ("Dead end", cast.ada.pk, 2021)
    assert converted.is_converted and str(converted.converted_on) == "2022-01-02"
    entries = TrailEntry.objects.filter(object_name="Lead", record_id=converted.pk).order_by("at")
    assert [(each.event, each.at.year) for each in entries] == [
        ("lead.created", 2021), ("lead.converted", 2022)
    ]  # fmt: skip
    assert all(each.because["door"] == MOVED_IN for each in entries)


def test_many_rows_take_as_many_queries_as_few(bring: Bring) -> None:
    bring([row(0)])
    counts = []
    for numbers in (range(10, 12), range(20, 80)):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            bring([row(number) for number in numbers])
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_the_words_of_an_org_find_their_meaning() -> None:
    assert words.status_of("Unqualified").is_closed
    assert not words.status_of("Working on it").is_closed
    assert words.status_of("Won over", is_converted=True).is_converted
    assert pause(0) < pause(3) < pause(20) < 150


@pytest.mark.django_db(transaction=True)
def test_each_way_to_sign_in(live_server: Any, cast: SimpleNamespace) -> None:
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    by_password = sign_in(live_server.url, Keys(username=cast.ada.email, password=PASSWORD))
    assert by_password.count("Lead") == 0
    by_password.close()
    by_token = sign_in(live_server.url, Keys(access_token=tokens.issue(cast.ada)))
    assert by_token.count("User") == 8
    by_token.close()
    with pytest.raises(Trouble, match="does not let"):
        sign_in(live_server.url, Keys(username=cast.ada.email, password="wrong"))
    with pytest.raises(Trouble, match="does not let this client in"):
        sign_in(live_server.url, Keys(client_id="x", client_secret="y"))
    stranger = sign_in(live_server.url, Keys(access_token="no"))
    with pytest.raises(Trouble, match="does not know this session"):
        stranger.count("Lead")
    stranger.close()
    with pytest.raises(Trouble, match="unencrypted"):
        sign_in("http://old.example", Keys(access_token="x")).count("Lead")
    assert "secret" not in repr(Keys(client_secret="secret", password="secret"))


def test_the_page_of_a_move_is_for_admins(
    bring: Bring, cast: SimpleNamespace, client: Client
) -> None:
    bring([row(1, LastName=None, FirstName="=1+1")])
    client.force_login(cast.mara)
    assert client.get("/setup/moved-in").status_code == 403
    client.force_login(cast.ada)
    page = client.get("/setup/moved-in").content.decode()
    assert old(1) in page and "Last Name is empty." in page
    move = Move.objects.get()
    told = client.get(f"/setup/moved-in/{move.pk}/refused.csv").content.decode()
    assert told.splitlines()[1].startswith(f"Lead,{old(1)}")
    assert custom.fields_of("Lead")["Salesforce_Id__c"].is_external_id
