"""The draft is published or dropped; an older version is published again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.records.problem import Refused
from headwater.route import cases, drafts, rules
from headwater.route.assignment_rule import AssignmentRuleSet
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.routing.editing import draft_url
from headwater.web.setup.access import asker, for_admins
from headwater.web.templatetags.words import plural


@for_admins
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the draft that was seen (`revision`) over the version that was seen (`over`)."""
    note = request.POST.get("note", "").replace("\x00", "").strip()
    if drafts.current() is None:
        toasts.say(request, "There is no draft any more: it was published or dropped.", kind="bad")
        return toasts.done(request, reverse("assignment_rules"))
    drafts.note(note)
    if not note:
        return _refused(request, "Say in a few words why, for the record.")
    try:
        published = drafts.publish(
            by=asker(request), note=note[:300], revision=_number(request, "revision"),
            over=_number(request, "over"),
        )  # fmt: skip
    except (drafts.Overtaken, Refused) as news:
        return _refused(request, str(news))
    said = f"Version {published.version} is in force."
    toasts.say(request, said, undo_url=_back_to(_number(request, "over")))
    return toasts.done(request, reverse("assignment_rules"))


@for_admins
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Drop the draft; Undo brings it back."""
    before = drafts.state()
    drafts.discard()
    back = undo.offer(request, "rule_draft", before=before, revision=0)
    toasts.say(request, "The draft is dropped.", undo_url=back)
    return toasts.done(request, reverse("assignment_rules"))


@for_admins
@require_POST
def again(request: HttpRequest, version: int) -> HttpResponse:
    """Make an older version the newest: this is how a change is taken back, at once."""
    before = rules.current().version
    try:
        published = drafts.again(
            get_object_or_404(AssignmentRuleSet, version=version), by=asker(request)
        )
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("assignment_rules"))
    words = f"Back to version {version}: version {published.version} is in force."
    toasts.say(request, words + _red(published), undo_url=_back_to(before or 0))
    return toasts.done(request, reverse("assignment_rules"))


def _red(published: AssignmentRuleSet) -> str:
    outcomes = cases.outcomes(rules.rules_of(published))
    red = sum(not each.is_passed for each in outcomes)
    return f" {plural(red, 'test case')} red under it." if red else ""


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    toasts.say(request, words, kind="bad", seconds=20)
    return toasts.done(request, draft_url())


def _back_to(version: int) -> str:
    return reverse("publish_version_again", args=[version])


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
