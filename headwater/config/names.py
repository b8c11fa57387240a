"""Rows point at others by name: a user by e-mail address, everything else by what it is called."""

from functools import cache
from typing import Any

from django.db import models

from headwater.config.changes import Unfit
from headwater.match.rules.matching_rule import MatchingRule
from headwater.nurture.models import MailTemplate, Program
from headwater.people.models import BusinessHours, Owner, Queue, Team, User
from headwater.records.models import LeadStatus, Topic
from headwater.route.models import AssignmentRule

CALLED_BY: dict[type[models.Model], str] = {
    User: "email",
    Queue: "name",
    Team: "name",
    BusinessHours: "name",
    MailTemplate: "key",
    Program: "name",
    Topic: "key",
    MatchingRule: "developer_name",
    LeadStatus: "name",
}


class Names:
    """Keys and names of what can be pointed at; one query a model until something is written."""

    def __init__(self) -> None:
        self.keys = cache(self._keys)

    def forget(self) -> None:
        """Read anew what rows are called."""
        self.keys.cache_clear()

    def name(self, model: type[models.Model], key: Any) -> str | None:
        """What the row is called; None for no row."""
        return next((name for name, pk in self.keys(model).items() if pk == key), None)

    def key(self, model: type[models.Model], name: Any) -> Any:
        """The key of the row that is called so; raises Unfit where there is none."""
        if name is None:
            return None
        found = self.keys(model).get(str(name))
        if found is None:
            raise Unfit(f"there is no {model._meta.verbose_name} “{name}” here.")
        return found

    def _keys(self, model: type[models.Model]) -> dict[str, Any]:
        if model is Owner:
            return {**self.keys(Queue), **self.keys(User)}
        if model is AssignmentRule:  # known by a key of its own through all versions
            asked = AssignmentRule.objects.filter(rule_set__is_published=True)
            return dict(asked.order_by("-order").values_list("name", "key"))
        if model not in CALLED_BY:
            raise TypeError(f"Nothing says by what name a {model.__name__} is pointed at.")
        return dict(model._default_manager.order_by("pk").values_list(CALLED_BY[model], "pk"))
