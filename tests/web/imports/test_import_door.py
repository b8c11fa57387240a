"""Who may bring files in, what is refused and in which words, and what a page costs."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from headwater.records.models import ImportJob, ImportRow
from tests.web.imports.conftest import Send, the_job

URLS = ("", "/columns", "/progress", "/undo", "/failures", "/fields/new?column=0")
DEEDS = ("/columns", "/reading", "/check", "/run", "/pause", "/cancel", "/undo")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("people.pdf", b"%PDF-1.7 ...", "This is a PDF"),
        ("people.csv", b"", "empty"),
        ("../../people.csv", b"\x00\x01\x02\x03" * 9, "not a text file"),
        ("people.html", b"<!doctype html><p>x", "web page"),
    ],
)
def test_a_wrong_file_is_told_at_once(send: Send, name: str, content: bytes, says: str) -> None:
    response = send(content, name)
    assert response.status_code == 422 and says in response.content.decode()
    part = send(content, name, **{"HX-Request": "true"})
    assert part.status_code == 422 and "<html" not in part.content.decode()
    assert ImportJob.objects.count() == 0


def test_no_file_and_a_huge_file_are_told(marketing: Client, send: Send, settings: Any) -> None:
    assert "Choose a file first." in marketing.post("/imports/new").content.decode()
    settings.IMPORT_LARGEST = 10
    assert "headwater import" in send().content.decode()


def test_reps_and_readers_do_not_import(client: Client, cast: SimpleNamespace, send: Send) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    for user in (cast.mara, cast.rhea, cast.otto):
        client.force_login(user)
        for place in ("/imports", "/imports/new", "/imports/example.csv"):
            assert client.get(place).status_code == 403
        assert {client.get(url + each).status_code for each in URLS} == {403}
        assert {client.post(url + each).status_code for each in DEEDS} == {403}
        assert (
            "From people.csv"
            not in client.get(f"/leads?view=import-{the_job().pk}").content.decode()
        )


def test_a_manager_sees_only_imports_of_her_own(
    client: Client, cast: SimpleNamespace, send: Send
) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    client.force_login(cast.ines)
    assert "people.csv" not in client.get("/imports").content.decode()
    assert {client.get(url + each).status_code for each in URLS} == {404}
    assert {client.post(url + each).status_code for each in DEEDS} == {404}
    ImportJob.objects.update(created_by=cast.ines)
    assert client.get(url).status_code == 200
    client.force_login(cast.ada)
    assert client.get(url).status_code == 200


def test_nothing_changes_without_the_token(cast: SimpleNamespace, send: Send) -> None:
    send()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mia)
    url = f"/imports/{the_job().pk}"
    assert {client.post(url + each).status_code for each in DEEDS} == {403}
    assert client.post("/imports/new").status_code == 403
    assert client.get(f"{url}/pause").status_code == 405


def test_a_page_costs_the_same_for_one_row_and_for_many(
    marketing: Client, send: Send, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    send()
    job = the_job()
    ImportRow.objects.bulk_create(
        ImportRow(job=job, is_check=False, number=number, verdict="update", object_name="Lead",
                  record_id=number, name=f"Nora {number}", changes={"city": ["", "Linden"]})
        for number in range(1, 121)
    )  # fmt: skip
    totals = {"update": 120}
    ImportJob.objects.update(state=ImportJob.State.DONE, totals=totals, row_count=120)
    with django_assert_max_num_queries(8):
        page = marketing.get(f"/imports/{job.pk}?verdict=update").content.decode()
    assert "Nora 50" in page and "Nora 51" not in page and "verdict=update&amp;after=50" in page
    with django_assert_max_num_queries(8):
        page = marketing.get(f"/imports/{job.pk}?after=100").content.decode()
    assert "Nora 120" in page and 'rel="next"' not in page
    for nonsense in ("after=x&verdict=y", "after=99999999999", "after=-1"):
        assert marketing.get(f"/imports/{job.pk}?{nonsense}").status_code == 200
    with django_assert_max_num_queries(7):
        marketing.get("/imports")


def test_the_example_comes_in_as_it_is(marketing: Client, send: Send) -> None:
    example = marketing.get("/imports/example.csv")
    send(example.content)
    job = the_job()
    assert job.row_count == 2 and "" not in job.mapping.values()


def test_a_view_of_no_import_is_the_usual_one(marketing: Client) -> None:
    for key in ("import-", "import-x", "import-999", "import-9999999999999999999999"):
        assert marketing.get(f"/leads?view={key}").status_code == 200
