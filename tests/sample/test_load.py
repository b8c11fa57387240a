"""The sample company goes through the journey like everybody else, so loading it is a test."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from headwater.measure.balance import capture_balance
from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.records.models import (
    Clock,
    Conversion,
    ImportJob,
    Lead,
    Opportunity,
    Submission,
    Task,
)
from headwater.sample import company, lists, spam
from headwater.sample.load import load
from headwater.sample.time_travel import at


@pytest.mark.django_db
def test_juniper_solar_lives_through_its_history(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    steps: list[float] = []
    load(report=lambda _words, share: steps.append(share), amount=40)
    assert steps == sorted(steps) and steps[-1] == pytest.approx(1, abs=0.1)
    ada = User.objects.get(email="admin@juniper.example")
    assert ada.check_password(company.PASSWORD)
    every = capture_balance(ada, Period(None))[0]
    assert every.received >= 49 and every.waiting == 0 and every.is_even
    # Robots and a newsletter are set aside; one visitor and two rows of a list did not say who
    # they are; all others became leads.
    assert (every.quarantined, every.rejected) == (len(spam.SENT), 1 + lists.FAULTY)
    nobody = len(spam.SENT) + 1 + lists.FAULTY
    assert Submission.objects.filter(lead=None).count() == nobody
    tom = Lead.objects.get(email="tom@harbor-cold.example.com")
    said = tom.emailmessages.order_by("created_at").values_list("is_incoming", "created_by")
    assert [(incoming, by is not None) for incoming, by in said] == [
        (True, False), (False, False), (False, True), (True, False),
    ]  # fmt: skip
    assert Lead.objects.filter(owner=None).count() == 0
    totals = [job.totals for job in ImportJob.objects.order_by("pk")]
    assert totals == [{"create": 14}, {"create": 2, "update": 2, "error": lists.FAULTY}]
    assert Conversion.objects.exists() and Opportunity.objects.won().exists()
    assert Opportunity.objects.early().exists() and Task.objects.exists()
    # A visitor who asks now must stand on top of Today, so nobody else's promise runs out sooner.
    waiting = Clock.objects.running().filter(policy="Web leads")
    assert waiting.filter(started_at__gt=timezone.now() - timedelta(minutes=15)).exists()
    assert not waiting.filter(due_at__gt=timezone.now()).exists()
    assert Lead.objects.filter(created_at__gt=timezone.now()).count() == 0


@pytest.mark.django_db
def test_the_public_page_shows_the_form(client: Client, settings: Settings) -> None:
    settings.MODE = "demo"
    assert client.get("/company").status_code == 404  # nobody founded the company yet
    company.found(timezone.localdate())
    page = client.get("/company").content.decode()
    assert "Ask for a quote" in page and 'action="/forms/quote"' in page
    settings.MODE = "production"
    assert client.get("/company").status_code == 404


def test_now_is_the_moment_being_told() -> None:
    moment = timezone.now() - timedelta(days=50)
    with at(moment):
        assert timezone.now() == moment
    assert timezone.now() > moment
