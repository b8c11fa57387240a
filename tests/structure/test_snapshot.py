"""An empty database takes over the kept structure; one that does not fit is left aside."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from headwater.structure import making, snapshot
from headwater.structure.snapshot import Snapshot

NEWER_AT_MOST = 12  # else an empty database takes long again: run `headwater structure`


@pytest.fixture
def kept() -> Snapshot:
    found = snapshot.read()
    assert found
    return found


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_is_made_of_it_and_is_up_to_date() -> None:
    with making.scratch():
        assert snapshot.is_empty()
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM records_leadstatus")
            assert cursor.fetchone()[0] > 3
            cursor.execute("SELECT now() - created_at < interval '1 hour' FROM people_organization")
            assert cursor.fetchone() == (True,)
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] == len(MigrationLoader(None).disk_migrations)
            cursor.execute("SELECT last_value FROM records_leadstatus_id_seq")
            assert cursor.fetchone()[0] > 3  # the next row does not meet the first


@pytest.mark.django_db
def test_a_database_with_tables_is_left_as_it_is() -> None:
    assert not snapshot.is_empty()
    assert snapshot.load() is False


def test_it_fits_and_is_not_old(kept: Snapshot) -> None:
    loader = MigrationLoader(None)
    assert snapshot.fits(kept, loader)
    assert len(snapshot.missing_from(kept, loader)) <= NEWER_AT_MOST


def test_a_changed_or_missing_migration_makes_it_unfit(kept: Snapshot) -> None:
    loader, first = MigrationLoader(None), ("records", "0001_initial")
    assert not snapshot.fits(replace(kept, holds=kept.holds | {first: "another"}), loader)
    assert not snapshot.fits(replace(kept, holds=kept.holds | {("records", "0999"): "x"}), loader)
    without = {key: value for key, value in kept.holds.items() if key != first}
    assert not snapshot.fits(replace(kept, holds=without), loader)


def test_only_what_makes_something_is_kept_and_moments_are_those_of_loading() -> None:
    session = "SET lock_timeout = 0;\n\\restrict abc\n"
    rows = "INSERT INTO a VALUES ('2026-11-22 10:01:02.5+00',\n\n'SET x');\n"
    named = "--\n-- Name: a; Type: TABLE; Schema: public; Owner: -\n--\n\n"
    assert making.tidy(session + named + rows) == "INSERT INTO a VALUES (now(),\n\n'SET x');\n"
