"""A run over the whole base: what it writes, what stays decided, and that it can be interrupted."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from headwater.match import pairs
from headwater.match.base import (
    deeds,
    grouping,
    judging,
    learning,
    reading,
    run,
    store,
    telling,
    writing,
)
from headwater.match.known_weights import weights_of
from headwater.match.match_run import LearnedWeights, MatchRun
from headwater.match.model.defaults import DEFAULT
from headwater.records.models import Contact, DuplicatePair, Lead, Notification

State = DuplicatePair.State


def look() -> MatchRun:
    """A whole run, here and now."""
    return deeds.work(deeds.begin(by=None))


def test_people_and_companies_who_came_twice_wait_for_a_decision(base: SimpleNamespace) -> None:
    found = look()
    assert (found.state, found.problem, found.share_done) == (MatchRun.State.DONE, "", 1.0)
    assert found.totals["persons"] == len(base.leads)
    assert found.totals["companies"] == len(base.accounts)
    entity = dict(zip((lead.pk for lead in base.leads), base.entities, strict=True))
    strong = DuplicatePair.objects.open().filter(tier__in=["certain", "likely"])
    assert found.totals["new"] == DuplicatePair.objects.count()
    leads = strong.filter(one_object="Lead")
    assert leads.count() >= 13
    assert all(entity[pair.one_id] == entity[pair.other_id] for pair in leads)
    assert strong.filter(one_object="Account", other_object="Account").count() >= 4
    pair = leads.order_by("-probability")[0]
    assert pair.found_by == "base"
    assert pair.probability > 0.9
    assert {"field", "words", "bits"} == set(pair.evidence[0])
    assert "new pairs that may be one" in found.summary
    assert not store.folder_of(found.pk).exists()


def test_a_second_run_finds_nothing_new_and_leaves_decisions(
    base: SimpleNamespace, cast: SimpleNamespace
) -> None:
    look()
    different, *rest = DuplicatePair.objects.open().order_by("pk")
    pairs.call_different([different], by=cast.ada)
    again = look()
    assert (again.totals["new"], again.totals["gone"]) == (0, 0)
    different.refresh_from_db()
    assert different.state == State.DIFFERENT
    assert DuplicatePair.objects.open().count() == len(rest)


def test_what_is_no_longer_alike_is_closed_and_comes_back(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    one = make_lead(first_name="Kim", email="kim@harbor.example", phone="+13035550100")
    two = make_lead(first_name="Kim", email="kim@harbor.example")
    look()
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.one_id, pair.other_id) == (State.OPEN, one.pk, two.pk)
    Lead.objects.filter(pk=two.pk).update(
        first_name="Noor", last_name="Haddad", company="Sunward", email="noor@sunward.example"
    )
    assert look().totals["gone"] == 1
    pair.refresh_from_db()
    assert pair.state == State.GONE
    Lead.objects.filter(pk=two.pk).update(
        first_name="Kim", last_name="Okafor", company="Harbor Cold Storage",
        email="kim@harbor.example",
    )  # fmt: skip
    look()
    pair.refresh_from_db()
    assert pair.state == State.OPEN


def test_a_decision_is_asked_again_when_a_record_says_much_more(
    make_lead: Callable[..., Lead], cast: SimpleNamespace
) -> None:
    one = make_lead(first_name="Kim", company="Harbor Cold Storage", city="Leeds")
    two = make_lead(first_name="Kim", company="", email="kim.okafor@mail.example")
    pairs.write([
        pairs.pair(("Lead", one.pk), ("Lead", two.pk), found_by="base", probability=0.5,
                   tier="possible", evidence=[{"field": "name", "words": "same", "bits": 9.0}])
    ])  # fmt: skip
    pairs.call_different(DuplicatePair.objects.all(), by=cast.ada)
    look()
    assert DuplicatePair.objects.get().state == State.DIFFERENT
    Lead.objects.filter(pk=one.pk).update(
        email="kim.okafor@mail.example", phone="+13035550100", modified_at=timezone.now()
    )
    Lead.objects.filter(pk=two.pk).update(phone="+13035550100")
    look()
    assert DuplicatePair.objects.get().state == State.OPEN


def test_deleted_and_converted_records_are_left_out_and_contacts_are_people(
    make_lead: Callable[..., Lead], make_contact: Callable[..., Contact], cast: SimpleNamespace
) -> None:
    said = {"first_name": "Kim", "email": "kim@harbor.example", "phone": "+13035550100"}
    lead, contact = make_lead(**said), make_contact(**said)
    make_lead(**said, is_deleted=True)
    make_lead(**said, is_converted=True)
    look()
    pair = DuplicatePair.objects.get()
    assert (pair.one_object, pair.one_id) == ("Contact", contact.pk)
    assert (pair.other_object, pair.other_id) == ("Lead", lead.pk)


def test_three_of_one_are_a_group(make_lead: Callable[..., Lead]) -> None:
    for phone in ("+13035550100", "+13035550100", ""):
        make_lead(first_name="Kim", email="kim@harbor.example", phone=phone)
    assert look().totals["groups"] == 1
    known = DuplicatePair.objects.open()
    assert known.count() == 3
    assert set(known.values_list("group", flat=True)) == {known.order_by("pk")[0].pk}


def test_one_at_a_time_and_cancelled(cast: SimpleNamespace) -> None:
    begun = deeds.start(by=cast.ada)
    assert (begun.is_busy, begun.by) == (True, cast.ada)
    assert MatchRun.latest() == begun
    with pytest.raises(deeds.NotNow, match="A run is under way since"):
        deeds.start(by=cast.mia)
    deeds.cancel(begun, by=cast.mia)
    assert (begun.state, begun.step) == (MatchRun.State.CANCELLED, "Cancelled by Mia Market")
    with pytest.raises(deeds.NotNow):
        deeds.cancel(begun, by=cast.mia)
    deeds.run_job(begun.pk)  # the job that was waiting has nothing to do any more
    assert not DuplicatePair.objects.exists()


def test_a_cancelled_run_writes_nothing(
    base: SimpleNamespace, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = deeds.begin(by=cast.ada)
    monkeypatch.setattr(run, "LOOK_EVERY", 0.0)

    def cancel_when_judging(words: str, share: float) -> None:
        if words.startswith("Judging"):
            deeds.cancel(begun, by=cast.ada)

    assert deeds.work(begun, cancel_when_judging).state == MatchRun.State.CANCELLED
    assert not DuplicatePair.objects.exists()
    assert not store.folder_of(begun.pk).exists()


def test_an_interrupted_run_goes_on_where_it_was(
    base: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if killed: what was done lies in its folder, and is not done again."""
    begun = deeds.begin(by=None)

    def killed(words: str, share: float) -> None:
        if words.startswith("Writing"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deeds.work(begun, killed)
    assert store.folder_of(begun.pk).exists()
    begun.refresh_from_db()
    assert begun.is_busy
    monkeypatch.setattr(reading, "_rows", None)
    monkeypatch.setattr(judging, "judged", None)
    monkeypatch.setattr(grouping, "clusters", None)
    deeds.resume(0)  # too early: its worker may just be starting
    assert MatchRun.objects.get().is_busy
    MatchRun.objects.update(started_at=timezone.now() - timedelta(hours=1))
    deeds.resume(0)
    assert MatchRun.objects.get().state == MatchRun.State.DONE
    assert DuplicatePair.objects.open().count() >= 17


def test_what_fails_is_told(base: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "write", lambda *_: 1 / 0)
    failed = look()
    assert (failed.state, failed.problem) == (MatchRun.State.FAILED, "division by zero")
    assert not DuplicatePair.objects.exists()
    assert deeds.begin(by=None).is_busy  # the next may begin


def test_the_weekly_run_tells_the_stewards(
    base: SimpleNamespace, cast: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    found = look()
    line = Notification.objects.get(user=cast.ada, key__startswith="match:")
    assert (line.text, line.url) == (found.summary, telling.PAGE)
    with override_settings(PUBLIC_URL="https://crm.example.com"):
        deeds.mail(found.pk, cast.ada.pk)
    (letter,) = mail.outbox
    assert letter.to == [cast.ada.email]
    assert found.summary in letter.body
    assert "https://crm.example.com/duplicates" in letter.body
    looked = deeds.work(deeds.begin(by=cast.ada))
    assert looked.state == MatchRun.State.DONE
    assert not Notification.objects.filter(key__startswith=f"match:{looked.pk}").exists()


def test_it_is_weekly() -> None:
    wednesday = datetime(2026, 3, 11, 12, tzinfo=UTC)
    monday = deeds.next_at(wednesday)
    assert (monday.weekday(), monday.hour) == (0, 3)
    assert timedelta(0) < monday - wednesday < timedelta(days=7)
    assert deeds.next_at(monday) == monday + timedelta(days=7)


def test_the_weekly_job_steps_back_for_another_run(cast: SimpleNamespace) -> None:
    begun = deeds.start(by=cast.ada)
    deeds.start_weekly(0)
    assert MatchRun.objects.get() == begun


def test_what_was_learned_is_kept_for_everybody(
    base: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "FEWEST", 50)
    monkeypatch.setattr(learning, "AT_RANDOM", 2_000)
    found = look()
    assert found.state == MatchRun.State.DONE
    rows = {row.kind: row.values for row in LearnedWeights.objects.all()}
    assert rows.keys() <= {"person", "company"}
    assert set(rows["person"]["chances"]) == {"person"}
    assert weights_of("person").prior["person"] == rows["person"]["prior"]["person"]
    assert weights_of("person") != DEFAULT


def test_pages_load_none_of_the_slow_libraries() -> None:
    asked = (
        "import django; django.setup(); import sys; from headwater.match.base import deeds;"
        "print([name for name in ('duckdb', 'splink', 'pyarrow') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(find_spec("pyspark") is not None, reason="pyspark is there")
def test_spark_that_is_not_there_is_refused_at_once(cast: SimpleNamespace) -> None:
    with pytest.raises(deeds.NotNow, match="pip install pyspark"):
        deeds.start(by=cast.ada, engine="spark")
    assert MatchRun.latest() is None
