"""The page of the assignment rules: what is in force, the draft beside it, and older versions."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from headwater.route import cases, changes, drafts, fired, replaying, rules
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.models import Replay
from headwater.web.routing import load_chart, replays
from headwater.web.routing.lines import same, shown
from headwater.web.setup.access import asker

MOST_VERSIONS = 12
MOST_MOVES = 8


def rule_page(request: HttpRequest) -> HttpResponse:
    """GET: the published rules, or with `?view=draft` the draft (when there is one)."""
    published, draft = rules.current(), drafts.current()
    sees = asker(request).sees_everything
    if draft and request.GET.get("view") == "draft":
        context = _draft(draft, published, sees)
    else:
        context = _published(published, sees)
    context |= {
        "published": published, "draft": draft, "sees": sees, "may": asker(request).can_configure,
        "change_count": context["changes"].count if context["is_draft"] else _count(draft),
    }  # fmt: skip
    return render(request, "routing/rules.html", context)


def version_page(request: HttpRequest, version: int) -> HttpResponse:
    """GET: an older version, and how it differs from the one before it."""
    sets = AssignmentRuleSet.objects.select_related("published_by")
    found = get_object_or_404(sets, version=version)
    before = sets.filter(version__lt=version).first()
    own = rules.rules_of(found)
    compared = changes.between(rules.rules_of(before), own) if before else same(own)
    context = {
        "version": found, "before": before, "changes": compared,
        "lines": shown(compared, None, None, 0), "may": asker(request).can_configure,
    }  # fmt: skip
    return render(request, "routing/version.html", context)


def state() -> str:
    """How the rules stand, for the page of Setup."""
    draft = drafts.current()
    return f"version {rules.current().version}{', and a draft' if draft else ''}"


def _published(published: AssignmentRuleSet, sees: bool) -> dict[str, Any]:
    own = rules.rules_of(published)
    sets = AssignmentRuleSet.objects.exclude(version=None).select_related("published_by")
    return {
        "is_draft": False, "lines": _lines(same(own), None, sees), "changes": same(own),
        "cases": cases.outcomes(own), "versions": sets.order_by("-version")[:MOST_VERSIONS],
        "revision": 0,
    }  # fmt: skip


def _draft(draft: AssignmentRuleSet, published: AssignmentRuleSet, sees: bool) -> dict[str, Any]:
    own = rules.rules_of(draft)
    compared = changes.between(rules.rules_of(published), own)
    replay = replaying.latest(draft) if sees else None
    is_told = bool(replay and replay.state == Replay.State.DONE)
    told, is_stale = cases.outcomes(own), is_told and _is_stale(replay, draft, published)
    return {
        "is_draft": True, "changes": compared, "revision": draft.revision,
        "lines": _lines(compared, replay if is_told and not is_stale else None, sees),
        "cases": told, "red_count": sum(not each.is_passed for each in told),
        "replay": replay, "is_stale": is_stale,
        "result": told_of(replay) if is_told else None, "days": replaying.DAYS,
        **replays.looking.going(replay),
    }  # fmt: skip


def told_of(replay: Replay | None) -> dict[str, Any]:
    """What the page shows of a replay's result."""
    result: dict[str, Any] = replay.result if replay else {}
    met, missed = result["promises"]["met"], result["promises"]["missed"]
    decided = met[1] + missed[1]
    return result | {
        "stay": result["leads"] - result["changed"],
        "met_difference": met[1] - met[0], "missed_difference": missed[1] - missed[0],
        "met_share": met[1] / decided if decided else None,
        "unmatched_difference": result["unmatched"][1] - result["unmatched"][0],
        "chart": load_chart.of(result["people"]), "some_moves": result["moves"][:MOST_MOVES],
    }  # fmt: skip


def _lines(compared: changes.Changes, replay: Replay | None, sees: bool) -> Any:
    now = timezone.now()
    return shown(compared, fired.fired(now) if sees else None, replay, _age(now))


def _age(now: datetime) -> int:
    """For how many days there have been rules: before ninety, silence means nothing."""
    first = AssignmentRule.objects.filter(rule_set__version__gt=1).order_by("rule_set__version")
    begun = first.values_list("rule_set__published_at", flat=True).first()
    return (now - begun).days if begun else 0


def _is_stale(
    replay: Replay | None, draft: AssignmentRuleSet, published: AssignmentRuleSet
) -> bool:
    if replay is None:
        return False
    return replay.revision != draft.revision or replay.result.get("over") != published.version


def _count(draft: AssignmentRuleSet | None) -> int:
    if draft is None:
        return 0
    return changes.between(rules.rules_of(rules.current()), rules.rules_of(draft)).count
