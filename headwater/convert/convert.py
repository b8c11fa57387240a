"""Converting: leads become accounts, contacts and usually opportunities, each wholly or not at all.

Everything is locked first, decided in memory lead by lead, then written once: a batch of two
hundred makes as many queries as one lead. A lead that is refused leaves the others alone. Two
people at once make one conversion, and a second click gets the standing one. Existing records only
gain what they lack and what was chosen to be taken.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.convert import (
    deals,
    leftover,
    locking,
    making,
    mapping,
    moving,
    readiness,
    storing,
    targets,
)
from headwater.convert.act import Act, Together
from headwater.convert.beside import Origins
from headwater.convert.choices import AlreadyConverted, Beside, Choices, FollowUp
from headwater.convert.targets import Targets
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.records import trail
from headwater.records.models import Conversion, ConversionRun, Lead, Task
from headwater.records.problem import Problem, Refused

Result = Conversion | Refused


def convert(lead: Lead, choices: Choices | None = None, *, by: User | None) -> Conversion:
    """Convert a lead; raises Refused (AlreadyConverted when it was, otherwise than asked now)."""
    [result] = convert_batch([(lead, choices or Choices())], by=by)
    if isinstance(result, Refused):
        raise result
    return result


def convert_batch(
    wanted: Sequence[tuple[Lead, Choices]], *, by: User | None, run: ConversionRun | None = None
) -> list[Result]:
    """Convert leads in one transaction; what became of each, in the order asked for."""
    with transaction.atomic(), moment():
        return carry_out(decide(wanted, by=by, run=run))


def decide(
    wanted: Sequence[tuple[Lead, Choices]], *, by: User | None, run: ConversionRun | None = None
) -> Together:
    """Lock and decide, in a transaction of the caller's, who then calls `carry_out`."""
    together = Together(list(wanted), by, run, timezone.now())
    locking.hold_leads(together)
    places = _places(together)
    if places:
        together.lines = mapping.lines()
        together.defaults = {
            noun: mapping.picklist_defaults(lines) for noun, lines in together.lines.items()
        }
        together.leftover = leftover.unmapped_fields(leftover.mapped_in(together.lines))
        origins = locking.hold_targets(together, places)
        locking.read_unique(together, places)
        needs = readiness.missing([_held(together, place) for place in places])
        for place in places:
            try:
                together.acts[place] = _decide(together, place, origins, needs)
            except Refused as refused:
                together.results[place] = refused
    return together


def carry_out(together: Together) -> list[Result]:
    """Move what hangs on the leads, close them, and write everything."""
    if together.acts:
        moving.move(together)
        for act in together.acts.values():
            _follow_up(together, act)
            _close(together, act)
        together.results.update(storing.store(together))
    for place, (lead, choices) in enumerate(together.wanted):
        held = together.held.get(Lead, {}).get(lead.pk)
        if held:
            _bring_up_to_date(lead, held)
        if place not in together.results:  # asked for twice at once
            together.results[place] = _again(together, lead, choices)
    return [together.results[place] for place in range(len(together.wanted))]


def _places(together: Together) -> list[int]:
    """The places of leads that can be converted, those first whose records others share."""
    first: dict[int, int] = {}
    for place, (lead, _) in enumerate(together.wanted):
        if place not in together.results:
            first.setdefault(lead.pk, place)
    return sorted(first.values(), key=lambda place: _stands_beside(together.wanted[place][1]))


def _stands_beside(choices: Choices) -> bool:
    chosen = (choices.account, choices.contact, choices.opportunity)
    return any(isinstance(each, Beside) for each in chosen)


def _held(together: Together, place: int) -> Lead:
    lead: Lead = together.held[Lead][together.wanted[place][0].pk]
    return lead


def _decide(together: Together, place: int, origins: Origins, needs: dict[int, Any]) -> Act:
    """What becomes of one lead, placed on rows in memory; raises Refused with what forbids it."""
    lead, choices = _held(together, place), together.wanted[place][1]
    act, found = targets.begin(together, lead, choices, origins)
    if not choices.is_direct:  # at a door nobody works on a lead before
        act.criteria = readiness.told(needs[lead.pk])
        if problems := readiness.refusal(needs[lead.pk], choices.override_reason, together.by):
            raise Refused(problems)
    act.campaign_id = moving.latest_campaign(together, lead)
    act.unmapped = leftover.told(lead, together.leftover)
    _make(together, act, found)
    return act


def _make(together: Together, act: Act, found: Targets) -> None:
    problems: list[Problem] = []
    account = _plan(problems, making.account, together, act, found)
    if account is None:
        raise Refused(problems)
    contact = _plan(problems, making.contact, together, act, found, account.record)
    deal = _plan(problems, deals.opportunity, together, act, found, account.record)
    if problems:
        raise Refused(problems)
    making.household(together, act, found, account)
    act.account, act.contact = account.record, contact.record
    for noun, plan in (("Account", account), ("Contact", contact), ("Opportunity", deal)):
        origin = found.origins[noun]
        if plan and origin and plan.is_new:
            together.made[noun, origin[1]] = plan.record
    making.carry_over(together, act, account)
    making.carry_over(together, act, contact)
    if deal:
        act.deal = deal.record
        deals.carry_over(together, act, deal)


def _plan(problems: list[Problem], work_out: Any, *asked: Any) -> Any:
    """What is worked out, or None; what is wrong with it joins the other problems."""
    try:
        return work_out(*asked)
    except Refused as refused:
        problems += refused.problems
        return None


def _follow_up(together: Together, act: Act) -> None:
    """The task to go on with, tied to the lead and to all that it has become."""
    wanted: FollowUp | None = act.choices.follow_up
    if wanted is None or not wanted.subject.strip():
        return
    owner_id = wanted.owner.pk if wanted.owner else act.owner.pk
    zone = users()[owner_id].zone
    due_on = wanted.due_at.astimezone(zone).date() if wanted.due_at else wanted.due_on
    task = together.new(
        Task, subject=wanted.subject.strip()[:255], due_on=due_on, due_at=wanted.due_at,
        task_subtype=wanted.subtype, lead_id=act.lead.pk, owner_id=owner_id, **act.links,
    )  # fmt: skip
    together.add(act, task)
    act.entries.append(
        trail.entry("task.created", task, by=together.by, at=together.now, because=act.because)
    )


def _close(together: Together, act: Act) -> None:
    values = {
        "status": act.status.name, "status_changed_at": together.now, "is_converted": True,
        "is_closed": True, "converted_on": timezone.localdate(together.now), "snoozed_until": None,
        **{f"converted_{name}": key for name, key in act.links.items()},
    }  # fmt: skip
    lead = act.lead
    act.journal.before.setdefault("Lead", {}).setdefault(str(lead.pk), {})["status"] = lead.status
    together.change(act, lead, values)
    act.journal.after["Lead"][str(lead.pk)]["status"] = lead.status
    lead.modified_at, lead.modified_by = together.now, together.by
    together.touch(lead, ("modified_at", "modified_by_id"))


def _bring_up_to_date(lead: Lead, held: Lead) -> None:
    """The caller's lead says what the database says."""
    if lead is not held:
        for column in Lead._meta.concrete_fields:
            name, value = column.attname, held.__dict__[column.attname]
            if not column.is_relation:
                lead.__dict__[name] = value
            elif lead.__dict__.get(name, ...) != value:  # what is known of it is old, too
                setattr(lead, name, value)


def _again(together: Together, lead: Lead, choices: Choices) -> Result:
    """A lead that stands twice in one batch: what became of it the first time."""
    place = next(place for place, one in enumerate(together.wanted) if one[0].pk == lead.pk)
    first = together.results[place]
    is_same = isinstance(first, Conversion) and choices.are_those_of(first)
    return first if is_same or isinstance(first, Refused) else AlreadyConverted(first)
