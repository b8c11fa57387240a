"""What people did with the mails of a program: opened, clicked, replied. Machines do not count."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from headwater.database import statements
from headwater.nurture.programs.program import Did

# An answer that names no mail belongs to the last one before it.
ASKED = """
SELECT pass.enrolment_id, pass.step_key,
    EXISTS (SELECT 1 FROM records_engagement did WHERE did.message_id = mail.id
        AND did.kind = 'email_open' AND did.bot_reason = ''),
    EXISTS (SELECT 1 FROM records_engagement did WHERE did.message_id = mail.id
        AND did.kind = 'email_click' AND did.bot_reason = ''),
    EXISTS (SELECT 1 FROM records_emailmessage said WHERE said.lead_id = mail.lead_id
        AND said.is_incoming AND NOT said.is_inquiry AND NOT said.is_deleted
        AND (said.in_reply_to = mail.message_id
          OR mail.message_id = ANY (string_to_array(said.references, ' '))
          OR said.in_reply_to = '' AND said.references = '' AND said.created_at > pass.at
            AND NOT EXISTS (SELECT 1 FROM nurture_steppass later
              WHERE later.enrolment_id = pass.enrolment_id AND later.kind = 'email'
                AND later.at > pass.at AND later.at < said.created_at)))
FROM nurture_steppass pass JOIN records_emailmessage mail ON mail.key = pass.message_key
WHERE pass.enrolment_id = ANY (%s::bigint[]) AND pass.kind = 'email' AND pass.outcome = 'done'
"""
Reactions = Mapping[tuple[int, str], frozenset[str]]


def of(enrolments: Sequence[int]) -> Reactions:
    """(enrolment, key of the mail's step) → what was done; empty where no mail went. One query."""
    found: dict[tuple[int, str], frozenset[str]] = defaultdict(frozenset)
    rows = statements.run(ASKED, [list(enrolments)]) if enrolments else []
    for enrolment, step, opened, clicked, replied in rows:
        told = {
            Did.CLICKED: clicked,
            Did.REPLIED: replied,
            Did.OPENED: opened or clicked or replied,
        }
        found[enrolment, step] = frozenset(did.value for did, is_true in told.items() if is_true)
    return found
