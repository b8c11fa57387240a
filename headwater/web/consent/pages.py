"""Noting by hand what somebody said about being written to or called."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater.people.models import User
from headwater.records import consenting
from headwater.records.consent import Channel, Source, State
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.consent.block import consents
from headwater.web.records import kinds, undo, words

OBJECTS = frozenset({"Lead", "Contact"})


@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """GET /consent/Lead/<pk>: the dialog. POST channel, state (given, withdrawn), text."""
    user = kinds.editor(request)
    if object_name not in OBJECTS:
        raise Http404
    record = kinds.find(object_name, pk, user)
    trouble = ""
    if request.method == "POST":
        try:
            return _note(request, record, object_name, user)
        except Refused as refused:
            trouble = str(refused)
    context = {
        "record": record, "url": request.path, "channels": Channel.choices, "trouble": trouble,
        "given": request.POST, **consents(record),
    }  # fmt: skip
    return render(request, "consent/dialog.html", context, status=422 if trouble else 200)


def _note(request: HttpRequest, record: Any, object_name: str, user: User) -> HttpResponse:
    channel = request.POST.get("channel", "")
    if channel not in Channel.values:
        raise Http404
    is_given = request.POST.get("state") == State.GIVEN
    row = consenting.say(
        record, channel, is_given=is_given, source=Source.HAND, by=user,
        text=words.given(request.POST, "text"),
    )  # fmt: skip
    url = undo.offer(
        request, "consent", object_name=object_name, key=record.pk, channel=channel,
        is_given=is_given,
    )  # fmt: skip
    said = "agrees to" if is_given else "has opted out of"
    what = Channel(row.channel).in_a_sentence
    toasts.say(request, f"{record} {said} {what}.", undo_url=url)
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, kinds.page_of(record))


@undo.undoes("consent")
def take_back(user: User, *, object_name: str, key: int, channel: str, is_given: bool) -> str:
    """The ledger keeps both: what was noted, and that it was a slip."""
    for record in kinds.find_all(object_name, [key], user):
        consenting.say(
            record, channel, is_given=not is_given, source=Source.HAND, by=user,
            text="Noted by mistake; taken back at once.",
        )  # fmt: skip
    return "Taken back; both notes stay in the history."
