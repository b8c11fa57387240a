"""A draft is replayed over the leads of the last days: begun, watched, cancelled, looked into."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from headwater.records.models import Lead
from headwater.rulesets.replay import ReplayRow
from headwater.rulesets.replaying import DAYS, NotNow
from headwater.web import toasts
from headwater.web.rulesets.desk import Desk
from headwater.web.setup.access import asker

ON_A_PAGE = 50
Rows = list[dict[str, Any]]


class ReplayDesk:
    """One kind of rules: the verb's modules `drafts` and `replaying`, and the names of its pages.

    `progress` and `cancel` are the addresses that the page asks while it goes on.
    """

    def __init__(
        self, desk: Desk, drafts: Any, replaying: Any, rows: type[ReplayRow],
        *, progress: str, cancel: str,
    ) -> None:  # fmt: skip
        self._desk, self._drafts, self._replaying, self._rows = desk, drafts, replaying, rows
        self._progress, self._cancel = progress, cancel

    def start(self, request: HttpRequest) -> HttpResponse:
        """Replay the draft over the last `days`."""
        draft = self._drafts.current()
        if draft is None:
            raise Http404("There is no draft any more.")
        given = request.POST.get("days", "30")
        days = int(given) if given in map(str, DAYS) else 30
        try:
            self._replaying.start(draft, days=days, by=asker(request))
        except NotNow as not_now:
            toasts.say(request, str(not_now), kind="bad")
        return toasts.done(request, self._desk.draft_page)

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far it is; the whole page anew when it is over."""
        _check(request)
        replay = get_object_or_404(self._rows, pk=pk)
        if not request.headers.get("HX-Request"):
            return redirect(self._desk.draft_page)
        if not replay.is_busy:
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"replay": replay, "may": asker(request).can_configure, **self.going(replay)}
        return render(request, "rulesets/going.html", context)

    def going(self, replay: ReplayRow | None) -> dict[str, str]:
        """Addresses for the part that shows how far it is."""
        if replay is None:
            return {}
        return {
            "progress_url": reverse(self._progress, args=[replay.pk]),
            "cancel_url": reverse(self._cancel, args=[replay.pk]),
        }

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop it; nothing was written anyway."""
        try:
            self._replaying.cancel(get_object_or_404(self._rows, pk=pk))
            toasts.say(request, "The replay is cancelled.")
        except NotNow as not_now:
            toasts.say(request, str(not_now), kind="bad")
        return toasts.done(request, self._desk.draft_page)

    def leads(
        self, request: HttpRequest, pk: int, template: str,
        rows_of: Callable[[Sequence[Any], dict[int, Lead]], Rows],
    ) -> HttpResponse:  # fmt: skip
        """The leads for which it makes a difference, as far as the person sees them."""
        _check(request)
        rows: Any = self._rows
        replay = get_object_or_404(rows.objects.select_related("rule_set"), pk=pk)
        moved = replay.result.get("moved", [])
        page = Paginator(moved, ON_A_PAGE).get_page(request.GET.get("page"))
        ids = [lead_id for lead_id, *_ in page]
        leads = Lead.objects.filter(pk__in=ids).visible_to(asker(request))
        seen = {each.pk: each for each in leads}
        context = {
            "replay": replay, "page": page, "hidden": len(ids) - len(seen),
            "rows": rows_of([each for each in page if each[0] in seen], seen),
            "all": replay.result.get("changed", 0), "kept": len(moved),
        }  # fmt: skip
        return render(request, template, context)


def _check(request: HttpRequest) -> None:
    """Counts of all leads are for those who may see all leads."""
    if not asker(request).sees_everything:
        raise PermissionDenied("A replay tells of all leads; you see some of them.")
