"""How the organisation wants it: leads, direct or mixed; and whether new leads are made at all."""

from django.db import transaction

from headwater.people.models import Organization, User
from headwater.people.organization import LeadMode
from headwater.records import trail
from headwater.records.problem import Problem, Refused

CHOSEN = "leads.mode_chosen"


def choose(mode: str, *, by: User) -> str:
    """Set the mode; returns the one before. Choosing it takes new leads again where it has any."""
    if mode not in LeadMode.values:
        raise Refused([Problem("LeadMode", "INVALID_INPUT", f"There is no mode “{mode}”.")])
    return str(_set({"lead_mode": mode, "takes_new_leads": True}, by)["lead_mode"])


def stop_new_leads(*, by: User) -> None:
    """From now on the doors make direct records; leads that are open stay until they are done."""
    _set({"takes_new_leads": False}, by)


def take_new_leads(*, by: User) -> None:
    """The doors make leads again, as the mode says."""
    _set({"takes_new_leads": True}, by)


def restore(values: dict[str, object], *, by: User) -> None:
    """Both settings as they were (`current` tells them)."""
    _set({name: values[name] for name in ("lead_mode", "takes_new_leads")}, by)


def current() -> dict[str, object]:
    """Both settings, to be restored."""
    row = Organization.current()
    return {"lead_mode": row.lead_mode, "takes_new_leads": row.takes_new_leads}


def _set(values: dict[str, object], by: User) -> dict[str, object]:
    if not by.can_configure:
        message = "Only an admin decides whether leads are used."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    with transaction.atomic():
        row = Organization.objects.select_for_update().get(id=1)
        before = {name: getattr(row, name) for name in values}
        changes = {name: [before[name], value] for name, value in values.items()
                   if before[name] != value}  # fmt: skip
        if changes:
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
            trail.write([trail.entry(CHOSEN, row, by=by, changes=changes)])
    return before
