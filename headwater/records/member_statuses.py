"""The words of a campaign for what a member did: added, renamed, put in order, taken away.

Members carry the word itself (as in Salesforce), so that renaming a status renames it on them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.problem import Problem, Refused

LONGEST = 40  # what a member's own column holds


def add(
    campaign: Campaign,
    label: str,
    *,
    has_responded: bool,
    by: User | None,
    is_default: bool = False,
) -> CampaignMemberStatus:
    """One more word for what a member did; raises Refused when it is empty or there already."""
    with transaction.atomic():
        there = statuses(campaign)
        label = _free_label(label, there)
        status = CampaignMemberStatus.objects.create(
            campaign=campaign, label=label, has_responded=has_responded, is_default=not there,
            sort_order=max((each.sort_order for each in there), default=-1) + 1,
            created_by=by, modified_by=by,
        )  # fmt: skip
        if is_default:
            _make_default(status, there)
        _tell(campaign, f"member status “{label}” added", by)
    return status


def change(
    status: CampaignMemberStatus,
    *,
    by: User | None,
    label: str | None = None,
    has_responded: bool | None = None,
    is_default: bool = False,
    on: date | None = None,
) -> int:
    """Rename a status, say whether it is a response, make it the default; raises Refused.

    Its members follow; those it makes responders are dated `on`, today unless it says otherwise,
    where they have no date yet. Returns how many members changed.
    """
    with transaction.atomic():
        there = statuses(status.campaign)
        others = [each for each in there if each.pk != status.pk]
        was, status.label = (
            status.label,
            _free_label(status.label if label is None else label, others),
        )
        answers = status.has_responded if has_responded is None else has_responded
        if not (answers or any(each.has_responded for each in others)):
            raise _refused("HasResponded", "At least one status has to mean a response.")
        status.has_responded, status.modified_at, status.modified_by = answers, timezone.now(), by
        status.save(update_fields=["label", "has_responded", "modified_at", "modified_by"])
        if is_default and not status.is_default:
            _make_default(status, others)
        count = _lead_members(status, was, on or timezone.localdate(), by)
        renamed = f" (was “{was}”)" if was != status.label else ""
        _tell(status.campaign, f"member status “{status.label}”{renamed} changed", by)
    return count


def put_in_order(campaign: Campaign, keys: Sequence[int], *, by: User | None) -> None:
    """The statuses of these keys first, in this order; the others after them as they were."""
    with transaction.atomic():
        there = statuses(campaign)
        place = {key: number for number, key in enumerate(keys)}
        there.sort(key=lambda each: (place.get(each.pk, len(place)), each.sort_order))
        for number, each in enumerate(there):
            each.sort_order = number
        CampaignMemberStatus.objects.bulk_update(there, ["sort_order"])
        _tell(campaign, "member statuses put in another order", by)


def remove(status: CampaignMemberStatus, *, by: User | None) -> None:
    """Take a status away that nobody has; raises Refused for the default, the last response."""
    with transaction.atomic():
        others = [each for each in statuses(status.campaign) if each.pk != status.pk]
        if status.is_default:
            raise _refused("IsDefault", "Make another status the default one first.")
        if not any(each.has_responded for each in others):
            raise _refused("HasResponded", "At least one status has to mean a response.")
        if _members(status.campaign, status.label).filter(is_deleted=False).exists():
            raise _refused("Label", f"Members are in “{status.label}”. Move them first.")
        _tell(status.campaign, f"member status “{status.label}” taken away", by)
        status.delete()


def statuses(campaign: Campaign) -> list[CampaignMemberStatus]:
    """Those of a campaign in their order, held so that two who change them wait for each other."""
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
    rows = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    return list(rows.order_by("sort_order", "pk"))


def _free_label(label: str, others: Sequence[CampaignMemberStatus]) -> str:
    label = label.replace("\x00", "").strip()
    if not label:
        raise _refused("Label", "Give the status a name.", "REQUIRED_FIELD_MISSING")
    if len(label) > LONGEST:
        raise _refused("Label", f"A status holds at most {LONGEST} characters.", "STRING_TOO_LONG")
    if any(each.label.lower() == label.lower() for each in others):
        raise _refused("Label", f"“{label}” is a status already.", "DUPLICATE_VALUE")
    return label


def _make_default(status: CampaignMemberStatus, others: Sequence[CampaignMemberStatus]) -> None:
    """First the others, since only one may be the default at any moment."""
    keys = [each.pk for each in others if each.is_default]
    CampaignMemberStatus.objects.filter(pk__in=keys).update(is_default=False)
    status.is_default = True
    status.save(update_fields=["is_default"])


def _members(campaign: Campaign, label: str) -> Any:
    return CampaignMember.objects.filter(campaign=campaign, status=label)


def _lead_members(status: CampaignMemberStatus, was: str, on: date, by: User | None) -> int:
    """In one statement, however many they are."""
    values: dict[str, Any] = {"status": status.label, "has_responded": status.has_responded}
    if status.has_responded:
        values["first_responded_on"] = Coalesce("first_responded_on", on)
    rows = _members(status.campaign, was)
    unlike = rows.exclude(status=status.label, has_responded=status.has_responded)
    return int(unlike.update(**values, modified_at=timezone.now(), modified_by=by))


def _tell(campaign: Campaign, words: str, by: User | None) -> None:
    trail.write([trail.entry("campaign.changed", campaign, by=by, because={"words": words})])


def _refused(field: str, message: str, code: str = "FIELD_INTEGRITY_EXCEPTION") -> Refused:
    return Refused([Problem(field, code, message)])
