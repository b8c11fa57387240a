"""Two ready-made programs to begin with, to be looked at and changed; neither runs yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction

from headwater.nurture import templates
from headwater.nurture.models import MailTemplate
from headwater.nurture.programs import changing, keeping
from headwater.nurture.programs.changing import Planned
from headwater.nurture.programs.program import Program
from headwater.people.models import User
from headwater.records.models import Topic


@dataclass(frozen=True, slots=True)
class Starter:
    """What it is for, whom it takes, and its steps."""

    name: str
    words: str
    criteria: str
    steps: Callable[[], list[Planned]]


def make(key: str, *, by: User) -> Program:
    """The starter as a program of this organisation, not running. KeyError for an unknown key."""
    starter = STARTERS[key]
    changing.require_marketing(by)
    with transaction.atomic():
        count = Program.objects.filter(name__startswith=starter.name).count()
        name = starter.name if not count else f"{starter.name} ({count + 1})"
        program = Program(name=name, description=starter.words, criteria=starter.criteria)
        topic = Topic.objects.filter(key="inquiry").first()
        for template in MAILS[key]:
            if not MailTemplate.objects.filter(key=template[0]).exists():
                fields = dict(zip(("key", "name", "subject", "text"), template, strict=True))
                templates.save(MailTemplate(**fields, topic=topic), by=by)
        keeping.save(program, by=by)
        changing.publish(program, starter.steps(), by=by)
    return program


def _mail(key: str, other_subject: str = "") -> Planned:
    template = MailTemplate.objects.get(key=key)
    return Planned(kind="email", template=template, text=other_subject)


def _wait(days: int) -> Planned:
    return Planned(kind="wait", amount=days, unit="days", is_until_working=True)


def _download() -> list[Planned]:
    branch = Planned(kind="branch", criteria="Score >= 50")
    return [
        _wait(1), _mail("program_welcome", "What others did with it"), _wait(4),
        _mail("program_story"), branch,
        Planned(kind="handoff", text="warm after two mails", parent=branch.key, answer="yes"),
        Planned(kind="wait", amount=7, is_until_working=True, parent=branch.key, answer="no"),
        Planned(kind="email", template=MailTemplate.objects.get(key="program_question"),
                parent=branch.key, answer="no"),
        _wait(7), Planned(kind="task", text="Call: has read three mails", amount=1),
    ]  # fmt: skip


def _again() -> list[Planned]:
    return [
        _wait(30), _mail("program_story"), _wait(30), _mail("program_question"),
        Planned(kind="wait", amount=14), Planned(kind="leave", text="did not answer again"),
    ]  # fmt: skip


STARTERS: Mapping[str, Starter] = {
    "download": Starter(
        "After a download",
        "Who took something to read gets a mail or two before anybody calls.",
        "LeadSource = 'Web' AND Score < 40", _download,
    ),
    "again": Starter(
        "Not now, later",
        "Who said “not now” hears from us once a month, and is asked once.",
        "", _again,
    ),
}  # fmt: skip
_SIGNED = "\n\n{{Owner.FirstName|Your team}}, {{Organization.Name}}\n"
WELCOME = (
    "program_welcome", "Program: welcome", "More about what you asked for",
    "Hello {{FirstName|there}},\n\nyou took a look at what we do. Here is what others in "
    "{{Industry|your line}} ask first, answered in two pages. If you would rather talk, just "
    "answer this mail." + _SIGNED,
)  # fmt: skip
STORY = (
    "program_story", "Program: a customer's story", "How others went about it",
    "Hello {{FirstName|there}},\n\na customer of ours was where {{Company|your company}} may be "
    "now: the need was clear, the way was not. It took them six weeks, and we wrote down how."
    + _SIGNED,
)  # fmt: skip
QUESTION = (
    "program_question", "Program: one question", "One question, {{FirstName|please}}",
    "Hello {{FirstName|there}},\n\nis it still a topic for you this year? One word is enough, and "
    "I will know whether to write again." + _SIGNED,
)  # fmt: skip
MAILS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "download": (WELCOME, STORY, QUESTION),
    "again": (STORY, QUESTION),
}
