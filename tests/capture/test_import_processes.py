"""A large file is brought in by several processes; killed by `kill -9`, no row is repeated."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from headwater.importing import crew, deeds
from headwater.people.models import User
from headwater.people.user import Role
from headwater.records.models import ImportJob, ImportRow, Lead, Submission
from tests.postgres import database_url

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
ROWS, PEOPLE = 2600, 2400
PATIENCE = 180.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The last rows tell more of the first people, so that order matters."""
    path = tmp_path / "people.csv"
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["First Name", "Last Name", "Email", "City"])
        for number in range(ROWS):
            person = number % PEOPLE
            city = f"City {number}"
            writer.writerow([f"Kim{person}", "Vo", f"kim{person}@mill{person}.example.org", city])
    return path


@pytest.fixture
def ada() -> User:
    return User.objects.create_user(
        "ada@juniper.example", "x", first_name="Ada", last_name="Admin", role=Role.ADMIN
    )


def test_two_processes_bring_a_file_in_once_and_in_order(
    file: Path, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "IMPORT_PROCESSES", 2)
    job = deeds.import_file(file, by=ada)
    assert (job.state, job.problem) == (ImportJob.State.DONE, "")
    assert_whole(job)


def test_killed_in_the_middle_it_goes_on_and_repeats_no_row(file: Path, ada: User) -> None:
    environment = os.environ | {"DATABASE_URL": database_url(), "HEADWATER_IMPORT_PROCESSES": "2"}
    command = [sys.executable, "-m", "headwater", "import", str(file)]
    runner = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        deadline = time.monotonic() + PATIENCE
        while not Submission.objects.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(runner.pid, signal.SIGKILL)  # its processes end what they have begun, and go
        runner.wait()
        job = ImportJob.objects.get()
        assert job.state == ImportJob.State.RUNNING
        deeds.resume_all(0)
        job.refresh_from_db()
    finally:
        if runner.poll() is None:
            os.killpg(runner.pid, signal.SIGKILL)
    assert (job.state, job.problem) == (ImportJob.State.DONE, "")
    assert_whole(job)


def assert_whole(job: ImportJob) -> None:
    """Every row once, every person once, the first row of a person before the second."""
    assert job.totals == {"create": PEOPLE, "merge": ROWS - PEOPLE}
    numbers = Submission.objects.filter(import_job=job).values_list("import_row", flat=True)
    assert sorted(numbers) == list(range(1, ROWS + 1))
    assert ImportRow.objects.of_run(job).count() == ROWS
    assert Lead.objects.count() == PEOPLE
    assert Lead.objects.get(first_name="Kim7").city == "City 7"


def test_rows_of_one_person_go_to_one_process() -> None:
    columns = crew.marked_columns({"Mail": "Email", "Name": "Name", "Firm": "Company"})
    one = {"Mail": "Kim.Vo+news@Mill.example", "Name": "Kim Vo", "Firm": "Mill"}
    other = {"Mail": "kimvo@mill.example"}
    third = {"Name": "Vo, Kim", "Firm": "Mill GmbH"}
    marks = [set(crew.marks_of(row, columns)) for row in (one, other, third)]
    assert marks[0] & marks[1]
    assert marks[0] & marks[2]
    assert not marks[1] & marks[2]
