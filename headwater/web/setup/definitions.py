"""Plain lists of settings: statuses, stages, teams, queues."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from headwater.people.models import Organization, Queue, Team
from headwater.records.models import LeadStatus, OpportunityStage, Question, Topic
from headwater.recycling.models import RecycleRule
from headwater.web import toasts
from headwater.web.setup import definition_forms as own
from headwater.web.setup import question_forms, queue_form, recycle_forms, stage_forms, status_forms
from headwater.web.setup.access import asker, for_admins, note


@dataclass(frozen=True, slots=True)
class Definition:
    """One list: what it is for, its columns (heading, how a row says it) and its form."""

    title: str
    one: str
    text: str
    model: type[models.Model]
    form: type[forms.ModelForm]  # type: ignore[type-arg]
    columns: tuple[tuple[str, Callable[[Any], Any]], ...]


DEFINITIONS = {
    "statuses": Definition(
        "Lead statuses", "status", "Where a lead can stand, in the order of the path.",
        LeadStatus, status_forms.LeadStatusForm,
        (
            ("Group", lambda row: row.get_group_display()),
            ("Needs", status_forms.required_labels),
            ("May go to", status_forms.followers),
            ("By itself", status_forms.by_itself),
            ("Guidance", lambda row: row.guidance),
        ),
    ),
    "questions": Definition(
        "Call sheet", "question", "What is asked when somebody talks to a lead, in this order.",
        Question, question_forms.QuestionForm,
        (
            ("Heading", lambda row: row.topic),
            ("Answers", question_forms.answered_by),
            ("Asked when", question_forms.asked_when),
            ("Needed", question_forms.needed),
        ),
    ),
    "stages": Definition(
        "Opportunity stages", "stage", "Where a deal can stand. Early stages are 0 % and Omitted.",
        OpportunityStage, stage_forms.OpportunityStageForm,
        (
            ("Probability", lambda row: f"{row.probability} %"),
            ("Forecast", lambda row: row.forecast_category),
            ("Asks for", stage_forms.asks_for),
            ("Usual time", stage_forms.usual_days),
            ("Ends as", stage_forms.ends_as),
            ("Guidance", lambda row: row.guidance),
        ),
    ),
    "topics": Definition(
        "Mail topics", "topic", "What people may hear about; each can be switched off alone.",
        Topic, own.TopicForm,
        (("In a sentence", lambda row: row.text),
         ("Goes to", lambda row: "who agreed" if row.needs_consent else "all but who said no")),
    ),
    "recycling": Definition(
        "Recycling rules", "recycling rule", "Leads that came to nothing come back: the first rule "
        "that is in force and fits decides when, and by which way.",
        RecycleRule, recycle_forms.RecycleRuleForm,
        (("Takes", lambda row: row.whom), ("Goes", lambda row: row.goes),
         ("Because", lambda row: row.words)),
    ),
    "teams": Definition(
        "Teams", "team", "Who works together; rules share leads out among a team in turn.",
        Team, own.TeamForm, (("Members", own.members_of_team),),
    ),
    "queues": Definition(
        "Queues", "queue", "Leads that wait here are taken by the next member who is free.",
        Queue, queue_form.QueueForm,
        (("Members", queue_form.members), ("Alarms", queue_form.alarms)),
    ),
}  # fmt: skip
RELATED = {"teams": ("members",), "queues": ("members",)}


def definition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One list as a table; a row opens its form."""
    shown = _definition(slug)
    rows = shown.model._default_manager.prefetch_related(*RELATED.get(slug, ()))
    lines = [(row, [say(row) for _, say in shown.columns]) for row in rows]
    context = {
        "shown": shown, "slug": slug, "lines": lines, "may": asker(request).can_configure,
        "headings": [heading for heading, _ in shown.columns],
    }  # fmt: skip
    return render(request, "setup/definitions.html", context)


@for_admins
def new_definition(request: HttpRequest, slug: str) -> HttpResponse:
    """One more of its kind."""
    return _edit(request, slug, _definition(slug).model())


@for_admins
def edit_definition(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one row; what hangs on its name follows."""
    return _edit(request, slug, get_object_or_404(_definition(slug).model, pk=pk))


@for_admins
def organization(request: HttpRequest) -> HttpResponse:
    """The organisation's own row."""
    form = own.OrganizationForm(request.POST or None, instance=Organization.current())
    if request.method == "POST" and form.is_valid():
        _save(request, form, "organization.changed")
        toasts.say(request, "Saved.")
        return toasts.done(request, reverse("setup"))
    context = {"form": form, "title": "Organization", "action": request.path}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )


def _edit(request: HttpRequest, slug: str, row: Any) -> HttpResponse:
    shown = _definition(slug)
    form = shown.form(request.POST or None, instance=row)
    is_new = row.pk is None
    if request.method == "POST" and form.is_valid():
        event = f"{shown.one}.{'created' if is_new else 'changed'}"
        _save(request, form, event)
        toasts.say(request, f"Saved {form.instance}.")
        return toasts.done(request, reverse("definitions", args=[slug]))
    title = f"New {shown.one}" if is_new else str(row)
    context = {"form": form, "title": title, "action": request.path}
    if slug == "recycling" and not is_new:
        context["removal_url"] = reverse("remove_recycling_rule", args=[row.pk])
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )


def _save(request: HttpRequest, form: Any, event: str) -> None:
    changes = {
        name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
        for name in form.changed_data
    }
    with transaction.atomic():
        row = form.save()
        note(event, row, by=asker(request), changes=changes)


def _definition(slug: str) -> Definition:
    if slug not in DEFINITIONS:
        raise Http404("There is nothing of this kind in Setup.")
    return DEFINITIONS[slug]
