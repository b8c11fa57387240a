"""Invented people, each another one: the same number gives the same person, here and in SQL."""

SYLLABLES = (
    "ba", "be", "bo", "da", "de", "do", "fa", "fe", "fo", "ga", "ge", "go", "ka", "ke", "ko", "la",
    "le", "lo", "ma", "me", "mo", "na", "ne", "no", "ra", "re", "ro", "sa", "se", "so", "ta", "te",
)  # fmt: skip
FIRST = (
    "Tom", "Elena", "Ruth", "Dale", "Nadia", "Leo", "Greta", "Amir", "Carla", "Henry", "Yuki",
    "Bea", "Jonas", "Priya", "Malik", "Sofia", "Owen", "Hanna", "Diego", "Aisha", "Ravi", "Clara",
)  # fmt: skip
TRADES = ("Storage", "Dairy", "Foods", "Joinery", "Brewery", "Logistics", "Bakery", "Hotel")
AREAS = (303, 720, 970, 719, 505, 801, 702, 480)
INTERESTS = ("Solar", "Battery", "Solar and battery")
WISH = "{} wants panels on the roof in {} road before the next winter. What would that cost us?"
TWIN_EVERY = 33  # some 3 % ask again, in other words


def word(number: int) -> str:
    """Syllables for the digits of a number to base 32; never twice the same."""
    found = SYLLABLES[number & 31]
    while number := number >> 5:
        found = SYLLABLES[number & 31] + found
    return found


def person(number: int) -> dict[str, str]:
    """What a visitor types; three people work at each company."""
    again = number % TWIN_EVERY == TWIN_EVERY - 1
    who = number - 20 if again else number
    first, last, firm = FIRST[who % len(FIRST)], word(who), word(who // 3)
    return {
        "FirstName": first,
        "LastName": last.title(),
        "Company": f"{firm.title()} {TRADES[who % len(TRADES)]}",
        "Email": f"{first.lower()}.{last}@{firm}.example.com",
        "Phone": phone(who),
        "Property__c": "Business" if who % 3 else "Home",
        "Interest__c": INTERESTS[who % len(INTERESTS)],
        "Yearly_Use__c": str(who % 900),
        "Description": "And how long?" if again else WISH.format(firm.title(), word(who * 7)),
    }


def phone(number: int) -> str:
    """One of 64 million numbers."""
    area = AREAS[number // 8_000_000 % len(AREAS)]
    return f"+1 {area} {200 + number // 10_000 % 800} {number % 10_000:04d}"
