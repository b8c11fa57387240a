"""Absences: one's own at /me, those of one's people for whoever leads them, of nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.people.models import Absence, User
from headwater.records.models import TrailEntry
from headwater.web.absences.pages import days_of
from headwater.web.records.sentences import say

SignIn = Callable[[User], Client]
YEAR = timezone.now().year + 1


def dates(first: str, last: str, **more: Any) -> dict[str, Any]:
    return {"first": f"{YEAR}-{first}", "last": f"{YEAR}-{last}", "note": "", "delegate": ""} | more


def test_mara_will_be_away_and_owen_stands_in(mara: Client, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.mara.pk).update(time_zone="Europe/Berlin")
    page = mara.get("/me").content.decode()
    assert "None ahead" in page
    posted = dates("03-03", "03-14", delegate=cast.owen.pk, note="Skiing", user=cast.otto.pk)
    answer = mara.post("/absences/new", posted, headers={"referer": "http://testserver/me"})
    assert answer["Location"] == "/me"
    row = Absence.objects.get()
    assert (row.user, row.delegate) == (cast.mara, cast.owen)  # her own, whatever was posted
    assert row.starts_at == datetime(YEAR, 3, 2, 23, tzinfo=UTC)
    assert row.ends_at == datetime(YEAR, 3, 14, 23, tzinfo=UTC)
    page = mara.get("/me").content.decode()
    assert f"3 – 14 March {YEAR}" in page and "Owen Park" in page and "Skiing" in page
    told = say(TrailEntry.objects.get(event="user.absence_added"))
    assert told.what == "Will be away"
    assert "Owen Park stands in" in told.why


def test_an_absence_is_changed_removed_and_brought_back(
    mara: Client, cast: SimpleNamespace
) -> None:
    mara.post("/absences/new", dates("03-03", "03-14"))
    row = Absence.objects.get()
    assert f'value="{YEAR}-03-14"' in mara.get(f"/absences/{row.pk}").content.decode()
    mara.post(f"/absences/{row.pk}", dates("03-04", "03-04", delegate=cast.owen.pk))
    row.refresh_from_db()
    assert days_of(row) == f"4 March {YEAR}"
    page = mara.post(f"/absences/{row.pk}/removal", follow=True).content.decode()
    assert not Absence.objects.exists()
    undo = page.split('action="/undo/')[1].split('"')[0]
    mara.post(f"/undo/{undo}")
    assert days_of(Absence.objects.get()) == f"4 March {YEAR}"
    assert list(TrailEntry.objects.order_by("pk").values_list("event", flat=True)) == [
        "user.absence_added", "user.absence_changed", "user.absence_removed",
        "user.absence_added",
    ]  # fmt: skip


def test_a_manager_keeps_those_of_her_people(sign_in: SignIn, cast: SimpleNamespace) -> None:
    ines, petra = sign_in(cast.ines), sign_in(cast.petra)
    ines.post("/absences/new", dates("03-03", "03-14", user=cast.mara.pk))
    row = Absence.objects.get()
    assert "Mara Lind" in ines.get("/absences").content.decode()
    assert "Mara Lind" in sign_in(cast.ada).get("/absences").content.decode()
    for outsider in (petra, sign_in(cast.otto), sign_in(cast.owen)):
        assert "Mara Lind" not in outsider.get("/absences").content.decode()
        assert outsider.get(f"/absences/{row.pk}").status_code == 404
        assert outsider.post(f"/absences/{row.pk}/removal").status_code == 404
    refused = petra.post("/absences/new", dates("03-03", "03-14", user=cast.mara.pk))
    assert refused.status_code == 422
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        (dates("03-14", "03-03"), "The last day is before the first."),
        (dates("03-03", "03-04") | {"last": f"{YEAR + 2}-01-01"}, "Longer than a year"),
        (dates("02-30", "03-04"), "Enter a valid date."),
        (dates("03-03", "03-04") | {"delegate": "0"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said(mara: Client, posted: dict[str, Any], words: str) -> None:
    answer = mara.post("/absences/new", posted)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nobody_stands_in_for_themselves_not_even_by_detour(
    sign_in: SignIn, cast: SimpleNamespace
) -> None:
    ada = sign_in(cast.ada)

    def away(user: User, delegate: User, last: str) -> Any:
        return ada.post("/absences/new", dates("03-03", last, user=user.pk, delegate=delegate.pk))

    assert away(cast.mara, cast.mara, "03-09").status_code == 422
    assert away(cast.mara, cast.owen, "03-09").status_code == 302
    assert away(cast.owen, cast.ines, "03-09").status_code == 302
    circle = away(cast.ines, cast.mara, "03-05")
    assert circle.status_code == 422
    assert "Mara Lind is away in that time, too" in circle.content.decode()
    elsewhen = dates("05-03", "05-05", user=cast.ines.pk, delegate=cast.mara.pk)
    assert ada.post("/absences/new", elsewhen).status_code == 302
