"""The journey's fourth step: every lead gets an owner, never nowhere.

Whoever created it may have named one; else the first assignment rule that is true decides; else
the default owner takes it.
"""

from collections.abc import Mapping

from headwater.database import statements
from headwater.people.models import Owner
from headwater.people.owner import owners
from headwater.records import trail
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.notification import rows
from headwater.records.submission import Door
from headwater.route import rules as all_rules
from headwater.route.because import sentences_of, told
from headwater.route.decide import Verdict, decide
from headwater.route.fallback import alert, default_owner
from headwater.route.reassign import take_along

# Anybody on the internet can send an owner here; only who has signed in may choose one.
PUBLIC_DOORS = frozenset({Door.FORM, Door.WEB_TO_LEAD, Door.EMAIL})
Owners = Mapping[int, Owner]


def assign(batch: Batch) -> None:
    """Give every new lead its owner, and a new one to joined leads whose owner has left.

    One query for the verdicts, two for the rounds of teams.
    """
    known = owners()
    homeless = _homeless(batch, known)
    if not homeless:
        return
    named = {lead.id: _named(batch, draft, lead, known) for draft, lead in homeless}
    verdicts = {pk: verdict for pk, verdict in named.items() if verdict}
    asked = [lead for _, lead in homeless if lead.id not in verdicts]
    decided = decide(batch, asked)
    verdicts |= decided
    _give(batch, homeless, verdicts)
    _alert(batch, decided)


def _give(
    batch: Batch, homeless: list[tuple[Draft, Lead]], verdicts: Mapping[int, Verdict]
) -> None:
    """Point each lead at its owner and tell why; open work of who has left goes along."""
    default, sentences = default_owner(), sentences_of(verdicts.values())
    left: dict[Owner, dict[int, int]] = {}
    for draft, lead in homeless:
        verdict, before = verdicts[lead.id], None if draft.is_new else lead.owner_id
        owner = verdict.owner or default
        if before:
            left.setdefault(owner, {})[lead.id] = before
        statements.point(lead, "owner", owner)
        batch.trail.append(
            trail.entry("lead.assigned", lead, by=batch.by, at=draft.received_at or batch.now,
                        because=told(verdict, owner, sentences),
                        changes={"owner_id": [before, lead.owner_id]})
        )  # fmt: skip
    batch.touched.add("owner_id")
    for owner, former in left.items():  # seldom any
        take_along(former, owner, at=batch.now)


def _alert(batch: Batch, decided: Mapping[int, Verdict]) -> None:
    """Tell those who can mend it that leads reach nobody; an organisation without any rule wants
    it so."""
    lost = next((verdict for verdict in decided.values() if verdict.owner is None), None)
    if lost and all_rules.known() and not batch.is_history:
        batch.add(rows([alert(lost.words, batch.now)], batch.now), or_skip=True)


def _homeless(batch: Batch, known: Owners) -> list[tuple[Draft, Lead]]:
    """Each lead once that is new, or whose owner is not active any more."""
    found: dict[int, tuple[Draft, Lead]] = {}
    for draft in batch.live:
        lead = draft.lead
        if lead and (draft.is_new or not _is_active(known, lead.owner_id)):
            found.setdefault(lead.id, (draft, lead))
    return list(found.values())


def _named(batch: Batch, draft: Draft, lead: Lead, known: Owners) -> Verdict | None:
    """The owner that needs no rule: the one who was chosen, or the creator where rules are off."""
    is_chosen = draft.is_new and draft.values.get("owner_id") and batch.door not in PUBLIC_DOORS
    keeps = draft.evidence.get("keeps_owner") and lead.owner_id in known
    if is_chosen and (keeps or _is_active(known, lead.owner_id)):
        return Verdict(known[lead.owner_id], "chosen by whoever created it")
    if batch.assigns:
        return None
    if batch.by and batch.by.can_edit and batch.by.is_active:
        return Verdict(known[batch.by.pk], "the rules were not asked; its creator keeps it")
    return Verdict(None, "the rules were not asked")


def _is_active(known: Owners, owner_id: int) -> bool:
    return owner_id in known and known[owner_id].is_active
