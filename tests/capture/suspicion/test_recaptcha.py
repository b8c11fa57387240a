"""reCAPTCHA where somebody wants it: Google is asked by a job; away or not, nothing is lost."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from headwater import intake
from headwater.capture.body import Body
from headwater.capture.models import SpamSettings, WebForm
from headwater.capture.receiving import Post, receive
from headwater.capture.releasing import release
from headwater.capture.suspicion import recaptcha
from headwater.records.models import Submission
from headwater.records.submission import Door, State
from tests.capture.suspicion.conftest import Send

ANA = {"FirstName": "Ana", "LastName": "Lee", "Email": "ana@mill.example.org"}
TOKEN = {"g_recaptcha_response": "a-token"}
SALESFORCE = {"oid": ["00D000000000001"], "last_name": ["Lee"], "email": ["ana@mill.example.org"]}
CHOSEN = json.dumps({"keyname": "OurSite", "fallback": "true", "orgId": "00D", "ts": ""})


class Google:
    """A server on this machine that answers as Google's does."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] = {"success": True}
        self.asked: list[dict[str, list[str]]] = []


@pytest.fixture
def google(settings: Settings) -> Iterator[Google]:
    said = Google()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            said.asked.append(parse_qs(body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said.answer).encode())

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.RECAPTCHA_VERIFY_URL = f"http://127.0.0.1:{server.server_port}/siteverify"
    yield said
    server.shutdown()
    server.server_close()


@pytest.fixture
def asking(form: WebForm) -> WebForm:
    SpamSettings(id=1, recaptcha_site_key="site", recaptcha_secret="secret").save()
    form.protection = WebForm.Protection.RECAPTCHA
    form.save()
    return form


def asked_jobs() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="capture.ask_recaptcha")
    return [job.args["key"] for job in jobs]


def test_a_solved_box_lets_it_in(send: Send, asking: WebForm, google: Google) -> None:
    kept = send(**ANA, **TOKEN)
    assert (kept.state, kept.reason) == (State.QUARANTINED, recaptcha.ASKING)
    assert asked_jobs() == [kept.pk]
    recaptcha.ask(key=kept.pk)
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.CREATED and kept.lead is not None
    assert kept.lead.created_at == kept.received_at, "Google's answer takes nobody's time"
    assert google.asked == [
        {"secret": ["secret"], "response": ["a-token"], "remoteip": ["203.0.113.7"]}
    ]
    recaptcha.ask(key=kept.pk)
    assert len(google.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [{"success": False, "error-codes": ["timeout-or-duplicate"]}, {"success": True, "score": 0.1}],
)
def test_what_google_doubts_stays_aside_until_a_person_decides(
    send: Send, asking: WebForm, google: Google, answer: dict[str, Any], cast: SimpleNamespace
) -> None:
    google.answer = answer
    kept = send(**ANA, **TOKEN)
    recaptcha.ask(key=kept.pk)
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.QUARANTINED and "Google says" in kept.reason
    release([kept], by=cast.mia)
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.CREATED


def test_while_google_is_away_it_waits_and_is_asked_again(
    send: Send, asking: WebForm, settings: Settings
) -> None:
    settings.RECAPTCHA_VERIFY_URL = "http://127.0.0.1:9/nobody"
    kept = send(**ANA, **TOKEN)
    with pytest.raises(recaptcha.Unreachable):
        recaptcha.ask(key=kept.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (State.QUARANTINED, recaptcha.UNREACHED)


def test_without_a_token_it_is_a_doubt_or_what_the_form_demands(
    send: Send, asking: WebForm
) -> None:
    assert send(**ANA).state == State.CREATED
    asking.is_strict = True
    asking.save()
    kept = send(**ANA)
    assert kept.state == State.QUARANTINED and "solved reCAPTCHA" in kept.reason


def test_forms_of_salesforce_are_understood(asking: WebForm, google: Google) -> None:
    def post(**more: list[str]) -> Submission:
        sent = receive(Post(Door.WEB_TO_LEAD, SALESFORCE | more))
        intake.drain()
        sent.refresh_from_db()
        return sent

    solved = post(**{"captcha_settings": [CHOSEN], "g-recaptcha-response": ["a-token"]})
    assert solved.reason == recaptcha.ASKING
    assert recaptcha.key_name({"captcha_settings": [CHOSEN]}) == "OurSite"
    assert recaptcha.key_name({"captcha_settings": ["{"]}) == ""
    recaptcha.ask(key=solved.pk)
    intake.drain()
    solved.refresh_from_db()
    assert solved.state == State.CREATED
    assert post().state == State.MERGED, "a form without a box needs none"
    SpamSettings.objects.update(web_to_lead_needs_recaptcha=True, threshold=4)
    kept = post()
    assert kept.state == State.QUARANTINED and "was not solved" in kept.reason


def test_without_keys_google_is_never_asked(send: Send, form: WebForm) -> None:
    form.protection = WebForm.Protection.RECAPTCHA
    form.save()
    assert send(**ANA, **TOKEN).state == State.CREATED
    assert asked_jobs() == []
    assert not Body().first("altcha")


def test_the_environment_goes_before_setup(asking: WebForm, settings: Settings) -> None:
    assert recaptcha.keys() == recaptcha.Keys("site", "secret")
    settings.RECAPTCHA_SITE_KEY, settings.RECAPTCHA_SECRET = "theirs", "hidden"
    assert recaptcha.keys() == recaptcha.Keys("theirs", "hidden")
