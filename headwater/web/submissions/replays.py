"""/submissions/replays: everything that matches the list let in together, and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headwater.capture import replay as replaying
from headwater.capture.models import Replay
from headwater.records.submission import State
from headwater.web import toasts
from headwater.web.submissions.chosen import Chosen, keeper
from headwater.web.submissions.listing import TONES

LATEST = 50
ORDER = (State.CREATED, State.MERGED, State.QUARANTINED, State.REJECTED, State.WAITING)


@require_http_methods(["GET", "HEAD", "POST"])
def replay_list(request: HttpRequest) -> HttpResponse:
    """POST lets in all that the address of the list chooses; GET shows earlier replays."""
    user = keeper(request)
    if request.method != "POST":
        latest = Replay.objects.select_related("started_by")[:LATEST]
        return render(request, "submissions/replays.html", {"replays": latest})
    chosen = Chosen.of(request.GET.dict())
    made = replaying.start(chosen.rows(user), words=chosen.words, by=user)
    if not made.count:
        toasts.say(request, "Nothing of these could be let in: all of it became leads.", kind="bad")
    return toasts.done(request, reverse("replay", args=[made.pk]))


@require_safe
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is and what they became; while it runs the page asks again each second."""
    keeper(request)
    found = get_object_or_404(Replay.objects.select_related("started_by"), pk=pk)
    outcome = found.outcome
    context = {
        "replay": found,
        "parts": [(state, outcome[state.value], TONES[state]) for state in ORDER],
        "reasons": list(found.reasons[:20]) if found.finished_at else [],
        "is_running": found.finished_at is None or bool(outcome[State.WAITING]),
        "settled": max(0, found.released_count - outcome[State.WAITING]),
    }
    return render(request, "submissions/replay.html", context)
