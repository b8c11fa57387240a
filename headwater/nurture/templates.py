"""Keeping mail templates: one that names an unknown field is refused, with the place."""

from collections.abc import Mapping

from headwater.nurture import merge
from headwater.nurture.mail_template import MailTemplate
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.records.problem import Problem, Refused

PARTS = ("subject", "text", "html")


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
    return problems
