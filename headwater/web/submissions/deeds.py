"""What may be done about one submission: let it in, correct it, say what its sender is."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.capture import releasing
from headwater.capture.models import KnownSender
from headwater.capture.suspicion.senders import put_on_list
from headwater.web import toasts
from headwater.web.submissions.chosen import keeper
from headwater.web.submissions.one import find
from headwater.web.submissions.told import Line, lines_of

FIELD = "text-"  # before the name of a parameter in the form of corrections


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one through the journey after all, as of when it came."""
    user = keeper(request)
    _say_released(request, releasing.release([find(request, pk)], by=user))
    return toasts.done(request, reverse("submission", args=[pk]))


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep other texts beside what was sent; with `then=release` let it in at once."""
    user, found = keeper(request), find(request, pk)
    fields, _ = lines_of(found)
    changed = releasing.correct(found, _texts(fields, request.POST), by=user)
    if request.POST.get("then") == "release":
        _say_released(request, releasing.release([found], by=user))
    else:
        toasts.say(request, "Kept beside what was sent." if changed else "Nothing was changed.")
    return toasts.done(request, reverse("submission", args=[pk]))


@require_POST
def know_sender(request: HttpRequest, pk: int) -> HttpResponse:
    """Put its sender on the list of those who are always let in, or set aside."""
    user, found = keeper(request), find(request, pk)
    verdict = request.POST.get("verdict", "")
    note = f"{found.get_door_display()} {found.pk}"
    try:
        known = put_on_list(request.POST.get("value", ""), verdict, by=user, note=note)
    except ValidationError as error:
        toasts.say(request, " ".join(error.messages), kind="bad")
    else:
        word = KnownSender.Verdict(known.verdict).label.lower()
        toasts.say(request, f"{known.value}: {word}, from now on. The list is in Setup, Spam.")
    return toasts.done(request, reverse("submission", args=[pk]))


def _say_released(request: HttpRequest, count: int) -> None:
    if count:
        toasts.say(request, "Let in. It becomes a lead within a moment.")
    else:
        toasts.say(request, "It is a lead already; nothing was left to do.", kind="bad")


def _texts(fields: list[Line], posted: QueryDict) -> dict[str, list[str]]:
    """Parameter → texts that are meant now; browsers send other line ends than were shown."""
    meant = {}
    for line in fields:
        given = posted.get(FIELD + line.name)
        if given is None or _unix(given) == _unix(line.now):
            continue
        said = given.strip()
        meant[line.name] = (said.splitlines() if line.is_many else [said]) if said else []
    return meant


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
