"""Programs and sending limits go from one organisation to another as text, exactly."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.config import taking
from headwater.config.changes import Wrong
from headwater.nurture.models import Enrolment, MailTemplate, Program, SendingLimits, Step
from headwater.nurture.programs import starters
from headwater.nurture.programs.changing import Planned, planned, publish
from headwater.nurture.programs.enrolling import enrol
from headwater.records import trail
from headwater.records.models import Lead
from tests.config.test_taking import through


@pytest.fixture
def program(cast: SimpleNamespace) -> Program:
    """Waits, mails, a branch by criteria with both paths, one by a mail."""
    made = starters.make("download", by=cast.mia)
    plan = planned(made)
    asks = Planned(kind="branch", did="clicked", mail_key=plan[1].key)
    plan += [asks, Planned(kind="leave", parent=asks.key, answer="no")]
    publish(made, plan, by=cast.mia)
    Program.objects.update(is_active=True, sender=cast.mara, again_after_days=90)
    made.refresh_from_db()
    return made


def test_out_and_into_an_emptied_organisation(
    cast: SimpleNamespace, program: Program, tmp_path: Path
) -> None:
    SendingLimits.objects.create(pk=1, person_mails=2, quiet_from="21:30")
    plan, said = planned(program), through(tmp_path)
    assert taking.foresee(said) == []
    assert said["sending_limits"][()] == {"person_mails": 2, "quiet_from": "21:30"}
    steps = said["programs"][program.name,]["steps"]
    assert [step["kind"] for step in steps[:3]] == ["wait", "email", "wait"]
    assert steps[4]["yes"][0] | {"key": ""} == {
        "key": "", "kind": "handoff", "text": "warm after two mails",
    }  # fmt: skip

    Step.objects.all().delete()
    Program.objects.all().delete()
    SendingLimits.objects.all().delete()
    MailTemplate.objects.all().delete()
    changes = taking.take(said, by=cast.ada)
    assert ("programs", "added") in {(each.section, each.what) for each in changes}
    assert taking.take(said, by=cast.ada) == []
    assert through(tmp_path / "again") == said
    held = Program.objects.get()
    assert [step.key for step in planned(held)] == [step.key for step in plan]
    assert (held.version, held.is_active, held.sender) == (1, True, cast.mara)


def test_changed_steps_are_the_next_version_and_nobody_inside_is_lost(
    cast: SimpleNamespace, program: Program, make_lead: Any
) -> None:
    lead: Lead = make_lead(email="silva@harbor.example")
    enrol(program, [lead], by=cast.mia)
    said = taking.export()
    row = said["programs"][program.name,]
    row["steps"] = [{"kind": "wait", "amount": 9}, *row["steps"][1:]]  # without a key of its own
    (change,) = taking.take(said, by=cast.ada)
    assert list(change.differences) == ["steps"]
    inside = Enrolment.objects.select_related("step").get()
    assert (inside.step.version, inside.step.kind) == (program.version + 1, "email")
    entry = trail.about(program).filter(event="program.changed").first()
    assert entry is not None
    assert entry.by == cast.ada
    assert taking.take(said, by=cast.ada) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"steps": [{"kind": "walk"}]}, "step 1: kind"),
        ({"steps": [{"kind": "wait"}]}, "step 1: Say how long to wait"),
        ({"steps": [{"kind": "wait", "colour": "red"}]}, "step 1: what is “colour”?"),
        ({"steps": ["wait"]}, "step 1: each step may say"),
        ({"steps": [{"kind": "email", "template": "none"}]}, "no mail template “none”"),
        ({"steps": [{"kind": "branch", "criteria": "Shoe = 1"}]}, "Shoe"),
        ({"steps": [{"kind": "branch", "did": "opened", "mail_key": "x"}]}, "Choose the e-mail"),
        ({"steps": [{"kind": "branch", "criteria": "Score > 1", "yes": "?"}]}, "yes is a list"),
        ({"steps": [{"kind": "wait", "amount": 1, "key": "a"}] * 2}, "two steps have the key “a”"),
        ({"is_active": True}, "it has no steps"),
        ({"criteria": "Shoe = 1"}, "Shoe"),
        ({"sender": "ghost@x.example"}, "no user “ghost@x.example”"),
    ],
)
def test_a_mistake_is_told_with_its_step(
    cast: SimpleNamespace, row: dict[str, Any], words: str
) -> None:
    with pytest.raises(Wrong, match=r"programs\.yaml, X: ") as wrong:
        taking.take({"programs": {("X",): row}}, by=cast.ada)
    assert words in str(wrong.value)
    assert not Program.objects.exists()
