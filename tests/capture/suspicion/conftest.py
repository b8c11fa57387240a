"""A form that asks for a proof of work, and a visitor who sends it."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import altcha
import pytest

from headwater import intake
from headwater.capture.models import WebForm
from headwater.capture.receiving import Post, Sender, receive
from headwater.capture.suspicion import proof
from headwater.records.models import Submission
from headwater.records.submission import Door

NAMES = ("FirstName", "LastName", "Company", "Email", "Phone", "Description")
PLAIN = {"g_recaptcha_response": "g-recaptcha-response"}
Send = Callable[..., Submission]


@pytest.fixture
def form(cast: SimpleNamespace) -> WebForm:
    return WebForm.objects.create(
        slug="quote", name="Get a quote", fields=[{"name": name} for name in NAMES]
    )


@pytest.fixture
def send(form: WebForm) -> Send:
    """Post the form, let the intake judge it, and answer what became of it."""

    def post(at: datetime | None = None, address: str = "203.0.113.7", **said: str) -> Submission:
        payload = {PLAIN.get(name, name): [text] for name, text in said.items()}
        sent = receive(Post(Door.FORM, payload, form=form.slug, sender=Sender(address)), at=at)
        intake.drain()
        sent.refresh_from_db()
        return sent

    return post


@pytest.fixture
def solve() -> Callable[..., str]:
    """A proof as the page makes it, by the library's own solver."""

    def proof_of(slug: str = "quote") -> str:
        challenge = altcha.Challenge.from_dict(proof.new_challenge(slug))
        solution = altcha.solve_challenge(challenge)
        assert solution is not None
        return altcha.Payload(challenge, solution).to_base64()

    return proof_of
