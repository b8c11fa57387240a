"""Everything that was sent, on screen: numbers that add up and lead to what they count."""

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import intake
from headwater.capture import replay as replaying
from headwater.capture.models import KnownSender, Replay, WebForm
from headwater.capture.receiving import Post, receive
from headwater.measure.balance import daily
from headwater.records.models import Lead, Submission
from headwater.records.submission import Door, State

Receive = Callable[..., Submission]


@pytest.fixture
def sent(cast: SimpleNamespace) -> Receive:
    """Post to the form `quote` some time ago; the intake has judged it."""
    names = ("FirstName", "LastName", "Email", "Description")
    WebForm.objects.create(slug="quote", name="Quote", fields=[{"name": name} for name in names])
    cast.organization.default_lead_owner = cast.mara
    cast.organization.save()

    def post(days: float = 0, state: State = State.WAITING, **said: str) -> Submission:
        at = timezone.now() - dt.timedelta(days=days)
        payload = {name: [text] for name, text in said.items()}
        kept = receive(Post(Door.FORM, payload, form="quote", state=state, reason=""), at=at)
        intake.drain()
        kept.refresh_from_db()
        return kept

    return post


@pytest.fixture
def mia(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.mia)
    return client


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_balance_adds_up_and_each_number_leads_to_its_submissions(
    mia: Client, sent: Receive
) -> None:
    for number in range(3):
        sent(days=number, LastName=f"P{number}", Email=f"p{number}@m{number}.example.org")
    sent(LastName="P0", Email="p0@m0.example.org")
    sent(Description="says nothing of anybody")
    sent(state=State.QUARANTINED, LastName="Robot")
    page = mia.get("/submissions/balance").content.decode()
    assert "6 received: 3 created, 1 merged, 1 quarantined, 1 rejected, 0 waiting" in page
    assert "every line adds up" in page and "does not add up" not in page
    numbers = re.findall(r'href="(/submissions\?[^"]+)"[^>]+aria-label="(\d+) ', page)
    assert len(numbers) > 12
    for link, count in numbers:
        shown = mia.get(link.replace("&amp;", "&")).content.decode()
        assert shown.count("data-row") == int(count), link
    Submission.objects.filter(pk=Submission.objects.latest("pk").pk).update(state="odd")
    assert "does not add up" in mia.get("/submissions/balance").content.decode()
    assert mia.get("/submissions/balance?door=form").status_code == 200
    assert mia.get("/submissions/balance?door=nonsense").status_code == 200


def test_today_and_setup_carry_one_quiet_line(
    mia: Client, sent: Receive, cast: SimpleNamespace
) -> None:
    before = text_of(mia.get("/submissions/balance/strip"))
    assert "0 received in 14 days" in before and "all became leads" not in before
    sent(LastName="Ana", Email="ana@mill.example.org")
    strip = text_of(mia.get("/submissions/balance/strip"))
    assert "1 received in 14 days" in strip and "all became leads" in strip
    kept = sent(Description="says nothing")
    loud = mia.get("/submissions/balance/strip").content.decode()
    assert "1 rejected" in loud and "?since=14&amp;state=rejected" in loud
    assert kept.state == State.REJECTED
    for path in ("/", "/setup"):
        assert "/submissions/balance/strip" in mia.get(path).content.decode()
        mia.force_login(cast.mara)
        assert "/submissions/balance/strip" not in mia.get(path).content.decode()
        mia.force_login(cast.mia)


def test_days_are_those_of_the_person(sent: Receive) -> None:
    kept = sent(LastName="Ana")
    Submission.objects.update(received_at=dt.datetime(2026, 3, 10, 23, 30, tzinfo=dt.UTC))
    east, west = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Denver")
    days = (timezone.now() - kept.received_at).days + 400
    found = {
        zone.key: [d for d, b in daily(days, zone).days if b.received] for zone in (east, west)
    }
    assert found == {
        "Asia/Tokyo": [dt.date(2026, 3, 11)], "America/Denver": [dt.date(2026, 3, 10)]
    }  # fmt: skip


def test_the_balance_asks_two_questions_however_much_came(
    mia: Client, sent: Receive, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as few:
        mia.get("/submissions/balance")
    for number in range(12):
        sent(days=number, LastName=f"P{number}")
    with django_assert_max_num_queries(len(few) + 1):
        mia.get("/submissions/balance")


def test_the_list_is_paged_by_key(mia: Client, sent: Receive) -> None:
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(door="form", form="quote", payload={"LastName": [f"N{n}"]}, state="created",
                   received_at=now - dt.timedelta(seconds=n // 3))
        for n in range(120)
    )  # fmt: skip
    seen: list[str] = []
    url = "/submissions?door=form"
    for _ in range(3):
        page = mia.get(url).content.decode()
        seen += re.findall(r'<a href="/submissions/(\d+)">', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        url = "/submissions" + older[1].replace("&amp;", "&") if older else ""
    assert len(seen) == len(set(seen)) == 120 and url == ""
    for odd in ("before=x", "before=99999999999999999999_1", "before=1_1", "day=2026-99-99",
                "import=x", "form=%00", "state=stuck&since=all"):  # fmt: skip
        assert mia.get(f"/submissions?{odd}").status_code == 200


def test_a_rejected_one_is_corrected_and_let_in(
    mia: Client, sent: Receive, cast: SimpleNamespace
) -> None:
    kept = sent(Description="How much for a roof?\r\nSoon, please.")
    page = mia.get(f"/submissions/{kept.pk}").content.decode()
    assert "It has no name" in page and "How much for a roof?" in page and "Let in" in page
    form = mia.get(f"/submissions/{kept.pk}?correct").content.decode()
    assert 'name="text-LastName"' in form and "The original stays" in form
    said = {"text-LastName": "Lee", "text-Email": "", "then": "release",
            "text-Description": "How much for a roof?\r\nSoon, please."}  # fmt: skip
    assert mia.post(f"/submissions/{kept.pk}/correction", said).status_code == 302
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.CREATED and kept.payload["Description"]
    assert Lead.objects.get().last_name == "Lee"
    page = text_of(mia.get(f"/submissions/{kept.pk}"))
    assert "It became Lee" in page and "Corrected by Mia Market" in page
    assert "Let in by Mia Market" in page and "Correct e" not in page
    mia.post(f"/submissions/{kept.pk}/correction", {"text-LastName": "Other"})
    kept.refresh_from_db()
    assert len(kept.payload["headwater:door"]["corrections"]) == 1


def test_all_that_match_are_let_in_with_their_result(mia: Client, sent: Receive) -> None:
    for number in range(4):
        sent(state=State.QUARANTINED, LastName=f"P{number}", Email=f"p{number}@m{number}.example")
    sent(days=40, state=State.QUARANTINED, LastName="Older")
    sent(Description="says nothing")
    page = mia.get("/submissions?state=quarantined").content.decode()
    assert "Let in all 4" in page
    assert "Let in all" not in mia.get("/submissions").content.decode(), "not by accident"
    there = mia.post("/submissions/replays?state=quarantined")["Location"]
    running = mia.get(there).content.decode()
    assert 'hx-trigger="every 1s"' in running and "Web form" not in running
    replaying.go_on(key=Replay.objects.get().pk)
    intake.drain()
    done = mia.get(there)
    assert "All 4 are judged" in text_of(done) and "every 1s" not in done.content.decode()
    assert Submission.objects.filter(state=State.QUARANTINED).count() == 1, "the older one is not"
    assert "every door, quarantined, 30 days" in text_of(mia.get("/submissions/replays"))
    again = mia.post("/submissions/replays?state=rejected&since=14")["Location"]
    replaying.go_on(key=Replay.objects.latest("pk").pk)
    intake.drain()
    assert "no name" in text_of(mia.get(again))


def test_a_sender_is_known_from_now_on(mia: Client, sent: Receive) -> None:
    kept = sent(LastName="Ana", Email="ana@mill.example.org")
    page = mia.get(f"/submissions/{kept.pk}").content.decode()
    assert "mill.example.org" in page and "Always set aside" in page
    said = {"value": "mill.example.org", "verdict": "set_aside"}
    assert mia.post(f"/submissions/{kept.pk}/sender", said).status_code == 302
    assert sent(LastName="Bo", Email="bo@mill.example.org").state == State.QUARANTINED
    shown = text_of(mia.get("/setup/spam"))
    assert "mill.example.org" in shown and f"Web form {kept.pk}" in shown
    mia.post(f"/setup/spam/senders/{KnownSender.objects.get().pk}/removal")
    mia.post("/setup/spam/senders", {"value": "no address", "verdict": "let_in"})
    assert not KnownSender.objects.exists()
    mia.post("/setup/spam/senders", {"value": "@Mill.example.org", "verdict": "let_in"})
    assert KnownSender.objects.get().value == "mill.example.org"


def test_only_who_runs_capture_decides(
    client: Client, sent: Receive, cast: SimpleNamespace
) -> None:
    kept = sent(LastName="Ana", Email="ana@mill.example.org")
    robot = sent(state=State.QUARANTINED, LastName="Robot")
    for user, sees in ((cast.mara, 200), (cast.otto, 404), (cast.rhea, 200)):
        client.force_login(user)
        assert client.get(f"/submissions/{kept.pk}").status_code == sees
        for path in ("balance", "balance/strip", "replays", f"{kept.pk}/sender"):
            send = client.post if "sender" in path else client.get
            assert send(f"/submissions/{path}").status_code == 403
        for deed in ("release", "correction"):
            assert client.post(f"/submissions/{robot.pk}/{deed}").status_code == 403
        assert client.post("/submissions/replays?state=quarantined").status_code == 403
        assert client.post("/setup/spam/senders", {"value": "a.example"}).status_code == 403
        assert client.get("/setup/spam").status_code == 200
    client.force_login(cast.otto)
    assert "Ana" not in client.get("/submissions?since=all").content.decode()


def test_setup_keeps_the_threshold_and_half_a_key_pair_is_refused(
    client: Client, cast: SimpleNamespace
) -> None:
    client.force_login(cast.ada)
    page = client.get("/setup/spam").content.decode()
    assert "The name has a web address in it." in page
    half = {"threshold": "12", "recaptcha_site_key": "site"}
    assert client.post("/setup/spam/settings", half).status_code == 422
    whole = half | {"recaptcha_secret": "s3cr3t", "web_to_lead_needs_recaptcha": "on"}
    assert client.post("/setup/spam/settings", whole).status_code == 302
    page = client.get("/setup/spam").content.decode()
    assert 'value="12"' in page and "One is kept" in page and "s3cr3t" not in page
    kept = {"threshold": "12", "recaptcha_site_key": "site"}
    assert client.post("/setup/spam/settings", kept).status_code == 302, "the secret stays"
    client.force_login(cast.mia)
    assert client.post("/setup/spam/settings", kept).status_code == 403


def test_only_forms_that_ask_google_let_it_in(
    client: Client, sent: Receive, cast: SimpleNamespace
) -> None:
    page = client.get("/forms/quote")
    assert "google" not in page.headers["Content-Security-Policy"]
    assert 'data-challenge="/forms/quote/challenge"' in page.content.decode()
    challenge = client.get("/forms/quote/challenge")
    assert challenge.json()["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert challenge["Access-Control-Allow-Origin"] == "*"
    client.force_login(cast.ada)
    client.post("/setup/spam/settings", {
        "threshold": "10", "recaptcha_site_key": "the-site", "recaptcha_secret": "hidden",
    })  # fmt: skip
    WebForm.objects.update(protection=WebForm.Protection.RECAPTCHA)
    page = client.get("/forms/quote")
    assert "https://www.google.com/recaptcha/" in page.headers["Content-Security-Policy"]
    assert 'data-sitekey="the-site"' in page.content.decode()
    assert "google" not in client.get("/submissions").headers["Content-Security-Policy"]
