"""What leads did on the site and with our mails, their scores, and a draft of the score rules."""

from datetime import datetime, timedelta
from random import Random

from headwater.records import engagement
from headwater.records.engagement import Engagement, Kind
from headwater.records.models import Lead
from headwater.sample.company import People
from headwater.sample.time_travel import at
from headwater.score import drafts, replaying
from headwater.score.models import ScoreReplay, ScoreRule
from headwater.score.rescore import rescore_all

CURIOUS = 60  # leads that looked around
QUIET = timedelta(hours=3)  # since the last of it
DAYS = 30
# Page of our site → the product that it tells of.
PAGES = {"/solar/prices": "Solar", "/battery/prices": "Battery", "/stories/dairy": "Solar"}
OTHERS = (
    (Kind.EMAIL_OPEN, "Your battery and the winter peak"), (Kind.EMAIL_CLICK, "/guide"),
    (Kind.EMAIL_CLICK, "/battery/prices"), (Kind.PAGE_VIEW, "/"), (Kind.PAGE_VIEW, "/team"),
)  # fmt: skip


def arrive(people: People, until: datetime) -> None:
    """Some leads look around; all are scored; Ada drafts a change and replays it."""
    _look_around(until)
    with at(until - QUIET):
        rescore_all()
    with at(until - timedelta(hours=2)):
        _draft(people)
    draft = drafts.current()
    if draft:
        replay = ScoreReplay.objects.create(
            rule_set=draft, revision=draft.revision, days=DAYS, by=people.ada, started_at=until
        )
        replaying.work(replay)


def _look_around(until: datetime) -> None:
    random, events = Random(11), []
    leads = Lead.objects.open().filter(created_at__lt=until - timedelta(days=1))
    for number, lead in enumerate(leads.order_by("-score", "pk")[: 2 * CURIOUS : 2]):
        begun = max(lead.created_at, until - timedelta(days=60))
        for step in range(random.randint(1, 7)):
            is_key = random.random() < 0.5
            page = random.choice(list(PAGES))
            kind, what = (Kind.KEY_PAGE, page) if is_key else random.choice(OTHERS)
            if number % 17 == 16 and not step:
                kind, what = Kind.PAGE_VIEW, "/jobs/installer"
            events.append(
                Engagement(
                    at=begun + (until - QUIET - begun) * random.random(),
                    kind=kind.value,
                    what=what,
                    interest=PAGES.get(what, "") if kind == Kind.KEY_PAGE else "",
                    lead=lead,
                    key=f"sample-score-{lead.pk}-{step}",
                )
            )
    engagement.note(events)


def _draft(people: People) -> None:
    guide = ScoreRule(
        name="Read the guide", event=Kind.EMAIL_CLICK.value, what="/guide", points=10,
        most_points=20, half_life_days=60, side="engagement",
    )  # fmt: skip
    drafts.put(guide, by=people.ada)
    drafts.settle({"qualifying_levels": [4, 3, 3, 1, 0, 0]}, by=people.ada)
