"""What became of the people of programs: at each step, by subject, and all together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headwater.database import statements
from headwater.nurture.programs.program import Program

PROGRAMS = """
SELECT held.program_id, count(*), count(*) FILTER (WHERE held.state = 'running'),
    count(*) FILTER (WHERE held.state = 'finished'), count(*) FILTER (WHERE held.exit = 'reply'),
    count(offer.lead_id) FILTER (WHERE offer.last_at >= held.enrolled_at),
    count(*) FILTER (WHERE held.exit = 'conversion' OR lead.converted_on >= held.enrolled_at::date),
    count(*) FILTER (WHERE held.state = 'running' AND held.problem <> '')
FROM nurture_enrolment held
LEFT JOIN records_lead lead
    ON lead.id = held.lead_id AND lead.is_converted AND NOT lead.is_deleted
LEFT JOIN (SELECT lead_id, max(offered_at) AS last_at FROM records_handoff GROUP BY lead_id) offer
    ON offer.lead_id = held.lead_id
WHERE held.program_id = ANY (%s::bigint[]) GROUP BY held.program_id
"""
SENT = """
SELECT held.program_id, count(*) FILTER (WHERE pass.outcome = 'done'),
    count(*) FILTER (WHERE pass.outcome = 'refused')
FROM nurture_steppass pass JOIN nurture_enrolment held ON held.id = pass.enrolment_id
WHERE held.program_id = ANY (%s::bigint[]) AND pass.kind = 'email' GROUP BY held.program_id
"""
STANDING = """
SELECT step.key, count(*)
FROM nurture_enrolment held JOIN nurture_step step ON step.id = held.step_id
WHERE held.program_id = %s AND held.state = 'running' GROUP BY step.key
"""
# A reply belongs to the last mail before it.
PASSED = """
SELECT pass.step_key, pass.variant, count(*),
    count(*) FILTER (WHERE pass.outcome = 'refused'), count(*) FILTER (WHERE pass.outcome = 'yes'),
    count(*) FILTER (WHERE pass.outcome = 'no'),
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM records_engagement did
        WHERE did.message_id = mail.id AND did.kind = 'email_open' AND did.bot_reason = '')),
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM records_engagement did
        WHERE did.message_id = mail.id AND did.kind = 'email_click' AND did.bot_reason = '')),
    count(*) FILTER (WHERE held.exit = 'reply' AND pass.kind = 'email' AND NOT EXISTS (
        SELECT 1 FROM nurture_steppass later WHERE later.enrolment_id = held.id
        AND later.kind = 'email' AND later.at > pass.at)),
    count(*) FILTER (WHERE lead.is_converted AND lead.converted_on >= pass.at::date)
FROM nurture_steppass pass
JOIN nurture_enrolment held ON held.id = pass.enrolment_id
JOIN records_lead lead ON lead.id = held.lead_id
LEFT JOIN records_emailmessage mail ON pass.message_key <> '' AND mail.key = pass.message_key
WHERE held.program_id = %s GROUP BY pass.step_key, pass.variant
"""


@dataclass(slots=True)
class Figures:
    """Of one program: people who came in, are in it, went through, replied, were offered to sales,
    were converted; those inside with a refused mail; mails sent and refused."""

    enrolled: int = 0
    inside: int = 0
    finished: int = 0
    replied: int = 0
    qualified: int = 0
    converted: int = 0
    troubled: int = 0
    sent: int = 0
    refused: int = 0


@dataclass(slots=True)
class Passed:
    """What became of those who did a step, or got one of its two subjects."""

    count: int = 0
    refused: int = 0
    yes: int = 0
    no: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    converted: int = 0

    @property
    def sent(self) -> int:
        return self.count - self.refused

    def add(self, counts: Sequence[int]) -> None:
        """The next row of the same step."""
        for name, count in zip(self.__slots__, counts, strict=True):
            setattr(self, name, getattr(self, name) + count)


@dataclass(slots=True)
class AtStep:
    """Who stands at a step now, who has done it, and its subjects apart ({} without a second)."""

    standing: int = 0
    passed: Passed = field(default_factory=Passed)
    variants: dict[str, Passed] = field(default_factory=dict)


def of_programs(programs: Sequence[Program]) -> Mapping[int, Figures]:
    """By the program's key; two queries however many there are."""
    keys = [program.pk for program in programs]
    found = {key: Figures() for key in keys}
    for key, *counts in statements.run(PROGRAMS, [keys]):
        found[key] = Figures(*counts)
    for key, sent, refused in statements.run(SENT, [keys]):
        found[key].sent, found[key].refused = sent, refused
    return found


def of_steps(program: Program) -> Mapping[str, AtStep]:
    """By the step's key, over all versions; two queries."""
    found: dict[str, AtStep] = {}
    for key, count in statements.run(STANDING, [program.pk]):
        found.setdefault(key, AtStep()).standing = count
    for key, variant, *counts in statements.run(PASSED, [program.pk]):
        at_step = found.setdefault(key, AtStep())
        at_step.passed.add(counts)
        if variant:
            at_step.variants.setdefault(variant, Passed()).add(counts)
    return found
