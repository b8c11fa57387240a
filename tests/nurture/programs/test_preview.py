"""What would be sent when, for a real person."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from headwater.nurture.models import MailTemplate, Program
from headwater.nurture.programs import counting
from headwater.nurture.programs.advancing import advance
from headwater.nurture.programs.enrolling import enrol
from headwater.nurture.programs.preview import preview
from headwater.nurturing import HANDS
from headwater.records.models import EmailMessage, Lead
from tests.nurture.programs.conftest import MakeProgram


def test_by_date_with_quiet_hours_and_merged_words(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate,
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    template.text = "Dear {{FirstName|friend}}"
    template.save()
    program = make_program(
        {"kind": "wait", "amount": 2},
        {"kind": "email", "template": template},
        {"kind": "branch", "criteria": "Country = 'Germany'"},
        {"kind": "task", "text": "Call in German", "parent": "s3", "answer": "yes"},
        {"kind": "leave", "parent": "s3", "answer": "no"},
    )
    lead = make_lead(first_name="Anna", email="anna@harbor.example", country="Germany")
    found = preview(program, lead, datetime(2026, 3, 12, 12, tzinfo=UTC))
    mail, branch, task = found
    assert mail.at == datetime(2026, 3, 16, 7, tzinfo=UTC)  # not on a Saturday
    assert (mail.waits_for, mail.text) == ("quiet hours (Europe/Berlin)", "Dear Anna")
    assert (branch.answer, task.words) == ("yes", "Task for the owner: Call in German")
    assert not EmailMessage.objects.exists()

    lead.has_opted_out_of_email = True
    lead.save()
    assert preview(program, lead, datetime(2026, 3, 12, 12, tzinfo=UTC))[0].refused


def test_figures_of_a_program_and_its_steps(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead],
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    started = datetime(2026, 3, 10, 12, tzinfo=UTC)
    enrol(warm_up, leads, by=cast.mia, now=started)
    advance(datetime(2026, 3, 11, 12, tzinfo=UTC), HANDS)
    with django_assert_num_queries(4):
        figures = counting.of_programs([warm_up])[warm_up.pk]
        steps = counting.of_steps(warm_up)
    assert (figures.enrolled, figures.inside, figures.sent, figures.replied) == (3, 3, 3, 0)
    assert (steps["s3"].standing, steps["s2"].passed.sent) == (3, 3)
