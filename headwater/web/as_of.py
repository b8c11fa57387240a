"""Pages of figures are read from the replica, where there is one, and say how old they are."""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern

from headwater.database import reading

View = Callable[..., HttpResponseBase]
HEADER = "Headwater-As-Of"


def from_replica(view: View) -> View:
    """A view whose GET only reads; a streamed answer goes on reading there."""

    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return view(request, *args, **kwargs)

        def answer() -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if words := reading.now().words:
                response.headers[HEADER] = words
            return response

        response = reading.read(answer)
        if response.streaming and not getattr(response, "is_async", False):
            response.streaming_content = _streamed(response.streaming_content)  # type: ignore[attr-defined]
        return response

    return read


def all_from_replica(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The same for every address of a room."""
    found = list(patterns)
    for each in found:
        each.callback = from_replica(each.callback)
    return found


def _streamed(parts: Iterable[bytes]) -> Iterator[bytes]:
    with reading.reader():
        yield from parts
