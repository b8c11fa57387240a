"""The page of the score rules: what is in force, the draft beside it, and older versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from headwater.score import drafts, replaying, rules
from headwater.score.models import ScoreReplay, ScoreRuleSet
from headwater.web.scoring import lines, replays
from headwater.web.setup.access import asker

TEXT = "How well a lead fits and how much interest it shows: drafted, replayed, then published."
MOST_VERSIONS = 12


def rule_page(request: HttpRequest) -> HttpResponse:
    """GET: the published rules, or with `?view=draft` the draft (when there is one)."""
    published, draft = rules.current(), drafts.current()
    user = asker(request)
    is_draft = bool(draft) and request.GET.get("view") == "draft"
    shown = draft if draft and is_draft else published
    before = rules.rules_of(published)
    own = rules.rules_of(shown) if is_draft else before
    context: dict[str, Any] = {
        "published": published, "draft": draft, "is_draft": is_draft, "shown": shown,
        "sides": lines.sides(lines.lines(own, before if is_draft else None)), "any": own,
        "grid": lines.grid_rows(shown.grid), "heads": lines.grid_heads(shown.grid),
        "may": user.can_configure, "sees": user.sees_everything,
    }  # fmt: skip
    if draft:
        context |= _changes(draft, published)
    if draft and is_draft:
        context |= _replayed(draft, published) if user.sees_everything else {}
    else:
        sets = ScoreRuleSet.objects.exclude(version=None).select_related("published_by")
        context["versions"] = sets.order_by("-version")[:MOST_VERSIONS]
    return render(request, "scoring/rules.html", context)


def version_page(request: HttpRequest, version: int) -> HttpResponse:
    """GET: an older version, and how it differs from the one before it."""
    sets = ScoreRuleSet.objects.select_related("published_by")
    found = get_object_or_404(sets, version=version)
    before = sets.filter(version__lt=version).first()
    own, past = rules.rules_of(found), rules.rules_of(before) if before else []
    context = {
        "version": found, "before": before, "may": asker(request).can_configure,
        "sides": lines.sides(lines.lines(own, past if before else None)),
        "removed": lines.removed(own, past), "grid": lines.grid_rows(found.grid),
        "heads": lines.grid_heads(found.grid), "shown": found,
        "settled": lines.settled(found, before) if before else [],
    }  # fmt: skip
    return render(request, "scoring/version.html", context)


def state() -> str:
    """How the rules stand, for the page of Setup."""
    draft = drafts.current()
    return f"version {rules.current().version}{', and a draft' if draft else ''}"


def _changes(draft: ScoreRuleSet, published: ScoreRuleSet) -> dict[str, Any]:
    own, before = rules.rules_of(draft), rules.rules_of(published)
    gone, settled = lines.removed(own, before), lines.settled(draft, published)
    differing = [line for line in lines.lines(own, before) if line.change]
    count = len(differing) + len(gone) + len(settled)
    is_moved = not count and [rule.key for rule in own] != [rule.key for rule in before]
    return {"removed": gone, "settled": settled, "change_count": count + is_moved}


def _replayed(draft: ScoreRuleSet, published: ScoreRuleSet) -> dict[str, Any]:
    replay = replaying.latest(draft)
    is_told = bool(replay and replay.state == ScoreReplay.State.DONE)
    result = told_of(replay) if replay and is_told else None
    is_stale = bool(
        replay and result
        and (replay.revision != draft.revision or result["over"] != published.version)
    )  # fmt: skip
    return {
        "replay": replay, "result": result, "is_stale": is_stale, "days": replaying.DAYS,
        **replays.looking.going(replay),
    }  # fmt: skip


def told_of(replay: ScoreReplay) -> dict[str, Any]:
    """What the page shows of a replay's result."""
    result: dict[str, Any] = replay.result
    ended = {each["end"]: each for each in result["ends"]}
    converted = ended["converted"]["qualified"]
    over = [ended["converted"]["qualified"][n] + ended["closed"]["qualified"][n] for n in (0, 1)]
    return result | {
        "qualified_difference": result["qualified"][1] - result["qualified"][0],
        "hot_difference": result["hot"][1] - result["hot"][0],
        "shares": [converted[n] / over[n] if over[n] else None for n in (0, 1)],
        "most": max([1, *(n for _, *pair in result["grades"] for n in pair)]),
    }  # fmt: skip
