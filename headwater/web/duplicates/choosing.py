"""Records that somebody chose to merge: whom one of them resembles, and how two are judged now."""

from collections.abc import Sequence
from typing import Any

from headwater.catalog import objects
from headwater.match import candidates, pairs
from headwater.match.known_weights import weights_of
from headwater.match.model.judge import judge
from headwater.match.search import Sought
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import DuplicatePair
from headwater.web.duplicates import heads, waterfall
from headwater.web.duplicates.clusters import Cluster

MOST = 6


def resembling(record: Any, user: User) -> list[dict[str, Any]]:
    """Records of the same object that resemble this one, strongest first, as options."""
    name = objects.of_model(record).name
    company = str(getattr(record, "account", None) or "") if name == "Contact" else ""
    values = vars(record) | ({"company": company} if company else {})
    found = candidates.alike(name, values, by=user, most=4 * MOST, but=record.pk)
    return [
        {
            "record": each.record, "in_short": heads.in_short(each.record, user),
            "words": each.because, "chance": waterfall.chance(each.probability),
            "tone": waterfall.TONES[each.tier],
        }
        for each in found if each.is_seen and type(each.record) is type(record)
    ][:MOST]  # fmt: skip


def judged(records: Sequence[Any]) -> Cluster | None:
    """Two records with the evidence as the match model sees it this moment; nothing is written."""
    country, name = organization().country, objects.of_model(records[0]).name
    one, other = (Sought.of_record(record, country) for record in records)
    mine, theirs = (one.person, other.person) if one.person else (one.company, other.company)
    if mine is None or theirs is None:
        return None
    verdict = judge(mine, theirs, weights_of(mine.kind))
    sides = [(name, record.pk) for record in records]
    pair = pairs.judged(sides[0], sides[1], verdict, found_by=DuplicatePair.FoundBy.HAND)
    return Cluster(pair, [pair], list(records))
