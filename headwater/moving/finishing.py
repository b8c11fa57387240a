"""What a record of each object needs beyond its fields, before it is written."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from headwater.moving.course import Course
from headwater.moving.making import Made
from headwater.records.models import CampaignMember
from headwater.records.stages import Group


def finish(course: Course, name: str, made: Sequence[Made]) -> None:
    """Status and stage by what they are called here; times that follow from others."""
    deed = DEEDS.get(name)
    if deed:
        for each in made:
            if not each.reason:
                deed(course, each)
    if name == "CampaignMember":
        _refuse_doubles(made)


def _lead(course: Course, made: Made) -> None:
    given = made.given
    given["is_unread_by_owner"] = bool(made.row.get("IsUnreadByOwner", False))
    status = course.status(str(made.row.get("Status") or "Open - Not Contacted"))
    is_converted = bool(given.get("is_converted"))
    given["status"] = status.name
    given["is_closed"] = (status.is_closed or status.group == Group.NOT_QUALIFIED) and (
        not is_converted and not status.is_converted
    )
    given.setdefault("status_changed_at", given.get("created_at"))
    if given["status_changed_at"] is None:
        del given["status_changed_at"]


def _opportunity(course: Course, made: Made) -> None:
    given, stage = made.given, course.stage(dict(made.row))
    given["stage_name"] = stage.name
    given["is_closed"], given["is_won"] = stage.is_closed, stage.is_won
    given.setdefault("probability", stage.probability)
    given.setdefault("forecast_category", stage.forecast_category)
    changed = given.get("stage_changed_at") or given.get("modified_at") or given.get("created_at")
    if changed:
        given["stage_changed_at"] = changed
    if stage.is_closed and not given.get("closed_at"):
        on = given.get("close_on")
        given["closed_at"] = (
            (made.row.get("LastStageChangeDate") and changed)
            or (dt.datetime.combine(on, dt.time(12), dt.UTC) if on else changed)
        )  # fmt: skip
    if not (stage.is_early or stage.is_lost) and given.get("created_at"):
        given.setdefault("pipeline_at", given["created_at"])


def _task(course: Course, made: Made) -> None:
    given = made.given
    given.setdefault("is_closed", str(made.row.get("Status")) == "Completed")
    if given["is_closed"] and not given.get("completed_at") and given.get("modified_at"):
        given["completed_at"] = given["modified_at"]
    if given.get("remind_at") and given["remind_at"] <= dt.datetime.now(dt.UTC):
        given["reminded_at"] = given["remind_at"]  # nobody is reminded of what is long past


def _event(course: Course, made: Made) -> None:
    given, row = made.given, made.row
    if not given.get("starts_at"):
        said = row.get("ActivityDateTime") or row.get("ActivityDate")
        given["starts_at"] = _moment(said)
    if not given.get("ends_at") and given.get("starts_at"):
        minutes = int(row.get("DurationInMinutes") or 0)
        given["ends_at"] = given["starts_at"] + dt.timedelta(minutes=minutes)


def _moment(said: Any) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(str(said)) if said else None
    except ValueError:
        return None
    return found.replace(tzinfo=dt.UTC) if found and found.tzinfo is None else found


def _member(course: Course, made: Made) -> None:
    if not (made.given.get("lead_id") or made.given.get("contact_id")):
        lost = ", ".join(made.astray.values()) or "nobody"
        made.reason = f"Neither its lead nor its contact is here ({lost})."


def _refuse_doubles(made: Sequence[Made]) -> None:
    """A lead is in a campaign once, also one that was here before."""
    coming = [each for each in made if not each.reason and each.given.get("lead_id")]
    rows = CampaignMember.objects.filter(
        lead__in=[each.given["lead_id"] for each in coming], is_deleted=False
    )
    taken: set[Any] = set(rows.values_list("campaign_id", "lead_id"))
    for each in coming:
        pair = each.given.get("campaign_id"), each.given["lead_id"]
        if pair in taken:
            each.reason = "This lead is in the campaign already."
        taken.add(pair)


DEEDS: dict[str, Callable[[Course, Made], None]] = {
    "Lead": _lead, "Opportunity": _opportunity, "Task": _task, "Event": _event,
    "CampaignMember": _member,
}  # fmt: skip
