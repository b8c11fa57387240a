"""All comparisons of persons and of companies, in the order of their evidence."""

from collections.abc import Callable

from headwater.match.identity import Identity
from headwater.match.model import company_facts, contact_points, person_facts, person_name, places
from headwater.match.model.comparison import Comparison, Names

COMPARISONS: dict[str, tuple[Comparison, ...]] = {
    "person": (
        person_name.NAME,
        contact_points.email("person", person_name.CLASH),
        contact_points.phone("person", person_name.CLASH),
        person_facts.EMPLOYER,
        places.street("person", person_name.CLASH),
        places.place("person"),
        person_facts.BIRTHDATE,
        person_facts.TITLE,
    ),
    "company": (
        company_facts.NAME,
        company_facts.DOMAIN,
        contact_points.email("company", company_facts.CLASH),
        contact_points.phone("company", company_facts.CLASH),
        places.street("company", company_facts.CLASH),
        places.place("company"),
    ),
}
NAMES: dict[str, Callable[[Identity, Identity], Names]] = {
    "person": person_name.person_names,
    "company": company_facts.company_names,
}


CLASHES = {
    "person": {"other_generation", "one_other", "other_first", "other_first_typo", "other"},
    "company": {"other"},
}
"""The levels of the name that are a clash."""


def levels(one: Identity, other: Identity) -> tuple[int, ...]:
    """The place of the level of every comparison of their kind."""
    names = NAMES[one.kind](one, other)
    return tuple(each.level(one, other, names) for each in COMPARISONS[one.kind])
