"""Data quality of the open leads: what is missing, wrong, waiting, stale."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.filters import Filters
from headwater.measure.health import open_leads
from headwater.people.models import User
from headwater.records.models import DuplicatePair, Undeliverable

# API name → (attribute, label) of what somebody needs to answer, judge and route a lead.
NEEDED = {
    "Email": ("email", "E-mail"), "Phone": ("phone", "Phone"), "Company": ("company", "Company"),
    "LeadSource": ("lead_source", "Lead source"), "Industry": ("industry", "Industry"),
    "Country": ("country", "Country"), "Title": ("title", "Title"),
}  # fmt: skip
STALE_DAYS = 30
# Something before and after one @, a dot in what follows, nothing between: what mail can reach.
MAIL = r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$"
FEWEST_DIGITS, MOST_DIGITS = 7, 15  # E.164; shorter ones are extensions
PHONE = rf"^(?:\D*\d){{{FEWEST_DIGITS},{MOST_DIGITS}}}\D*$"


@dataclass(frozen=True, slots=True)
class Quality:
    """Open leads, how many lack each field (by API name), and how many have each trouble."""

    open: int
    missing: dict[str, int]
    troubles: dict[str, int]

    @property
    def filled_share(self) -> float | None:
        """Of all the fields that are needed, how many are filled, 0 to 1."""
        if not self.open:
            return None
        return 1 - sum(self.missing.values()) / (self.open * len(NEEDED))


@by_the_hour("standing")
def quality(user: User, filters: Filters) -> Quality:
    """All of it in one query."""
    found = open_leads(filters, user).aggregate(
        open=Count("id"),
        **{
            f"no_{name}": Count("id", filter=Q(**{field: ""}))
            for name, (field, _) in NEEDED.items()
        },
        **{f"has_{name}": Count("id", filter=condition) for name, condition in troubles().items()},
    )
    return Quality(
        found["open"], {name: found[f"no_{name}"] for name in NEEDED},
        {name: found[f"has_{name}"] for name in troubles()},
    )  # fmt: skip


@by_the_hour("standing")
def by_source(user: User, filters: Filters) -> list[tuple[str, Quality]]:
    """Where leads come in with gaps, the most leads first; '' is no source."""
    rows = (
        open_leads(filters, user).values("lead_source").annotate(
            n=Count("id"), **_empty(),
        ).order_by("-n", "lead_source")
    )  # fmt: skip
    return [
        (row["lead_source"], Quality(row["n"], {name: row[f"no_{name}"] for name in NEEDED}, {}))
        for row in rows
    ]


def _empty() -> dict[str, Count]:
    return {f"no_{name}": Count("id", filter=Q(**{field: ""}))
            for name, (field, _) in NEEDED.items()}  # fmt: skip


def troubles() -> dict[str, Q]:
    """What is wrong with a lead; it may have several."""
    gone = Undeliverable.objects.filter(kind="bounce").final()
    gone = gone.filter(address=Lower(OuterRef("email")))
    old = timezone.now() - timedelta(days=STALE_DAYS)
    return {
        "mail": ~Q(email="") & ~Q(email__regex=MAIL),
        "phone": ~Q(phone="") & ~Q(phone__regex=PHONE),
        "bounced": ~Q(email="") & Q(Exists(gone.order_by())),
        "duplicate": Q(pk__in=_pairs("one")) | Q(pk__in=_pairs("other")),
        "unreachable": Q(email="", phone="", mobile_phone=""),
        "stale": Q(created_at__lt=old)
        & (Q(last_activity_on=None) | Q(last_activity_on__lt=old.date())),
    }


def _pairs(side: str) -> Any:
    pairs = DuplicatePair.objects.open().filter(**{f"{side}_object": "Lead"})
    return pairs.order_by().values(f"{side}_id")
