"""A backup holds everything as of one moment; restored, every table is as it was."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from headwater.backup import manifest, restoring, tables, writing
from headwater.backup.manifest import Manifest, Refused
from headwater.records import trail
from headwater.records.models import Lead, TrailEntry
from headwater.structure import making, snapshot

pytestmark = pytest.mark.django_db(transaction=True)
ODD = 'Zoë "the ox"\r\n\\N\t,;é 漢'
STAMPED = {"people_standing"}  # a restored database has another stamp, so that nobody trusts memory


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: SimpleNamespace) -> None:
    """Uploads and the spool of this test."""
    settings.STATE, settings.MEDIA_ROOT = tmp_path / "state", tmp_path / "state" / "files"
    (settings.MEDIA_ROOT / "imports").mkdir(parents=True)
    (settings.MEDIA_ROOT / "imports" / "show.csv").write_bytes(b"Last Name\r\nOkafor\r\n")


@pytest.fixture
def company(
    cast: SimpleNamespace, campaign: object, harbor: object, make_lead: Callable[..., Lead]
) -> Lead:
    """A few of everything, with what is hard to write down."""
    lead = make_lead(last_name=ODD[:40], description=ODD, custom={"Note__c": ODD, "Empty__c": None})
    make_lead(last_name="Lind", company="")
    trail.write([trail.entry("lead.created", lead, by=cast.ada, because={"words": ODD})])
    return lead


def test_everything_comes_back_as_it_was(company: Lead, tmp_path: Path) -> None:
    first = writing.write(tmp_path / "first")
    assert {table.name: table.rows for table in first.tables}["records_lead"] == 2
    with making.scratch():
        restoring.restore(tmp_path / "first")
        second = writing.write(tmp_path / "second")
        again = Lead.objects.get(pk=company.pk)
        assert (again.description, again.custom) == (ODD, company.custom)
        assert Lead.objects.create(last_name="New", owner_id=again.owner_id).pk > company.pk
        with pytest.raises(Exception, match="append-only"):
            TrailEntry.objects.update(event="lead.changed")
    assert content(second) == content(first)
    assert second.sequences == first.sequences
    assert len(first.tables) > 100


def test_it_is_of_one_moment_though_work_goes_on(company: Lead, tmp_path: Path) -> None:
    """After the first table is written, another connection changes and adds."""
    seen: list[str] = []

    def meanwhile(name: str, rows: int) -> None:
        if not seen:
            there = connection.get_connection_params()
            words = {
                key: there[key] for key in ("dbname", "user", "password", "host") if key in there
            }
            with psycopg.connect(**words, port=there.get("port")) as other:
                other.execute("UPDATE records_lead SET company = 'Another'")
        seen.append(name)

    writing.write(tmp_path / "first", say=meanwhile)
    assert Lead.objects.filter(company="Another").count() == 2
    with gzip.open(tmp_path / "first" / "data" / "records_lead.csv.gz", "rt") as file:
        assert "Another" not in file.read()


def test_one_of_an_older_version_is_migrated_forward(tmp_path: Path) -> None:
    with making.scratch():
        snapshot.load()
        older = writing.write(tmp_path / "older")
    with making.scratch():
        restoring.restore(tmp_path / "older")
        assert len(tables.migrations()) == len(MigrationLoader(None).disk_migrations)
    assert len(older.migrations) <= len(MigrationLoader(None).disk_migrations)


def test_files_come_along(tmp_path: Path) -> None:
    told = writing.write(tmp_path / "first")
    kept = Path(settings.MEDIA_ROOT) / "imports" / "show.csv"
    assert "files/imports/show.csv" in {each.path for each in told.files}
    kept.unlink()
    restoring._copy_files(tmp_path / "first", told)
    assert kept.read_bytes().startswith(b"Last Name")
    kept.write_text("another")
    with pytest.raises(Refused, match="another file"):
        restoring._refuse_other_files(tmp_path / "first", told)
    told.files.append(manifest.Kept("../secret", 1, ""))
    with pytest.raises(Refused, match="not in the folder"):
        manifest.verify(tmp_path / "first", told)


def test_only_what_is_whole_goes_into_what_is_empty(tmp_path: Path) -> None:
    folder = tmp_path / "first"
    writing.write(folder)
    with pytest.raises(Refused, match="not empty; a backup goes"):
        writing.write(folder)
    with pytest.raises(Refused, match="database is not empty"):
        restoring.restore(folder)
    with making.scratch():
        refuses(folder, "data/records_lead.csv.gz", lambda data: data[:-9] + b"x" * 9, "damaged")
        refuses(folder, "manifest.json", unknown_migration, "another version")
        refuses(folder, "manifest.json", lambda data: b"{", "cannot be read")
        (folder / "manifest.json").unlink()
        with pytest.raises(Refused, match="not finished"):
            restoring.restore(folder)
        assert tables.is_empty()


def refuses(folder: Path, name: str, change: Callable[[bytes], bytes], words: str) -> None:
    """With one file changed nothing is begun; the file is then as it was."""
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(change(before))
    with pytest.raises(Refused, match=words):
        restoring.restore(folder)
    path.write_bytes(before)


def unknown_migration(data: bytes) -> bytes:
    told = json.loads(data)
    told["migrations"].append(["records", "9999_not_yet"])
    return json.dumps(told).encode()


def content(told: Manifest) -> dict[str, str]:
    """Each table's checksum."""
    return {
        each.path: each.sha256
        for each in told.files
        if each.path.startswith("data/") and Path(each.path).stem.split(".")[0] not in STAMPED
    }
