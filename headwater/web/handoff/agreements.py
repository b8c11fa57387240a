"""The stages that marketing and sales agreed on: what each means, who signed, and changing it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.qualify import agreeing, handoff_policy
from headwater.qualify.models import StageDefinition
from headwater.qualify.stage_definition import AgreedStage, Side
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.handoff.settings import in_words
from headwater.web.records import kinds, undo, words
from headwater.web.records.undo import undoes


class ProposalForm(forms.Form):
    """What a stage means in words, and what of it a program can check."""

    text = forms.CharField(
        label="What it means", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    criteria = forms.CharField(
        label="What can be checked", required=False, max_length=4000,
        help_text="For example: IsScoreQualified = true AND Phone != null. Empty: nothing.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_criteria(self) -> str:
        given = str(self.cleaned_data["criteria"])
        try:
            parse(given, "Lead")
        except CriteriaError as error:
            raise forms.ValidationError(str(error)) from None
        return given


def agreements(request: HttpRequest) -> HttpResponse:
    """GET /setup/agreements: each stage with its definition, its signatures, and what is open."""
    user = kinds.person(request)
    agreed, newest = agreeing.agreed(), agreeing.newest()
    lines = [
        _line(stage, agreed.get(stage), newest[stage], user)
        for stage in AgreedStage if stage in newest
    ]  # fmt: skip
    context = {
        "lines": lines, "policy": in_words(handoff_policy.policy()),
        "may": user.can_configure, "may_propose": user.can_lead_people,
    }  # fmt: skip
    return render(request, "handoff/agreements.html", context)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, stage: str) -> HttpResponse:
    """GET: the newest version to change. POST /setup/agreements/<stage>: propose the next one."""
    user = kinds.editor(request)
    if stage not in AgreedStage:
        raise Http404("There is no such stage.")
    newest = agreeing.newest()[stage]
    form = ProposalForm(
        request.POST or None, initial={"text": newest.text, "criteria": newest.criteria},
        auto_id="dialog_%s",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = agreeing.propose(stage, by=user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toasts.say(request, f"{made} is proposed. It counts once both sides have signed.")
            return toasts.done(request, reverse("agreements"))
    context = {"form": form, "name": AgreedStage(stage).label, "url": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "handoff/proposal.html", context, status=status)


@require_POST
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/agreements/<pk>/signature: `side` agrees."""
    user = kinds.editor(request)
    definition = get_object_or_404(StageDefinition, pk=pk)
    side = words.given(request.POST, "side")
    if side not in Side.values:
        raise Http404("Marketing signs, or sales.")
    try:
        signed = agreeing.sign(definition, Side(side), by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    else:
        said = f"{signed} is signed for {Side(side).label.lower()}"
        said += ", and counts from now on." if signed.is_agreed else "."
        url = undo.offer(request, "signature", key=signed.pk, side=side)
        toasts.say(request, said, undo_url=url)
    return toasts.done(request, reverse("agreements"))


@undoes("signature")
def unsign(user: User, *, key: int, side: str) -> str:
    agreeing.take_back(get_object_or_404(StageDefinition, pk=key), Side(side), by=user)
    return "The signature is taken back."


def state() -> str:
    """How it stands, for the index of Setup."""
    return f"{len(agreeing.agreed())} of {len(AgreedStage)} agreed"


def _line(
    stage: AgreedStage, agreed: StageDefinition | None, newest: StageDefinition, user: User
) -> dict[str, Any]:
    is_open = not newest.is_agreed
    return {
        "stage": stage, "agreed": agreed, "sentence": _sentence(agreed) if agreed else "",
        "proposal": newest if is_open else None,
        "proposal_sentence": _sentence(newest) if is_open else "",
        "signatures": [_signature(newest if is_open else agreed or newest, side, user)
                       for side in Side],
    }  # fmt: skip


def _signature(definition: StageDefinition, side: Side, user: User) -> dict[str, Any]:
    at = getattr(definition, f"{side.value}_at")
    return {
        "side": side, "at": at, "by": getattr(definition, f"{side.value}_by"),
        "may_sign": at is None and side.may_be_signed_by(user),
    }  # fmt: skip


def _sentence(definition: StageDefinition) -> str:
    if not definition.criteria.strip():
        return ""
    try:
        return english(definition.criteria, "Lead")
    except CriteriaError:
        return definition.criteria
