"""Keeping mail templates: one that names an unknown field is refused, with the place."""

import re
from collections.abc import Mapping

from headwater.nurture import merge
from headwater.nurture.mail_template import MailTemplate
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records.problem import Problem, Refused

PARTS = ("subject", "text", "html")
_PROGRAM = re.compile(
    r"<\s*(script|iframe|frame|object|embed|form|base|meta|link)\b|\son\w+\s*=|javascript:", re.I
)


@kept
def active() -> Mapping[str, MailTemplate]:
    """Those that may be sent, by key, kept in memory; to be read only."""
    return {
        each.key: each
        for each in MailTemplate.objects.filter(is_active=True).select_related("topic")
    }


def save(template: MailTemplate, *, by: User) -> MailTemplate:
    """Keep a new or changed template; raises Refused with everything that is wrong in it."""
    problems = _problems(template)
    if not by.can_market:
        message = "Templates are changed by marketing and admins."
        problems.append(Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message))
    if problems:
        raise Refused(problems)
    template.save()
    return template


def unsafe(html: str) -> str:
    """Why this HTML may not go out, '' when it may: no mail program runs what is refused here."""
    found = _PROGRAM.search(html)
    if found is None:
        return ""
    what = f"<{found[1].lower()}>" if found[1] else f"“{found[0].strip()}”"
    return f"Character {found.start() + 1}: {what} has no place in a mail."


def _problems(template: MailTemplate) -> list[Problem]:
    problems = [
        Problem(part, "REQUIRED_FIELD_MISSING", f"The {part} is needed.")
        for part in ("key", "name", "subject", "text")
        if not getattr(template, part).strip()
    ]
    for part in PARTS:
        try:
            merge.check(getattr(template, part))
        except merge.MergeError as error:
            message = f"{part.capitalize()}, character {error.position + 1}: {error}"
            problems.append(Problem(part, "INVALID_MERGE_FIELD", message))
    if problem := unsafe(template.html):
        problems.append(Problem("html", "INVALID_FIELD", problem))
    return problems
