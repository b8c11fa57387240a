"""The dry run tells the truth: what it says of each row is what the run then does."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail

from headwater import journey
from headwater.capture import failures, verdicts
from headwater.catalog import custom
from headwater.importing import check, deeds, run
from headwater.records.draft import Draft
from headwater.records.models import (
    ImportJob,
    ImportRow,
    Lead,
    Notification,
    Submission,
    TrailEntry,
)

ROWS = """First Name;Last Name;Email;Phone;Company;Code
Ana;Lee;ana@mill.example.org;+49 30 123456;Mill;
Tom;Berg;tom@harbor.example.com;;Harbor;
;;;;;
Kim;Vo;kim@quay.example.net;;Quay;K1
Tom;Berg;;+49 30 777888;Harbor;
T.;Berg;;+49 30 777888;;
Max;Moss;max@moss.example.org;;Moss;K1
;;;;;=1+1
Kim;Vo;kim@quay.example.net;;Quay;K1
"""


@pytest.fixture
def path(cast: SimpleNamespace, tmp_path: Path) -> Path:
    custom.define("Lead", "Code", "string", is_unique=True)
    values = {"first_name": "Ana", "last_name": "Lee", "email": "ana@mill.example.org"}
    journey.create([Draft(values=values)], door="hand", by=cast.mara)
    path = tmp_path / "people.csv"
    path.write_text(ROWS)
    return path


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_what_is_foretold_is_what_comes(
    path: Path, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(check, "CHUNK", chunk)
    monkeypatch.setattr(run, "CHUNK", chunk)
    before = (Lead.objects.count(), TrailEntry.objects.count(), Notification.objects.count())
    job = deeds.import_file(path, by=cast.mia, dry_run=True)
    assert (
        Lead.objects.count(),
        TrailEntry.objects.count(),
        Notification.objects.count(),
    ) == before
    assert (Submission.objects.count(), len(mail.outbox)) == (0, 0)
    assert job.state == ImportJob.State.CHECKED
    foretold = _told(ImportRow.objects.of_check(job))
    assert [verdict for verdict, *_ in foretold] == [
        "merge", "create", "create", "merge", "merge", "error", "error", "skip",
    ]  # fmt: skip
    assert job.check_totals == {"create": 2, "merge": 3, "error": 2, "skip": 1}
    ana = ImportRow.objects.of_check(job).first()
    assert ana is not None
    assert verdicts.told(ana)[0] == ("Phone", "", "+4930123456")

    deeds.begin(job, by=cast.mia)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert job.totals == job.check_totals
    assert _told(ImportRow.objects.of_run(job)) == foretold
    assert not ImportRow.objects.of_check(job).exists()


def test_failed_rows_come_back_as_they_were(path: Path, cast: SimpleNamespace) -> None:
    job = deeds.import_file(path, by=cast.mia, dry_run=True)
    foretold = "".join(failures.file_of(job, is_check=True))
    deeds.begin(job, by=cast.mia)
    deeds.run_job(job.pk)
    text = "".join(failures.file_of(job))
    assert text == foretold
    lines = text.splitlines()
    assert lines[0] == "\ufeffFirst Name;Last Name;Email;Phone;Company;Code;Reason"
    assert lines[1].startswith("Max;Moss;max@moss.example.org;;Moss;K1;")
    assert lines[2].startswith(";;;;;'=1+1;")
    assert len(lines) == 3
    assert failures.file_name(job) == "people-failed.csv"


@pytest.mark.parametrize(
    ("known", "verdict", "after"),
    [("join", "merge", ("+4930123456", 1)), ("fill", "update", ("+4930123456", 1)),
     ("overwrite", "update", ("+4930123456", 1)), ("skip", "skip", ("", 1)),
     ("create", "create", ("", 2))],
)  # fmt: skip
def test_known_people_are_treated_as_was_chosen(
    path: Path, cast: SimpleNamespace, known: str, verdict: str, after: tuple[str, int]
) -> None:
    path.write_text("\n".join(ROWS.splitlines()[:2]))
    for dry_run in (True, False):
        job = deeds.import_file(path, by=cast.mia, known=known, dry_run=dry_run)
        rows = ImportRow.objects.filter(job=job)
        assert rows.get().verdict == verdict
    ana = Lead.objects.filter(email="ana@mill.example.org").order_by("pk")
    assert (ana[0].phone, ana.count()) == after
    assert Submission.objects.get().lead is not None, "even a skipped row belongs to somebody"


def test_a_cancelled_dry_run_is_as_if_it_had_not_been(
    path: Path, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "CHUNK", 1)
    monkeypatch.setattr(run, "LOOK_EVERY", 0)
    job = deeds.import_file(path, by=cast.mia, dry_run=True)
    deeds.begin_check(job, by=cast.mia)
    real = check._judge

    def cancelling(job: ImportJob, chunk: Any) -> Any:
        if chunk[0][0] == 3:
            deeds.cancel(ImportJob.objects.get(pk=job.pk), by=cast.mia)
        return real(job, chunk)

    monkeypatch.setattr(check, "_judge", cancelling)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == ImportJob.State.UPLOADED
    assert ImportRow.objects.of_check(job).count() == 3


def test_a_file_that_went_stops_with_its_reason(path: Path, cast: SimpleNamespace) -> None:
    job = deeds.import_file(path, by=cast.mia, dry_run=True)
    path.unlink()
    for begin, state in ((deeds.begin_check, "uploaded"), (deeds.begin, "failed")):
        begin(job, by=cast.mia)
        deeds.run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, "no longer there" in job.problem) == (state, True)


def _told(rows: Any) -> list[tuple[str, int, dict[str, Any]]]:
    return [(row.verdict, bool(row.twin_row), row.changes) for row in rows]
