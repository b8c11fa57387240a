"""Trying one lead, and keeping it as a test case that must pass before a draft is published."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.people.models import User
from headwater.records.models import Lead
from headwater.route import cases, drafts, rules
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule
from headwater.web import toasts
from headwater.web.records import kinds, new_record, undo
from headwater.web.routing import case_form
from headwater.web.routing.editing import desk
from headwater.web.setup.access import asker, for_admins, note

KEPT = ("name", "values", "rule_key", "owner_id", "team_id")


def new_case(request: HttpRequest) -> HttpResponse:
    """Try one lead (`?lead=` begins with one that is there); admins keep it as a test case."""
    return _edit(request, AssignmentCase())


def edit_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A test case, and what becomes of it now."""
    return _edit(request, get_object_or_404(AssignmentCase, pk=pk))


@require_POST
def trial(request: HttpRequest) -> HttpResponse:
    """What becomes of the lead in the form, under the draft and under what is in force."""
    fields = case_form.asked(_all_rules(), _case_in(request))
    return render(request, "routing/trial.html", _tried(case_form.given_in(fields, request.POST)))


@for_admins
@require_POST
def remove_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a test case away; Undo brings it back."""
    case = get_object_or_404(AssignmentCase, pk=pk)
    said = _state(case)
    note("assignment_case.removed", case, by=asker(request))
    case.delete()
    back = undo.offer(request, "assignment_case", pk=None, was=said)
    toasts.say(request, f"Test case “{case.name}” is removed.", undo_url=back)
    return toasts.done(request, _home())


def _edit(request: HttpRequest, case: AssignmentCase) -> HttpResponse:
    user, there = asker(request), _all_rules()
    posted = request.POST if request.method == "POST" else None
    fields = case_form.asked(there, case)
    said = case_form.given_in(fields, request.POST) if posted else _said(request, case, fields)
    before = _state(case) if case.pk else None
    form = case_form.CaseForm(posted, instance=case, rules=_rules(), initial=_from(request))
    if posted is not None and _may_keep(user) and form.is_valid():
        return _keep(request, form.save(commit=False), said, before)
    lead_form = new_record.build(fields, posted, case_form.initial(fields, said))
    for field in lead_form.fields.values():
        field.required = False
    context = {
        "form": form, "lead_form": lead_form, "case": case, "may": user.can_configure,
        **_tried(said),
    }  # fmt: skip
    status = 422 if posted is not None else 200
    return render(request, "routing/case_form.html", context, status=status)


def _keep(
    request: HttpRequest, case: AssignmentCase, said: dict[str, Any], before: dict[str, Any] | None
) -> HttpResponse:
    user = asker(request)
    case.values, case.changed_by, case.changed_at = said, user, timezone.now()
    case.save()
    was, now = before or {}, _state(case)
    changes = {name: [was.get(name), now[name]] for name in KEPT if was.get(name) != now[name]}
    note("assignment_case.saved", case, by=user, changes=changes)
    back = undo.offer(request, "assignment_case", pk=case.pk, was=before)
    toasts.say(request, f"Test case “{case.name}” is kept.", undo_url=back)
    return toasts.done(request, _home())


def _may_keep(user: User) -> bool:
    return user.can_configure


def _rules() -> list[AssignmentRule]:
    return rules.rules_of(drafts.current() or rules.current())


def _all_rules() -> list[AssignmentRule]:
    """Those in force and those of the draft."""
    draft = drafts.current()
    return [*rules.published(), *(rules.rules_of(draft) if draft else [])]


def _case_in(request: HttpRequest) -> AssignmentCase:
    key = request.POST.get("case", "")
    found = AssignmentCase.objects.filter(pk=key) if key.isascii() and key.isdigit() else None
    return (found.first() if found is not None else None) or AssignmentCase()


def _said(request: HttpRequest, case: AssignmentCase, fields: Sequence[Any]) -> dict[str, Any]:
    lead = _lead(request)
    return case_form.of_lead(fields, lead) if lead else dict(case.values)


def _from(request: HttpRequest) -> dict[str, Any]:
    lead = _lead(request)
    return {"name": f"Such as {lead}"[:80]} if lead else {}


def _lead(request: HttpRequest) -> Lead | None:
    key = request.GET.get("lead", "")
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return None
    found: Lead = kinds.find("Lead", int(key), asker(request))
    return found


def _tried(said: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a lead that says this: in force, and under the draft if there is one."""
    draft, tried = drafts.current(), []
    lead, trouble = cases.lead_of(said)
    for words, rule_set in (("In force", rules.current()), ("Draft", draft)):
        if rule_set and not trouble:
            own = rules.rules_of(rule_set)
            (verdict,) = cases.verdicts(own, [lead])
            tried.append({"words": words, "verdict": verdict, "rule": verdict.rule})
    return {"tried": tried, "trouble": trouble}


def _state(case: AssignmentCase) -> dict[str, Any]:
    said = {name: getattr(case, name) for name in KEPT}
    return said | {"rule_key": str(case.rule_key) if case.rule_key else None}


def _home() -> str:
    return desk.draft_page if drafts.current() else desk.page


@undo.undoes("assignment_case")
def _undone(user: User, *, pk: int | None, was: dict[str, Any] | None) -> str:
    if not user.can_configure:
        return "Only an admin changes Setup."
    if was is None:
        AssignmentCase.objects.filter(pk=pk or 0).delete()
        return "Undone; the test case is gone again."
    if pk is None:
        AssignmentCase.objects.create(**was)
        return f"Test case “{was['name']}” is back."
    AssignmentCase.objects.filter(pk=pk).update(**was)
    return "Undone."
