"""/submissions/balance: received = created + merged + quarantined + rejected + waiting, drawn."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.measure.balance import Balance, daily, waiting_since
from headwater.records.submission import Door, State
from headwater.web.submissions.chosen import keeper

DAYS = 14
TONES = {
    State.CREATED: "c1", State.MERGED: "c2", State.QUARANTINED: "warnf",
    State.REJECTED: "badf", State.WAITING: "mute",
}  # fmt: skip
LOUD = {State.QUARANTINED: "warn-t", State.REJECTED: "bad-t", State.WAITING: "warn-t"}
WIDE = 100  # units of the longest bar


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The last fourteen days by door and by day; `?door=` narrows the days."""
    keeper(request)
    door = request.GET.get("door", "")
    return render(request, "submissions/balance.html", context_of(door))


@require_safe
def strip(request: HttpRequest) -> HttpResponse:
    """The same in one line, for Today and Setup: quiet when nothing is left to look at."""
    keeper(request)
    return render(request, "submissions/strip.html", context_of(""))


def context_of(door: str) -> dict[str, Any]:
    """Rows of the two tables; each number with the address of what it counts."""
    door = door if door in Door.values else ""
    found = daily(DAYS, timezone.get_current_timezone(), door=door)
    longest_door = max((one.received for one in found.doors), default=1)
    longest_day = max((one.received for _, one in found.days), default=1)
    return {
        "every": _row(found.every, longest_door, since=DAYS),
        "doors": [_row(one, longest_door, door=one.door, since=DAYS) for one in found.doors],
        "days": [
            _row(one, longest_day, door=door, day=day.isoformat()) for day, one in found.days
        ],
        "day_count": DAYS, "door": door,
        "door_word": Door(door).label if door else "every door",
        "waiting_since": waiting_since() if found.every.waiting else None,
    }  # fmt: skip


def _row(one: Balance, longest: int, **about: Any) -> dict[str, Any]:
    """One line: the equation as numbers with links, and as a bar whose parts fill it."""
    asked = {name: value for name, value in about.items() if value}
    place, bars, parts = 0.0, [], []
    for state, count in one.parts:
        width = count / max(longest, 1) * WIDE
        bars.append({"tone": TONES[state], "x": f"{place:.2f}", "width": f"{width:.2f}"})
        parts.append({
            "state": state, "count": count, "tone": LOUD.get(state, "") if count else "",
            "url": "?" + urlencode(asked | {"state": state.value}),
        })  # fmt: skip
        place += width
    return {
        "one": one, "parts": parts, "bars": [bar for bar in bars if float(bar["width"]) > 0],
        "url": "?" + urlencode(asked), "outline": f"{one.received / max(longest, 1) * WIDE:.2f}",
        "sentence": f"{one.received:,} received: "
        + ", ".join(f"{count:,} {state.label.lower()}" for state, count in one.parts),
    }  # fmt: skip
