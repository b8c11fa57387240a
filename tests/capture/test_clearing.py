"""Files that nobody needs go; what an import did can be taken back without its file."""

import os
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from headwater.capture import clearing, failures, imports, spool, uploads
from headwater.capture.models import FileKeeping
from headwater.importing import deeds
from headwater.records.models import ImportJob, Lead

pytestmark = pytest.mark.django_db
FILE = b"Last Name,Email\nLee,ana@mill.example.org\n,\nBerg,not an address and no name\n"


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT, settings.STATE = tmp_path / "files", tmp_path
    return tmp_path


def bring(cast: SimpleNamespace, content: bytes = FILE, *, run: bool = True) -> ImportJob:
    job = imports.start(uploads.keep("people.csv", [content]), by=cast.mia)
    if run:
        deeds.begin(job, by=cast.mia)
        deeds.run_job(job.pk)
    job.refresh_from_db()
    return job


def age(job: ImportJob, days: int) -> None:
    """It ended so long ago."""
    then = timezone.now() - timedelta(days=days)
    ended = then if job.finished_at else None
    ImportJob.objects.filter(pk=job.pk).update(
        created_at=then, started_at=job.started_at and then, finished_at=ended
    )
    for path in clearing.folder().iterdir():
        os.utime(path, (time.time() - days * 86_400,) * 2)
    job.refresh_from_db()


def test_a_file_goes_in_time_and_its_import_can_still_be_taken_back(cast: SimpleNamespace) -> None:
    job = bring(cast)
    age(job, 29)
    assert clearing.clear().cleared_count == 0
    age(job, 31)
    done = clearing.clear()
    assert (done.cleared_count, done.cleared_bytes) == (1, len(FILE))
    assert clearing.uploads().count == 0
    job.refresh_from_db()
    assert (job.state, job.stored_at) == ("done", "")
    assert "".join(failures.file_of(job))

    deeds.begin_undo(job, by=cast.mia)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, Lead.objects.count()) == ("undone", 0)


def test_what_was_never_begun_says_why_it_is_gone(cast: SimpleNamespace, client: Client) -> None:
    job = bring(cast, run=False)
    age(job, 40)
    clearing.clear()
    job.refresh_from_db()
    assert (job.state, job.problem[:25]) == ("failed", "Its file was cleared away")
    client.force_login(cast.mia)
    page = client.get(f"/imports/{job.pk}", follow=True)
    assert (page.status_code, b"upload it again" in page.content) == (200, True)
    deeds.resume(job, by=cast.mia)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "failed", "there is nothing to go on with"


@pytest.mark.parametrize("state", ["checking", "running", "paused", "undoing"])
def test_what_is_under_way_keeps_its_file(cast: SimpleNamespace, state: str) -> None:
    job = bring(cast, run=False)
    age(job, 400)
    ImportJob.objects.update(state=state)
    assert clearing.clear().cleared_count == 0
    assert Path(job.stored_at).exists()


def test_leftovers_go_and_nothing_else(cast: SimpleNamespace, disk: Path) -> None:
    job = bring(cast, run=False)
    converted = clearing.folder() / f"{job.digest[:40]}-first.csv"
    orphan, young = clearing.folder() / "0123.csv", clearing.folder() / "4567.csv"
    half, post = spool.folder() / "x.part", spool.folder() / "1-x.json"
    broken, theirs = spool.folder() / "2-x.broken", disk / "theirs.csv"
    spool.folder().mkdir()
    for path in (converted, orphan, young, half, post, broken, theirs):
        path.write_text("x")
        if path != young:
            os.utime(path, (time.time() - 3 * 86_400,) * 2)
    ImportJob.objects.create(
        file_name="theirs.csv", stored_at=str(theirs), state="done", created_by=cast.mia,
        finished_at=timezone.now() - timedelta(days=900),
    )  # fmt: skip
    clearing.clear_files(0)
    left = {path.name for path in (converted, orphan, young, half, post, broken, theirs)
            if path.exists()}  # fmt: skip
    assert left == {converted.name, young.name, post.name, broken.name, theirs.name}
    assert Path(job.stored_at).exists()


def test_setup_tells_it_and_an_admin_decides(cast: SimpleNamespace, client: Client) -> None:
    age(bring(cast), 10)
    client.force_login(cast.ada)
    page = client.get("/setup/files").content.decode()
    assert "not yet; it is done every night" in page
    assert client.post("/setup/files/days", {"import_days": "0"}).status_code == 422
    client.post("/setup/files/days", {"import_days": "7"})
    assert FileKeeping.current().import_days == 7
    page = client.post("/setup/files/clearing", follow=True).content.decode()
    assert "1 files cleared away." in page or "1 file cleared away." in page
    client.force_login(cast.mia)
    assert client.post("/setup/files/days", {"import_days": "9"}).status_code == 403
    assert client.post("/setup/files/clearing").status_code == 403
    assert "Files" in client.get("/setup").content.decode()
