"""What went wrong, by RFC 9457: `application/problem+json` in plain words."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpResponse

from headwater.records.problem import Problem

TYPE = "application/problem+json"


class Told(Exception):
    """A refusal: status, a title that is always the same, what is wrong this time, and more."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        self.status, self.headers = status, headers or {}
        # "about:blank" means: the status says it all, there is no page about this kind.
        self.body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        self.body |= more
        super().__init__(detail)

    @property
    def answer(self) -> HttpResponse:
        return HttpResponse(
            orjson.dumps(self.body), status=self.status, content_type=TYPE, headers=self.headers
        )


def errors(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Each problem as field, code and message."""
    return [
        {"field": problem.field, "code": problem.code, "message": problem.message}
        for problem in problems
    ]
