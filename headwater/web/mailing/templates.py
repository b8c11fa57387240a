"""/setup/templates: mail written once for many people, seen as a real person would get it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.catalog import ids
from headwater.nurture import merge
from headwater.nurture.mailing.trying import send_test
from headwater.nurture.models import Delivery, MailTemplate
from headwater.nurture.templates import active, save, unsafe
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.records.models import EmailMessage, Lead
from headwater.web import toasts
from headwater.web.mailing.template_forms import TemplateForm
from headwater.web.records import kinds
from headwater.web.records.inputs import RecordLookup
from headwater.web.setup.access import asker, note

# What a preview may do: show pictures and its own styles. No program runs, nothing is sent.
PREVIEW_RULES = {
    "default-src": ["'none'"], "img-src": ["https:", "data:"],
    "style-src": ["'unsafe-inline'", "'self'"],  # a letter's own, and ours around it
    "frame-ancestors": ["'self'"], "form-action": ["'none'"], "sandbox": [""],
}  # fmt: skip


@require_safe
def template_list(request: HttpRequest) -> HttpResponse:
    """GET /setup/templates: each with its topic, and how often it went out."""
    figures = {
        row["template"]: row
        for row in Delivery.objects.exclude(template="")
        .filter(message__state=EmailMessage.State.SENT)
        .values("template").annotate(count=Count("pk"), last=Max("message__sent_at"))
    }  # fmt: skip
    rows = MailTemplate.objects.select_related("topic")
    context = {
        "rows": [(row, figures.get(row.key, {})) for row in rows],
        "may": asker(request).can_market,
    }  # fmt: skip
    return render(request, "mailing/templates.html", context)


@require_http_methods(["GET", "POST"])
def new_template(request: HttpRequest) -> HttpResponse:
    """Another one."""
    return _edit(request, MailTemplate())


@require_http_methods(["GET", "POST"])
def edit_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one; whoever may not sees it all the same."""
    return _edit(request, get_object_or_404(MailTemplate, pk=pk))


@xframe_options_sameorigin
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """What is typed, as a person would get it; kept nowhere. GET `?template=` shows one."""
    said = request.POST or request.GET
    template = _typed(said)
    context: dict[str, Any] = {"trouble": unsafe(template.html)}
    recipient = _recipient(said.get("person", ""), asker(request))
    try:
        for part in (template.subject, template.text, template.html):
            merge.check(part)
    except merge.MergeError as error:
        context["trouble"] = str(error)
    if not context["trouble"]:
        subject, text, html = merge.preview(template, recipient)
        context |= {"subject": subject, "text": text, "html": html, "lead": recipient.lead}
    response = render(request, "mailing/preview.html", context)
    response._csp_replace = PREVIEW_RULES  # type: ignore[attr-defined]
    return response


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /setup/templates/<pk>/test: the kept template to oneself."""
    user = _writer(request)
    template = get_object_or_404(MailTemplate, pk=pk)
    recipient = _recipient(request.POST.get("person", ""), user)
    trouble = send_test(template, recipient, to=user)
    if trouble:
        toasts.say(request, f"The test was not sent. {trouble}", kind="bad")
    else:
        toasts.say(request, f"Sent to {user.email}.")
    return toasts.done(request, reverse("mail_template", args=[pk]))


def state() -> str:
    """How many are in use, for the page of Setup."""
    return f"{len(active())} in use"


def _edit(request: HttpRequest, template: MailTemplate) -> HttpResponse:
    is_new = template.pk is None
    if is_new:
        _writer(request)
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST":
        user = _writer(request)
        if form.is_valid():
            changes = {name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
                       for name in form.changed_data}  # fmt: skip
            saved = save(form.save(commit=False), by=user)
            event = f"mail_template.{'created' if is_new else 'changed'}"
            note(event, saved, by=user, changes=changes)
            toasts.say(request, f"Saved “{saved}”.")
            return toasts.done(request, reverse("mail_template", args=[saved.pk]))
    context = {
        "form": form, "template": template, "is_new": is_new, "may": asker(request).can_market,
        "person": RecordLookup("Lead").render("person", None, {"id": "template-person"}),
        "fields": merge.fields(),
    }  # fmt: skip
    return render(request, "mailing/template.html", context, status=422 if form.is_bound else 200)


def _writer(request: HttpRequest) -> User:
    user = asker(request)
    if not user.can_market:
        raise PermissionDenied("Templates are changed by marketing and admins.")
    return user


def _typed(said: Any) -> MailTemplate:
    key = said.get("template", "")
    if key.isdecimal():
        return get_object_or_404(MailTemplate, pk=key)
    return MailTemplate(
        subject=said.get("subject", "")[:255], text=said.get("text", "")[:32_000],
        html=said.get("html", "")[:100_000],
    )  # fmt: skip


def _recipient(given: str, user: User) -> merge.Recipient:
    """The chosen lead if `user` may see it, else their newest one, else somebody made up."""
    key = ids.decode(given)[1] if len(given) in (15, 18) else given
    chosen = [int(key)] if str(key).isascii() and str(key).isdecimal() else []
    found: list[Lead] = kinds.find_all("Lead", chosen, user) if chosen else []
    newest = Lead.objects.open().visible_to(user).exclude(email="").order_by("-created_at")
    lead = found[0] if found else newest.first()
    lead = lead or _made_up()
    owner = users().get(lead.owner_id) or user
    return merge.Recipient(lead, organization(), owner, at=timezone.now())


def _made_up() -> Lead:
    """Somebody to show a letter for, who is never saved."""
    lead = Lead(first_name="Tom", last_name="Okafor", company="Harbor Cold Storage")
    lead.name = "Tom Okafor"  # made by the database for those who are saved
    return lead
