"""The sentence in the foot: what will happen, a loud word and a quiet rest for each part."""

from typing import TYPE_CHECKING

from headwater.web.convert.asked import NEW, NONE, listed, many
from headwater.web.convert.counts import hanging_count

if TYPE_CHECKING:
    from headwater.web.convert.offer import Offer

Part = tuple[str, str]


def summary(offer: "Offer") -> list[Part]:
    """Every part in order; the activities and memberships of siblings are not counted in."""
    made = [*_made(offer)]
    existing = [record for record in (offer.account.chosen, offer.contact.chosen) if record]
    parts: list[Part] = [("Makes", listed(made))] if made else []
    if existing:
        parts.append(("Fills the gaps of", many(len(existing), "record")))
    parts += _changes(offer)
    if offer.account.home:
        parts.append(("Puts them into", str(offer.account.home)))
    if offer.deal.deal:
        parts.append(("Adds to", offer.deal.deal.name))
    if offer.deal.chosen == NONE:
        parts.append(("Makes no", "opportunity"))
    parts += _comes_along(offer)
    if offer.follow_up.is_wanted:
        parts.append(("Notes", "a follow-up"))
    return parts


def _made(offer: "Offer") -> list[str]:
    found = []
    if offer.account.chosen is None:
        found.append("person account" if offer.account.is_person else "account")
    if offer.contact.chosen is None and not offer.contact.is_the_account:
        found.append("contact")
    if offer.deal.chosen == NEW:
        found.append("opportunity")
    return found


def _changes(offer: "Offer") -> list[Part]:
    rows = [row for some in offer.values.rows.values() for row in some]
    taken = sum(row.choice == "lead" for row in rows)
    both = sum(row.choice == "both" for row in rows)
    parts = [("Replaces", many(taken, "value"))] if taken else []
    return parts + ([("Keeps both of", many(both, "value"))] if both else [])


def _comes_along(offer: "Offer") -> list[Part]:
    activities, memberships = hanging_count(offer.lead)
    moved = [many(activities, "activity", "activities")] if activities else []
    moved += [many(memberships, "campaign")] if memberships else []
    parts = [("Moves", listed(moved))] if moved else []
    others = len(offer.siblings.chosen)
    return parts + ([("Takes", f"{many(others, 'other lead')} along")] if others else [])
