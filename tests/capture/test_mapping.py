"""Columns are known by what was chosen before, by name, by contents; fields are made on the way."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from headwater.capture import column_looks, imports, tables
from headwater.catalog import custom
from headwater.importing import crew, deeds, run
from headwater.importing.chunk import bring_in
from headwater.records.models import ImportJob, Lead
from headwater.records.problem import Refused

ROWS = (
    """Ansprechpartner;Kontakt;Nummer;Seite;Region;Größe (m²);Farbe;Betreuer E-Mail
Ana Lee;ana@mill.example.org;+49 30 123456;www.mill.example.org;Germany;1.200,5;rot;x@y.example
Tom Berg;tom@harbor.example.org;030 654321;https://harbor.example.org;France;80,25;blau;x@y.example
"""
    + "Kim Vo;kim@quay.example.org;;;Spain;7,5;rot;x@y.example\n" * 8
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(ROWS)
    return path


def test_a_file_without_familiar_names_is_understood_and_remembered(
    cast: SimpleNamespace, path: Path
) -> None:
    job = imports.start(path, by=cast.ada)
    assert {column: target for column, target in job.mapping.items() if target} == {
        "Ansprechpartner": "Name", "Kontakt": "Email", "Nummer": "Phone", "Seite": "Website",
        "Region": "State",
    }  # fmt: skip
    assert job.guessed["Kontakt"] == "its values are e-mail addresses"
    assert job.decimal_mark == ","
    field = column_looks.define_field(job, "Größe (m²)", by=cast.ada)
    assert (field.name, field.label, field.type) == ("Groesse_m2__c", "Größe (m²)", "double")
    colour = column_looks.define_field(job, "Farbe", by=cast.ada, type="picklist", label="Colour")
    assert (colour.name, colour.choices) == ("Colour__c", ["blau", "rot"])
    chosen = job.mapping | {"Region": "Country"}
    assert imports.agree(job, mapping=chosen, owner_id=cast.owen.pk) == []

    again = imports.start(path, by=cast.mia)
    assert again.mapping == chosen
    assert again.guessed["Farbe"] == "as you chose for the last file with these columns"
    other = path.with_name("other.csv")
    other.write_text("Region;E-Mail\nSpain;kim@quay.example.org\n")
    assert imports.start(other, by=cast.mia).mapping == {"Region": "Country", "E-Mail": "Email"}

    deeds.begin(job, by=cast.ada)
    deeds.run_job(job.pk)
    ana = Lead.objects.get(email="ana@mill.example.org")
    assert (ana.first_name, ana.last_name, ana.country) == ("Ana", "Lee", "Germany")
    assert (ana.owner_id, ana.custom) == (
        cast.owen.pk, {"Groesse_m2__c": 1200.5, "Colour__c": "rot"},
    )  # fmt: skip


def test_what_makes_no_sense_is_told_and_nothing_saved(cast: SimpleNamespace, path: Path) -> None:
    job = imports.start(path, by=cast.ada)
    troubles = imports.agree(
        job, mapping={"Kontakt": "City", "Seite": "City"}, known="perhaps", owner_id=10**9,
        campaign_id=10**9,
    )  # fmt: skip
    assert len(troubles) == 5
    job.refresh_from_db()
    assert job.mapping["Kontakt"] == "Email"
    with pytest.raises(Refused, match="administrator"):
        column_looks.define_field(job, "Farbe", by=cast.mia)
    column_looks.define_field(job, "Farbe", by=cast.ada)
    with pytest.raises(ValueError, match="already"):
        column_looks.define_field(job, "Farbe", by=cast.ada)


@pytest.mark.parametrize(
    ("label", "name"),
    [("Größe (m²)", "Groesse_m2__c"), ("名前", "Field_2__c"), ("2nd Phone", "F_2nd_Phone__c"),
     ("__a--b__", "a_b__c"), ("Straße", "Strasse__c")],
)  # fmt: skip
def test_a_label_becomes_an_api_name(label: str, name: str) -> None:
    assert column_looks.api_name(label) == name
    assert custom.API_NAME.match(name)


def test_how_a_file_is_read_can_be_corrected(cast: SimpleNamespace, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Last Name,Born;Größe\nLee,01/02/2025;1\n".encode("cp1252"))
    custom.define("Lead", "Born", "date")
    job = imports.start(path, by=cast.ada)
    assert (job.delimiter, job.encoding, job.date_order) == (",", "cp1252", "")
    imports.set_reading(job, delimiter=";", encoding="mac_roman")
    assert job.columns[0] == "Last Name,Born"
    imports.set_reading(job, delimiter=",", encoding="cp1252", date_order="DMY")
    looks = {look.name: look for look in column_looks.columns_of(job)}
    assert looks["Last Name"].examples == ("Lee",)
    path.write_bytes(b"Last Name,Born\nLee,01/02/2025\n")
    with pytest.raises(tables.Unreadable, match="has changed"):
        column_looks.columns_of(job)
    job = imports.set_reading(job, delimiter=",", object_name="Lead")
    imports.set_reading(job, date_order="DMY")
    deeds.begin(job, by=cast.ada)
    deeds.run_job(job.pk)
    assert Lead.objects.get().custom == {"Born__c": "2025-02-01"}
    with pytest.raises(tables.Unreadable, match="no encoding"):
        imports.set_reading(imports.start(path, by=cast.ada), encoding="klingon")


def test_paused_resumed_cancelled(
    cast: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    monkeypatch.setattr(run, "LOOK_EVERY", 0)
    path = tmp_path / "a.csv"
    path.write_text("Last Name,Email\n" + "".join(f"P{n},p{n}@mill.example\n" for n in range(9)))
    job = imports.start(path, by=cast.ada)
    deeds.begin(job, by=cast.ada)
    real, wishes = bring_in, [deeds.pause, deeds.cancel]

    def interrupted(running: ImportJob, chunk: list[tuple[int, dict[str, str]]]) -> object:
        if wishes and chunk[0][0] == (5, 3)[len(wishes) - 1]:
            wishes.pop(0)(ImportJob.objects.get(pk=job.pk), by=cast.ada)
        return real(running, chunk)

    monkeypatch.setattr(crew, "bring_in", interrupted)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done_count, Lead.objects.count()) == ("paused", 4, 4)
    with pytest.raises(deeds.NotNow, match="Paused"):
        deeds.pause(job, by=cast.ada)
    deeds.resume(job, by=cast.ada)
    deeds.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.totals) == ("cancelled", {"create": 6})
    deeds.begin_undo(job, by=cast.ada)
    deeds.run_job(job.pk)
    assert Lead.objects.count() == 0
