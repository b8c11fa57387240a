"""From the file to the leads and back again, page by page, as Mia does it."""

from django.test import Client

from headwater.records.models import Campaign, CampaignMember, ImportJob, Lead
from tests.web.imports.conftest import Send, the_job, worked


def test_a_file_comes_in_page_by_page_and_is_taken_back(
    marketing: Client, send: Send, campaign: Campaign
) -> None:
    assert "Bring in a list you have" in marketing.get("/imports").content.decode()
    job_url = send()["Location"]
    assert job_url == f"/imports/{the_job().pk}" and Lead.objects.count() == 0

    page = marketing.get(job_url).content.decode()
    assert 'value="Last name"' in page and "ana@mill.example.org" in page
    assert "31.12.2025 in “Erstellt am” can only be day first." in page
    assert "<b>3 of 4</b> columns come in; left out: Shoe size." in page

    chosen = {"known": "join", "campaign": str(campaign.pk), "member_status": "Responded"}
    assert marketing.post(f"{job_url}/check", chosen)["Location"] == job_url
    page = marketing.get(job_url).content.decode()
    assert "Trying out" in page and 'hx-trigger="every 1s"' in page
    assert worked().state == ImportJob.State.CHECKED and Lead.objects.count() == 0
    page = marketing.get(job_url).content.decode()
    assert "Nothing is brought in yet." in page and "Ana" not in page
    assert "Lee" in page and "Bring in" in page

    assert marketing.post(f"{job_url}/run")["Location"] == job_url
    assert worked().state == ImportJob.State.DONE
    created = Lead.objects.count()
    assert created >= 2 and CampaignMember.objects.filter(status="Responded").count() == created
    page = marketing.get(job_url).content.decode()
    assert f"Open the {created} leads" in page and "Take it back" in page
    listed = marketing.get(f"/leads?view=import-{the_job().pk}").content.decode()
    assert "From people.csv" in listed and "Okafor" in listed

    lead = Lead.objects.get(last_name="Okafor")
    marketing.post(f"/records/Lead/{lead.pk}/facts/Phone", {"value": "+1 303 555 0142"})
    dialog = marketing.get(f"{job_url}/undo").content.decode()
    assert "Changed by people since, stay" in dialog and "The whole lead" in dialog
    assert marketing.post(f"{job_url}/undo")["Location"] == job_url
    assert worked().state == ImportJob.State.UNDONE
    assert list(Lead.objects.alive()) == [lead]
    page = marketing.get(job_url).content.decode()
    assert "Taken back by Mia Market" in page and "1 thing stayed" in page
    assert "The whole lead" in page and f"/leads/{lead.pk}" in page


def test_what_fails_is_told_by_row_and_comes_back_as_a_file(marketing: Client, send: Send) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    marketing.post(f"{url}/run", {"known": "join"})
    job = worked()
    failed = job.totals.get("error", 0)
    page = marketing.get(f"{url}?verdict=error").content.decode()
    if failed:
        assert f"{failed} failed row" in page and 'aria-current="true"' in page
        assert "Okafor" not in page.split("<tbody>")[1]
    answer = marketing.get(f"{url}/failures")
    text = b"".join(answer).decode("utf-8-sig")
    assert text.splitlines()[0] == "Surname;Mail;Shoe size;Erstellt am;Reason"
    assert "attachment" in answer["Content-Disposition"]


def test_a_known_lead_shows_the_difference(marketing: Client, send: Send) -> None:
    send("Last name,Email,City\nOkafor,tom@harbor.example.com,Linden\n")
    marketing.post(f"/imports/{the_job().pk}/run", {"known": "join"})
    worked()
    send("Last name,Email,City\nOkafor,tom@harbor.example.com,Ashby\n")
    url = f"/imports/{the_job().pk}"
    page = marketing.get(url).content.decode()
    assert "what was chosen then is chosen again" in page
    marketing.post(f"{url}/check", {"known": "overwrite"})
    assert worked().check_totals == {"update": 1}
    page = marketing.get(url).content.decode()
    assert "<del>Linden</del>" in page and "<ins>Ashby</ins>" in page
    assert Lead.objects.get().city == "Linden"


def test_an_import_is_paused_goes_on_and_is_cancelled(marketing: Client, send: Send) -> None:
    send()
    url = f"/imports/{the_job().pk}"
    marketing.post(f"{url}/run", {"known": "join"})
    marketing.post(f"{url}/pause")
    page = marketing.get(url).content.decode()
    assert "Paused after row 0" in page and "Go on" in page
    marketing.post(f"{url}/run")
    assert the_job().state == ImportJob.State.RUNNING
    marketing.post(f"{url}/cancel")
    assert the_job().state == ImportJob.State.CANCELLED
    marketing.post(f"{url}/pause")
    assert "cannot be paused now" in marketing.get(url).content.decode()


def test_the_progress_asks_again_until_it_is_over(marketing: Client, send: Send) -> None:
    send()
    job = the_job()
    url = f"/imports/{job.pk}"
    marketing.post(f"{url}/run", {"known": "join"})
    ImportJob.objects.filter(pk=job.pk).update(done_count=3, row_count=4)
    ask = f"{url}/progress?from=1&at=1&told=2"
    part = marketing.get(ask, headers={"HX-Request": "true"}).content.decode()
    assert "3 of 4 rows" in part and "rows/s" in part and "from=1&amp;at=1.0&amp;told=7" in part
    assert 'role="status" hx-swap-oob="innerHTML">Bringing in: 70 % of the rows' in part
    again = marketing.get(ask.replace("told=2", "told=7"), headers={"HX-Request": "true"})
    assert "hx-swap-oob" not in again.content.decode()
    marketing.post(f"{url}/pause")
    answer = marketing.get(ask, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert marketing.get(ask)["Location"] == url
    for nonsense in ("from=nan&at=inf&told=x", "from=-1&at=1e400"):
        assert marketing.get(f"{url}/progress?{nonsense}").status_code == 302
