"""/setup/answers: auto-response rules, which answer an inquiry gets at once, tried with a lead."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from headwater.catalog import ids
from headwater.nurture import answers, merge
from headwater.nurture.addresses import objection
from headwater.nurture.models import AutoResponseRule
from headwater.nurture.templates import active
from headwater.people.models import Organization
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead, Undeliverable
from headwater.records.submission import Door
from headwater.web import toasts
from headwater.web.records import kinds, undo
from headwater.web.records.inputs import RecordLookup
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.answer_forms import AnswerForm, HowOftenForm, TrialForm

PAGE = "answers"


@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """GET: the rules in their order; `?lead=` tries them."""
    rules = AutoResponseRule.objects.select_related("template")
    trial = TrialForm(request.GET or None, widget=RecordLookup("Lead"))
    context: dict[str, Any] = {
        "rules": [(rule, _doors(rule)) for rule in rules], "may": asker(request).can_configure,
        "usual": active().get(answers.USUAL), "trial": trial,
        "often": HowOftenForm(instance=Organization.current()),
    }  # fmt: skip
    if trial.is_valid():
        context["tried"] = _try(request, trial.cleaned_data["lead"], trial.cleaned_data["door"])
    return render(request, "setup/answers/list.html", context)


@for_admins
def new_answer(request: HttpRequest) -> HttpResponse:
    """A rule at the end."""
    last = AutoResponseRule.objects.aggregate(last=Max("sort_order"))["last"] or 0
    return _edit(request, AutoResponseRule(sort_order=last + 1))


@for_admins
def edit_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(AutoResponseRule, pk=pk))


@for_admins
@require_POST
def move_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up (`by=-1`) or down (`by=1`)."""
    with transaction.atomic():
        rules = list(AutoResponseRule.objects.select_for_update())
        moved = next((rule for rule in rules if rule.pk == pk), None)
        if moved is None:
            return toasts.done(request, reverse(PAGE))
        place = rules.index(moved) + (-1 if request.POST.get("by") == "-1" else 1)
        rules.remove(moved)
        rules.insert(max(0, place), moved)
        for number, rule in enumerate(rules, start=1):
            rule.sort_order = number
        AutoResponseRule.objects.bulk_update(rules, ["sort_order"])
        note("auto_response_rule.moved", moved, by=asker(request))
    return toasts.done(request, reverse(PAGE))


@for_admins
@require_POST
def remove_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rule away; Undo brings it back."""
    rule = get_object_or_404(AutoResponseRule, pk=pk)
    values = {field.attname: getattr(rule, field.attname) for field in rule._meta.concrete_fields}
    note("auto_response_rule.removed", rule, by=asker(request))
    rule.delete()
    url = undo.offer(request, "answer_removal", values=values)
    toasts.say(request, f"Removed “{rule.name}”.", undo_url=url)
    return toasts.done(request, reverse(PAGE))


@undo.undoes("answer_removal")
def _bring_back(user: Any, *, values: dict[str, Any]) -> str:
    if not user.can_configure:
        return "Only an admin changes Setup."
    rule = AutoResponseRule.objects.create(**values)
    note("auto_response_rule.restored", rule, by=user)
    return f"“{rule.name}” is back."


@for_admins
@require_POST
def keep_how_often(request: HttpRequest) -> HttpResponse:
    """How many hours lie between two answers to one person."""
    form = HowOftenForm(request.POST, instance=Organization.current())
    if form.is_valid():
        before = form.initial["hours_between_answers"]
        changes = {"hours_between_answers": [before, form.cleaned_data["hours_between_answers"]]}
        note("organization.changed", form.save(), by=asker(request), changes=changes)
        toasts.say(request, "Saved.")
    else:
        toasts.say(request, "Give a number of hours.", kind="bad")
    return toasts.done(request, reverse(PAGE))


def state() -> str:
    """How the rules stand, for the page of Setup."""
    return f"{AutoResponseRule.objects.filter(is_active=True).count()} in force"


def _edit(request: HttpRequest, rule: AutoResponseRule) -> HttpResponse:
    form = AnswerForm(request.POST or None, instance=rule)
    is_new = rule.pk is None
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            changes = {name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
                       for name in form.changed_data}  # fmt: skip
            saved = form.save()
            event = f"auto_response_rule.{'created' if is_new else 'changed'}"
            note(event, saved, by=asker(request), changes=changes)
        toasts.say(request, f"Saved “{saved.name}”.")
        return toasts.done(request, reverse(PAGE))
    context = {"form": form, "title": rule.name if rule.pk else "New rule", "action": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "setup/definition_form.html", context, status=status)


def _doors(rule: AutoResponseRule) -> str:
    return ", ".join(str(Door(door).label) for door in rule.doors)


def _try(request: HttpRequest, given: str, door: str) -> dict[str, Any]:
    """What this lead would get: the rules asked, the answer, or why none."""
    key = ids.decode(given)[1] if len(given) in (15, 18) else given
    is_key = str(key).isascii() and str(key).isdecimal()
    found = kinds.find_all("Lead", [int(key)] if is_key else [], asker(request))
    if not found:
        return {"trouble": "Choose a lead from the list."}
    lead, now = found[0], timezone.now()
    answer, tried = answers.tried(lead, door, now)
    return {"lead": lead, "answer": answer, "rules": tried, **_draft(lead, answer, now)}


def _draft(lead: Lead, answer: answers.Answer | None, now: Any) -> dict[str, Any]:
    if answer is None:
        return {}
    gone = Undeliverable.objects.final().filter(address=lead.email.lower())
    clocks = Clock.objects.of_leads([lead.pk]).of_kind(Kind.FIRST_ATTEMPT)
    clock = clocks.order_by("-started_at").first()
    due_at = now + (clock.due_at - clock.started_at) if clock else None  # as if promised now
    owner = users().get(lead.owner_id)
    recipient = merge.Recipient(lead, organization(), owner, due_at, now)
    subject, text, _ = merge.preview(answer.template, recipient)
    why_not = objection(lead, None, [row.address for row in gone])
    return {"subject": subject, "text": text, "objection": why_not}
