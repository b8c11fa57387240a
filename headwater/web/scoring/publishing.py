"""The draft is published or dropped; an older version is published again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.records.problem import Refused
from headwater.score import drafts, rules
from headwater.score.models import ScoreRuleSet
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.scoring.editing import draft_url
from headwater.web.setup.access import asker, for_admins

SOON = "Every lead is scored by it now, in the background."


@for_admins
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft that was seen (`revision`) over the version that was seen (`over`)."""
    note = request.POST.get("note", "").replace("\x00", "").strip()
    if drafts.current() is None:
        toasts.say(request, "There is no draft any more: it was published or dropped.", kind="bad")
        return toasts.done(request, reverse("score_rules"))
    if not note:
        return _refused(request, "Say in a few words why, for the record.")
    over = _number(request, "over")
    try:
        published = drafts.publish(
            by=asker(request), note=note[:300], revision=_number(request, "revision"), over=over
        )
    except (drafts.Overtaken, Refused) as news:
        return _refused(request, str(news))
    said = f"Version {published.version} is in force. {SOON}"
    toasts.say(request, said, undo_url=_back_to(over))
    return toasts.done(request, reverse("score_rules"))


@for_admins
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Drop the draft; Undo brings it back."""
    before = drafts.state()
    drafts.discard()
    back = undo.offer(request, "score_draft", before=before, revision=0)
    toasts.say(request, "The draft is dropped.", undo_url=back)
    return toasts.done(request, reverse("score_rules"))


@for_admins
@require_POST
def again(request: HttpRequest, version: int) -> HttpResponse:
    """Make an older version the newest: this is how a change is taken back, at once."""
    before = rules.current().version
    older = get_object_or_404(ScoreRuleSet, version=version)
    published = drafts.again(older, by=asker(request))
    words = f"Back to version {version}: version {published.version} is in force. {SOON}"
    toasts.say(request, words, undo_url=_back_to(before or 0))
    return toasts.done(request, reverse("score_rules"))


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    toasts.say(request, words, kind="bad", seconds=20)
    return toasts.done(request, draft_url())


def _back_to(version: int) -> str:
    return reverse("publish_score_rules_again", args=[version])


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
