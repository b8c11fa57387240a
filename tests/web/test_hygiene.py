"""The hygiene report: overview, one check, repairing with a preview, taking it back."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater import hygiene
from headwater.capture.hygiene.look import look
from headwater.capture.hygiene.models import HygieneFinding, HygieneFix, HygieneRun
from headwater.people.models import User
from headwater.records.models import Lead

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Make = Callable[..., Lead]
REACHED = {"email": "t@harbor.example", "phone": "+14155552671"}


def test_a_look_a_preview_a_repair_and_back(
    sign_in: SignIn, make_lead: Make, cast: SimpleNamespace
) -> None:
    ada = sign_in(cast.ada)
    lead = make_lead(last_name="MCDONALD", **REACHED)
    assert "Nobody has looked yet" in ada.get("/hygiene").text
    page = ada.post("/hygiene/runs", follow=True).text
    for word in ("Shouted and whispered names", "<del>MCDONALD</del>", "McDonald", "first look"):
        assert word in page
    address = reverse("hygiene_check", args=["name_case"])
    assert "<ins>McDonald</ins>" in ada.get(address).text

    run = HygieneRun.objects.get()
    page = ada.post(f"{address}/fixes", {"run": run.pk}, follow=True).text
    assert "1 lead repaired" in page
    lead.refresh_from_db()
    assert lead.last_name == "McDonald"
    story = ada.get(reverse("lead", args=[lead.pk])).text
    assert "MCDONALD → McDonald" in story
    page = ada.post(reverse("hygiene_undo", args=[HygieneFix.objects.get().pk]), follow=True).text
    assert "Taken back." in page
    lead.refresh_from_db()
    assert lead.last_name == "MCDONALD"


def test_weeks_are_compared(sign_in: SignIn, make_lead: Make, cast: SimpleNamespace) -> None:
    lead = make_lead(last_name="SMITHSON", **REACHED)
    look()
    lead.delete()
    make_lead(last_name="Okafor2", **REACHED)
    look()
    page = sign_in(cast.ada).get("/hygiene").text
    assert "+1" in page
    assert "−1" in page


def test_each_sees_their_own(sign_in: SignIn, make_lead: Make, cast: SimpleNamespace) -> None:
    make_lead(last_name="SMITHSON", company="Harbor", **REACHED)
    look()
    page = "/hygiene/name_case"
    assert "SMITHSON" in sign_in(cast.mara).get(page).text
    assert "SMITHSON" in sign_in(cast.ines).get(page).text
    assert "SMITHSON" not in sign_in(cast.otto).get(page).text
    assert "SMITHSON" not in sign_in(cast.otto).get("/hygiene").text
    assert "Shouted" not in sign_in(cast.otto).get("/hygiene").text
    assert "Repair all" not in sign_in(cast.rhea).get(page).text
    run = HygieneRun.objects.get().pk
    assert sign_in(cast.rhea).post(f"{page}/fixes", {"run": run}).status_code == 403
    sign_in(cast.otto).post(f"{page}/fixes", {"run": run})
    assert Lead.objects.filter(last_name="SMITHSON").exists()
    assert sign_in(cast.mara).post("/hygiene/runs").status_code == 403
    fix = hygiene.start_fix(HygieneRun.objects.get(), "name_case", by=cast.mara)
    assert sign_in(cast.otto).post(reverse("hygiene_undo", args=[fix.pk])).status_code == 404


def test_leads_are_given_to_somebody(
    sign_in: SignIn, make_lead: Make, cast: SimpleNamespace
) -> None:
    make_lead(owner=cast.owen, **REACHED)
    User.objects.filter(pk=cast.owen.pk).update(is_active=False)
    run = look()
    assert run
    ines = sign_in(cast.ines)
    assert "Give all" in ines.get("/hygiene/owner_gone").text
    assert "Give all" not in sign_in(cast.mara).get("/hygiene/owner_gone").text
    chosen = HygieneFinding.objects.get().pk
    said = {"run": run.pk, "owner": cast.mara.pk, "some": "1", "finding": [chosen]}
    ines.post("/hygiene/owner_gone/fixes", said)
    assert Lead.objects.get().owner_id == cast.mara.pk


@pytest.mark.parametrize("said", [{}, {"run": "0"}, {"run": "x"}, {"some": "1"}])
def test_what_makes_no_sense_repairs_nothing(
    sign_in: SignIn, make_lead: Make, cast: SimpleNamespace, said: dict[str, Any]
) -> None:
    make_lead(last_name="SMITHSON", **REACHED)
    run = look()
    assert run
    given = {"run": run.pk} | said if "some" in said else said
    ada = sign_in(cast.ada)
    assert ada.post("/hygiene/name_case/fixes", given).status_code == 302
    assert not HygieneFix.objects.exists()
    assert ada.get("/hygiene/name_case?after=x").status_code == 404
    assert ada.get("/hygiene/nothing").status_code == 404


def test_a_list_shows_what_only_people_can_settle(
    sign_in: SignIn, make_lead: Make, cast: SimpleNamespace
) -> None:
    make_lead(last_name="Silent")
    look()
    page = sign_in(cast.ada).get("/hygiene/no_way").text
    assert "/leads?where=Email+%3D+null" in page
    assert "Silent" in page


def test_the_number_of_queries_does_not_grow(
    sign_in: SignIn, make_lead: Make, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for place in range(12):
        make_lead(last_name=f"SMITH{place}", email="t@gmial.com", country="USA", phone="555")
    look()
    ada = sign_in(cast.ada)
    with django_assert_max_num_queries(12):
        ada.get("/hygiene")
    with django_assert_max_num_queries(12):
        ada.get("/hygiene/name_case")
