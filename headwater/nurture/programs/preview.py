"""What a real person would get, and when: the program gone through in thought.

Branches are taken as they are true today: of a mail that has not gone nothing has been opened.
Nothing is written.
"""

from dataclasses import dataclass
from datetime import datetime

from headwater.criteria.judge import judge
from headwater.nurture import merge
from headwater.nurture.mailing.refusing import refusals
from headwater.nurture.programs import mailing_step, reactions, timing
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.program import Program, Step, StepKind, steps_of
from headwater.nurture.programs.step_words import words
from headwater.nurture.programs.ways import Way
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.records.models import Lead


@dataclass(slots=True)
class Foreseen:
    """A step as it will come: `at`, what it does, and why it waits, or is refused.

    `subject` and `text` are those of a mail, merged for this person; `answer` that of a branch.
    """

    at: datetime
    step: Step
    words: str
    waits_for: str = ""
    refused: str = ""
    subject: str = ""
    text: str = ""
    answer: str = ""


def preview(program: Program, lead: Lead, now: datetime) -> list[Foreseen]:
    """What `lead` would get if enrolled now; for who is in it, what is still to come."""
    way = _way(program)
    row = Enrolment.objects.running().filter(program=program, lead=lead).first()
    first = way.first()
    passed: set[str] = set()
    if row is not None:
        passed = set(row.passes.values_list("step_key", flat=True))
    elif first is not None:
        row = Enrolment(program=program, lead=lead, step=first, due_at=timing.due(first, lead, now))
    if row is None or row.step_id is None:
        return []
    row.program, row.lead = program, lead
    return _foreseen(row, way, passed, now)


def _way(program: Program) -> Way:
    steps = steps_of([program])[program.pk]
    for step in steps:
        step.program = program
    return Way(steps)


def _foreseen(row: Enrolment, way: Way, passed: set[str], now: datetime) -> list[Foreseen]:
    answers, reasons = _answers(row, way, now), _refusals(row.lead, way, now)
    counted = mailing_step.count([], now)
    counted.of_person |= mailing_step.count([(row, each) for each in way.steps[:1]], now).of_person
    found: list[Foreseen] = []
    step: Step | None = way.by_key.get(row.step.key) if row.step else None
    at = max(row.due_at or now, now)
    while step is not None:
        said = Foreseen(at, step, words(step))
        found.append(said)
        if step.kind == StepKind.EMAIL:
            _mail(said, row, counted, reasons)
            at = said.at
        if step.kind == StepKind.BRANCH:
            said.answer = answers[step.key]
        passed.add(step.key)
        step = None if step.kind == StepKind.LEAVE else way.after(step, said.answer, passed)
        at = timing.due(step, row.lead, at) if step else at
    return [each for each in found if each.step.kind != StepKind.WAIT]


def _mail(
    said: Foreseen, row: Enrolment, counted: mailing_step.Counted, reasons: dict[int, str]
) -> None:
    """When the mail would really go, and what would stand in it."""
    template = said.step.template
    if template is None:
        said.refused = mailing_step.GONE
        return
    for _ in range(10):  # a quiet night, a cap, and the quiet weekend behind it
        if (later := mailing_step.later_than(row, counted, said.at)) is None:
            break
        said.at, said.waits_for = later.at, later.words
    counted.of_person[row.lead_id].append(said.at)
    sender = row.program.sender or users().get(row.lead.owner_id)
    recipient = merge.Recipient(row.lead, organization(), sender, at=said.at)
    said.subject, said.text, _ = merge.preview(template, recipient)
    if mailing_step.variant(row, said.step) == "B":
        said.subject = merge.line(said.step.text, recipient)
    said.refused = reasons.get(template.topic_id or 0, "")


def _answers(row: Enrolment, way: Way, now: datetime) -> dict[str, str]:
    branches = [step for step in way.steps if step.kind == StepKind.BRANCH]
    steps = [step for step in branches if not step.did]
    rules, key, zone = [step.criteria for step in steps], row.lead_id, organization().time_zone
    said = judge(rules, "Lead", [key], zone=zone, now=now) if rules else {}
    true = dict(zip((step.key for step in steps), said.get(key, ()), strict=False))
    did = reactions.of([row.pk]) if row.pk and len(steps) < len(branches) else {}
    for step in branches:
        if step.did:
            true[step.key] = step.did in did.get((row.pk, step.mail_key), ())
    return {key: "yes" if is_true else "no" for key, is_true in true.items()}


def _refusals(lead: Lead, way: Way, now: datetime) -> dict[int, str]:
    """Why this person may not be written to, by the topic's key (0: without one)."""
    topics = {step.template.topic_id or 0: step.template.topic
              for step in way.steps if step.template}  # fmt: skip
    found = {key: refusals([lead], topic=topic, at=now) for key, topic in topics.items()}
    return {key: next(iter(reasons.values()), "") for key, reasons in found.items()}
