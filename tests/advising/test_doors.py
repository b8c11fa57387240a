"""Files and programs in direct and mixed mode: foretold, followed, and answered as ever."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from headwater.importing import deeds
from headwater.people.models import Organization
from headwater.records.models import Account, Conversion, ImportRow, Lead, Opportunity, Submission
from tests.api.conftest import Program

ROWS = """First Name,Last Name,Email,Company
Ana,Lee,ana@mill.example.org,Mill
Ben,Stone,ben@mill.example.org,Mill
Cara,Bell,cara.bell@gmail.com,
"""
AT_ONCE, A_LEAD = "Account, contact and deal at once: ", "A lead: "


def test_a_dry_run_says_which_rows_become_what_and_the_run_does_it(
    mode: Callable[..., Organization], cast: SimpleNamespace, tmp_path: Path
) -> None:
    mode("mixed", default_lead_owner=cast.mara)
    path = tmp_path / "fair.csv"
    path.write_text(ROWS)
    job = deeds.import_file(path, by=cast.mia, dry_run=True)
    told = [row.reason for row in ImportRow.objects.of_check(job)]
    assert [text.startswith(AT_ONCE) for text in told] == [True, True, False]
    assert told[2].startswith(A_LEAD)
    assert not Lead.objects.exists() and not Account.objects.exists()
    deeds.begin(job, by=cast.mia)
    deeds.run_job(job.pk)
    assert [row.reason for row in ImportRow.objects.of_run(job)] == told
    assert Account.objects.get().name == "Mill"
    assert (Opportunity.objects.count(), Lead.objects.open().count()) == (2, 1)
    assert Submission.objects.balance()["created"] == 3


def test_a_program_gets_the_lead_it_made_and_may_ask_what_became_of_it(
    mode: Callable[..., Organization], cast: SimpleNamespace
) -> None:
    mode("direct", default_lead_owner=cast.ada)
    api = Program(cast.ada)
    made = api("POST", "sobjects/Lead", {"LastName": "Lee", "Company": "Mill"})
    assert made["success"] is True
    lead = api("GET", f"sobjects/Lead/{made['id']}")
    assert (lead["IsConverted"], lead["Status"]) == (True, "Closed - Converted")
    deal = Opportunity.objects.get()
    assert lead["ConvertedOpportunityId"] == deal.sf_id
    assert (deal.owner_id, Conversion.objects.get().is_direct) == (cast.ada.pk, True)
