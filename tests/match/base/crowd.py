"""Some hundred invented people and companies, of whom some are there twice in other words."""

from random import Random

FIRST = [
    "Nadia", "Owen", "Priya", "Lukas", "Wanda", "Kofi", "Irene", "Hugo", "Zara", "Emil", "Paula",
    "Idris", "Vera", "Mina", "Oscar",
]  # fmt: skip
SYLLABLES = [
    "ba", "do", "fe", "gi", "ku", "la", "me", "no", "pa", "ri", "so", "ta", "ve", "wi", "zu",
]  # fmt: skip


def word(number: int) -> str:
    """A name made of syllables; another one for each number."""
    found = SYLLABLES[number % 15]
    while number := number // 15:
        found += SYLLABLES[number % 15]
    return found.title()


def people(count: int, *, seed: int = 1) -> list[tuple[int, dict[str, str]]]:
    """Entity and values; every fourth comes again with a slip, without phone or with an initial."""
    draw, found = Random(seed), []
    for number in range(count):
        first, last = draw.choice(FIRST), word(number * 37 + 500)
        firm = word(number // 3 * 53 + 900)
        said = {
            "first_name": first, "last_name": last, "company": f"{firm} Foods",
            "email": f"{first}.{last}@{firm}.example".lower(),
            "phone": f"+1303{2_000_000 + number * 4567:07d}", "city": word(number % 50 + 4000),
        }  # fmt: skip
        found.append((number, said))
        if number % 4 == 0:
            found.append((number, said | again(draw, said)))
    return found


def again(draw: Random, said: dict[str, str]) -> dict[str, str]:
    last = said["last_name"]
    slips = (
        {"last_name": last[:2] + last[3:], "phone": ""},
        {"first_name": said["first_name"][:1], "city": ""},
        {"email": "", "company": said["company"].upper() + " LLC"},
    )
    return draw.choice(slips)


def companies(count: int) -> list[tuple[int, dict[str, str]]]:
    """Entity and values of accounts; every fourth comes again with another legal form."""
    found = []
    for number in range(count):
        name = f"{word(number * 41 + 700)} {word(number * 17 + 300)}"
        said = {"name": f"{name} GmbH", "website": f"www.{name.replace(' ', '')}.example".lower(),
                "phone": f"+4930{1_000_000 + number * 789}"}  # fmt: skip
        found.append((number, said))
        if number % 4 == 0:
            found.append((number, said | {"name": name.upper(), "phone": ""}))
    return found
