"""/00Q…: an id alone is an address, as in Salesforce; links of old still lead to the record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from headwater.catalog import ids, objects
from headwater.people.models import User
from headwater.records.tombstone import survivor
from headwater.web.records import kinds


@require_safe
def old_address(request: HttpRequest, record_id: str, object_name: str = "") -> HttpResponse:
    """To the record's page; 404 for whoever may not see it, and where there is none."""
    record = found(record_id, kinds.person(request))
    if record is None:
        raise Http404
    return redirect(kinds.page_of(record))


def found(record_id: str, user: User) -> object | None:
    """The record of this id, ours or that of the system it came from, if `user` may see it."""
    try:
        prefix, key = ids.decode(record_id)
    except ids.MalformedId:
        return None
    kind = objects.by_prefix(prefix)
    if kind is None or kind.name not in kinds.PAGES:
        return None
    try:
        record: object = kinds.find(kind.name, survivor(kind.name, key), user)
    except Http404:
        return None
    return record
