"""A change of a matching or duplicate rule: written down, told, and with Undo."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.setup.access import asker, note

State = Mapping[str, Any]  # what a rule says, JSON-able


def changed(
    request: HttpRequest, kind: str, rule: Any, states: tuple[State, State], words: str
) -> HttpResponse:
    """Tell `words` and go back to the list; `states` are what it said before and says now.

    `kind` names the event (`<kind>.changed`) and the deed that undoes it, which takes pk and was.
    """
    before, after = states
    changes = {
        name: [str(before[name]), str(after[name])] for name in after if before[name] != after[name]
    }
    note(f"{kind}.changed", rule, by=asker(request), changes=changes)
    toasts.say(request, words, undo_url=undo.offer(request, kind, pk=rule.pk, was=before))
    return toasts.done(request, reverse("duplicate_rules"))
