"""A form is deleted and comes back; meanwhile its address is polite and nothing sent is lost."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater import intake
from headwater.capture import form_post
from headwater.capture.models import WebForm
from headwater.people.models import User
from headwater.records.models import Lead, Submission, TrailEntry

ANA = {"LastName": "Lee", "Email": "ana@mill.example.org"}
SignIn = Callable[[User], Client]


@pytest.fixture
def form(cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> WebForm:
    monkeypatch.setattr(form_post, "FASTEST", form_post.FASTEST * 0)
    fields = [{"name": "LastName", "required": True}, {"name": "Email"}]
    return WebForm.objects.create(slug="quote", name="Get a quote", fields=fields)


def test_deleted_and_brought_back(
    client: Client, form: WebForm, sign_in: SignIn, cast: SimpleNamespace
) -> None:
    client.post("/forms/quote", ANA | {"form-token": form_post.new_token()})
    intake.drain()
    mia = sign_in(cast.mia)
    answer = mia.post("/forms/quote/deletion", follow=True)
    assert "“Get a quote” is deleted" in answer.content.decode()
    assert "1 deleted form" in answer.content.decode()
    form.refresh_from_db()
    assert (form.is_open, form.deleted_by) == (False, cast.mia)

    for address in ("/forms/quote", "/forms/quote/frame"):
        page = client.get(address)
        assert (page.status_code, b"This form is closed" in page.content) == (410, True)
    assert b"This form is closed" in client.get("/forms/quote.js").content
    assert (
        client.post("/forms/quote", ANA | {"form-token": form_post.new_token()}).status_code < 400
    )
    late = Submission.objects.latest("pk")
    assert (late.state, late.reason) == ("quarantined", "The form was deleted.")
    assert Submission.objects.filter(form="quote", lead=Lead.objects.get()).count() == 1
    assert mia.get("/forms/quote/edit").url == "/forms/quote/share"  # type: ignore[attr-defined]
    assert "Bring back" in mia.get("/forms/quote/share").content.decode()

    back = mia.post("/forms/quote/restoration", follow=True)
    assert "“Get a quote” is back." in back.content.decode()
    assert client.get("/forms/quote").status_code == 200
    events = TrailEntry.objects.filter(event__startswith="form.").order_by("pk")
    assert [entry.event for entry in events] == ["form.deleted", "form.restored"]


def test_the_toast_undoes_it(form: WebForm, sign_in: SignIn, cast: SimpleNamespace) -> None:
    mia = sign_in(cast.mia)
    page = mia.post("/forms/quote/deletion", follow=True).content.decode()
    undo = page.split('action="/undo/')[1].split('"')[0]
    mia.post(f"/undo/{undo}")
    form.refresh_from_db()
    assert form.is_open


def test_reps_and_readers_delete_nothing(
    form: WebForm, sign_in: SignIn, cast: SimpleNamespace
) -> None:
    for person in (cast.mara, cast.rhea, cast.otto):
        for deed in ("deletion", "restoration"):
            assert sign_in(person).post(f"/forms/quote/{deed}").status_code == 403
    assert WebForm.objects.kept().count() == 1
    assert sign_in(cast.mia).get("/forms/quote/deletion").status_code == 405
