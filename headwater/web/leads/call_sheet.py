"""The call sheet: questions, notes and outcomes in one place, kept while one talks."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from headwater.catalog import picklists
from headwater.people.models import User
from headwater.qualify import answering, call_notes, discovery
from headwater.qualify.discovery import Asked
from headwater.records.discovery import Kind
from headwater.records.models import Lead, Question
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.leads import quick_times
from headwater.web.leads.answers import missing, told
from headwater.web.records import kinds, words

LONGEST = 32_000


@require_GET
def call_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /leads/<pk>/call-sheet: what to ask, what is known, and the notes so far."""
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    if lead.is_converted:
        return toasts.done(request, reverse("lead", args=[pk]))
    asked = discovery.sheet(lead)
    context = {
        "lead": lead, "groups": _groups(lead, asked), "missing": missing(lead, asked),
        "notes": call_notes.notes_of(lead, user), "again": quick_times.choices(timezone.now()),
        "reasons": picklists.values("ClosedReason"), "longest": LONGEST,
    }  # fmt: skip
    return render(request, "leads/call_sheet.html", context)


@require_POST
def answer(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """POST /leads/<pk>/answers/<question>: `choice` (pressed again: taken back) or `value`.

    Answers the question anew, or after typing only what stands around it.
    """
    user = kinds.editor(request)
    lead: Lead = kinds.find("Lead", pk, user, "owner")
    question = get_object_or_404(Question, pk=question_pk, is_active=True)
    choice, problem = request.POST.get("choice"), ""
    try:
        _keep(lead, question, choice, words.given(request.POST, "value"), user)
    except Refused as refused:
        problem = str(refused)
    if not request.headers.get("HX-Request"):
        return toasts.done(request, reverse("lead_call_sheet", args=[pk]))
    asked = discovery.sheet(lead)
    shown = next(
        (each for each in asked if each.question == question), Asked(question, "")
    )  # an answer may have made it one that is not asked any more
    context = {
        "lead": lead, "one": _line(lead, shown), "problem": problem, "is_late": True,
        "missing": missing(lead, asked), "is_whole": choice is not None, "longest": LONGEST,
    }  # fmt: skip
    return render(request, "leads/answered.html", context, status=422 if problem else 200)


@require_POST
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/<pk>/call-notes: `note`, as it stands now."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user)
    call_notes.keep_notes(lead, request.POST.get("note", ""), by=user)
    if not request.headers.get("HX-Request"):
        return toasts.done(request, reverse("lead_call_sheet", args=[pk]))
    return HttpResponse("Saved")


def _keep(lead: Lead, question: Question, choice: str | None, value: str, user: User) -> None:
    if choice is not None:
        known = discovery.value_of(lead, question, lead.answers.filter(question=question)[:1])
        value = "" if choice == known else choice
    answering.answer(lead, question, value, by=user)
    if question.attribute:
        kinds.judge_anew([lead], by=user)


def _groups(lead: Lead, asked: Sequence[Asked]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The questions under their headings, in order; those without one come first."""
    ordered = sorted(asked, key=lambda each: bool(each.question.topic))
    return [
        (topic, [_line(lead, each) for each in group])
        for topic, group in groupby(ordered, key=lambda each: each.question.topic)
    ]


def _line(lead: Lead, asked: Asked) -> dict[str, Any]:
    """One question as the template draws it."""
    question = asked.question
    field = discovery.field_of(question)
    is_only_choice = question.kind in (Kind.CHOICE, Kind.YES_NO)
    return {
        "asked": asked, "question": question, "choices": question.quick_answers,
        "url": reverse("lead_answer", args=[lead.pk, question.pk]),
        "takes_words": not is_only_choice,
        "words": asked.value if asked.is_in_own_words else "",
        "length": min(field.length or LONGEST, LONGEST) if field else LONGEST,
        "told": told(asked),
    }  # fmt: skip
