"""The week's look at the open leads: what is found, repaired and taken back."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import hygiene
from headwater.capture.hygiene import fixing
from headwater.capture.hygiene.look import look
from headwater.capture.hygiene.models import HygieneCount, HygieneFinding, HygieneFix, HygieneRun
from headwater.match.models import MatchKey
from headwater.people.models import User
from headwater.records.models import Lead, Notification, TrailEntry
from headwater.records.problem import Refused

pytestmark = pytest.mark.django_db
Make = Callable[..., Lead]
REACHED = {"email": "t@harbor.example", "phone": "+14155552671"}


def found(check: str) -> list[tuple[dict[str, str], dict[str, str]]]:
    rows = HygieneFinding.objects.filter(check_name=check).order_by("id")
    return [(row.before, row.after) for row in rows]


def run() -> HygieneRun:
    done = look()
    assert done
    return done


def test_a_week_of_hygiene(make_lead: Make, cast: SimpleNamespace) -> None:
    lead = make_lead(first_name="ANN", last_name="MCDONALD", **REACHED)
    make_lead(first_name="Li", last_name="Ng", **REACHED)
    done = run()
    assert (done.lead_count, hygiene.tell(done)) == (2, 1)
    note = Notification.objects.get(user=cast.ada)
    assert note.text == "Hygiene of the week: 1 findings of 1 kinds in 2 leads."
    before = {"first_name": "ANN", "last_name": "MCDONALD"}
    after = {"first_name": "Ann", "last_name": "McDonald"}
    assert found("name_case") == [(before, after)]

    fix = hygiene.start_fix(done, "name_case", by=cast.ada)
    assert (fix.state, fix.fixed_count, fix.skipped_count) == ("done", 1, 0)
    lead.refresh_from_db()
    assert (lead.first_name, lead.last_name) == ("Ann", "McDonald")
    told = TrailEntry.objects.get(event="lead.changed")
    assert told.changes["last_name"] == ["MCDONALD", "McDonald"]
    assert (told.because["hygiene"], told.by) == ("name_case", cast.ada)
    assert not HygieneFinding.objects.exists()
    assert not HygieneCount.objects.exists()
    assert MatchKey.objects.filter(record_id=lead.pk).exists()

    fix = hygiene.take_back(fix, by=cast.ada)
    lead.refresh_from_db()
    assert (fix.state, fix.undone_count, lead.last_name) == ("undone", 1, "MCDONALD")
    with pytest.raises(Refused):
        hygiene.take_back(fix, by=cast.ada)


WRONG = [
    # check, the lead, what is written instead ({}: a person decides)
    ("no_way", {}, {}),
    ("no_phone", {"email": "t@harbor.example"}, {}),
    ("mail_misspelt", {"email": "Tom.O@gmial.com"}, {"email": "Tom.O@gmail.com"}),
    ("mail_invalid", {"email": "tom@harbor"}, {}),
    ("mail_invalid", {"email": "tom okafor@harbor.example"}, {}),
    ("mail_invalid", {"email": "Tom <tom@harbor.example>"}, {"email": "tom@harbor.example"}),
    ("mail_disposable", {"email": "t@yopmail.com"}, {}),
    ("mail_role", {"email": "Info+web@harbor.example"}, {}),
    ("phone_shape", {"phone": "(415) 555-2671"}, {"phone": "+14155552671"}),
    ("phone_shape", {"mobile_phone": "089 1234567", "country": "Germany"},
     {"mobile_phone": "+49891234567"}),
    ("phone_shape", {"phone": "call me"}, {}),
    ("place", {"country": "Deutschland", "state": "Bayern"}, {"country": "Germany"}),
    ("place", {"country": "Germany", "state": "California"}, {"country": "United States"}),
    ("place", {"country": "Canada", "state": "Bavaria"}, {"country": "Germany", "state": "Bayern"}),
    ("place", {"country": "United States", "state": "Bermuda Triangle"}, {}),
    ("place", {"country": "Atlantis"}, {}),
    ("place", {"state": "Calif."}, {"country": "United States", "state": "California"}),
    ("name_case", {"last_name": "o'neil"}, {"last_name": "O'Neil"}),
    ("name_digits", {"last_name": "Okafor2"}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("check", "values", "after"), WRONG)
def test_what_is_found(
    make_lead: Make, check: str, values: dict[str, str], after: dict[str, str]
) -> None:
    make_lead(**values)
    run()
    (row,) = HygieneFinding.objects.filter(check_name=check)
    assert row.after == after


RIGHT = [
    {"first_name": "Li", "last_name": "NG"}, {"first_name": "JP", "last_name": "Okafor"},
    {"last_name": "山田"}, {"last_name": "deBoer"}, {"country": "Germany", "state": "Bayern"},
    {"country": "France", "state": "Île-de-France"}, {"phone": "+14155552671 x23"},
    {"email": "o'neil@harbor.example", "country": "Japan", "state": "Tokyo"},
    {"email": "josé@münchen.de"}, {"country": "United Kingdom", "state": "Rutland"},
]  # fmt: skip


@pytest.mark.parametrize("values", RIGHT)
def test_what_is_left_alone(make_lead: Make, values: dict[str, str]) -> None:
    make_lead(**(REACHED | values))
    run()
    assert not HygieneFinding.objects.exists()


def test_closed_converted_and_deleted_leads_are_nobodys_work(make_lead: Make) -> None:
    for over in ({"is_closed": True}, {"is_converted": True}, {"is_deleted": True}):
        make_lead(last_name="SHOUTED", **over)
    assert (run().lead_count, HygieneFinding.objects.count()) == (0, 0)


def test_leads_of_who_has_left_or_is_away_go_to_somebody(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    gone, away = make_lead(owner=cast.owen, **REACHED), make_lead(**REACHED)
    User.objects.filter(pk=cast.owen.pk).update(is_active=False)
    User.objects.filter(pk=cast.mara.pk).update(is_taking_leads=False)
    Lead.objects.filter(pk=away.pk).update(created_at=timezone.now() - timedelta(days=31))
    make_lead(**REACHED)  # young, so not stale
    done = run()
    assert HygieneFinding.objects.get(check_name="owner_away").lead == away
    with pytest.raises(Refused):
        hygiene.start_fix(done, "owner_gone", by=cast.ada)
    with pytest.raises(Refused):
        hygiene.start_fix(done, "owner_gone", by=cast.ada, owner=cast.owen)
    fix = hygiene.start_fix(done, "owner_gone", by=cast.ada, owner=cast.ines)
    gone.refresh_from_db()
    assert (gone.owner_id, fix.fixed_count) == (cast.ines.pk, 1)
    hygiene.take_back(fix, by=cast.ada)
    gone.refresh_from_db()
    assert gone.owner_id == cast.owen.pk


def test_what_somebody_wrote_meanwhile_stays(make_lead: Make, cast: SimpleNamespace) -> None:
    lead, other = (make_lead(last_name=name, **REACHED) for name in ("SMITH", "JONES"))
    done = run()
    Lead.objects.filter(pk=lead.pk).update(last_name="Smythe")
    fix = hygiene.start_fix(done, "name_case", by=cast.ada)
    assert (fix.fixed_count, fix.skipped_count) == (1, 1)
    Lead.objects.filter(pk=other.pk).update(last_name="Johns")
    assert hygiene.take_back(fix, by=cast.ada).undone_count == 0
    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.last_name, other.last_name) == ("Smythe", "Johns")


def test_nobody_repairs_what_they_do_not_see(make_lead: Make, cast: SimpleNamespace) -> None:
    mine, theirs = make_lead(last_name="SMITH"), make_lead(last_name="JONES", owner=cast.otto)
    done = run()
    fix = hygiene.start_fix(done, "name_case", by=cast.mara)
    for lead in (mine, theirs):
        lead.refresh_from_db()
    assert (fix.fixed_count, mine.last_name, theirs.last_name) == (1, "Smith", "JONES")


def test_chosen_findings_only(make_lead: Make, cast: SimpleNamespace) -> None:
    first, second = make_lead(last_name="SMITH"), make_lead(last_name="JONES")
    done = run()
    chosen = HygieneFinding.objects.get(lead=second, check_name="name_case").pk
    hygiene.start_fix(done, "name_case", by=cast.ada, finding_ids=[chosen])
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.last_name, second.last_name) == ("SMITH", "Jones")


def test_many_are_repaired_in_the_background_and_go_on_after_a_fall(
    make_lead: Make, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hygiene, "AT_ONCE", 2)
    monkeypatch.setattr(fixing, "PORTION", 2)
    for place in range(5):
        make_lead(last_name=f"SMITH{'ABCDE'[place]}")
    fix = hygiene.start_fix(run(), "name_case", by=cast.ada)
    assert fix.is_busy
    hygiene.fix_all(fix=fix.pk)
    hygiene.fix_all(fix=fix.pk)
    fix.refresh_from_db()
    assert (fix.state, fix.fixed_count) == ("done", 5)
    fix = hygiene.take_back(fix, by=cast.ada)
    assert fix.is_busy
    hygiene.take_all_back(fix=fix.pk, by=cast.ada.pk)
    fix.refresh_from_db()
    assert (fix.state, fix.undone_count) == ("undone", 5)
    assert Lead.objects.filter(last_name__startswith="SMITH").count() == 5


def test_weeks_are_counted_by_owner_and_only_the_last_keeps_its_rows(
    make_lead: Make, cast: SimpleNamespace
) -> None:
    make_lead(last_name="SMITH", **REACHED)
    first = run()
    make_lead(last_name="JONES", owner=cast.otto, **REACHED)
    second = run()
    counts = HygieneCount.objects.filter(check_name="name_case")
    assert dict(counts.filter(run=second).values_list("owner_id", "count")) == {
        cast.mara.pk: 1, cast.otto.pk: 1,
    }  # fmt: skip
    assert counts.get(run=first).count == 1
    assert set(HygieneFinding.objects.values_list("run", flat=True)) == {second.pk}


def test_a_thousand_take_as_many_queries_as_one(make_lead: Make) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            run()
        return len(seen)

    make_lead(last_name="SMITH")
    one = cost()
    for _ in range(30):
        make_lead(last_name="SMITH", email="x@gmial.com", country="USA", phone="555")
    assert cost() == one


def test_two_at_once_are_one(make_lead: Make, cast: SimpleNamespace, live: Any = None) -> None:
    assert HygieneFix.objects.count() == 0
    hygiene.look_now(by=cast.ada.pk)
    assert HygieneRun.objects.get().by == cast.ada
