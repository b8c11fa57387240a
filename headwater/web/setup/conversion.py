"""Setup, conversion: what new records are called, how the dialog begins, when a lead is ready."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.catalog import objects
from headwater.convert import naming, readiness, unready
from headwater.convert.conversion_settings import REASONS, ConversionSettings, reasons
from headwater.convert.models import ConversionRule
from headwater.records.models import Lead
from headwater.web import toasts
from headwater.web.records import undo, words
from headwater.web.records.undo import undoes
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.conversion_forms import ConversionRuleForm, ConversionSettingsForm

TEXT = "What new records are called, and when a lead is ready for it."


def state() -> str:
    """How many rules hold, for the page of Setup."""
    count = ConversionRule.objects.filter(is_active=True).count()
    return f"{count} {'rule' if count == 1 else 'rules'} of readiness"


def conversion_setup(request: HttpRequest) -> HttpResponse:
    """GET /setup/conversion."""
    settings, user = ConversionSettings.current(), asker(request)
    rules = list(ConversionRule.objects.all())
    context = {
        "settings": settings, "examples": _examples(settings, request), "may": user.can_configure,
        "reasons": reasons(), "list": REASONS,
        "lines": [
            {"rule": rule, "asks": asks(rule), "for": applies(rule),
             "tally": unready.tally(rule, by=user) if rule.is_active else None}
            for rule in rules
        ],
    }  # fmt: skip
    return render(request, "setup/conversion.html", context)


@for_admins
def edit_conversion(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/conversion/settings; `?account_name=…` shows what that would make."""
    row = ConversionSettings.current()
    form = ConversionSettingsForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        changes = _changes(form)
        form.save()
        note("conversion_settings.changed", row, by=asker(request), changes=changes)
        toasts.say(request, "Saved. The next conversion begins like this.")
        return toasts.done(request, reverse("conversion_setup"))
    tried = ConversionSettingsForm(request.GET, instance=ConversionSettings.current())
    if request.GET:
        tried.is_valid()  # places on the instance what can be placed
    context = {
        "form": tried if request.GET else form, "action": request.path,
        "examples": _examples(tried.instance if request.GET else row, request),
    }  # fmt: skip
    is_part = request.headers.get("HX-Target") == "conversion-examples"
    template = "setup/conversion_examples.html" if is_part else "setup/conversion_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@for_admins
def new_conversion_rule(request: HttpRequest) -> HttpResponse:
    """GET and POST /setup/conversion/rules/new: one more at the end."""
    return _edit(request, ConversionRule(sort_order=ConversionRule.objects.count() + 1))


@for_admins
def edit_conversion_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /setup/conversion/rules/<pk>."""
    return _edit(request, get_object_or_404(ConversionRule, pk=pk))


@require_POST
@for_admins
def switch_conversion_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/conversion/rules/<pk>/switch: in use, or not any more."""
    row = get_object_or_404(ConversionRule, pk=pk)
    _switch(row, not row.is_active, asker(request))
    said = f"“{row}” is asked from now on." if row.is_active else f"“{row}” is not asked any more."
    url = undo.offer(request, "conversion_rule", pk=row.pk, was=not row.is_active)
    toasts.say(request, said, undo_url=url)
    return toasts.done(request, reverse("conversion_setup"))


@undoes("conversion_rule")
def switch_back(user: Any, *, pk: int, was: bool) -> str:
    row = ConversionRule.objects.filter(pk=pk).first()
    if row is None or not user.can_configure:
        raise Http404("This rule is gone.")
    _switch(row, was, user)
    return "Undone."


def asks(rule: ConversionRule) -> str:
    """What a rule asks, in plain words."""
    known = objects.get("Lead").by_attributes
    parts = [f"{words.label(known[each])} is known" for each in rule.required_fields
             if each in known]  # fmt: skip
    if rule.least_score is not None:
        parts.append(f"the score is {rule.least_score} or more")
    if rule.statuses:
        parts.append(f"the status is {' or '.join(rule.statuses)}")
    if rule.criteria:
        parts.append(readiness.in_words(rule.criteria))
    if rule.asks_questions:
        parts.append("the needed questions of the call sheet are answered")
    return f"{'; '.join(parts)}." if parts else "Nothing yet."


def applies(rule: ConversionRule) -> str:
    """For which leads a rule is."""
    if not rule.applies_to:
        return "Every lead."
    return f"Leads where {readiness.in_words(rule.applies_to)}."


def _examples(settings: ConversionSettings, request: HttpRequest) -> list[tuple[str, str]]:
    """What the patterns make of the newest open lead with a company."""
    leads = Lead.objects.open().visible_to(asker(request)).exclude(company="")
    lead, today = leads.order_by("-created_at").first(), timezone.localdate()
    if lead is None:
        return []
    return [
        ("Lead", f"{lead}, {lead.company}"),
        ("Account", naming.account_name(lead, settings, today)),
        ("Opportunity", naming.deal_name(lead, settings, today)),
        ("Follow-up", naming.follow_up_subject(lead, settings, today)),
    ]


def _switch(row: ConversionRule, is_active: bool, by: Any) -> None:
    before, row.is_active = row.is_active, is_active
    row.save(update_fields=["is_active"])
    note("conversion_rule.changed", row, by=by, changes={"is_active": [before, is_active]})


def _edit(request: HttpRequest, row: ConversionRule) -> HttpResponse:
    is_new = row.pk is None
    form = ConversionRuleForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        changes = _changes(form)
        saved = form.save()
        event = f"conversion_rule.{'created' if is_new else 'changed'}"
        note(event, saved, by=asker(request), changes=changes)
        toasts.say(request, f"Saved {saved}. It is asked from now on.")
        return toasts.done(request, reverse("conversion_setup"))
    title = "New rule of readiness" if is_new else str(row)
    context = {"form": form, "title": title, "action": request.get_full_path()}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )


def _changes(form: Any) -> dict[str, list[Any]]:
    return {
        name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
        for name in form.changed_data
    }
