"""Nurture on the web: from the empty page to people on their way."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.nurture.models import Enrolment, MailTemplate, Program, SendingLimits, Step
from headwater.nurture.programs import enrolling, starters
from headwater.nurture.programs.changing import planned
from headwater.records.models import Lead


@pytest.fixture
def mia(sign_in: Callable[..., Client], cast: SimpleNamespace) -> Client:
    return sign_in(cast.mia)


@pytest.fixture
def later(cast: SimpleNamespace) -> Program:
    """Wait, mail, wait, mail, wait, leave; running."""
    program = starters.make("again", by=cast.mia)
    Program.objects.update(is_active=True)
    program.refresh_from_db()
    return program


def posted(program: Program, do: str, **changes: Any) -> dict[str, Any]:
    """What the editor's form says of the steps in force."""
    plan = planned(program)
    form: dict[str, Any] = {"do": do, "step": [step.key for step in plan]}
    for step in plan:
        values = {
            "kind": step.kind, "parent": step.parent, "answer": step.answer, "amount": step.amount,
            "unit": step.unit, "template": step.template.pk if step.template else "",
            "criteria": step.criteria, "field": step.field, "text": step.text,
        }  # fmt: skip
        form |= {f"{step.key}-{name}": value for name, value in values.items()}
    return form | changes


def test_the_empty_page_teaches_and_a_starter_becomes_a_running_program(mia: Client) -> None:
    page = mia.get("/nurture").content.decode()
    assert "Warm them until they are ready" in page
    assert page.count("Start from this one") == 2
    answer = mia.post("/nurture/starters", {"starter": "download"})
    program = Program.objects.get()
    assert answer["Location"] == f"/nurture/{program.pk}"
    page = mia.get(answer["Location"]).content.decode()
    assert "Hand off to sales: warm after two mails" in page
    assert "not running" in page
    mia.post(f"/nurture/{program.pk}/running", {"on": "1"})
    assert Program.objects.get().is_active
    assert "After a download" in mia.get("/nurture").content.decode()
    mia.post(f"/nurture/{program.pk}/running")
    assert not Program.objects.get().is_active


def test_a_new_program_with_its_first_steps(mia: Client) -> None:
    form = {"name": "Fair", "mode": "text", "where": "LeadSource = 'Fair'", "exits": ["reply"]}
    answer = mia.post("/nurture/new", form)
    program = Program.objects.get()
    assert (program.criteria, program.exits) == ("LeadSource = 'Fair'", ["reply"])
    assert answer["Location"] == f"/nurture/{program.pk}/steps"
    assert mia.post("/nurture/new", form | {"name": "Two", "where": "Nope ="}).status_code == 422
    url = answer["Location"]
    page = mia.post(url, {"do": "add:wait:::"}).content.decode()
    assert "1. Wait" in page
    made = {"step": "k1", "k1-kind": "wait", "k1-amount": "2", "k1-unit": "days", "do": "save"}
    assert mia.post(url, made)["Location"] == f"/nurture/{program.pk}"
    assert [str(step) for step in program.steps.all()] == ["Wait 2 days"]
    wrong = mia.post(url, made | {"k1-amount": "0"})
    assert wrong.status_code == 422
    assert "Say how long to wait" in wrong.content.decode()
    assert mia.post(f"/nurture/{program.pk}/running", {"on": "1"}).status_code == 302


def test_steps_move_with_all_that_lies_below_them(mia: Client, cast: SimpleNamespace) -> None:
    program = starters.make("download", by=cast.mia)
    keys = [step.key for step in planned(program)]
    form = posted(program, f"up:{keys[4]}")  # the branch with its three steps
    lines = mia.post(f"/nurture/{program.pk}/steps", form).context["lines"]
    moved = [line["step"].key for line in lines]
    assert moved == [*keys[:3], *keys[4:8], keys[3], *keys[8:]]
    lines = mia.post(f"/nurture/{program.pk}/steps", posted(program, f"drop:{keys[4]}"))
    assert len(lines.context["lines"]) == len(keys) - 4
    inner = mia.post(f"/nurture/{program.pk}/steps", posted(program, f"add:task::{keys[4]}:no"))
    added = inner.context["lines"][5]["step"]
    assert (added.kind, added.parent, added.answer) == ("task", keys[4], "no")


def test_what_happens_to_those_inside_is_said_before_it_is_saved(
    mia: Client, cast: SimpleNamespace, later: Program, make_lead: Callable[..., Lead]
) -> None:
    enrolling.enrol(later, [make_lead(last_name=name) for name in "ab"], by=cast.mia)
    url, form = f"/nurture/{later.pk}/steps", posted(later, "save")
    form["step"] = form["step"][1:]
    answer = mia.post(url, form)
    said = "2 wait at step 1, which goes away: they go on at step 1"
    assert said in answer.content.decode()
    assert Program.objects.get().version == 1
    assert mia.post(url, form | {"do": "agreed", "said": "something else"}).status_code == 200
    agreed = form | {"do": "agreed", "said": answer.context["said_text"]}
    assert mia.post(url, agreed).status_code == 302
    assert Program.objects.get().version == 2
    assert set(Enrolment.objects.values_list("step__version", flat=True)) == {2}
    page = mia.get(f"/nurture/{later.pk}").content.decode()
    assert said in page


def test_a_lead_comes_in_and_out_by_hand_and_its_page_says_what_comes_next(
    mara: Client, later: Program, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(email="anna@harbor.example")
    assert later.name in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post(f"/leads/{lead.pk}/program", {"program": later.pk})
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Wait 30 days, then until working hours" in page
    assert f"Came into the program “{later}”" in page
    row = Enrolment.objects.get()
    mara.post(f"/leads/{lead.pk}/program/leaving", {"enrolment": row.pk})
    assert "taken out by Mara Lind" in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post("/leads/selection/program", {"program": later.pk, "id": [lead.pk], "next": "/leads"})
    assert Enrolment.objects.running().count() == 1


def test_preview_people_and_a_refused_mail(
    mara: Client, cast: SimpleNamespace, later: Program, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(first_name="Anna", last_name="Berg", email="anna@harbor.example")
    page = mara.get(f"/nurture/{later.pk}/preview", {"lead": str(lead.pk), "q": "Berg"})
    assert page.content.decode().count("E-mail “Program") == 2
    assert "How others went about it" in page.content.decode()
    enrolling.enrol(later, [lead], by=cast.mia)
    Enrolment.objects.update(problem="E-mail “X”: Has opted out of e-mail.")
    for url in (f"/nurture/{later.pk}", f"/nurture/{later.pk}/people?state=troubled"):
        assert "Has opted out of e-mail." in mara.get(url).content.decode()
    assert "1 refused" in mara.get("/nurture").content.decode()


def test_an_outsider_sees_nobody_and_reps_change_nothing(
    sign_in: Callable[..., Client], mara: Client, later: Program, cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    lead = make_lead(last_name="Secretary", email="s@harbor.example")
    enrolling.enrol(later, [lead], by=cast.mia)
    Enrolment.objects.update(problem="refused")
    otto = sign_in(cast.otto)
    for url in ("", "/people", "/people?state=troubled", f"/preview?lead={lead.pk}",
                "/preview?q=Secretary"):  # fmt: skip
        page = otto.get(f"/nurture/{later.pk}{url}")
        assert page.status_code == 200
        assert "Secretary</a>" not in page.content.decode()
    assert otto.post(f"/leads/{lead.pk}/program", {"program": later.pk}).status_code == 404
    for url in (f"{later.pk}/steps", "new", "limits", f"{later.pk}/settings"):
        assert mara.get(f"/nurture/{url}").status_code == 403
    assert mara.post(f"/nurture/{later.pk}/running").status_code == 403
    assert mara.post("/nurture/starters", {"starter": "again"}).status_code == 403


def test_limits_are_kept_and_checked(mia: Client) -> None:
    values = {"person_mails": 2, "person_days": 7, "mailbox_mails": 100, "quiet_from": "19:00",
              "quiet_until": "08:00"}  # fmt: skip
    assert mia.post("/nurture/limits", values).status_code == 302
    assert SendingLimits.objects.get().person_mails == 2
    assert mia.post("/nurture/limits", values | {"person_days": 0}).status_code == 422


@pytest.mark.parametrize("do", ["up:nobody", "add:rocket:::", "add", "drop:", "", "save"])
def test_odd_forms_do_no_harm(mia: Client, later: Program, do: str) -> None:
    odd = {
        "do": do,
        "step": ["x" * 50, "", "a\x00b", "ok"],
        "ok-kind": "rocket",
        "ok-amount": "9" * 30,
    }
    assert mia.post(f"/nurture/{later.pk}/steps", odd).status_code in (200, 422)
    assert Step.objects.filter(program=later).count() == 6
    assert mia.post("/leads/1/program", {"program": "9" * 30}).status_code == 404


def test_as_many_queries_for_many_as_for_one(
    mia: Client, later: Program, cast: SimpleNamespace, make_lead: Callable[..., Lead],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    counts = []
    for count in (1, 10):
        some = [make_lead(last_name=f"Q{count}{n}") for n in range(count)]
        enrolling.enrol(later, some, by=cast.mia, now=timezone.now() - timedelta(days=1))
        for url in (reverse("nurture_people", args=[later.pk]), f"/nurture/{later.pk}", "/nurture"):
            mia.get(url)
            with django_assert_max_num_queries(30) as counted:
                mia.get(url)
            counts.append(len(counted))
    assert counts[:3] == counts[3:]
    assert MailTemplate.objects.filter(key__startswith="program_").count() == 2


def test_a_branch_by_rows_by_text_and_by_a_mail(mia: Client, later: Program) -> None:
    url = f"/nurture/{later.pk}/steps"
    last = planned(later)[-1].key
    form = posted(later, f"add:branch:{last}::")
    page = mia.post(url, form).content.decode()
    key = page.rpartition('name="step" value="')[2].partition('"')[0]
    assert f'name="{key}-field-0"' in page  # rows to begin with
    form["step"] = [*form["step"], key]
    form |= {f"{key}-kind": "branch", f"{key}-mode": "rows", f"{key}-field-0": "Score",
             f"{key}-operator-0": ">=", f"{key}-value-0": "50"}  # fmt: skip
    page = mia.post(url, form | {"do": f"row:{key}"}).content.decode()
    assert "Score is at least 50" in page
    assert f'name="{key}-field-1"' in page
    page = mia.post(url, form | {"do": f"text:{key}"}).content.decode()
    assert f'id="{key}-criteria" value="Score &gt;= 50"' in page
    text = {f"{key}-mode": "text", f"{key}-criteria": "Score >= 50 OR Rating = 'Hot'"}
    page = mia.post(url, form | text | {"do": f"rows:{key}"}).content.decode()
    assert f'id="{key}-criteria"' in page  # more than rows can say
    wrong = mia.post(url, form | text | {f"{key}-criteria": "Shoe = 1", "do": "save"})
    assert wrong.status_code == 422
    assert "Shoe" in wrong.content.decode()

    mail = next(step.key for step in planned(later) if step.kind == "email")
    by_mail = form | {f"{key}-did": "clicked"}
    page = mia.post(url, by_mail | {"do": ""}).content.decode()
    assert f'<option value="{mail}">2. Program: a customer' in page
    assert "Choose the e-mail it asks about" in mia.post(
        url, by_mail | {"do": "save"}).content.decode()  # fmt: skip
    mia.post(url, by_mail | {f"{key}-mail": mail, "do": "save"})
    step = Step.objects.get(program=later, key=key)
    assert (step.did, step.mail_key, step.criteria) == ("clicked", mail, "")
    page = mia.get(f"/nurture/{later.pk}").content.decode()
    assert "Followed a link in “Program: a customer" in page
    mia.post(url, form | {"do": "save"})
    later.refresh_from_db()
    assert Step.objects.get(program=later, version=later.version, key=key).criteria == "Score >= 50"
