"""Everything that a batch of conversions reads, locked in one order, one query a table.

Leads first, then accounts, contacts, opportunities and what hangs on them, each by rising key:
two batches that share rows wait for each other and never in a circle. The locks let others refer
to a row meanwhile (FOR NO KEY UPDATE).
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q

from headwater.catalog import objects
from headwater.catalog.custom import ExternalId
from headwater.convert.act import Together
from headwater.convert.beside import Origins
from headwater.convert.choices import AlreadyConverted, Beside
from headwater.convert.filling import value_of
from headwater.people.models import User
from headwater.records.models import (
    Account,
    CampaignMember,
    Contact,
    Conversion,
    Lead,
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
)
from headwater.records.problem import Problem, Refused
from headwater.records.tombstone import survivors
from headwater.records.uniqueness import unique_names

NOT_YOURS = "INSUFFICIENT_ACCESS_OR_READONLY"


def locked(rows: Any) -> list[Any]:
    """These rows in the order of their keys, locked until the transaction ends."""
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def seen(model: Any, by: User | None) -> Any:
    """The living records that `by` may use."""
    return (model.objects.visible_to(by) if by else model.objects.all()).alive()


def hold_leads(together: Together) -> None:
    """Lock the leads; those that cannot be converted, or are already, have their result."""
    if together.by and not together.by.can_edit:
        refused = _no("", "You may read records, not change them.")
        together.results.update(dict.fromkeys(range(len(together.wanted)), refused))
        return
    keys = {lead.pk for lead, _ in together.wanted}
    rows = locked(seen(Lead, together.by).filter(pk__in=keys))
    together.held[Lead] = {row.pk: row for row in rows}
    done = _standing([row.pk for row in rows if row.is_converted])
    for place, (lead, choices) in enumerate(together.wanted):
        held = together.held[Lead].get(lead.pk)
        if held is None:
            message = "This lead is not yours to convert."
            together.results[place] = _no("LeadId", message)
        elif held.is_converted:
            standing = done.get(held.pk)
            is_same = standing is not None and choices.are_those_of(standing)
            together.results[place] = standing if is_same else AlreadyConverted(standing)  # type: ignore[assignment]


def hold_targets(together: Together, places: Collection[int]) -> Origins:
    """Lock what was chosen to convert into, with what is asked of it."""
    chosen = {together.wanted[place][0].pk: together.wanted[place][1] for place in places}
    origins = Origins(chosen, _converted_beside(together, places))
    for noun, model in (("Account", Account), ("Contact", Contact), ("Opportunity", Opportunity)):
        found = (origins.of(noun, key) for key in chosen)
        keys = {origin[1] for origin in found if origin and not origin[0]}
        if noun == "Account":
            households = (choices.household for choices in chosen.values())
            keys |= {each.pk for each in households if isinstance(each, Account)}
        rows = locked(seen(model, together.by).filter(pk__in=keys)) if keys else []
        together.held[model] = {row.pk: row for row in rows}
    _hold_parts(together)
    _hold_members(together, chosen)
    return origins


def _standing(leads: Collection[int]) -> dict[int, Conversion]:
    if not leads:
        return {}
    rows = Conversion.objects.filter(lead__in=leads, undone_at=None)
    return {row.lead_id: row for row in rows.select_related("account", "contact", "opportunity")}


def _converted_beside(together: Together, places: Iterable[int]) -> dict[int, Lead]:
    """Leads that somebody is to stand beside and that are converted: now held, or any other."""
    held = together.held[Lead]
    wanted = set()
    for place in places:
        choices = together.wanted[place][1]
        for chosen in (choices.account, choices.contact, choices.opportunity):
            if isinstance(chosen, Beside):
                wanted.add(chosen.lead_id)
    found = {key: held[key] for key in wanted if key in held and held[key].is_converted}
    others = wanted - held.keys()
    if others:
        rows = seen(Lead, together.by).filter(pk__in=others, is_converted=True)
        found |= {row.pk: row for row in rows}
    return found


def _hold_parts(together: Together) -> None:
    """Who takes part in the deals that are joined, and the last row of their history."""
    deals = together.held[Opportunity]
    if deals:
        for part in locked(OpportunityContactRole.objects.filter(opportunity__in=deals)):
            together.parts[part.opportunity_id].append(part)
        rows = locked(OpportunityHistory.objects.filter(opportunity__in=deals, ended_at=None))
        together.moments = {row.opportunity_id: row for row in rows}


def _hold_members(together: Together, leads: Iterable[int]) -> None:
    """Memberships of the leads, oldest first, and in which campaigns the chosen contacts are."""
    is_asked = Q(lead__in=list(leads)) | Q(contact__in=list(together.held[Contact]))
    for row in locked(CampaignMember.objects.filter(is_asked)):
        if row.contact_id:
            together.campaigns_of[row.contact_id].add(row.campaign_id)
        if row.lead_id:
            together.members.setdefault(row.lead_id, []).append(row)
    for rows in together.members.values():
        rows.sort(key=lambda row: (row.created_at, row.pk))


def read_unique(together: Together, places: Iterable[int]) -> None:
    """Whose the unique values are that these leads bring: one query an object that has any."""
    for noun, lines in together.lines.items():
        names = unique_names(noun)
        carried = [line for line in lines if line.target.name in names]
        wanted = set()
        for place in places if names else ():
            lead, choices = together.wanted[place]
            held = together.held[Lead][lead.pk]
            said = {line.target.name: value_of(held, line.source) for line in carried}
            said |= {n: v for n, v in choices.given.get(noun, {}).items() if n in names}
            wanted |= {str(value) for value in said.values() if value not in (None, "")}
        if wanted:
            rows = ExternalId.objects.filter(object_name=noun, field__in=names, value__in=wanted)
            found = list(rows)
            lives = survivors(objects.get(noun).name, {row.record_id for row in found})
            for row in found:
                together.unique[noun, row.field, row.value] = lives[row.record_id]


def _no(field: str, message: str) -> Refused:
    return Refused([Problem(field, NOT_YOURS, message)])
