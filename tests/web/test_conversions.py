"""From a list to its conversion: choices, dry run, start, progress, results, undo; and who may."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headwater.convert.conversion_rule import ConversionRule
from headwater.converting import runs
from headwater.converting.how import How
from headwater.match import keys
from headwater.people.models import User
from headwater.records.models import Conversion, ConversionRun, Lead, Task

MakeLead = Callable[..., Lead]
State = ConversionRun.State


@pytest.fixture
def listed(make_lead: MakeLead, cast: SimpleNamespace) -> list[Lead]:
    """Four of Mara's: two of one firm, one who names none, one without a budget in any case."""
    leads = [
        make_lead(first_name="Ana", last_name="Vega", company="Millstone", lead_source="Web"),
        make_lead(first_name="Ben", last_name="Okoro", company="Millstone", lead_source="Web"),
        make_lead(first_name="Una", last_name="Quill", company="", lead_source="Web"),
        make_lead(first_name="Kim", last_name="Berg", company="Harrow"),
    ]
    keys.refresh("Lead", leads)
    return leads


def only_run() -> ConversionRun:
    return ConversionRun.objects.get()


def post(client: Client, name: str, run: ConversionRun, **data: str | list[str]) -> str:
    answer = client.post(reverse(f"conversion_run_{name}", args=[run.pk]), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_ticked_leads_are_tried_out_converted_and_taken_back(
    mara: Client, listed: list[Lead]
) -> None:
    given = {"id": [each.pk for each in listed], "next": "/leads?view=open"}
    page = mara.post(reverse("leads_conversion"), given, follow=True).content.decode()
    run = only_run()
    assert "Convert 4 leads" in page
    assert "Nothing is converted yet." in page
    assert "From “All open”" in page
    assert "the same company as an earlier lead" in page
    assert not Conversion.objects.exists()

    page = post(mara, "start", run)
    assert "4 leads converted." in page
    assert Conversion.objects.filter(run=run).count() == 4
    joined = mara.get(reverse("conversion_run", args=[run.pk]), {"ending": "joined"})
    assert "Ben Okoro" in joined.content.decode()
    assert "Ana Vega" not in joined.content.decode()

    dialog = mara.get(reverse("conversion_run_undo", args=[run.pk])).content.decode()
    assert "Undo 4 conversions" in dialog
    page = post(mara, "undo", run)
    assert "4 conversions undone." in page
    assert not Lead.objects.filter(is_converted=True).exists()


def test_all_of_a_list_as_its_address_asks(mara: Client, listed: list[Lead]) -> None:
    address = "/leads?view=open&where=LeadSource+%3D+'Web'&q=e"
    mara.post(reverse("leads_conversion"), {"all": "1", "next": address})
    run = only_run()
    assert run.name == "All of “All open”"
    assert run.criteria == "Lead source is Web. “e” is searched for"
    assert sorted(run.rows.values_list("lead_id", flat=True)) == sorted(
        lead.pk for lead in listed if lead.lead_source and "e" in f"{lead.name} {lead.company}"
    )
    answer = mara.get("/leads?view=open")
    assert "All 4 of this list…" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Tick the rows first."),
        ({"id": ["99999"]}, "Tick the rows first."),
        ({"all": "1", "next": "/leads?view=open&where=Nonsense"}, "Nonsense"),
        ({"all": "1", "next": "/leads?view=converted"}, "There is no lead to convert."),
    ],
)
def test_what_is_no_selection_is_told(
    mara: Client, listed: list[Lead], given: dict[str, str], says: str
) -> None:
    answer = mara.post(reverse("leads_conversion"), given, follow=True)
    assert says in answer.content.decode()
    assert not ConversionRun.objects.exists()


def test_other_choices_are_tried_at_once(
    mara: Client, cast: SimpleNamespace, listed: list[Lead]
) -> None:
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara)
    url = reverse("conversion_run_choices", args=[run.pk])
    bad = mara.post(url, {"deal": "none"})
    assert bad.status_code == 422
    assert "Say why there is no opportunity" in bad.content.decode()
    given = {
        "deal": "join", "owner": str(cast.owen.pk), "role": "Decision Maker", "unsure": "make",
        "follow_up": "Call {name}", "follow_up_days": "2", "stage_name": "Prospecting",
    }  # fmt: skip
    page = mara.post(url, given, headers={"HX-Request": "true"}).content.decode()
    assert 'value="Call {name}"' in page
    run.refresh_from_db()
    how = How.of(run.how)
    assert (how.owner_id, how.follow_up_days, run.trial) == (cast.owen.pk, 2, 2)
    post(mara, "start", run)
    deal = Conversion.objects.filter(run=run).earliest("pk").opportunity
    assert deal
    assert (deal.owner_id, deal.stage_name) == (cast.owen.pk, "Prospecting")
    assert Task.objects.filter(opportunity=deal, subject="Call Ana Vega").exists()


def test_who_is_not_ready_stays_and_is_in_the_file(
    mara: Client, cast: SimpleNamespace, listed: list[Lead]
) -> None:
    ConversionRule.objects.create(name="Known source", required_fields=["lead_source"])
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara)
    page = mara.get(reverse("conversion_run", args=[run.pk])).content.decode()
    assert "Not ready: Lead Source is known." in page
    assert "Leads that are not ready" in page
    post(mara, "start", run)
    answer = mara.get(reverse("conversion_run_refused", args=[run.pk]))
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0] == "Id,Name,Company,Email,Status,Outcome,Reason"
    assert len(lines) == 2
    assert "Kim Berg,Harrow,,Open - Not Contacted,Skipped,Not ready" in lines[1]


def test_a_long_run_is_watched_stopped_and_gone_on_with(
    mara: Client, cast: SimpleNamespace, listed: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "FEW", 1)
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara)
    page = mara.get(reverse("conversion_run", args=[run.pk])).content.decode()
    assert "Convert without waiting" in page
    page = post(mara, "start", run)
    assert "it begins as soon as a worker is free" in page
    progress = reverse("conversion_run_progress", args=[run.pk])
    part = mara.get(progress, headers={"HX-Request": "true"})
    assert "every 1s" in part.content.decode()
    post(mara, "stop", run)
    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert mara.get(progress, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert mara.get(progress).status_code == 302
    assert "It cannot be stopped now" in post(mara, "stop", run)
    post(mara, "start", run)
    runs.run_job(run.pk)
    page = mara.get(reverse("conversion_runs")).content.decode()
    assert "Done" in page


def test_runs_belong_to_whoever_made_them(
    cast: SimpleNamespace, listed: list[Lead], sign_in: Callable[[User], Client]
) -> None:
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara)
    url = reverse("conversion_run", args=[run.pk])
    assert sign_in(cast.otto).get(url).status_code == 404
    assert sign_in(cast.owen).get(url).status_code == 404
    assert sign_in(cast.rhea).get(url).status_code == 403
    ada = sign_in(cast.ada)
    assert "Ana Vega" in ada.get(url).content.decode()
    start = ada.post(reverse("conversion_run_start", args=[run.pk]))
    assert start.status_code == 403
    assert not Conversion.objects.exists()


def test_leads_that_went_to_somebody_else_are_not_named_any_more(
    mara: Client, cast: SimpleNamespace, listed: list[Lead]
) -> None:
    run = runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    Lead.objects.filter(pk=listed[0].pk).update(owner=cast.otto)
    page = mara.get(reverse("conversion_run", args=[run.pk])).content.decode()
    assert "Ana Vega" not in page
    assert "A lead that is gone or not yours to see" in page


def test_the_page_costs_the_same_for_few_rows_and_for_many(
    mara: Client, cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    numbers = []
    mara.get(reverse("conversion_runs"))
    for count in (2, 18):
        leads = [make_lead(last_name=f"Vega{n}", company=f"Firm {count} {n}") for n in range(count)]
        run = runs.start([lead.pk for lead in leads], how=How(), by=cast.mara)
        for url in (reverse("conversion_run", args=[run.pk]), reverse("conversion_runs")):
            mara.get(url)
            with CaptureQueriesContext(connection) as captured:
                mara.get(url)
            numbers.append(len(captured))
    assert numbers[:2] == numbers[2:]
