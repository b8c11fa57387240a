"""Cadences: made in Setup step by step, started on leads, visible there."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.nurture.models import MailTemplate
from headwater.people.models import User
from headwater.qualify.models import Cadence, CadenceRun, CadenceStep
from headwater.records.models import Lead, Task

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


@pytest.fixture
def cadence(cast: SimpleNamespace) -> Cadence:
    """A call, then a mail with a template."""
    cadence: Cadence = Cadence.objects.create(name="New inquiry")
    template = MailTemplate.objects.create(
        key="guide", name="Guide", subject="For {{FirstName|you}}", text="Hello {{FirstName}}!"
    )
    CadenceStep.objects.create(cadence=cadence, place=1, kind="Call", subject="First call")
    CadenceStep.objects.create(
        cadence=cadence, place=2, kind="Email", subject="Send the guide", template=template
    )
    return cadence


def test_ada_agrees_on_the_steps(cast: SimpleNamespace, sign_in: SignIn) -> None:
    ada = sign_in(cast.ada)
    ada.post("/setup/cadences/new", {"name": "Webinar", "description": "", "is_active": "on"})
    cadence = Cadence.objects.get()
    for subject in ("Call", "Write"):
        given = {"kind": "Call", "subject": subject, "after_days": "2"}
        ada.post(f"/setup/cadences/{cadence.pk}/steps/new", given)
    first, second = cadence.steps.all()
    ada.post(f"/setup/cadences/steps/{second.pk}/move", {"by": "-1"})
    assert [step.subject for step in cadence.steps.all()] == ["Write", "Call"]
    ada.post(f"/setup/cadences/steps/{first.pk}", {"kind": "Email", "subject": "Letter",
                                                  "after_days": "1"})  # fmt: skip
    page = ada.get(f"/setup/cadences/{cadence.pk}").content.decode()
    assert "E-mail, 1 working day after step 1" in page
    ada.post(f"/setup/cadences/steps/{second.pk}/removal")
    assert cadence.steps.get().place == 1
    assert "Webinar" in ada.get("/setup/cadences").content.decode()
    assert ada.post(f"/setup/cadences/{cadence.pk}/steps/new", {}).status_code == 422


def test_a_lead_goes_through_it_and_says_where_it_stands(
    mara: Client, make_lead: MakeLead, cadence: Cadence
) -> None:
    lead = make_lead(first_name="Tom", email="tom@harbor.example")
    assert "Start a cadence" in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post(f"/leads/{lead.pk}/cadence", {"cadence": cadence.pk})
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Step 1 of 2" in page and "Cadence “New inquiry” started" in page
    mara.post(f"/tasks/{Task.objects.get().pk}/completion")
    task = Task.objects.open().get()
    page = mara.get(f"/tasks/{task.pk}").content.decode()
    assert "Step 2 of 2" in page
    assert "mailto:tom@harbor.example?subject=For%20Tom&amp;body=Hello%20Tom%21" in page
    mara.post(f"/leads/{lead.pk}/cadence/stop")
    assert "Mara Lind stopped it" in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post(f"/leads/{lead.pk}/cadence/resumption")
    assert Task.objects.open().get().subject == "Send the guide"


def test_from_the_list_and_undone(mara: Client, make_lead: MakeLead, cadence: Cadence) -> None:
    leads = [make_lead(), make_lead(), make_lead(is_closed=True)]
    mara.post("/leads/selection/cadence", {"id": [each.pk for each in leads],
                                           "cadence": cadence.pk})  # fmt: skip
    assert CadenceRun.objects.filter(state="running").count() == 2
    (key,) = mara.session["headwater.undo"]
    mara.post(f"/undo/{key}")
    assert not CadenceRun.objects.filter(state="running").exists()


def test_the_follow_up_of_a_call_is_its_first_step_and_undo_takes_both_back(
    mara: Client, make_lead: MakeLead, cadence: Cadence
) -> None:
    lead = make_lead()
    mara.post(f"/leads/{lead.pk}/calls", {"cadence": cadence.pk, "note": "Send it"})
    task = Task.objects.open().get()
    assert (task.subject, CadenceRun.objects.get().task) == ("First call", task)
    (key,) = mara.session["headwater.undo"]
    mara.post(f"/undo/{key}")
    assert not Task.objects.open().exists()
    assert CadenceRun.objects.get().task is None  # and the minute's job stops it


def test_refusals(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, sign_in: SignIn
) -> None:
    lead = make_lead()
    assert sign_in(cast.otto).post(f"/leads/{lead.pk}/cadence").status_code == 404
    mara = sign_in(cast.mara)
    assert mara.post(f"/leads/{lead.pk}/cadence", {"cadence": "99999"}).status_code == 404
    assert mara.get("/setup/cadences/new").status_code == 403
    assert mara.get("/setup/cadences").status_code == 200
