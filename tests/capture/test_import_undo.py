"""An import is taken back: what it made is gone, what it changed is as before, deeds stay."""

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater import journey
from headwater.catalog import custom
from headwater.importing import deeds, undo
from headwater.match.match_key import MatchKey
from headwater.records import writing
from headwater.records.draft import Draft
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Contact,
    ImportJob,
    Lead,
    Notification,
    Submission,
    Task,
    TrailEntry,
)

ROWS = """First Name,Last Name,Email,Phone,Company,Yearly Use
Ana,Lee,ana@mill.example.org,+49 30 123456,Mill House,1200.5
Tom,Berg,tom@harbor.example.com,,Harbor,7
Tom,Berg,tom@harbor.example.com,+49 30 777888,Harbor,
Kim,Kept,kim@quay.example.net,,Quay,
Lou,Called,lou@quay.example.net,,Quay,
"""


@pytest.fixture
def known(cast: SimpleNamespace) -> Lead:
    """Ana is here already; she has a city, but no phone and no company."""
    values = {"first_name": "Ana", "last_name": "Lee", "email": "ana@mill.example.org",
              "city": "Bonn", "description": "Met in Bonn"}  # fmt: skip
    return journey.create([Draft(values=values)], door="hand", by=cast.mara)[0].lead  # type: ignore[return-value]


@pytest.fixture
def bring(cast: SimpleNamespace, tmp_path: Path) -> Any:
    def write(content: str, name: str = "people.csv", **more: Any) -> ImportJob:
        path = tmp_path / name
        path.write_text(content)
        return deeds.import_file(path, by=cast.mia, **more)

    return write


def test_an_import_is_taken_back_and_what_people_did_stays(
    bring: Any, known: Lead, campaign: Campaign, cast: SimpleNamespace
) -> None:
    custom.define("Lead", "Yearly Use", "double")
    before = {"leads": Lead.objects.count(), "keys": MatchKey.objects.count(),
              "clocks": Clock.objects.count(), "notices": Notification.objects.count()}  # fmt: skip
    job = bring(ROWS, campaign_id=campaign.pk, owner_id=cast.owen.pk)
    assert job.totals == {"create": 3, "merge": 2}
    assert CampaignMember.objects.count() == 4
    kim, lou = Lead.objects.get(last_name="Kept"), Lead.objects.get(last_name="Called")
    writing.change([kim], {"city": "Kiel"}, by=cast.owen)
    Task.objects.create(subject="Call", lead=lou, owner=cast.owen)
    known.refresh_from_db()
    assert (known.company, known.custom) == ("Mill House", {"Yearly_Use__c": 1200.5})
    writing.change([known], {"company": "Mill House Berlin"}, by=cast.mara)

    deeds.begin_undo(job, by=cast.ada)
    deeds.run_job(job.pk)

    job.refresh_from_db()
    assert (job.state, job.undone_by) == (ImportJob.State.UNDONE, cast.ada)
    assert set(Lead.objects.values_list("last_name", flat=True)) == {"Lee", "Kept", "Called"}
    known.refresh_from_db()
    assert (known.phone, known.city, known.custom) == ("", "Bonn", {})
    assert known.company == "Mill House Berlin"
    assert not known.campaign_members.exists()
    kept = {(each.record_id, each.field): each for each in job.kept.all()}
    assert set(kept) == {(kim.pk, ""), (lou.pk, ""), (known.pk, "company")}
    assert kept[kim.pk, ""].by == cast.owen
    assert kept[known.pk, "company"].by == cast.mara
    assert "Company was changed since" in kept[known.pk, "company"].why
    assert "tasks" in kept[lou.pk, ""].why
    assert TrailEntry.objects.get(event="lead.removed").because["name"] == "Tom Berg"
    left = [MatchKey.objects.exclude(record_id__in=[kim.pk, lou.pk]).count() - before["keys"],
            Clock.objects.exclude(lead__in=[kim, lou]).count() - before["clocks"]]  # fmt: skip
    assert left == [1, 0], "a company is one more key of Ana; nothing else is left"


def test_what_was_taken_back_can_come_in_again(bring: Any, cast: SimpleNamespace) -> None:
    job = bring(ROWS)
    deeds.begin_undo(job, by=cast.ada)
    deeds.run_job(job.pk)
    assert (Lead.objects.count(), MatchKey.objects.count()) == (0, 0)
    balance = Submission.objects.filter(import_job=job).balance()
    assert balance["received"] == 5, "what was received stays accounted for"
    assert bring(ROWS).totals["create"] == 4


def test_fields_that_were_overwritten_come_back_exactly(
    bring: Any, known: Lead, cast: SimpleNamespace
) -> None:
    Lead.objects.filter(pk=known.pk).update(annual_revenue=500)
    rows = "Email,City,Annual Revenue,Notes\nana@mill.example.org,Köln,900,x\n"
    rows += "ana@mill.example.org,Kiel,,\n"
    job = bring(rows, known="overwrite")
    known.refresh_from_db()
    assert (known.city, known.annual_revenue, known.description) == ("Kiel", Decimal(900), "x")
    assert job.totals == {"update": 2}
    assert not TrailEntry.objects.filter(event="lead.joined").exists(), "nobody asked again"
    deeds.begin_undo(job, by=cast.ada)
    deeds.run_job(job.pk)
    known.refresh_from_db()
    assert (known.city, known.annual_revenue) == ("Bonn", Decimal(500))
    assert known.description == "Met in Bonn"
    assert job.kept.count() == 0


def test_accounts_and_contacts_go_children_first(bring: Any, cast: SimpleNamespace) -> None:
    tree = (
        '{"records": [{"attributes": {"type": "Account", "referenceId": "A"}, "Name": "Mill",'
        '"Contacts": {"records": [{"attributes": {"type": "Contact", "referenceId": "B"},'
        '"LastName": "Lee"}]}}]}'
    )
    job = bring(tree, "tree.json")
    assert MatchKey.objects.filter(object_name="Account").exists()
    deeds.begin_undo(job, by=cast.ada)
    deeds.run_job(job.pk)
    assert (Account.objects.count(), Contact.objects.count(), MatchKey.objects.count()) == (0, 0, 0)
    assert job.kept.count() == 0


def test_an_undo_that_was_killed_goes_on(
    bring: Any, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "BATCH", 2)
    job = bring(ROWS)
    deeds.begin_undo(job, by=cast.ada)
    real = undo._take_back

    def killed(job: ImportJob, below: int, above: int) -> None:
        real(job, below, above)
        if below == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(undo, "_take_back", killed)
        deeds.run_job(job.pk)
    assert 0 < Lead.objects.count() < 4
    deeds.resume_all(int(timezone.now().timestamp()))
    job.refresh_from_db()
    assert (job.state, Lead.objects.count()) == ("undone", 0)


def test_only_what_has_come_in_can_be_taken_back(bring: Any, cast: SimpleNamespace) -> None:
    job = bring(ROWS, dry_run=True)
    with pytest.raises(deeds.NotNow, match="Tried out"):
        deeds.begin_undo(job, by=cast.ada)
