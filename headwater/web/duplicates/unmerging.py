"""Unmerging: what would come back, what has to be asked, what nobody can know; then the deed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from headwater import merging
from headwater.catalog import objects
from headwater.merge.act import Merge
from headwater.merge.foresee import Foresight, Unanswered, foresee
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.duplicates import counted
from headwater.web.records import kinds
from headwater.web.templatetags.words import plural

ANSWER = "answer-"  # name of the inputs of a question


@require_http_methods(["GET", "POST"])
def unmerging(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /merges/<pk>/undo: what would happen. POST: `answer-<key>` for each question."""
    user = kinds.editor(request)
    merge = get_object_or_404(Merge, pk=pk)
    record = kinds.find(merge.object_name, merge.survivor_id, user)
    if merge.is_undone:
        toasts.say(request, "That was taken back already.")
        return toasts.done(request, kinds.page_of(record))
    seen = foresee(merge, by=user)
    if request.method == "GET":
        return _look(request, merge, record, seen)
    answers = {
        question.key: request.POST.get(f"{ANSWER}{question.key}", question.proposed)
        for question in seen.questions
    }
    try:
        merging.unmerge(merge, by=user, answers=answers)
    except (Refused, Unanswered) as refused:
        return _look(request, merge, record, seen, trouble=str(refused))
    toasts.say(request, _said(merge))
    return toasts.done(request, kinds.page_of(record))


def merges(record: Any, user: User) -> list[Merge]:
    """The merges of which this record is the survivor, newest first, as its page tells them."""
    from headwater.merge.act import merges_of

    return [each for each in merges_of(record) if each.survivor_id == record.pk]


def _look(
    request: HttpRequest, merge: Merge, record: Any, seen: Foresight, trouble: str = ""
) -> HttpResponse:
    count = len(merge.loser_ids) + 1
    context = {
        "merge": merge, "record": record, "seen": seen, "trouble": trouble,
        "went_back": counted.in_words(seen.goes_back),
        "count": count, "url": request.path, "record_url": kinds.page_of(record),
        "nouns": plural(count, objects.get(merge.object_name).label.lower()),
    }  # fmt: skip
    return render(request, "duplicates/unmerge.html", context, status=422 if trouble else 200)


def _said(merge: Merge) -> str:
    noun = objects.get(merge.object_name).label.lower()
    return f"{plural(len(merge.loser_ids) + 1, noun)} again, each with what was its own."
