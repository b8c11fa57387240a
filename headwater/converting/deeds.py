"""Converting leads and taking it back: the door that pages, programs and runs use.

It stands beside the verbs because it needs several: qualify holds what is on offer, convert makes,
match recognises what was made, route tells the open pages.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from headwater.convert import convert as converting
from headwater.convert import undo as undoing
from headwater.convert.act import Together
from headwater.convert.choices import Choices
from headwater.convert.undo import TouchedSince
from headwater.match import keys
from headwater.match.match_key import MatchKey
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.qualify import deciding
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    ConversionRun,
    DuplicatePair,
    Lead,
)
from headwater.records.problem import Refused
from headwater.route.announce import send_news

MODELS: dict[str, Any] = {"Account": Account, "Contact": Contact}  # are found again by keys


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
