"""The learned probability on screen: what is missing, figures, versions, and a lead's reasons."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.records.models import Lead
from headwater.score.learning import versions
from headwater.score.learning.learned_model import LearnedModel, LearnedSettings

PAGE = "/setup/learned"
FIGURE = {"auc": 0.8, "log_loss": 0.5, "brier": 0.15, "lift": 2.2}
WEIGHTS = {
    "kind": "scorecard", "line": [1.0, 0.0], "usual": [0.0],
    "columns": [{"name": "lead_source", "label": "Lead Source", "cuts": [],
                 "levels": ["Fair", "Partner"], "is_amount": False}],
    "fitted": {"base": 0.0, "points": [[0.0, -1.0, 1.0, 0.0]]},
}  # fmt: skip


@pytest.fixture
def make_version() -> Callable[..., LearnedModel]:
    def make(number: int, **values: Any) -> LearnedModel:
        tenths = [{"count": 10, "rate": 0.5, "found": n / 10} for n in range(1, 11)]
        group = {"count": 10, "said": 0.4, "rate": 0.5, "low": 0.2, "high": 0.8}
        figures = {
            "learned": FIGURE, "rules": FIGURE | {"auc": 0.6}, "blind": 0.69, "sure": 0.97,
            "usual": 0.4, "tenths": tenths, "rules_tenths": tenths, "calibration": [group],
            "counts": {"fitted": 600, "chosen_by": 200, "held_out": 200}, "leads": 900,
            "converted": 400, "held_out_from": 1_770_000_000.0, "until": 1.0, "tried": [],
            "leaking": [{"label": "Contract number", "why": "speaks of the end"}],
        }  # fmt: skip
        return LearnedModel.objects.create(
            version=number, figures=figures, weights=WEIGHTS,
            **({"is_better": True} | values),
        )  # fmt: skip

    return make


def text(client: Client, url: str = PAGE) -> str:
    return client.get(url).content.decode()


def test_what_was_learned_is_drawn_and_said(
    sign_in: Callable[..., Client], cast: SimpleNamespace, make_version: Callable[..., LearnedModel]
) -> None:
    make_version(1)
    make_version(2, is_used=True)
    page = text(sign_in(cast.ada))
    assert "<b>Version 2</b> is better than the rules" in page
    assert page.count('<svg class="chart plot"') == 2
    assert "Partner" in page
    assert "Contract number" in page
    assert "Use version 1" in page


def test_too_little_says_what_is_missing(
    sign_in: Callable[..., Client], cast: SimpleNamespace
) -> None:
    LearnedSettings.objects.update(missing=["120 more decided leads (180 of 300)"])
    page = text(sign_in(cast.ada))
    assert "120 more decided leads (180 of 300)" in page
    assert '<svg class="chart plot"' not in page


def test_an_admin_goes_back_and_lets_go_again(
    sign_in: Callable[..., Client], cast: SimpleNamespace, make_version: Callable[..., LearnedModel]
) -> None:
    first, second = make_version(1), make_version(2, is_used=True)
    client = sign_in(cast.ada)
    assert client.post(f"{PAGE}/versions/1/use").status_code == 302
    assert versions.used() == first
    assert "Somebody chose this version" in text(client)
    client.post(f"{PAGE}/newest")
    assert versions.used() == second
    make_version(3, is_better=False)
    client.post(f"{PAGE}/versions/3/use")
    assert versions.used() == second
    assert client.post(f"{PAGE}/versions/9/use").status_code == 404


def test_learning_is_asked_for_once_and_shows_how_far_it_is(
    sign_in: Callable[..., Client], cast: SimpleNamespace
) -> None:
    client = sign_in(cast.ada)
    client.post(f"{PAGE}/learning")
    assert LearnedSettings.current().step == "Waiting for a worker"
    assert "Waiting for a worker" in text(client, f"{PAGE}/progress")
    client.post(f"{PAGE}/learning")
    assert "Learning is under way" in text(client)
    LearnedSettings.objects.update(step="")
    assert client.get(f"{PAGE}/progress")["HX-Redirect"] == PAGE


def test_settings_are_kept_and_wrong_ones_refused(
    sign_in: Callable[..., Client], cast: SimpleNamespace
) -> None:
    client = sign_in(cast.ada)
    assert client.post(PAGE, {"is_on": "on", "every_days": "14"}).status_code == 302
    assert LearnedSettings.current().every_days == 14
    assert client.post(PAGE, {"every_days": "0"}).status_code == 422


def test_others_read_and_change_nothing(
    sign_in: Callable[..., Client], cast: SimpleNamespace, make_version: Callable[..., LearnedModel]
) -> None:
    make_version(1, is_used=True)
    client = sign_in(cast.mara)
    assert client.get(PAGE).status_code == 200
    for path in ("", "/learning", "/newest", "/versions/1/use"):
        assert client.post(PAGE + path).status_code == 403


def test_a_lead_says_how_likely_and_why(
    sign_in: Callable[..., Client], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    because = [{"words": "Lead Source: Partner", "weight": 1.2}, {"words": "x", "weight": -0.2}]
    lead = make_lead(probability=71.4, probability_because=because)
    page = text(sign_in(cast.mara), f"/leads/{lead.pk}")
    assert "of ten leads like this 7 convert" in page
    assert "Lead Source: Partner" in page
    assert "strongly for it" in page
    assert "a little against it" in page
    without = make_lead()
    assert "learned from earlier leads" not in text(sign_in(cast.mara), f"/leads/{without.pk}")
