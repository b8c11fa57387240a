"""Who sees which record: owner, those above the owner, queue members, and what is public.

One gate for every door. A record that hangs on another (a task, an e-mail, a member) is seen by
whoever sees one of the records it hangs on.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from headwater.people.models import Organization, User
from headwater.people.organization import Access
from headwater.people.sharing import visible_owner_ids

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
# What an activity may hang on; whoever sees one of these sees the activity.
PARENTS = ("lead", "contact", "account", "opportunity")
ACCESS_OF = {
    "Lead": "lead_access",
    "Account": "account_access",
    "Contact": "account_access",
    "Opportunity": "opportunity_access",
}


def visible(model: type[models.Model], user: User) -> Q:
    """The condition under which rows of `model` may be seen by `user`."""
    if not user.is_active:
        return NOTHING
    owners = visible_owner_ids(user)
    if owners is None:
        return EVERYTHING
    return _owned_by(model, owners)


def _owned_by(model: type[models.Model], owners: frozenset[int]) -> Q:
    name = model.__name__
    if name in ACCESS_OF:
        is_public = getattr(Organization.current(), ACCESS_OF[name]) == Access.READ
        return EVERYTHING if is_public else Q(owner_id__in=owners)
    if name in ("Task", "Event"):
        return Q(owner_id__in=owners) | _through_parents(model, owners)
    if name in ("EmailMessage", "Note"):
        return _through_parents(model, owners)
    if name in ("Clock", "Conversion", "Submission"):
        return Q(lead__in=_rows("lead", owners))
    if name == "CampaignMember":
        return Q(lead__in=_rows("lead", owners)) | Q(contact__in=_rows("contact", owners))
    if name in ("OpportunityContactRole", "OpportunityHistory"):
        return Q(opportunity__in=_rows("opportunity", owners))
    return EVERYTHING  # campaigns, statuses, stages, people: everybody's


def _through_parents(model: type[models.Model], owners: frozenset[int]) -> Q:
    seen = NOTHING
    for parent in PARENTS:
        seen |= Q(**{f"{parent}__in": _rows(parent, owners)})
    return seen


def _rows(noun: str, owners: frozenset[int]) -> "models.QuerySet[Any]":
    from django.apps import apps

    model = apps.get_model("records", noun)
    return model._default_manager.filter(_owned_by(model, owners)).order_by().values("pk")
