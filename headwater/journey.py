"""The journey of a lead. Read this file first.

Five doors, one hall: a form post, an e-mail, a CSV line, an API row, a lead typed by hand: each
becomes a `Draft` in a `Batch` and goes through the same steps. There is no second way to create a
lead. A step touches all live drafts at once. What it decides is put on the batch; the last step
writes it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.advising.follow import follow
from headwater.advising.step import advise
from headwater.capture.cleaning.step import clean
from headwater.capture.known_people import heed
from headwater.handing_over import hand_over
from headwater.match.flag import flag
from headwater.match.keys import remember
from headwater.match.recognise import recognise
from headwater.match.rules.step import obey, report
from headwater.nurture.enrol import enrol
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.qualify.clocks import start_clocks
from headwater.records.draft import Batch, Draft
from headwater.records.preparing import prepare
from headwater.records.saving import save
from headwater.route.announce import announce
from headwater.route.assign import assign
from headwater.score.score import score
from headwater.tracking.joining import join

Step = Callable[[Batch], None]
STEPS: tuple[Step, ...] = (
    clean,  # capture: one way to write names, numbers, places
    recognise,  # match: is this someone we know?
    obey,  # match: what do the duplicate rules say?
    heed,  # capture: what an import wants done with those
    prepare,  # records: the lead as it is going to be saved, still in memory
    assign,  # route: whose is it?
    score,  # score: how promising, and why?
    advise,  # advising: lead or direct, where that is a question?
    report,  # match: what duplicate rules want looked at
    remember,  # match: so that the next inquiry of this person is recognised
    flag,  # match: who may be somebody we know waits for people
    start_clocks,  # qualify: by when must somebody have answered?
    enrol,  # nurture: what do we send meanwhile?
    join,  # tracking: whose visits were these?
    announce,  # route: the submissions, the owners, the open pages
    save,  # records: all of it is written at once
    follow,  # advising: who goes direct is converted at once
    hand_over,  # qualify: who has become marketing qualified is offered to sales
)


def run(batch: Batch) -> list[Draft]:
    """Take a batch through every step in one transaction; each draft then tells its outcome."""
    # An error undoes all of an outer transaction; a savepoint would cost two statements.
    with transaction.atomic(savepoint=False), moment():
        for step in STEPS:
            step(batch)
    return batch.drafts


def create(
    drafts: Iterable[Draft],
    *,
    door: str,
    by: User | None = None,
    now: datetime | None = None,
    assigns: bool = True,
    joins: bool = True,
    saves_duplicates: bool = False,
    is_history: bool = False,
) -> list[Draft]:
    """Run drafts from a door that waits for the answer (a page, the API)."""
    with moment():
        return run(
            Batch(
                drafts=list(drafts),
                door=door,
                now=now or timezone.now(),
                organization=organization(),
                by=by,
                assigns=assigns,
                joins=joins,
                saves_duplicates=saves_duplicates,
                is_history=is_history,
            )
        )
