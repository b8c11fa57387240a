"""The users and queues that rows name, filled in from memory: no join, and no query."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django.db import models

from headwater.database import statements
from headwater.people.owner import Owner, owners
from headwater.people.user import User, users

Row = TypeVar("Row", bound=models.Model)


def with_people(rows: Iterable[Row], *relations: str) -> list[Row]:
    """The rows, with these relations to users and owners answered; to be read only.

    Somebody who came this very moment may be unknown; the relation then asks as it always does.
    """
    found = list(rows)
    for name in relations if found else ():
        known = _known(found[0], name)
        for row in found:
            other = known.get(getattr(row, f"{name}_id"))
            if other is not None:
                statements.point(row, name, other)
    return found


def _known(row: models.Model, name: str) -> Mapping[int, Owner]:
    model = row._meta.get_field(name).related_model
    return users() if model is User else owners()
