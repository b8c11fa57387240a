"""What people looked at on Juniper Solar's own site, before they asked and afterwards.

Most agreed to be known again; the others are numbers. Machines came, too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any

import orjson

from headwater.people.standing import moment
from headwater.records import bots
from headwater.records.models import Lead, Submission
from headwater.records.submission import Door
from headwater.sample.time_travel import at
from headwater.tracking import counting, gathering, joining, visits
from headwater.tracking.models import KeyPage, TrackingSettings

SITE = "junipersolar.example"
KEY_PAGES = (
    ("Prices", "/prices*", ""), ("Savings calculator", "/calculator", "Solar"),
    ("Batteries", "/battery*", "Battery"), ("Reference projects", "/stories/*", ""),
)  # fmt: skip
PAGES = (
    "/", "/business", "/home", "/battery", "/prices", "/calculator", "/stories/dairy",
    "/stories/cold-store", "/about", "/guide", "/faq",
)  # fmt: skip
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"
MACHINES = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0.0.0",
    "facebookexternalhit/1.1",
)
SOURCES = ("google", "google", "", "", "newsletter", "www.linkedin.com")
MOST = 90  # leads whose visits are told
DAYS = 28  # of counts without consent


def arrive(until: datetime) -> None:
    """Key pages first; then the visits of who asked by a form, those of the others, machines."""
    with at(until - timedelta(days=119)):
        TrackingSettings.objects.update(sites=SITE)
        KeyPage.objects.bulk_create(
            KeyPage(name=name, path=path, interest=interest) for name, path, interest in KEY_PAGES
        )
    random = Random(29)
    asked = Submission.objects.filter(door__in=(Door.FORM, Door.WEB_TO_LEAD), lead__isnull=False)
    rows = asked.select_related("lead").order_by("-received_at")
    with moment():
        for submission in rows[: MOST * 2 : 2]:
            if submission.lead is not None:
                _known(submission.lead, submission.received_at, random, until)
        _unknown(random, until)
    gathering.gather(now=until)


def _known(lead: Lead, asked: datetime, random: Random, until: datetime) -> None:
    """One browser: a visit or two before the form, for some another one days later."""
    key = blake2b(f"browser {lead.pk}".encode(), digest_size=16).hexdigest()
    for days in sorted(
        (random.uniform(0.5, 9) for _ in range(random.choice((0, 1, 1)))), reverse=True
    ):
        _visit(key, random, asked - timedelta(days=days))
    _visit(key, random, asked - timedelta(minutes=1), ends_in_form=True)
    joining.join_visits({key: lead.pk}, now=asked)
    again = asked + timedelta(days=random.uniform(0.1, 12))
    if random.random() < 0.45 and again < until:
        _visit(key, random, again)
    if random.random() < 0.08:
        _visit(key, random, min(again, until), agent=MACHINES[1])


def _visit(
    key: str, random: Random, when: datetime, *, agent: str = BROWSER, ends_in_form: bool = False
) -> None:
    pages = random.sample(PAGES, random.randint(2, 6))
    told: list[dict[str, Any]] = [
        {"k": "page", "p": page, "i": f"{random.getrandbits(64):016x}",
         "a": (len(pages) - place) * 40_000}
        for place, page in enumerate(pages)
    ]  # fmt: skip
    if ends_in_form:
        told.append({"k": "form", "p": "/contact", "i": f"{random.getrandbits(64):016x}"})
    source = random.choice(SOURCES)
    said = {"v": key, "e": told, "u": {"utm_source": source} if source else {}}
    network = f"198.51.100.{random.randint(1, 250)}"
    seen = bots.seen({"User-Agent": agent}, network)
    visits.keep(visits.read(orjson.dumps(said), seen=seen, now=when), now=when)


def _unknown(random: Random, until: datetime) -> None:
    """Who did not agree is a number of that day; so are machines that never asked."""
    for ago in range(DAYS):
        day = until - timedelta(days=ago)
        for agent, most in ((BROWSER, 26), (random.choice(MACHINES), 7)):
            _count(random.choices(PAGES, k=random.randint(3, most)), agent, random, day)
    counting.write()


def _count(pages: Sequence[str], agent: str, random: Random, day: datetime) -> None:
    seen = bots.seen({"User-Agent": agent}, None)
    said = {"e": [{"k": "page", "p": page} for page in pages]}
    visit = visits.read(orjson.dumps(said), seen=seen, now=day)
    counting.count(visit.events, source=random.choice(SOURCES), now=day)
