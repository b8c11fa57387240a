"""Won and lost: the rate and its reasons, by source, owner and way, and how long it took."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure import closing
from headwater.measure.closing import NO_REASON, NO_SOURCE, Line, Outcome
from headwater.people.owner import owners
from headwater.web.opportunities.asked import Asked, is_said, within_moments
from headwater.web.reports import marks

WON, LOST = "IsWon = true", "IsClosed = true AND IsWon = false"


def closed(request: HttpRequest) -> HttpResponse:
    """GET /opportunities/closed?period=&whose=: deals closed in the period; two queries of them."""
    asked = Asked.of(request)
    lines = closing.closed(asked.user, asked.span, owners=asked.owners)
    everything = closing.altogether(lines)
    names = owners()
    span = within_moments("ClosedAt", asked.span)
    context = asked.context() | {
        "tab": "closed", "all": everything, "interval": marks.interval(everything.win_rate),
        "urls": {"won": asked.deals(WON, span), "lost": asked.deals(LOST, span)},
        "cycles": closing.cycles(asked.user, asked.span, owners=asked.owners),
        "lost": _reasons(lines, asked, is_won=False), "won": _reasons(lines, asked, is_won=True),
        "tables": [
            ("From a lead or direct", "Way", _rates(lines, lambda line: line.is_from_lead,
                lambda key: "From a lead" if key else "Opened direct",
                lambda key, ends: asked.deals(ends, span, view="from-lead" if key else "direct"))),
            ("By source", "Source", _rates(lines, lambda line: line.source, str,
                lambda key, ends: asked.deals(ends, span, is_said("LeadSource", key, NO_SOURCE)))),
            ("By owner", "Owner", _rates(lines, lambda line: line.owner_id,
                lambda key: names[key].name if key in names else "Nobody",
                lambda key, ends: asked.deals(ends, span, owner_id=key))),
        ],
    }  # fmt: skip
    return render(request, "opportunities/closed.html", context)


def _reasons(lines: list[Line], asked: Asked, *, is_won: bool) -> list[dict[str, Any]]:
    """The reasons of one ending, the most frequent first, each with its bar and its deals."""
    column, ends = ("WinReason", WON) if is_won else ("LossReason", LOST)
    some = [line for line in lines if line.is_won == is_won]
    found = closing.outcomes(some, lambda line: line.reason)
    largest = max((each.closed for each in found), default=0) or 1
    span = within_moments("ClosedAt", asked.span)
    return [
        {
            "word": each.key, "count": each.closed, "amount": each.won_amount + each.lost_amount,
            "width": f"{each.closed / largest * 100:.2f}", "tone": "goodf" if is_won else "c1",
            "url": asked.deals(ends, span, is_said(column, each.key, NO_REASON)),
        }
        for each in found
    ]  # fmt: skip


def _rates(
    lines: list[Line], key: Callable[[Line], Any], word: Callable[[Any], str],
    url: Callable[[Any, str], str],
) -> list[dict[str, Any]]:  # fmt: skip
    return [_rate(each, word(each.key), url) for each in closing.outcomes(lines, key)]


def _rate(each: Outcome, word: str, url: Callable[[Any, str], str]) -> dict[str, Any]:
    return {
        "word": word, "outcome": each, "interval": marks.interval(each.win_rate),
        "won_url": url(each.key, WON), "lost_url": url(each.key, LOST),
    }  # fmt: skip
