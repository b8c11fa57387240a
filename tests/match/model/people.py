"""People and companies made up, and made up once more with the usual mistakes."""

from random import Random
from typing import Any

from headwater.match.identity import Identity

FIRST = [
    "Robert",
    "Jane",
    "Maria",
    "Kim",
    "Elizabeth",
    "Jürgen",
    "Łukasz",
    "Anne-Marie",
    "Иван",
    "José",
    "Bob",
    "Liz",
    "Bill",
]
LAST = [
    "Smith",
    "Vandeberg",
    "O'Neil",
    "Müller",
    "García-Lopez",
    "van-de-Berg",
    "Nowak",
    "Иванов",
    "Smyth",
    "Doe",
    "Lee",
]
WORDS = [
    "Acme",
    "Harbor",
    "North",
    "Cold",
    "Storage",
    "Systems",
    "Group",
    "Delta",
    "Nine",
    "12",
    "Müller",
    "&",
    "Technologies",
]
STREETS = ("12 Main St.", "12 Main Street, Suite 4", "Hauptstr. 7", "114 W 5th Ave", "7 Elm Ln")
CITIES = ("Denver", "St. James", "Köln", "Saint James", "")
DAYS = ("1978-11-12", "12/11/1978", "19781112", "1978-12-11", "")
Values = dict[str, Any]


def person(random: Random) -> Values:
    first, last = random.choice(FIRST), random.choice(LAST)
    host = random.choice(("acme.com", "gmail.com", "harborcold.com", "number7.com"))
    local = random.choice((f"{first}.{last}", f"{first[0]}{last}", "info", f"{last}7"))
    return {
        "first_name": first, "last_name": last, "email": f"{local}@{host}".replace("'", ""),
        "phone": f"+1 303 555 {random.randrange(1000, 1040)}",
        "mobile_phone": random.choice(("", "(303) 555-1007", "0049 30 1234567")),
        "company": " ".join(random.sample(WORDS, 3)), "title": random.choice(("CEO", "CTO", "")),
        "street": random.choice(STREETS), "city": random.choice(CITIES),
        "postal_code": random.choice(("80202", "80203", "50667", "")),
        "state": random.choice(("CO", "")), "birthdate": random.choice(DAYS),
        "website": random.choice(("", "https://www.acme.com/x", "harbor-cold.com")),
    }  # fmt: skip


def mangled(values: Values, random: Random) -> Values:
    """Each field is left out, misspelt, or written another way with some chance."""
    found = dict(values)
    for name, text in values.items():
        chance = random.random()
        if chance < 0.15:
            found[name] = ""
        elif chance < 0.35 and len(text) > 2:
            place = random.randrange(len(text) - 1)
            found[name] = (
                text[:place] + random.choice(("", "x", text[place] * 2)) + text[place + 1 :]
            )
        elif chance < 0.42:
            found[name] = text.upper()
    if random.random() < 0.08:
        found["first_name"], found["last_name"] = found["last_name"], found["first_name"]
    if random.random() < 0.05:
        found["last_name"] += " Jr"
    return found


def people(count: int, seed: int) -> list[Identity]:
    """Half of them mangled others."""
    random = Random(seed)
    said: list[Values] = []
    while len(said) < count:
        again = said and random.random() < 0.5
        said.append(mangled(random.choice(said), random) if again else person(random))
    return [Identity.of_values(values, "US") for values in said]


def companies(count: int, seed: int) -> list[Identity]:
    """What these people say of their employers, by name, number, street and domain."""
    return [one.employer() for one in people(count, seed)]
