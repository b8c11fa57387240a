"""A form of Juniper's that asks for a name and an address."""

from types import SimpleNamespace

import pytest

from headwater.capture import form_post
from headwater.capture.models import WebForm
from headwater.records.models import Campaign


@pytest.fixture
def form(cast: SimpleNamespace, campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> WebForm:
    monkeypatch.setattr(form_post, "FASTEST", form_post.FASTEST * 0)
    fields = [
        {"name": "LastName", "label": "Your name", "required": True},
        {"name": "Email", "required": True, "help": "We write once."},
        {"name": "Company", "placeholder": "Mill House Ltd"},
        {"name": "Description"},
    ]
    return WebForm.objects.create(
        slug="quote", name="Get a quote", fields=fields, protection="none"
    )
