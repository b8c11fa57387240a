"""Consent when a merge is taken apart: who said no while they were one, said no for all of them.

Nobody can know whom they meant, and to write to somebody who asked to be left alone is worse than
to be silent.
"""

from headwater.merge.plan import Plan
from headwater.people.models import User
from headwater.records import writing
from headwater.records.consent import FLAGS, Consent, standing

SAID_WHILE_ONE = "Said while this record was merged with {name}."


def carry(plan: Plan, by: User | None) -> None:
    """Withdrawals since the merge, written down for every one of the records."""
    merge = plan.merge
    if merge.object_name == "Account":
        return
    side = merge.object_name.lower()
    since = Consent.objects.filter(
        object_name=merge.object_name, record_id=merge.survivor_id, pk__gt=merge.marks[
            "records.Consent"
        ],
    )  # fmt: skip
    withdrawn = {row.channel: row for row in since.order_by("pk") if row.is_withdrawal}
    rows = [
        Consent(
            object_name=merge.object_name, record_id=record.pk, channel=row.channel,
            state=row.state, at=row.at, text=row.text, source=row.source, by=row.by,
            detail=SAID_WHILE_ONE.format(name=plan.survivor)[:200], **{side: record},
        )
        for record in plan.losers for row in withdrawn.values()
    ]  # fmt: skip
    Consent.objects.bulk_create(rows)
    _flags(plan, side, set(withdrawn))


def _flags(plan: Plan, side: str, withdrawn: set[str]) -> None:
    """The checkboxes follow: for the losers what was said since, for the survivor what stands."""
    flags = {channel: flag for channel, flag in FLAGS.items() if channel in withdrawn}
    if not flags:
        return
    stands = standing(plan.survivor, Consent.objects.filter(**{side: plan.survivor}))
    for channel, flag in flags.items():
        for record in plan.losers:
            setattr(record, flag, True)
        setattr(plan.survivor, flag, stands[channel].is_withdrawn)
    writing.store(list(plan.records.values()), flags.values())
