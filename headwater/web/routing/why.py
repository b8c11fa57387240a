"""Why a lead is whose it is: every time it was given to somebody, told from the Trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.records import trail
from headwater.records.models import Lead, TrailEntry
from headwater.route import because as reasons
from headwater.route.decide import sentence
from headwater.web.records import kinds

MOST = 20  # times; nobody reads more


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule that was asked before, with what it wants."""

    place: int
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Given:
    """One time: who got it, what decided, who was passed over and who was next."""

    entry: TrailEntry
    because: Mapping[str, Any]
    tried: list[Asked]

    @property
    def is_by_rule(self) -> bool:
        return "rule" in self.because

    @property
    def is_by_hand(self) -> bool:
        return not self.is_by_rule and not self.because.get("default")

    @property
    def passed_over(self) -> list[tuple[str, str]]:
        """(who, why)."""
        said = self.because.get("passed_over") or {}
        if isinstance(said, list):  # as it was kept before reasons were gathered
            return [(each["name"], each["why"]) for each in said]
        return [(", ".join(names), why) for why, names in said.items()]


def why(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/why."""
    user = kinds.person(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    entries = trail.about(lead).filter(event="lead.assigned")[:MOST]
    given = [_given(entry) for entry in entries]
    context = {
        "lead": lead, "newest": given[0] if given else None, "earlier": given[1:],
        "may": user.can_configure,
    }  # fmt: skip
    return render(request, "routing/why.html", context)


def _given(entry: TrailEntry) -> Given:
    told = entry.because
    if "tried" in told:  # kept whole in older entries
        asked = [Asked(n, name, "") for n, name in enumerate(told["tried"], 1)]
    else:
        asked = [Asked(rule.order, rule.name, sentence(rule)) for rule in reasons.tried(told)]
    return Given(entry, told, asked)
