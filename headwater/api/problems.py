"""What went wrong, as Salesforce says it: a list of {message, errorCode[, fields]} and a status."""

import re
from collections.abc import Sequence
from typing import Any

from headwater.criteria.errors import CriteriaError
from headwater.records.problem import Problem, Refused

MISSING = "REQUIRED_FIELD_MISSING"
NOT_ALLOWED = "INSUFFICIENT_ACCESS_OR_READONLY"
STATUS_OF = {NOT_ALLOWED: 403}
CODE_OF = {
    "syntax": "MALFORMED_QUERY",
    "field": "INVALID_FIELD",
    "value": "INVALID_QUERY_FILTER_OPERATOR",
    "type": "INVALID_FIELD",
    "object": "INVALID_TYPE",
    "search": "MALFORMED_SEARCH",
    "range": "NUMBER_OUTSIDE_VALID_RANGE",
}
TOKEN = re.compile(r"\w+|[^\s\w]")
AROUND = 60  # characters of a query shown on either side of the mistake


class Problems(Exception):
    """Answered with `status` and `body`."""

    def __init__(self, status: int, body: list[dict[str, Any]]) -> None:
        self.status, self.body = status, body
        super().__init__(str(body))


def problem(status: int, code: str, message: str, *fields: str) -> Problems:
    """One problem."""
    told: dict[str, Any] = {"message": message, "errorCode": code}
    return Problems(status, [told | {"fields": list(fields)} if fields else told])


def not_found() -> Problems:
    return problem(404, "NOT_FOUND", "The requested resource does not exist")


def of_refused(refused: Refused) -> Problems:
    """What the domain refused; all missing fields are one problem, as clients expect."""
    told: list[dict[str, Any]] = []
    missing = [each for each in refused.problems if each.code == MISSING and each.field]
    if missing:
        names = [each.field for each in missing]
        message = f"Required fields are missing: [{', '.join(names)}]"
        told.append({"message": message, "errorCode": MISSING, "fields": names})
    told += [_told(each) for each in refused.problems if each not in missing]
    return Problems(STATUS_OF.get(told[0]["errorCode"], 400) if told else 400, told)


def _told(each: Problem) -> dict[str, Any]:
    return {
        "message": each.message,
        "errorCode": each.code,
        "fields": [each.field] if each.field else [],
    }


def of_criteria(error: CriteriaError, query: str) -> Problems:
    """A query's mistake, with the text around it and a caret under it, as Salesforce shows it."""
    words = f"{error.message} {error.suggestion}".strip()
    code = CODE_OF.get(error.kind, "MALFORMED_QUERY")
    if error.kind == "syntax" and not error.told and error.position >= 0:
        token = TOKEN.match(query, error.position)
        words = f"unexpected token: {token[0] if token else '<EOF>'}. {words}"
    elif error.told:
        words = f"{error.told}. {error.suggestion}".strip() if error.suggestion else error.told
    return problem(400, code, _at(query, error.position) + words)


def _at(query: str, position: int) -> str:
    if position < 0:
        return ""
    before = query[:position]
    row, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    start = max(before.rfind("\n") + 1, position - AROUND)
    shown = query[start : position + AROUND].partition("\n")[0]
    return f"\n{shown}\n{' ' * (position - start)}^\nERROR at Row:{row}:Column:{column}\n"


def of_many(problems: Sequence[Problem]) -> Problems:
    return of_refused(Refused(problems))
