"""What hangs on the leads comes along: activities, memberships and consents gain the new links.

Nothing is taken from a lead: a row keeps it and gains contact, account and opportunity, so that
the lead's own timeline stays whole and the contact's tells the story from the first visit. One
query a table, however many leads.
"""

from typing import Any

from headwater.convert.act import Act, Together
from headwater.convert.locking import locked
from headwater.people.models import User
from headwater.records import clocking
from headwater.records.models import (
    Clock,
    ClockPause,
    Consent,
    DuplicatePair,
    EmailMessage,
    Engagement,
    Event,
    Lead,
    Note,
    Task,
)

ACTIVITIES: tuple[Any, ...] = (Task, Event, EmailMessage, Note)
STOPPED_BECAUSE = "converted"
LINKS = ("lead_id", "contact_id", "account_id", "opportunity_id")
READ = {Task: (*LINKS, "owner_id", "is_closed"), Event: (*LINKS, "owner_id")}
PAIRS = "DuplicatePair"


def move(together: Together) -> None:
    """Everything that hangs on the leads of these acts, in one order of tables."""
    acts = together.by_lead
    _move_members(together)
    for model in ACTIVITIES:
        # Only what is needed: a mail may hold pages of text.
        rows = locked(model._default_manager.filter(lead__in=acts).only(*READ.get(model, LINKS)))
        for row in rows:
            _move_activity(together, acts[row.lead_id], row)
    _move_consents(together, acts)
    _move_engagement(together, acts)
    _stop_clocks(together, acts)
    _put_pairs_away(together, acts)


def latest_campaign(together: Together, lead: Lead) -> int | None:
    """The campaign that a lead came into last; the deal's source."""
    alive = [row.campaign_id for row in together.members.get(lead.pk, ()) if not row.is_deleted]
    return alive[-1] if alive else None


def _move_activity(together: Together, act: Act, row: Any) -> None:
    """Work of the converting user passes to the new owner: open tasks, and meetings (§5.5)."""
    wanted = {name: key for name, key in act.links.items() if getattr(row, name) is None}
    if together.by and _passes_on(row, together.by):
        wanted["owner_id"] = act.owner.pk
    together.change(act, row, wanted)


def _passes_on(row: Any, by: User) -> bool:
    if isinstance(row, Task):
        return row.owner_id == by.pk and not row.is_closed
    return isinstance(row, Event) and row.owner_id == by.pk


def _move_members(together: Together) -> None:
    """Once in a campaign, also for a contact who is in it already."""
    for act in together.acts.values():
        theirs = together.campaigns_of[act.contact.pk]
        for member in together.members.get(act.lead.pk, ()):
            if member.contact_id is None and member.campaign_id not in theirs:
                together.change(act, member, {"contact_id": act.contact.pk})
                theirs.add(member.campaign_id)


def _move_consents(together: Together, acts: dict[int, Act]) -> None:
    """What a lead has said of being written to and called holds for its contact from now on."""
    for row in locked(Consent.objects.filter(lead__in=acts, contact=None)):
        act = acts[row.lead_id]
        together.change(act, row, {"contact_id": act.contact.pk, "carried_at": together.now})


def _move_engagement(together: Together, acts: dict[int, Act]) -> None:
    """What the lead has read and answered is the contact's, too."""
    rows = Engagement.objects.filter(lead__in=acts, contact=None)
    for row in locked(rows.only("lead_id", "contact_id")):
        act = acts[row.lead_id]
        together.change(act, row, {"contact_id": act.contact.pk})


def _stop_clocks(together: Together, acts: dict[int, Act]) -> None:
    """Nobody has to answer a converted lead any more; by a door alone nobody has answered it."""
    clocks = locked(Clock.objects.of_leads(acts).running())
    paused = {clock.pk: clock for clock in clocks if clock.paused_at}
    if paused:
        _end_pauses(together, acts, paused)
    for clock in clocks:
        act = acts[clock.lead_id]
        values = clocking.stopped(
            clock, together.now, STOPPED_BECAUSE, is_answered=not act.choices.is_direct
        )
        together.change(act, clock, values)


def _end_pauses(together: Together, acts: dict[int, Act], paused: dict[int, Clock]) -> None:
    for row in locked(ClockPause.objects.filter(clock__in=paused, resumed_at=None)):
        together.change(acts[paused[row.clock_id].lead_id], row, {
            "resumed_at": together.now, "resumed_because": STOPPED_BECAUSE,
            "resumed_by_id": together.by.pk if together.by else None,
        })  # fmt: skip


def _put_pairs_away(together: Together, acts: dict[int, Act]) -> None:
    """Nobody is asked any more whether a converted lead is somebody else."""
    for act in acts.values():  # said even when there is none: so undo knows that it was looked at
        act.journal.before.setdefault(PAIRS, {})
        act.journal.after.setdefault(PAIRS, {})
    for row in locked(DuplicatePair.objects.about("Lead", acts).open()):
        sides = ((row.one_object, row.one_id), (row.other_object, row.other_id))
        key = next(key for name, key in sides if name == "Lead" and key in acts)
        together.change(acts[key], row, {"state": DuplicatePair.State.GONE})
