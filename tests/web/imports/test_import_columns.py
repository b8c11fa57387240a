"""The page of the columns: what is chosen is kept at once, the file is read in another way."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.catalog.models import CustomField
from headwater.records.models import Campaign, ImportJob
from headwater.web.imports.targets import Targets
from tests.capture.test_tables import book
from tests.web.imports.conftest import Send, the_job

HTMX = {"HX-Request": "true"}


def test_a_choice_is_kept_at_once_and_what_is_missing_is_told(
    marketing: Client, send: Send, campaign: Campaign
) -> None:
    send()
    url = f"/imports/{the_job().pk}/columns"
    chosen = {"column-0": "mobile PHONE", "column-1": "Title", "column-3": "",
              "campaign": str(campaign.pk)}  # fmt: skip
    part = marketing.post(url, chosen, headers=HTMX).content.decode()
    assert "<b>2 of 4</b>" in part and "left out: Shoe size, Erstellt am" in part
    assert "your choice" in part.split('id="sure-0" hx-swap-oob="true">')[1].split("</td>")[0]
    assert "Responded" in part  # the statuses of the campaign that was just chosen
    job = the_job()
    assert job.mapping["Surname"] == "MobilePhone" and job.mapping["Erstellt am"] == ""
    assert job.campaign == campaign
    part = marketing.post(url, {"column-1": "Mobile phone"}, headers=HTMX).content.decode()
    assert "mapped twice" in part
    part = marketing.post(url, {"column-0": "", "column-1": "City"}, headers=HTMX).content.decode()
    assert "No column says who somebody is" in part
    assert marketing.post(url, {"column-0": "Nonsense"})["Location"] == url


def test_what_makes_no_sense_runs_nothing(marketing: Client, send: Send) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    for deed in ("check", "run"):
        chosen = {"column-0": "Email", "column-1": "Email", "known": "join"}
        response = marketing.post(f"{url}/{deed}", chosen)
        assert response.status_code == 422
        assert "mapped twice" in response.content.decode()
        assert the_job().state == ImportJob.State.UPLOADED


def test_the_file_is_read_in_another_way_at_once(marketing: Client, send: Send) -> None:
    send("Name;Ort\nJürgen Müller;Köln\n".encode("cp1252"))
    url = f"/imports/{the_job().pk}/reading"
    part = marketing.post(url, {"encoding": "utf-8"}, headers=HTMX).content.decode()
    assert "J\ufffdrgen" in part and 'id="mapper"' in part and "<html" not in part
    part = marketing.post(url, {"encoding": "cp1252"}, headers=HTMX).content.decode()
    assert "Jürgen Müller" in part
    part = marketing.post(url, {"delimiter": ","}, headers=HTMX).content.decode()
    assert "Name;Ort" in part
    assert marketing.post(url, {"encoding": "utf-16"}, headers=HTMX).status_code == 422
    assert marketing.post(url, {"object_name": "Contact"})["Location"].endswith("/columns")
    assert the_job().object_name == "Contact"
    assert marketing.post(url, {"object_name": "User"}).status_code == 422


def test_a_column_becomes_a_field_of_its_own(
    client: Client, marketing: Client, send: Send, cast: SimpleNamespace
) -> None:
    send()
    url = f"/imports/{the_job().pk}/fields/new?column=2"
    assert marketing.get(url).status_code == 403  # Mia may not add fields
    assert "Make a field of it" not in marketing.get(f"/imports/{the_job().pk}").content.decode()
    client.force_login(cast.ada)
    assert "Make a field of it" in client.get(f"/imports/{the_job().pk}").content.decode()
    page = client.get(url).content.decode()
    assert "Make a field of “Shoe size”" in page and 'value="Shoe size"' in page
    assert client.post(url, {"label": "", "type": "double"}).status_code == 422
    response = client.post(url, {"label": "Shoe size", "type": "double"})
    assert response["Location"] == f"/imports/{the_job().pk}/columns"
    assert CustomField.objects.get().name == "Shoe_size__c"
    assert the_job().mapping["Shoe size"] == "Shoe_size__c"
    assert client.post(url, {"label": "Shoe size", "type": "double"}).status_code == 422
    for place in ("9", "x", ""):
        assert client.get(f"/imports/{the_job().pk}/fields/new?column={place}").status_code == 404


@pytest.mark.django_db
def test_a_field_is_known_by_our_words_and_by_its_api_name() -> None:
    targets = Targets("Lead")
    for text in ("Last name", "last NAME ", "LastName"):
        assert targets.named(text) == "LastName"
    assert targets.named("whatever") == "" and targets.words_of("gone__c") == ""
    words = [option.words for option in targets.options]
    assert len(words) == len(set(words)) and words == sorted(words, key=str.lower)


def test_once_begun_nothing_can_be_chosen_any_more(marketing: Client, send: Send) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    ImportJob.objects.update(state=ImportJob.State.DONE)
    for deed in ("columns", "reading", "check", "run"):
        answer = marketing.post(f"{url}/{deed}", {"column-0": "Email", "encoding": "utf-8"})
        assert answer["Location"] == url
    assert the_job().state == ImportJob.State.DONE and the_job().mapping["Surname"] == "LastName"


def test_a_workbook_has_sheets_to_choose_from(
    marketing: Client, send: Send, tmp_path: Path
) -> None:
    send(book(tmp_path / "people.xlsx").read_bytes(), "people.xlsx")
    url = f"/imports/{the_job().pk}"
    page = marketing.get(url).content.decode()
    assert "<option selected>People</option>" in page and "<option>Empty</option>" in page
    assert "Between the cells" not in page and "2025-12-09" in page
    part = marketing.post(f"{url}/reading", {"sheet": "Empty"}, headers=HTMX)
    assert part.status_code == 422 and 'class="trouble' in part.content.decode()
    assert the_job().sheet == "People"
