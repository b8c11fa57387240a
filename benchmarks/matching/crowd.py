"""A crowd of invented people: common names are common, mailboxes are free or at work, some return.

`python -m benchmarks.matching.crowd FIRST LAST` writes the people of these numbers as leads with
their keys into the database of the settings, as the journey would store them.
"""

import sys
from collections.abc import Iterator
from random import Random

from benchmarks.doors.people import FIRST, SYLLABLES, TRADES, phone, word

LAST_NAMES = 30_000
COMPANIES = 200_000
CITIES = 2_000
FREE = ("gmail.com", "yahoo.com", "outlook.com", "web.de")
AT_ONCE = 2000


def person(number: int) -> dict[str, str]:
    """What number so-and-so says of themselves, by attribute; the same each time."""
    draw = Random(number)
    first = FIRST[_common(draw, len(FIRST))] if draw.random() < 0.7 else word(number % 5000).title()
    last = _name(_common(draw, LAST_NAMES))
    firm = _common(draw, COMPANIES)
    company = f"{_name(firm)} {TRADES[firm % len(TRADES)]}"
    city = _common(draw, CITIES)
    host = draw.choice(FREE) if draw.random() < 0.4 else f"{_name(firm).lower()}{firm % 97}.com"
    local = f"{first}.{last}" if "." not in host[:-4] else f"{first}{number % 1000}"
    return {
        "first_name": first,
        "last_name": last,
        "company": company if draw.random() < 0.85 else "",
        "email": f"{local}{number % 89}@{host}".lower() if draw.random() < 0.8 else "",
        "phone": phone(number) if draw.random() < 0.6 else "",
        "street": f"{draw.randrange(1, 400)} {_name(city * 7 % 900)} Street",
        "city": _name(city + 1000),
        "postal_code": f"{10_000 + city * 13:05d}",
        "country": "United States",
    }


def returning(number: int) -> dict[str, str]:
    """The same person in other words: a typo, another number, an initial."""
    draw, said = Random(-number), person(number)
    place = draw.randrange(1, len(said["last_name"]))
    changes = (
        {"last_name": said["last_name"][:place] + "e" + said["last_name"][place:]},
        {"first_name": said["first_name"][:1]},
        {"phone": phone(number + 5_000_000), "street": ""},
        {"email": "", "company": said["company"].upper() + " LLC"},
    )
    return said | draw.choice(changes)


def fill(first: int, last: int) -> None:
    """Write the people of these numbers, some thousand at once."""
    from headwater.database import statements
    from headwater.match import keys
    from headwater.people.models import Owner
    from headwater.records.models import Lead

    owner = Owner.objects.order_by("pk").first()
    assert owner
    for numbers in _portions(first, last):
        leads = [statements.new(Lead, owner_id=owner.pk, **person(number)) for number in numbers]
        for lead, key in zip(leads, statements.reserve(Lead, len(leads)), strict=True):
            lead.pk = key
        statements.insert(leads)
        keys.write("Lead", leads)


def _portions(first: int, last: int) -> Iterator[range]:
    for start in range(first, last, AT_ONCE):
        yield range(start, min(start + AT_ONCE, last))


def _common(draw: Random, count: int) -> int:
    """A number below `count`; low ones come up far more often, as names do."""
    return int(count * draw.random() ** 3)


def _name(number: int) -> str:
    return word(number * 31 + 40).title() + SYLLABLES[number % len(SYLLABLES)]


def main(words: list[str]) -> None:
    """Fill from one number up to another."""
    from headwater.cli import django_ready

    django_ready.load()
    fill(int(words[0]), int(words[1]))


if __name__ == "__main__":
    main(sys.argv[1:])
