"""Who asks Juniper Solar for something: invented people, companies, words and places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

FIRST = [
    "Tom",
    "Elena",
    "Ruth",
    "Dale",
    "Nadia",
    "Leo",
    "Greta",
    "Amir",
    "Carla",
    "Henry",
    "Yuki",
    "Bea",
    "Jonas",
    "Priya",
    "Malik",
    "Sofia",
    "Owen",
    "Hanna",
    "Diego",
    "Aisha",
    "Ravi",
    "Clara",
    "Felix",
    "Noor",
    "Piotr",
    "Ingrid",
    "Mateo",
    "Layla",
    "Simon",
    "Wanda",
    "Kofi",
    "Irene",
    "Hugo",
    "Zara",
    "Emil",
    "Paula",
    "Idris",
    "Vera",
    "Lukas",
    "Mina",
    "Oscar",
    "Tessa",
    "Jamal",
    "Rosa",
    "Viktor",
    "Alma",
    "Darius",
    "Nora",
    "Benno",
    "Asha",
]
LAST = [
    "Okafor",
    "Varga",
    "Ames",
    "Whitcomb",
    "Serrano",
    "Park",
    "Holm",
    "Daud",
    "Mendes",
    "Pell",
    "Tanabe",
    "Collins",
    "Weck",
    "Rao",
    "Haddad",
    "Rossi",
    "Brandt",
    "Nilsen",
    "Castillo",
    "Mensah",
    "Iyer",
    "Novak",
    "Fischer",
    "Aziz",
    "Kowal",
    "Lund",
    "Romero",
    "Nasser",
    "Hale",
    "Sorensen",
    "Boateng",
    "Keller",
    "Marchetti",
    "Khan",
    "Berg",
    "Lindqvist",
    "Farouk",
    "Petrov",
    "Meyer",
    "Sato",
    "Duarte",
    "Quinn",
    "Carter",
    "Moreno",
    "Ivanov",
    "Stone",
    "Popescu",
    "Larsen",
    "Vogel",
    "Gupta",
]
TRADE = [
    "Cold Storage",
    "Dental Group",
    "Dairy",
    "Foods",
    "Joinery",
    "Storage",
    "School",
    "Auto",
    "Brewery",
    "Logistics",
    "Bakery",
    "Printing",
    "Hotel",
    "Orchards",
    "Textiles",
    "Ceramics",
    "Clinic",
    "Foundry",
    "Laundry",
    "Markets",
    "Timber",
    "Greenhouses",
    "Packaging",
    "Tools",
    "Seafood",
    "Bottling",
    "Plastics",
    "Archives",
    "Theatre",
    "Leisure Centre",
]
PLACE = [
    "Harbor",
    "Linden",
    "Northgate",
    "Brightacre",
    "Cove",
    "Ashby",
    "Stillwater",
    "Fernhill",
    "Millbrook",
    "Oakridge",
    "Granite",
    "Larkspur",
    "Redwood",
    "Westbury",
    "Clearview",
    "Summit",
    "Riverside",
    "Eastfield",
    "Hollow Creek",
    "Maple Bay",
]
TOWNS = (
    ("Linden", "Colorado", "80401"), ("Ashby", "Colorado", "80203"), ("Cove", "Utah", "84320"),
    ("Millbrook", "New Mexico", "87102"), ("Fernhill", "Arizona", "85004"),
    ("Stillwater", "Wyoming", "82001"), ("Oakridge", "Nevada", "89501"),
)  # fmt: skip
TITLES = (
    "Operations manager", "Facilities lead", "Owner", "Head of finance", "Plant manager",
    "Energy buyer", "Managing director", "Site engineer",
)  # fmt: skip
INDUSTRIES = (
    "Food & Beverage", "Manufacturing", "Healthcare", "Retail", "Hospitality", "Agriculture",
    "Education", "Transportation",
)  # fmt: skip
WISHES = {
    "Solar": "We want to put panels on our roof before the next winter. What would it cost?",
    "Battery": "Could a battery carry our evening peak? The bill is attached to my last e-mail.",
    "Solar and battery": "Looking for solar with a battery. When could somebody visit the site?",
}
MAILS = ("example.com", "example.org", "example.net")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: the door, the Lead Source, the campaign and how likely it ends well."""

    door: str
    form: str
    source: str
    campaign: str
    weight: int
    promise: float


WAYS = (
    Way("form", "quote", "Web", "Get a quote", 30, 0.34),
    Way("form", "guide", "Web", "Cold-store guide, spring", 22, 0.10),
    Way("web_to_lead", "", "Web", "Homeowner search ads", 18, 0.20),
    Way("import", "", "Trade Show", "Mountain Energy Fair", 12, 0.16),
    Way("import", "", "Purchased List", "Business directory mailing", 7, 0.03),
    Way("hand", "", "Partner Referral", "Roofers' referral program", 6, 0.42),
    Way("hand", "", "Phone Inquiry", "", 5, 0.30),
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One person asking at one moment."""

    at: datetime
    way: Way
    values: dict[str, Any]
    is_business: bool


def inquiries(random: Random, *, until: datetime, days: int, count: int) -> Iterator[Inquiry]:
    """`count` inquiries over the last `days` days, oldest first; a few people ask twice."""
    start = until - timedelta(days=days)
    moments = sorted(start + timedelta(seconds=_moment(random, days)) for _ in range(count))
    known: list[dict[str, Any]] = []
    for number, at in enumerate(moments):
        way = random.choices(WAYS, [way.weight for way in WAYS])[0]
        if known and random.random() < 0.06:
            values = random.choice(known[-200:])
            yield Inquiry(at, way, dict(values), bool(values["company"]))
            continue
        is_business = random.random() < (0.35 if "Homeowner" in way.campaign else 0.68)
        values = _person(random, number) | (
            _business(random, number) if is_business else _home(random)
        )
        values["lead_source"] = way.source
        known.append(values)
        yield Inquiry(at, way, values, is_business)


def _moment(random: Random, days: int) -> float:
    """Seconds since the start: mostly by day, fewer at weekends, growing a little over time."""
    while True:
        day = int(days * random.random() ** 0.9)
        hour = min(23, max(0, int(random.gauss(13, 4))))
        if day % 7 < 5 or random.random() < 0.4:
            return day * 86_400 + hour * 3_600 + random.random() * 3_600


def _person(random: Random, number: int) -> dict[str, Any]:
    first, last = random.choice(FIRST), random.choice(LAST)
    domain = random.choice(MAILS)
    return {
        "first_name": first,
        "last_name": last,
        "email": f"{first}.{last}{number}@{domain}".lower(),
        "phone": f"+1 303 555 {random.randrange(10_000):04d}" if random.random() < 0.8 else "",
        "country": "United States",
    }


def _business(random: Random, number: int) -> dict[str, Any]:
    company = f"{random.choice(PLACE)} {random.choice(TRADE)}"
    staff = random.choice((8, 15, 30, 60, 120, 250, 600))
    host = company.lower().replace(" ", "-") + f"{number % 97}.example.com"
    town, state, code = random.choice(TOWNS)
    interest = random.choice(list(WISHES))
    return {
        "company": company,
        "title": random.choice(TITLES),
        "email": f"office{number}@{host}" if random.random() < 0.2 else f"p{number}@{host}",
        "website": f"https://www.{host}",
        "industry": random.choice(INDUSTRIES),
        "number_of_employees": staff,
        "annual_revenue": staff * random.randrange(60, 200) * 1_000,
        "city": town,
        "state": state,
        "postal_code": code,
        "description": WISHES[interest] if random.random() < 0.7 else "",
        "Interest__c": interest,
        "Property__c": "Business",
        "Yearly_Use__c": staff * random.randrange(2, 9),
        "Roof__c": f"{random.randrange(3, 40) * 100:,} m²" if random.random() < 0.5 else "",
    }


def _home(random: Random) -> dict[str, Any]:
    town, state, code = random.choice(TOWNS)
    interest = random.choice(list(WISHES))
    return {
        "company": "",
        "street": f"{random.randrange(1, 400)} {random.choice(PLACE)} Road",
        "city": town,
        "state": state,
        "postal_code": code,
        "description": WISHES[interest] if random.random() < 0.5 else "",
        "Interest__c": interest,
        "Property__c": "Home",
        "Yearly_Use__c": random.randrange(3, 15),
    }
