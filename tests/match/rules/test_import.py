"""Rules at the door of imports: a blocked row is set aside with its reason, and counted."""

from pathlib import Path
from types import SimpleNamespace

from headwater.importing import deeds
from headwater.match.models import DuplicateRule
from headwater.records.models import Contact, Lead, Submission

PEOPLE = "First Name,Last Name,Email\nJane,Vandeberg,jane@mill.com\nOtto,Okafor,otto@acme.com\n"


def file(path: Path, content: str) -> Path:
    path.write_text(content)
    return path


def test_contacts_that_are_known_are_set_aside(cast: SimpleNamespace, tmp_path: Path) -> None:
    people = file(tmp_path / "people.csv", PEOPLE)
    deeds.import_file(people, by=cast.ada, object_name="Contact")
    assert Contact.objects.count() == 2
    DuplicateRule.objects.filter(sobject_type="Contact").update(import_on_create="block")
    again = file(
        tmp_path / "again.csv",
        PEOPLE.replace("@", "+news@") + "Ida,Lind,ida@lind.com\n",  # no row is quite the same
    )
    job = deeds.import_file(again, by=cast.ada, object_name="Contact")
    assert Contact.objects.count() == 3
    told = Submission.objects.filter(import_job=job, state="rejected")
    assert {"one contact" in each.reason for each in told} == {True} and len(told) == 2
    balance = Submission.objects.balance()
    assert balance["received"] == balance["created"] + balance["rejected"] == 5


def test_leads_that_are_known_but_closed_are_set_aside(
    cast: SimpleNamespace, tmp_path: Path
) -> None:
    lines = "First Name,Last Name,Company,Email\nJane,Vandeberg,Acme,jane@acme.com\n"
    deeds.import_file(file(tmp_path / "one.csv", lines), by=cast.ada)
    Lead.objects.update(is_closed=True)
    DuplicateRule.objects.filter(sobject_type="Lead").update(import_on_create="block")
    again = lines.replace("Acme", "Acme Inc")
    job = deeds.import_file(file(tmp_path / "two.csv", again), by=cast.ada)
    (told,) = Submission.objects.filter(import_job=job)
    assert told.state == "quarantined" and "asks for a look" in told.reason
    assert Lead.objects.count() == 1
