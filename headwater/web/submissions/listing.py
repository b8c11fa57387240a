"""/submissions: newest first, paged by key; chips narrow it down and carry their numbers."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.capture.releasing import STUCK
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.submission import Door, State
from headwater.web.submissions.chosen import SINCE, TO_LOOK_AT, Chosen
from headwater.web.submissions.told import who

PAGE = 50
TONES = {
    State.CREATED: "good", State.MERGED: "accent", State.QUARANTINED: "warn",
    State.REJECTED: "bad", State.WAITING: "",
}  # fmt: skip


def submission_list(request: HttpRequest) -> HttpResponse:
    """By door, state, form, day and time; the numbers of the chips add up to what was received."""
    user, chosen = cast(User, request.user), Chosen.of(request.GET.dict())
    counts = _counts(chosen, user)
    rows, after = _page(chosen.rows(user), chosen)
    stuck = sum(n for door, state, n in counts if state in STUCK and chosen.door in ("", door))
    context = {
        "chosen": chosen,
        "rows": [{"row": row, "who": who(row), "tone": TONES[State(row.state)]} for row in rows],
        "older": f"{chosen.query()}&before={after}" if after else "",
        "is_first": chosen.before is None,
        "states": _state_chips(chosen, counts, stuck),
        "doors": _door_chips(chosen, counts),
        "times": [
            (word, chosen.query(since=key, day=None), key == chosen.since and not chosen.day)
            for key, word in SINCE.items()
        ],
        "without_day": chosen.query(day=None),
        "without_form": chosen.query(form=""),
        "without_import": chosen.query(job=None),
        "stuck": _stuck_among(chosen, counts, stuck),
        "may": user.can_market,
    }
    return render(request, "submissions/list.html", context)


def _counts(chosen: Chosen, user: User) -> list[tuple[str, str, int]]:
    """(door, state, how many) for all that the other chips leave."""
    rows = chosen.everywhere(user).order_by().values_list("door", "state")
    return list(rows.annotate(n=Count("pk")))


def _page(rows: "QuerySet[Submission]", chosen: Chosen) -> tuple[Sequence[Submission], str]:
    """A page by the key where the last one ended: the thousandth is as quick as the first."""
    if chosen.before:
        at, key = chosen.before
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=key))
        rows = rows.filter(received_at__lte=at)  # this one is the index's
    found = list(rows.select_related("lead", "by").order_by("-received_at", "-id")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    micros = int(last.received_at.timestamp()) * 1_000_000 + last.received_at.microsecond
    return found[:PAGE], f"{micros}_{last.pk}"


def _state_chips(
    chosen: Chosen, counts: Sequence[tuple[str, str, int]], stuck: int
) -> list[dict[str, Any]]:
    here = [(state, n) for door, state, n in counts if chosen.door in ("", door)]
    sums = {state: sum(n for each, n in here if each == state.value) for state in State}
    order = (State.CREATED, State.MERGED, State.QUARANTINED, State.REJECTED, State.WAITING)
    chips = [("", "Received", sum(sums.values()), "")]
    chips += [(state.value, str(state.label), sums[state], TONES[state]) for state in order]
    chips += [(TO_LOOK_AT, "To look at", stuck, "")] if stuck else []
    return [
        {"word": word, "count": n, "tone": tone if n else "", "url": chosen.query(state=key),
         "is_current": key == chosen.state, "sign": "=" if not key else "+"}
        for key, word, n, tone in chips
    ]  # fmt: skip


def _door_chips(chosen: Chosen, counts: Sequence[tuple[str, str, int]]) -> list[dict[str, Any]]:
    sums = {door: sum(n for each, _, n in counts if each == door.value) for door in Door}
    seen = [(door.value, str(door.label), n) for door, n in sums.items() if n]
    chips = [("", "Every door", sum(sums.values())), *seen]
    return [
        {"word": word, "count": n, "url": chosen.query(door=key), "is_current": key == chosen.door}
        for key, word, n in chips
    ]


def _stuck_among(chosen: Chosen, counts: Sequence[tuple[str, str, int]], stuck: int) -> int:
    """How many of the chosen could be let in."""
    if chosen.state in ("", TO_LOOK_AT):
        return stuck
    if chosen.state not in STUCK:
        return 0
    return sum(n for d, s, n in counts if s == chosen.state and chosen.door in ("", d))
