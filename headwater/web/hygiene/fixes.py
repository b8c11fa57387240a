"""Looking again, repairing, watching it go on, taking it back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater import hygiene
from headwater.capture.hygiene.checks import CHECKS
from headwater.capture.hygiene.look import look
from headwater.capture.hygiene.models import HygieneFix, HygieneRun
from headwater.jobs import enqueue
from headwater.people.models import Owner
from headwater.records.models import Lead
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.hygiene import report
from headwater.web.records import kinds
from headwater.web.templatetags.words import plural

WHILE_WAITING = 20_000  # leads; a look at more goes on in the background


@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """POST /hygiene/runs: look now, not on Monday."""
    user = kinds.editor(request)
    if not user.can_lead_people:
        raise PermissionDenied("Only who leads people lets Headwater look at all leads.")
    if Lead.objects.open()[: WHILE_WAITING + 1].count() > WHILE_WAITING:
        enqueue(hygiene.look_now, by=user.pk)
        toasts.say(request, "Looking. The page shows what is found in a moment.")
    else:
        run = look(by=user)
        said = f"{plural(run.lead_count, 'open lead')} looked at." if run else "It is looking."
        toasts.say(request, said)
    return toasts.done(request, reverse("hygiene"))


@require_POST
def start(request: HttpRequest, name: str) -> HttpResponse:
    """POST /hygiene/<check>/fixes: all that one sees, or `finding` (many), given to `owner`."""
    user = kinds.editor(request)
    run = HygieneRun.objects.filter(pk=_number(request.POST.get("run"))).first()
    if run is None or name not in CHECKS or run != report.latest():
        toasts.say(request, "There has been a newer look; see what it found.", kind="bad")
        return toasts.done(request, reverse("hygiene"))
    is_some = "some" in request.POST
    chosen = [_number(key) for key in request.POST.getlist("finding")] if is_some else []
    if is_some and not chosen:
        toasts.say(request, "Tick the ones that are to be repaired.", kind="bad")
        return toasts.done(request, reverse("hygiene_check", args=[name]))
    owner = Owner.objects.filter(pk=_number(request.POST.get("owner"))).first()
    try:
        fix = hygiene.start_fix(run, name, by=user, finding_ids=chosen, owner=owner)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("hygiene_check", args=[name]))
    _tell(request, fix)
    return toasts.done(request, reverse("hygiene"))


def _tell(request: HttpRequest, fix: HygieneFix) -> None:
    if fix.is_busy:
        toasts.say(request, f"Repairing {plural(fix.wanted_count, 'lead')} in the background.")
        return
    left = f"; {fix.skipped_count} had changed meanwhile" if fix.skipped_count else ""
    url = reverse("hygiene_undo", args=[fix.pk]) if fix.fixed_count else ""
    toasts.say(request, f"{plural(fix.fixed_count, 'lead')} repaired{left}.", undo_url=url)


@require_POST
def undo_fix(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /hygiene/fixes/<pk>/undo: the whole of it."""
    user = kinds.editor(request)
    fix = get_object_or_404(HygieneFix.objects.select_related("owner", "by"), pk=pk)
    if fix.by_id != user.pk and not user.is_admin:
        raise Http404
    try:
        fix = hygiene.take_back(fix, by=user)
        left = fix.fixed_count - fix.undone_count
        said = "Taking it back in the background." if fix.is_busy else "Taken back."
        if left and not fix.is_busy:
            said = f"Taken back, except {plural(left, 'lead')} changed since."
        toasts.say(request, said)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, reverse("hygiene"))


def progress(request: HttpRequest) -> HttpResponse:
    """GET /hygiene/fixes: the latest fixes alone; asked again while one is under way."""
    fixes = report.recent_fixes(kinds.person(request))
    return render(request, "hygiene/fixes.html", {"fixes": fixes})


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
