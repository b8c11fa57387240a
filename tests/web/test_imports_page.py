"""The import pages: upload, agree on the columns, see what became of each row."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headwater import importing
from headwater.records.models import Campaign, CampaignMember, ImportJob, Lead
from headwater.web.imports import files

ROWS = b"Surname;Mail;Shoe size\nLee;ana@mill.example.org;38\n;;\n=cmd();;\n"


@pytest.fixture
def marketing(client: Client, cast: SimpleNamespace, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.mia)
    return client


def upload(client: Client, content: bytes = ROWS, name: str = "people.csv") -> Any:
    return client.post("/imports/new", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_looked_at_agreed_on_and_brought_in(
    marketing: Client, campaign: Campaign
) -> None:
    response = upload(marketing)
    job = ImportJob.objects.get()
    assert response["Location"] == f"/imports/{job.pk}"
    assert Lead.objects.count() == 0
    page = marketing.get(f"/imports/{job.pk}").content.decode()
    assert '<option value="LastName" selected>' in page and "ana@mill.example.org" in page

    chosen = {"column-0": "LastName", "column-1": "Email", "campaign": str(campaign.pk)}
    response = marketing.post(f"/imports/{job.pk}/mapping", chosen)
    assert response["Location"] == f"/imports/{job.pk}"
    assert 'hx-trigger="every 1s"' in marketing.get(f"/imports/{job.pk}").content.decode()

    importing.run_job(job.pk)
    assert Lead.objects.count() == CampaignMember.objects.count() == 2
    page = marketing.get(f"/imports/{job.pk}").content.decode()
    assert "1 failed row as CSV" in page and "no name" in page
    rejected = marketing.get(f"/imports/{job.pk}?state=rejected").content.decode()
    assert "Lee" not in rejected.split("<tbody>")[1]
    csv = b"".join(marketing.get(f"/imports/{job.pk}/failures")).decode("utf-8-sig")
    assert csv.splitlines()[0] == "Surname,Mail,Shoe size,Reason"
    assert "people.csv" in marketing.get("/imports").content.decode()
    assert marketing.get(f"/imports/{job.pk}/progress").status_code == 200


def test_a_mapping_that_makes_no_sense_runs_nothing(marketing: Client) -> None:
    upload(marketing)
    job = ImportJob.objects.get()
    chosen = {"column-0": "Email", "column-1": "Email"}
    response = marketing.post(f"/imports/{job.pk}/mapping", chosen)
    assert response.status_code == 422
    assert "mapped twice" in response.content.decode()
    job.refresh_from_db()
    assert job.state == ImportJob.State.UPLOADED


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.xlsx", b"PK\x03\x04", "not a CSV or JSON file"),
        ("people.csv", b"PK\x03\x04", "save it as CSV"),
        ("../../people.csv", b"", "empty"),
    ],
)
def test_a_wrong_file_is_told_at_once(
    marketing: Client, name: str, content: bytes, says: str
) -> None:
    response = upload(marketing, content, name)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert marketing.post("/imports/new").status_code == 422


def test_a_huge_file_is_sent_to_the_command_line(
    marketing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    assert "headwater import" in upload(marketing).content.decode()


def test_reps_and_readers_do_not_import(client: Client, cast: SimpleNamespace) -> None:
    for user in (cast.mara, cast.rhea, cast.otto):
        client.force_login(user)
        for url in ("/imports", "/imports/new", "/imports/1", "/imports/1/failures"):
            assert client.get(url).status_code == 403
        assert upload(client).status_code == 403
    client.force_login(cast.ines)
    assert client.get("/imports/new").status_code == 200
