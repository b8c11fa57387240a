"""A second Headwater is the org: moved in from over its API, killed on the way, begun again."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from headwater.api import tokens
from headwater.catalog import custom, ids
from headwater.people.models import User
from headwater.records import writing
from headwater.records.models import Account, Campaign, CampaignMember, Lead, Opportunity, Task
from tests.postgres import database_url

CHECKOUT = Path(__file__).parent.parent.parent
PATIENCE = 60.0
NEW = f"headwater_moving_{os.getpid()}"


@pytest.fixture
def house(cast: SimpleNamespace) -> Iterator[str]:
    """A database that has the people of the test's, and nothing else; its address."""
    connection.close()  # a database is copied while nobody is in it
    template = connection.settings_dict["NAME"]
    with psycopg.connect(database_url("postgres"), autocommit=True) as root:
        root.execute(f"DROP DATABASE IF EXISTS {NEW} WITH (FORCE)")
        with _nobody_in(root, template):
            root.execute(f"CREATE DATABASE {NEW} TEMPLATE {template}")
        yield database_url(NEW)
        root.execute(f"DROP DATABASE {NEW} WITH (FORCE)")


@contextmanager
def _nobody_in(root: "psycopg.Connection[Any]", name: str) -> Iterator[None]:
    """Who still listens there, from a test before this one, is sent away and returns later."""
    root.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        root.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        yield
    finally:
        root.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_killed_move_goes_on_and_nothing_is_lost_or_twice(
    house: str, live_server: Any, cast: SimpleNamespace, make_lead: Callable[..., Lead],
    campaign: Campaign,
) -> None:  # fmt: skip
    _fill(cast, make_lead, campaign)
    here = Headwater(house, tokens.issue(cast.ada))
    move = ("migrate", "salesforce", "--url", live_server.url, "--page", "10")
    with here.begun(*move) as process:
        here.wait_for("SELECT 1 FROM moving_movestep WHERE name = 'Lead' AND fetched > 0")
        process.kill()
    assert 0 < here.one("SELECT count(*) FROM records_lead") < 31
    said = here.run(*move, code=1)
    assert here.one("SELECT count(*) FROM records_lead") == 30
    assert "Not everything arrived." in said and "1 of Lead were refused." in said
    assert here.one("SELECT reason FROM moving_moverefusal") == "Last Name is empty."
    _is_as_it_was(here, cast)
    assert here.one("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE 'mail%%'") == 0


def _fill(cast: SimpleNamespace, make_lead: Callable[..., Lead], campaign: Campaign) -> None:
    custom.define("Lead", "Roof", "string")
    User.objects.create_user("late@old.example", "correct horse battery", last_name="Late")
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    Account.objects.create(name="Harbor Port", owner=cast.mara, parent=account)
    deal = Opportunity.objects.create(
        name="Harbor deal", account=account, owner=cast.owen, stage_name="Prospecting", amount=1200
    )
    leads = [make_lead(last_name=f"Lead {n}", email=f"l{n}@x.example") for n in range(28)]
    make_lead(last_name="")
    make_lead(custom={"Roof__c": "tiles"}, owner=cast.queue)
    make_lead(
        status="Closed - Converted", is_converted=True, converted_account=account,
        converted_on="2025-03-04", converted_opportunity=deal,
    )  # fmt: skip
    CampaignMember.objects.create(campaign=campaign, lead=leads[0], status="Sent")
    Task.objects.create(owner=cast.mara, lead=leads[1], subject="Call", status="Completed",
                        is_closed=True)  # fmt: skip
    writing.change([leads[2]], {"status": "Working - Contacted"}, by=cast.mara)


def _is_as_it_was(here: "Headwater", cast: SimpleNamespace) -> None:
    assert here.one("SELECT count(*) FROM records_clock") == 0
    for lead in Lead.objects.exclude(last_name=""):
        old = ids.encode("00Q", lead.pk)
        sql = (
            "SELECT l.last_name, l.status, l.custom->>'Roof__c', owner.name, l.created_at"
            " FROM catalog_externalid x JOIN records_lead l ON l.id = x.record_id"
            f" JOIN people_owner owner ON owner.id = l.owner_id WHERE x.value = '{old}'"
        )
        name, status, roof, owner, at = here.row(sql)
        assert (name, status, owner) == (lead.last_name, lead.status, lead.owner.name)
        assert roof == lead.custom.get("Roof__c")
        assert abs(at - lead.created_at).total_seconds() < 0.001  # as exact as the API says it
    became = (
        "SELECT a.name, o.amount FROM records_lead l JOIN records_account a ON a.id ="
        " l.converted_account_id JOIN records_opportunity o ON o.id = l.converted_opportunity_id"
    )
    assert here.row(became) == ("Harbor", 1200)
    assert here.one("SELECT count(*) FROM records_account WHERE parent_id IS NOT NULL") == 1
    assert here.one("SELECT count(*) FROM records_campaignmember") == 1
    assert here.one("SELECT count(*) FROM records_task WHERE lead_id IS NOT NULL") == 1
    changed = "SELECT count(*) FROM records_trailentry WHERE event = 'lead.status_changed'"
    assert here.one(changed) == 1
    assert here.one("SELECT count(*) FROM match_matchkey WHERE object_name = 'Lead'") > 29
    assert here.one("SELECT count(*) FROM people_user WHERE email = 'late@old.example'"
                    " AND password LIKE '!%'") == 1  # fmt: skip


class Headwater:
    """The new house: its commands, and what its database says."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self.environment = {
            **os.environ, "DATABASE_URL": address, "HEADWATER_STATE": str(settings.STATE),
            "SALESFORCE_ACCESS_TOKEN": token, "PYTHONPATH": str(CHECKOUT),
            "HEADWATER_MODE": "development",
        }  # fmt: skip

    def run(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "headwater", *words], env=self.environment,
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def begun(self, *words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "headwater", *words], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def wait_for(self, sql: str) -> None:
        until = time.monotonic() + PATIENCE
        with psycopg.connect(self.address, autocommit=True) as line:
            while line.execute(sql.encode()).fetchone() is None:
                assert time.monotonic() < until
                time.sleep(0.02)

    def row(self, sql: str) -> tuple[Any, ...]:
        with psycopg.connect(self.address) as line:
            found = line.execute(sql.encode()).fetchone()
        assert found, sql
        return found

    def one(self, sql: str) -> Any:
        return self.row(sql)[0]
