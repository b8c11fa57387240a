"""Make the organisation be as the files say, all or nothing; or see what that would change."""

from collections.abc import Mapping

from django.db import transaction

from headwater.catalog import custom
from headwater.config.changes import Change, Wrong
from headwater.config.files import Rows
from headwater.config.names import Names
from headwater.config.sections import SECTIONS
from headwater.people.models import Organization, User


class _OnlyLooking(Exception):
    """Ends the transaction of a look."""


def export() -> dict[str, Rows]:
    """What is configured now, section by section."""
    names = Names()
    with transaction.atomic():
        return {section.name: section.read(names) for section in SECTIONS}


def foresee(sections: Mapping[str, Rows], *, prune: bool = False) -> list[Change]:
    """What `take` would change. It is really done, and undone: so nothing is foreseen wrongly."""
    changes: list[Change] = []
    try:
        with transaction.atomic():
            changes = take(sections, by=None, prune=prune)
            raise _OnlyLooking
    except _OnlyLooking:
        return changes
    finally:
        custom.forget()


def take(sections: Mapping[str, Rows], *, by: User | None, prune: bool = False) -> list[Change]:
    """Make it so in one transaction; a section without a file stays as it is.

    Raises Wrong with every mistake of every file; nothing is changed then.
    """
    names, changes, problems = Names(), [], []
    with transaction.atomic():
        Organization.objects.select_for_update().get(id=1)  # two who apply follow one another
        for section in SECTIONS:
            if section.name in sections:
                made, wrong = section.take(sections[section.name], names, by=by, prune=prune)
                changes += made
                problems += wrong
        if not problems:
            problems = [text for section in SECTIONS for text in section.recheck(changes)]
        if problems:
            custom.forget()
            raise Wrong(problems)
    return changes
