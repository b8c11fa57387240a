"""A small running program: wait a day, write, wait two days, a task."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.nurture.models import MailTemplate, Program, Step
from headwater.records.models import Lead, Topic

MakeProgram = Callable[..., Program]


@pytest.fixture
def template(db: None) -> MailTemplate:
    return MailTemplate.objects.create(
        key="case_study", name="Case study", subject="How Harbor saved a third",
        text="Hello, here is the story.", topic=Topic.objects.get(key="inquiry"),
    )  # fmt: skip


@pytest.fixture
def make_program(cast: SimpleNamespace) -> MakeProgram:
    """`make_program(dict(kind="wait", amount=1), …, criteria="…")`; a step may name its `parent`
    by key and its `answer`; keys are s1, s2, …"""

    def make(*steps: dict[str, Any], **values: Any) -> Program:
        values = {"name": "Warm up", "is_active": True, "created_by": cast.mia} | values
        program = Program.objects.create(**values)
        made: dict[str, Step] = {}
        for place, step in enumerate(steps, 1):
            key = f"s{place}"
            parent = made.get(step.pop("parent", ""))
            made[key] = Step.objects.create(
                program=program, key=key, place=place, parent=parent, **step
            )
        return program

    return make


@pytest.fixture
def warm_up(make_program: MakeProgram, template: MailTemplate) -> Program:
    return make_program(
        {"kind": "wait", "amount": 1},
        {"kind": "email", "template": template},
        {"kind": "wait", "amount": 2},
        {"kind": "task", "text": "Call them", "amount": 1},
    )


@pytest.fixture
def leads(make_lead: Callable[..., Lead]) -> list[Lead]:
    return [
        make_lead(last_name=name, email=f"{name.lower()}@harbor.example")
        for name in ("Okafor", "Meyer", "Silva")
    ]
