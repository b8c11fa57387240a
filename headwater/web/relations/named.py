"""A record that an address names for a new one: `?account=7` fills the form's account."""

from typing import Any

from django.http import Http404, HttpRequest

from headwater.web.records import kinds


def named(request: HttpRequest, object_name: str, attribute: str) -> dict[str, Any]:
    """{attribute: key} when the address names a record that the person may see, else {}."""
    given = request.GET.get(object_name.lower(), "")
    if not given.isdecimal() or len(given) > 18:
        return {}
    try:
        return {attribute: kinds.find(object_name, int(given), kinds.person(request)).pk}
    except Http404:
        return {}
