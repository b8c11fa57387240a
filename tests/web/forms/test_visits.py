"""Where somebody came from stands on the lead and on what they sent."""

from types import SimpleNamespace

from django.test import Client

from headwater import intake
from headwater.capture.models import WebForm
from headwater.records.models import Lead, Submission

SENT = {
    "embedded": "1", "LastName": "Lee", "Email": "ana@mill.example", "utm_source": "google",
    "utm_medium": "cpc", "utm_campaign": "<b>spring</b>", "came_from": "https://www.google.com/",
    "landing_page": "https://mill.example/?gclid=G-1",
}  # fmt: skip


def test_the_visit_is_told_where_one_looks(
    client: Client, form: WebForm, cast: SimpleNamespace
) -> None:
    Client().post("/forms/quote", SENT, headers={"Referer": "https://mill.example/contact"})
    intake.drain()
    client.force_login(cast.ada)
    lead = client.get(f"/leads/{Lead.objects.get().pk}").content.decode()
    assert "google · cpc · &lt;b&gt;spring&lt;/b&gt;" in lead
    for page in (lead, client.get(f"/submissions/{Submission.objects.get().pk}").content.decode()):
        assert "https://mill.example/?gclid=G-1" in page
        assert "https://www.google.com/" in page
        assert "https://mill.example/contact" in page, "the page of the form, by its Referer"


def test_a_lead_that_came_otherwise_tells_nothing(
    client: Client, form: WebForm, cast: SimpleNamespace
) -> None:
    Client().post("/forms/quote", {"embedded": "1", "LastName": "Lee", "Email": "a@mill.example"})
    intake.drain()
    client.force_login(cast.ada)
    page = client.get(f"/leads/{Lead.objects.get().pk}").content.decode()
    assert "Where they came from" in page and 'class="visit"' not in page
