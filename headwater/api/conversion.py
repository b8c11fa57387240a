"""`/api/leads/<id>/conversion`: a lead becomes account, contact, opportunity; and is one again.

POST converts, GET tells what it became, DELETE undoes it. For programs that speak Salesforce there
are `convertLead` by SOAP and the action of the same name (see `actions`).
"""

from collections.abc import Callable
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from headwater.api import answers, body, idempotency, outcomes, programs
from headwater.api.caller import Caller
from headwater.api.conversion_choices import choices_of
from headwater.api.conversion_duplicates import refusals
from headwater.api.duplicates import HEADER
from headwater.api.gate import NEWEST
from headwater.api.problem_json import Told
from headwater.api.record_keys import key_of
from headwater.catalog import ids, objects
from headwater.convert.choices import Choices
from headwater.convert.undo import TouchedSince
from headwater.converting import deeds
from headwater.people.models import User
from headwater.records.models import Conversion, Lead
from headwater.records.problem import Refused
from headwater.records.sharing import visible

STATUS_OF = {
    "INSUFFICIENT_ACCESS_OR_READONLY": (403, "Not allowed"),
    "CANNOT_UPDATE_CONVERTED_LEAD": (409, "Converted already"),
    "DUPLICATES_DETECTED": (409, "Like records that are there"),
}
PAGES = {"Account": "accounts", "Contact": "contacts", "Opportunity": "opportunities"}


def post(request: HttpRequest, lead: str) -> HttpResponse:
    """POST /api/leads/<id>/conversion → 201; the very same asked again → 200."""
    raw = body.read(request)
    user = _user(request)
    work: Callable[[], HttpResponse] = lambda: _convert(request, user, lead, raw)  # noqa: E731
    return idempotency.once(request, f"user:{user.pk}", raw, work)


def read(request: HttpRequest, lead: str) -> HttpResponse:
    """GET: the standing conversion; of a lead that came converted, what it became."""
    found = _lead(_caller(request), lead)
    if found.is_converted and not _rows(found).exists():
        return answers.json(_came(request, found))
    return answers.json(_told(request, _standing(found)))


def delete(request: HttpRequest, lead: str) -> HttpResponse:
    """DELETE[?even_touched=1]: undo it; 409 says what has happened to the records since."""
    user = _user(request)
    conversion = _standing(_lead(user, lead))
    is_sure = request.GET.get("even_touched") in ("1", "true")
    try:
        undone = deeds.take_back(conversion, by=user, even_touched=is_sure)
    except TouchedSince as touched:
        words = "The records were touched since; ?even_touched=1 undoes it all the same."
        told = [each.words for each in touched.touches]
        raise Told(409, "Touched since", words, touches=told) from None
    except Refused as refused:
        raise _refusal(refused) from None
    return answers.json(_told(request, undone))


def _convert(request: HttpRequest, user: User, number: str, raw: bytes) -> HttpResponse:
    lead = _lead(user, number)
    was_converted = lead.is_converted
    choices = choices_of(_object(raw), user)
    if not was_converted:
        _refuse_duplicates(request, lead, choices, user)
    try:
        conversion = deeds.convert(lead, choices, by=user)
    except Refused as refused:
        raise _refusal(refused) from None
    told = _told(request, conversion)
    answer = answers.json(told, 200 if was_converted else 201)
    answer.headers["Location"] = told["url"]
    return answer


def _refuse_duplicates(request: HttpRequest, lead: Lead, choices: Choices, user: User) -> None:
    """Where a rule holds programs back, in this door as in Salesforce's; most let them pass."""
    headers = {name.lower(): text for name, text in request.headers.items()}
    if request.GET.get("even_duplicates") in ("1", "true"):
        headers[HEADER.lower()] = "allowSave=true"  # a rule that blocks blocks all the same
    [problems] = refusals(Caller(user, NEWEST, headers), [(lead, choices)])
    if problems:
        raise _refusal(Refused(problems))


def _caller(request: HttpRequest) -> User:
    client = programs.client_of(request)
    if client.user is None:
        raise Told(403, "Not allowed", "An intake key brings leads in; to convert, use a token.")
    return client.user


def _user(request: HttpRequest) -> User:
    user = _caller(request)
    programs.refuse_readers(programs.Client(user=user))
    return user


def _object(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw or b"{}")
    except orjson.JSONDecodeError as error:
        raise Told(400, "Not JSON", f"The body cannot be read as JSON: {error}.") from None
    if not isinstance(said, dict):
        raise Told(400, "Bad request", "Send an object, or nothing for the usual choices.")
    return said


def _lead(user: User, said: str) -> Lead:
    key = key_of(objects.get("Lead"), said)
    found: Lead | None = Lead.objects.alive().filter(visible(Lead, user), pk=key).first()
    if found is None:
        raise Told(404, "Not found", "There is no lead with this id.")
    return found


def _rows(lead: Lead) -> QuerySet[Conversion]:
    return Conversion.objects.filter(lead=lead, undone_at=None)


def _standing(lead: Lead) -> Conversion:
    found = _rows(lead).first()
    if found is None and lead.is_converted:
        words = "This lead came here converted: what it was before is not known here."
        raise Told(409, "Converted elsewhere", words)
    if found is None:
        raise Told(404, "Not found", "This lead is not converted.")
    return found


def _refusal(refused: Refused) -> Told:
    status, title = STATUS_OF.get(refused.problems[0].code, (422, "Refused"))
    errors = [{"field": each.field, "code": each.code, "message": each.message}
              for each in refused.problems]  # fmt: skip
    return Told(status, title, str(refused), errors=errors)


def _told(request: HttpRequest, conversion: Conversion) -> dict[str, Any]:
    here = outcomes.base(request)
    became = {
        noun.lower(): _record(here, noun, getattr(conversion, f"{noun.lower()}_id"), conversion)
        for noun in PAGES
    }
    lead = ids.encode("00Q", conversion.lead_id)
    return {
        "id": conversion.pk, "lead": {"id": conversion.lead_id, "salesforce_id": lead},
        **became, "at": conversion.at.isoformat(), "unmapped": conversion.unmapped,
        "undone_at": conversion.undone_at.isoformat() if conversion.undone_at else None,
        "url": f"{here}/api/leads/{conversion.lead_id}/conversion",
    }  # fmt: skip


def _came(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    """What another system made of it: nobody knows more, and nothing here can undo it."""
    here = outcomes.base(request)
    became = {
        noun.lower(): _record(here, noun, getattr(lead, f"converted_{noun.lower()}_id"))
        for noun in PAGES
    }
    at = lead.converted_on.isoformat() if lead.converted_on else None
    return {
        "id": None, "lead": {"id": lead.pk, "salesforce_id": ids.encode("00Q", lead.pk)},
        **became, "at": at, "unmapped": {}, "undone_at": None,
        "url": f"{here}/api/leads/{lead.pk}/conversion",
    }  # fmt: skip


def _record(here: str, noun: str, key: int | None, conversion: Conversion | None = None) -> Any:
    if key is None:
        return None
    made = conversion.made if conversion else {}
    return {
        "id": key, "salesforce_id": ids.encode(objects.get(noun).prefix, key),
        "is_new": key in made.get(noun, []), "url": f"{here}/{PAGES[noun]}/{key}",
    }  # fmt: skip


view = programs.resource(POST=post, GET=read, DELETE=delete)
