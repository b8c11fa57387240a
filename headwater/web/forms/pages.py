"""/forms: the list of our forms, making and changing one, and the HTML to paste elsewhere."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from headwater.capture.models import WebForm
from headwater.capture.web_form import USUAL_FIELDS
from headwater.catalog import ids
from headwater.people.models import Organization, User
from headwater.web import toasts
from headwater.web.forms import embedding
from headwater.web.forms.builder import FormForm
from headwater.web.forms.submissions import seen_by


def form_list(request: HttpRequest) -> HttpResponse:
    """Every form with what has come through it."""
    seen = seen_by(cast(User, request.user))
    sent = seen.filter(door="form", form=OuterRef("slug")).order_by().values("form")
    forms = WebForm.objects.select_related("campaign").annotate(
        sent_count=Subquery(sent.annotate(n=Count("pk")).values("n")),
        last_sent_at=Subquery(sent.annotate(at=Max("received_at")).values("at")),
    )
    context = {
        "forms": forms,
        "organization_id": ids.encode("00D", Organization.current().pk)[:15],
        "web_to_lead_url": request.build_absolute_uri(reverse("web_to_lead")) + "?encoding=UTF-8",
    }
    return render(request, "forms/list.html", context)


def new_form(request: HttpRequest) -> HttpResponse:
    """Make a form; it begins with what most ask for."""
    usual = [
        {"name": name, "label": "", "required": name in ("LastName", "Email")}
        for name in USUAL_FIELDS
    ]
    return _edit(request, WebForm(fields=usual), "New form")


def edit_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a form; what has been sent keeps what it was."""
    form = get_object_or_404(WebForm, slug=slug)
    return _edit(request, form, form.name)


def snippet(request: HttpRequest, slug: str) -> HttpResponse:
    """Plain HTML to paste into any site: no script, no style, nothing loaded from here."""
    form = get_object_or_404(WebForm, slug=slug)
    html = embedding.snippet_of(request, form)
    return render(request, "forms/snippet.html", {"form": form, "snippet": html})


def _edit(request: HttpRequest, web_form: WebForm, title: str) -> HttpResponse:
    user = cast(User, request.user)
    if not user.can_market:
        raise PermissionDenied("Only marketing and administrators change forms.")
    is_new = web_form.pk is None
    form = FormForm(request.POST or None, instance=web_form)
    if request.method == "POST" and form.is_valid():
        saved = form.save(commit=False)
        if is_new:
            saved.created_by = user
        saved.save()
        toasts.say(request, f"“{saved.name}” is {'made' if is_new else 'changed'}.")
        there = reverse("form_snippet", args=[saved.slug]) if is_new else reverse("forms")
        return toasts.done(request, there)
    context = {"form": form, "web_form": web_form, "title": title, "is_new": is_new}
    return render(request, "forms/edit.html", context, status=422 if form.is_bound else 200)
