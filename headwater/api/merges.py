"""`/api/merges`: records become one, and again what they were; Salesforce's REST has neither.

POST makes a merge, GET tells it and what taking it apart would do, DELETE takes it apart.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from headwater import merging
from headwater.api import answers, body, idempotency, outcomes, programs
from headwater.api.problem_json import Told
from headwater.api.record_keys import LARGEST, key_of
from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.merge.act import Merge
from headwater.merge.foresee import Foresight, Question, Unanswered, foresee
from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.records.sharing import visible
from headwater.records.tombstone import MERGEABLE

STATUS_OF = {
    "INSUFFICIENT_ACCESS_OR_READONLY": (403, "Not allowed"),
    "ENTITY_IS_DELETED": (404, "Not found"),
    "ENTITY_CHANGED": (409, "Changed meanwhile"),
    "MERGE_FAILED": (409, "Not possible now"),
}


def post(request: HttpRequest) -> HttpResponse:
    """POST /api/merges {object, master, others[, values, fills, stamp]} → 201"""
    raw = body.read(request)
    user = _user(request)
    return idempotency.once(request, f"user:{user.pk}", raw, lambda: _merge(request, user, raw))


def read(request: HttpRequest, number: str) -> HttpResponse:
    """GET /api/merges/<id>: what it was, and what undoing it would do."""
    user = _user(request)
    merge = _found(user, number)
    told = _told(request, merge)
    if not merge.is_undone:
        told["undoing"] = _foreseen(request, foresee(merge, by=user))
    return answers.json(told)


def delete(request: HttpRequest, number: str) -> HttpResponse:
    """DELETE /api/merges/<id>[?answers=proposed] → 200, or 409 with the questions."""
    user = _user(request)
    raw = body.read(request)
    said = _object(raw).get("answers") if raw.strip() else None
    if said is None and request.GET.get("answers") == "proposed":
        said = {}
    if said is not None and not isinstance(said, dict):
        raise Told(400, "Bad request", "“answers” is an object: key of a question → a record.")
    try:
        merge = merging.unmerge(_found(user, number), by=user, answers=said)
    except Unanswered as unanswered:
        words = "Somebody has to say whose these are: send “answers”, or ?answers=proposed."
        asked = [_question(each) for each in unanswered.questions]
        raise Told(409, "Questions first", words, questions=asked) from None
    except Refused as refused:
        raise _refusal(refused) from None
    return answers.json(_told(request, merge))


def _merge(request: HttpRequest, user: User, raw: bytes) -> HttpResponse:
    said = _object(raw)
    kind = _kind(said.get("object"))
    records = _records(kind, [said.get("master"), *_others(said)], user)
    try:
        merge = merging.merge(
            records[0], records[1:], by=user, values=_values(kind, said.get("values")),
            fills=said.get("fills") is not False, seen=str(said.get("stamp") or ""),
        )  # fmt: skip
    except Refused as refused:
        raise _refusal(refused) from None
    told = _told(request, merge)
    answer = answers.json(told, 201)
    answer.headers["Location"] = told["url"]
    return answer


def _user(request: HttpRequest) -> User:
    client = programs.client_of(request)
    if client.user is None:
        raise Told(403, "Not allowed", "An intake key brings leads in; to merge, use a token.")
    programs.refuse_readers(client)
    return client.user


def _object(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Told(400, "Not JSON", f"The body cannot be read as JSON: {error}.") from None
    if not isinstance(said, dict):
        raise Told(400, "Bad request", "Send an object: {object, master, others}.")
    return said


def _kind(name: Any) -> ObjectDef:
    if str(name).title() not in MERGEABLE:
        raise Told(400, "Bad request", "“object” is Lead, Contact or Account.")
    return objects.get(str(name))


def _others(said: dict[str, Any]) -> list[Any]:
    others = said.get("others")
    if not isinstance(others, list) or not others:
        raise Told(400, "Bad request", "“others” is a list of the ids that are merged away.")
    return others


def _records(kind: ObjectDef, said: Sequence[Any], user: User) -> list[Any]:
    """The records of these ids (ours, or Salesforce's); one that is not seen is not there."""
    keys = [key_of(kind, each) for each in said]
    rows = kind.model._default_manager.filter(visible(kind.model, user), pk__in=keys)
    found = rows.in_bulk()
    missing = [str(each) for each, key in zip(said, keys, strict=True) if key not in found]
    if missing:
        raise Told(404, "Not found", f"There is no {kind.label.lower()} {', '.join(missing)}.")
    return [found[key] for key in keys]


def _values(kind: ObjectDef, said: Any) -> dict[str, Any] | None:
    """Chosen values by attribute; both our names and Salesforce's are understood."""
    if said is None:
        return None
    if not isinstance(said, dict):
        raise Told(400, "Bad request", "“values” is an object: field → value.")
    found = {}
    for name, value in said.items():
        try:
            field = kind.by_attributes.get(name) or kind.field(name)
        except UnknownName as unknown:
            raise Told(422, "Refused", str(unknown)) from None
        is_id = field.is_reference and isinstance(value, str)
        try:
            found[field.attribute] = ids.decode(value)[1] if is_id else value
        except ids.MalformedId:
            raise Told(422, "Refused", f"“{value[:40]}” is no id.") from None
    return found


def _found(user: User, number: str) -> Merge:
    merge: Merge | None = Merge.objects.filter(pk=min(int(number), LARGEST)).first()
    if merge is not None:
        rows = merge.model._default_manager.filter(visible(merge.model, user))
        if rows.filter(pk=merge.survivor_id).exists():
            return merge
    raise Told(404, "Not found", "There is no merge with this number.")


def _refusal(refused: Refused) -> Told:
    first = refused.problems[0]
    status, title = STATUS_OF.get(first.code, (422, "Refused"))
    errors = [{"field": each.field, "code": each.code, "message": each.message}
              for each in refused.problems]  # fmt: skip
    return Told(status, title, str(refused), errors=errors)


def _told(request: HttpRequest, merge: Merge) -> dict[str, Any]:
    prefix = objects.get(merge.object_name).prefix
    named = [{"id": pk, "salesforce_id": ids.encode(prefix, pk)} for pk in merge.keys]
    return {
        "id": merge.pk, "object": merge.object_name, "master": named[0], "merged": named[1:],
        "url": f"{outcomes.base(request)}/api/merges/{merge.pk}", "at": merge.at.isoformat(),
        "undone_at": merge.undone_at.isoformat() if merge.undone_at else None, "left": merge.left,
    }  # fmt: skip


def _foreseen(request: HttpRequest, found: Foresight) -> dict[str, Any]:
    return {
        "first": [_told(request, each)["url"] for each in found.first],
        "returns": found.returns, "goes_back": found.goes_back, "stays": found.stays,
        "questions": [_question(each) for each in found.questions], "unknown": found.unknown,
    }  # fmt: skip


def _question(each: Question) -> dict[str, Any]:
    options = [{"value": value, "label": label} for value, label in each.options]
    return {"key": each.key, "words": each.words, "options": options, "proposed": each.proposed}


collection = programs.resource(POST=post)
one = programs.resource(GET=read, DELETE=delete)
