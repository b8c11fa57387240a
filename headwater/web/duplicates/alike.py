"""While one types a new record: who may be meant, and using that one instead of a new one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.catalog import ids, objects
from headwater.match import candidates
from headwater.match.candidates import Candidate
from headwater.match.rules import known
from headwater.match.rules.duplicate_rule import Security
from headwater.people.models import User
from headwater.records.models import Account
from headwater.web import toasts
from headwater.web.duplicates import heads, waterfall
from headwater.web.records import inputs, kinds, undo

OBJECTS = frozenset({"Lead", "Contact", "Account"})
MOST = 4  # shown; more would hide the form
LONGEST = 255  # characters of a value that are compared
ARTICLES = {"Lead": "A lead", "Contact": "A contact", "Account": "An account"}


def alike(request: HttpRequest, object_name: str) -> HttpResponse:
    """GET /records/<object>/alike?last_name=…: a fragment, empty while nobody resembles it."""
    user = kinds.person(request)
    if object_name not in OBJECTS:
        raise Http404
    given = typed(object_name, request.GET, user)
    found = candidates.alike(object_name, given, by=user, most=MOST) if any(given.values()) else []
    tells = _tells_of_others(object_name)
    lines = [_line(each, user) for each in found if each.is_seen or tells]
    return render(request, "duplicates/alike.html", {"found": lines})


def typed(object_name: str, query: QueryDict, user: User) -> dict[str, Any]:
    """What the form holds so far, by attribute; a contact's account gives the company."""
    fields = objects.get(object_name).fields.values()
    given = {
        field.attribute: inputs.read(field, query, field.attribute)
        for field in fields if field.attribute in query and not field.is_custom
    }  # fmt: skip
    given = {name: v[:LONGEST] if isinstance(v, str) else v for name, v in given.items()}
    if object_name == "Contact" and given.get("account_id"):
        given["company"] = _employer(str(given["account_id"]), user)
    return given


def _tells_of_others(object_name: str) -> bool:
    """Whether a duplicate rule that is on lets people hear of records that they may not see."""
    return any(each.rule.security == Security.BYPASS for each in known.rules(object_name))


def _employer(key: str, user: User) -> str:
    """The name of the account that the form names by its id."""
    try:
        pk = int(key) if key.isdecimal() else ids.decode(key)[1]
    except ids.MalformedId:
        return ""
    seen = Account.objects.alive().visible_to(user).filter(pk=pk)
    return seen.values_list("name", flat=True).first() or ""


@require_POST
def using(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """POST /records/<object>/<pk>/use: go there instead; what was typed fills what is empty."""
    user = kinds.editor(request)
    record = kinds.find(object_name, pk, user)
    filled = _gaps(record, request.POST)
    said, url = f"{record} it is; nothing new was made.", ""
    if filled:
        before = {pk: undo.state(record, filled)}
        kinds.change([record], filled, by=user)
        after = {pk: undo.state(record, filled)}
        url = undo.offer(request, "change", object_name=object_name, before=before, after=after)
        said = f"{record} it is; what was missing is filled in."
    toasts.say(request, said, undo_url=url)
    return toasts.done(request, kinds.page_of(record))


def _gaps(record: Any, query: QueryDict) -> dict[str, Any]:
    """What was typed in plain fields that this record has, too, and in which it says nothing."""
    kind = objects.of_model(record)
    if getattr(record, "is_converted", False):
        return {}
    told = {
        field.attribute: inputs.read(field, query, field.attribute)
        for field in kind.fields.values()
        if field.attribute in query and field.is_updateable and not field.is_reference
    }
    return {
        name: value for name, value in told.items()
        if value not in ("", None, False) and getattr(record, name, None) in ("", None)
    }  # fmt: skip


def _line(found: Candidate, user: User) -> dict[str, Any]:
    record, name = found.record, type(found.record).__name__
    line = {
        "chance": waterfall.chance(found.probability), "tone": waterfall.TONES[found.tier],
        "words": found.because, "is_seen": found.is_seen,
    }  # fmt: skip
    if not found.is_seen:
        # Its kind and whose it is: enough to ask them, and nothing of what it says.
        return line | {"in_short": f"{ARTICLES[name]} that you cannot see, {record.owner}’s"}
    return line | {
        "record": record, "in_short": heads.in_short(record, user),
        "url": kinds.page_of(record), "use_url": reverse("use_known", args=[name, record.pk]),
    }  # fmt: skip
