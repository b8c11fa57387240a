"""A file may opt somebody out, never in; taking the file back takes its own word back, no other."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater import journey
from headwater.importing import deeds
from headwater.records import consenting
from headwater.records.consent import Consent, Source, standing
from headwater.records.draft import Draft
from headwater.records.models import Contact, ImportJob, ImportRow, Lead
from headwater.score import rules
from headwater.score.models import ScoreRule
from headwater.score.rescore import rescore

pytestmark = pytest.mark.django_db

FILE = "Last Name,Email,Company,Title,Email Opt Out\nLee,ana@mill.example.org,Mill,Captain,{}\n"
Bring = Callable[..., ImportJob]


@pytest.fixture
def ana(cast: SimpleNamespace) -> Lead:
    """She is here already and may be written to."""
    values = {"last_name": "Lee", "email": "ana@mill.example.org", "company": "Mill"}
    lead = journey.create([Draft(values=values)], door="hand", by=cast.mara)[0].lead
    assert lead
    return lead


@pytest.fixture
def bring(cast: SimpleNamespace, tmp_path: Path) -> Bring:
    def write(content: str, known: str = "overwrite", **more: Any) -> ImportJob:
        path = tmp_path / f"people{len(content)}.csv"
        path.write_text(content)
        job = deeds.import_file(path, by=cast.mia, known=known, **more)
        job.refresh_from_db()
        return job

    return write


def test_the_score_is_what_it_was(ana: Lead, bring: Bring, cast: SimpleNamespace) -> None:
    rules.publish(
        [ScoreRule(name="Has a title", criteria="Title != null", points=10)], by=cast.ada,
        hot_threshold=50,
    )  # fmt: skip
    rescore([ana.pk])
    job = bring(FILE.format("no"), known="join")
    ana.refresh_from_db()
    assert (ana.title, ana.score) == ("Captain", 20)  # and asked again
    deeds.work(deeds.begin_undo(job, by=cast.mia))
    ana.refresh_from_db()
    assert (ana.title, ana.score, ana.score_parts) == ("", 0, [])


def state(lead: Lead) -> tuple[bool, str]:
    lead.refresh_from_db()
    return lead.has_opted_out_of_email, standing(lead, Consent.objects.about(lead))["email"].state


def test_a_file_opts_out_and_its_undo_takes_that_back(
    ana: Lead, bring: Bring, cast: SimpleNamespace
) -> None:
    job = bring(FILE.format("yes"))
    assert state(ana) == (True, "withdrawn")
    row = Consent.objects.get()
    assert (row.source, row.by) == ("import", cast.mia)
    assert row.detail == f"{job.file_name} (import {job.pk})"

    job = deeds.begin_undo(job, by=cast.mia)
    deeds.work(job)
    assert state(ana) == (False, "")
    assert not ana.title


def test_no_file_opts_anybody_in(ana: Lead, bring: Bring, cast: SimpleNamespace) -> None:
    consenting.say(ana, "email", is_given=False, source=Source.LINK)
    job = bring(FILE.format("no"))
    assert state(ana) == (True, "withdrawn")
    told = ImportRow.objects.of_run(job).get()
    assert (told.verdict, list(told.changes)) == ("update", ["title"])
    assert told.reason.startswith("Email Opt Out “no”: an opt-out stands until they take it back")
    assert ana.title == "Captain"

    says_nothing_else = "Last Name,Email,Email Opt Out\nLee,ana@mill.example.org,no\n"
    told = ImportRow.objects.of_run(bring(says_nothing_else)).get()
    assert (told.verdict, told.reason[:13]) == ("skip", "Email Opt Out")


def test_the_dry_run_says_so_too(ana: Lead, bring: Bring, cast: SimpleNamespace) -> None:
    consenting.say(ana, "email", is_given=False, source=Source.HAND, text="By phone.")
    job = bring(FILE.format("no"), dry_run=True)
    row = ImportRow.objects.of_check(job).get()
    assert "Email Opt Out “no”" in row.reason
    assert "has_opted_out_of_email" not in row.changes


def test_what_was_said_elsewhere_stands_when_the_file_goes(
    ana: Lead, bring: Bring, cast: SimpleNamespace
) -> None:
    job = bring(FILE.format("yes"))
    consenting.say(ana, "email", is_given=False, source=Source.LINK)
    job = deeds.begin_undo(job, by=cast.mia)
    deeds.work(job)
    assert state(ana) == (True, "withdrawn")
    kept = job.kept.get()
    assert (kept.field, kept.why) == (
        "has_opted_out_of_email", "They said no in another way, too; that stands.",
    )  # fmt: skip


def test_a_contact_of_a_file_has_the_row_behind_its_box(bring: Bring) -> None:
    bring("LastName,Email,HasOptedOutOfEmail\nLee,a@b.example.org,true\n", object_name="Contact")
    assert Contact.objects.get().has_opted_out_of_email
    assert [(row.source, row.state) for row in Consent.objects.all()] == [("import", "withdrawn")]
