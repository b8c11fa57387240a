"""The journey of a lead. Read this file first.

Five doors, one hall: a form post, an e-mail, a CSV line, an API row, a lead typed by hand: each
becomes a `Draft` in a `Batch` and goes through the same steps. There is no second way to create a
lead. A step touches all live drafts at once. What it decides is put on the batch; the last step
writes it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.advising.follow import follow
from headwater.advising.step import advise
from headwater.capture.cleaning.step import clean
from headwater.capture.known_people import heed
from headwater.convert import convert as converting
from headwater.convert import undo as undoing
from headwater.convert.act import Together
from headwater.convert.choices import Choices
from headwater.convert.undo import TouchedSince
from headwater.handing_over import hand_over
from headwater.match import keys
from headwater.match.flag import flag
from headwater.match.keys import remember
from headwater.match.match_key import MatchKey
from headwater.match.recognise import recognise
from headwater.match.rules.step import obey, report
from headwater.nurture.enrol import enrol
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.qualify import deciding
from headwater.qualify.clocks import start_clocks
from headwater.records.draft import Batch, Draft
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    ConversionRun,
    DuplicatePair,
    Lead,
)
from headwater.records.preparing import prepare
from headwater.records.problem import Refused
from headwater.records.saving import save
from headwater.route.announce import announce, send_news
from headwater.route.assign import assign
from headwater.score.score import score

MODELS: dict[str, Any] = {"Account": Account, "Contact": Contact}  # are found again by keys
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
            )
        )


def convert(lead: Lead, choices: Choices | None = None, *, by: User | None) -> Conversion:
    """Make account, contact and opportunity of a lead; the next inquiry of this person knows them.

    Raises Refused with every reason why not.
    """
    [done] = convert_many([(lead, choices or Choices())], by=by)
    if isinstance(done, Refused):
        raise done
    return done


def convert_many(
    wanted: Sequence[tuple[Lead, Choices]], *, by: User | None, run: ConversionRun | None = None
) -> list[Conversion | Refused]:
    """Convert leads in one transaction, as many queries for two hundred as for one.

    Returns what became of each, in the order asked for; a refused one leaves the others alone.
    """
    with transaction.atomic(), moment():
        offers = deciding.hold_offers([lead for lead, _ in wanted])
        together = converting.decide(wanted, by=by, run=run)
        deciding.converting(offers, together.leads, by=by)
        done = converting.carry_out(together)
        _remember_made(together)
        send_news(together.leads)
    return done


def take_back(
    conversion: Conversion,
    *,
    by: User | None,
    keep: Collection[str] = (),
    even_touched: bool = False,
    restore: Collection[str] = (),
    stays: Collection[str] = (),
) -> Conversion:
    """Undo a conversion (see convert.undo): what it made is gone and recognised no more."""
    [done] = take_back_many(
        [conversion], by=by, keep=keep, even_touched=even_touched, restore=restore, stays=stays
    )
    if isinstance(done, Exception):
        raise done
    return done


def take_back_many(
    conversions: Sequence[Conversion], *, by: User | None, **how: Any
) -> list[Conversion | TouchedSince | Refused]:
    """Undo conversions in one transaction (`how`: see convert.undo); what cannot be undone leaves
    the others alone."""
    with transaction.atomic(), moment():
        results = undoing.undo_batch(conversions, by=by, **how)
        undone = [each for each in results if isinstance(each, Conversion)]
        for name, model in MODELS.items():
            made = {key for each in undone for key in each.made.get(name, ())}
            joined = {int(key) for each in undone for key in each.before.get(name, ())}
            there = list(model.objects.filter(pk__in=made | joined))
            gone = made - {record.pk for record in there}
            MatchKey.objects.filter(object_name=name, record_id__in=gone).delete()
            DuplicatePair.objects.about(name, gone).put_away()
            keys.refresh(name, there)
        # Those of before say nothing of pairs: whatever was put away with them comes back.
        before = [each.lead_id for each in undone if DuplicatePair.__name__ not in each.before]
        DuplicatePair.objects.about("Lead", before).bring_back()
        send_news([each.lead for each in undone])
    return results


def _remember_made(together: Together) -> None:
    """By the keys of what was made and of what has changed the next inquiry is recognised."""
    for name, model in MODELS.items():
        keys.write(name, together.fresh[model])
        keys.refresh(name, together.changed[model].values())
