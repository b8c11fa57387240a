"""Writing to one person: with a template or without, now or later, and back within seconds."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from headwater import written
from headwater.nurture import merge
from headwater.nurture.mailing.outgoing import Outgoing, Refused
from headwater.nurture.mailing.refusing import key_of, refusals
from headwater.nurture.mailing.sending import send
from headwater.nurture.mailing.settings import MailSettings
from headwater.nurture.mailing.taking_back import TOO_LATE, take_back
from headwater.nurture.models import MailTemplate
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import EmailMessage
from headwater.web import toasts
from headwater.web.records import kinds, undo

OBJECTS = frozenset({"Lead", "Contact"})


class LetterForm(forms.Form):
    """What a colleague writes; merge fields are checked, with the place of a mistake."""

    template = forms.ModelChoiceField(
        MailTemplate.objects.filter(is_active=True), required=False, to_field_name="key",
        empty_label="None: my own words",
    )  # fmt: skip
    subject = forms.CharField(max_length=255)
    text = forms.CharField(max_length=32_000, widget=forms.Textarea({"rows": 10}))
    at = forms.DateTimeField(
        required=False, label="Not before", widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text")

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at < timezone.now() - timedelta(minutes=5):
            raise forms.ValidationError("That time has passed.")
        return at

    def _checked(self, name: str) -> str:
        try:
            merge.check(self.cleaned_data[name])
        except merge.MergeError as error:
            raise forms.ValidationError(str(error)) from None
        return str(self.cleaned_data[name])


@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """GET /mail/Lead/<pk>: the dialog (`?template=`, `?answers=`). POST queues the mail."""
    user = kinds.editor(request)
    if object_name not in OBJECTS:
        raise Http404
    related = ("account",) if object_name == "Contact" else ()
    person = kinds.find(object_name, pk, user, *related)
    answers = _answered(request, person)
    if request.method == "GET":
        return _show(
            request,
            person,
            LetterForm(initial=_initial(request, person, answers), auto_id="dialog_%s"),
            answers,
        )
    form = LetterForm(request.POST, auto_id="dialog_%s")
    if not form.is_valid():
        return _show(request, person, form, answers)
    with transaction.atomic():
        (answer,) = send([_outgoing(form.cleaned_data, person, user, answers)])
        if isinstance(answer, EmailMessage):
            written.watch(answer)
    if isinstance(answer, Refused):
        form.add_error(None, f"{person}: {answer.reason}")
        return _show(request, person, form, answers)
    return _queued(request, person, answer)


def _answered(request: HttpRequest, person: Any) -> EmailMessage | None:
    """The message of this person that is answered, if one was named."""
    given = request.GET.get("answers", "") or request.POST.get("answers", "")
    if not given.isdecimal():
        return None
    rows = person.emailmessages.filter(pk=int(given))
    found: EmailMessage | None = rows.first()
    return found


def _initial(request: HttpRequest, person: Any, answers: EmailMessage | None) -> dict[str, Any]:
    key = request.GET.get("template", "")
    template = MailTemplate.objects.filter(key=key, is_active=True).first()
    said = {"once": uuid4().hex, "template": key if template else ""}
    if template is not None:
        subject, text, _ = merge.preview(template, _recipient(person, kinds.person(request)))
        said |= {"subject": subject, "text": text}
    if answers is not None:
        said["subject"] = merge.answer_to(answers.subject) or said.get("subject", "")
    return said


def _recipient(person: Any, user: User) -> merge.Recipient:
    return merge.Recipient(person, organization(), user, at=timezone.now())


def _outgoing(
    said: dict[str, Any], person: Any, user: User, answers: EmailMessage | None
) -> Outgoing:
    """A template whose words were kept goes with its HTML; changed words go as they are."""
    template: MailTemplate | None = said["template"]
    seconds = MailSettings.current().undo_seconds
    at = said["at"] or timezone.now() + timedelta(seconds=seconds)
    html = ""
    if template is not None:
        _, text, html = merge.preview(template, _recipient(person, user))
        html = html if _same(text, said["text"]) else ""
    return Outgoing(
        person, f"hand:{user.pk}:{said['once']}", template=template, subject=said["subject"],
        text=said["text"], html=html, is_own=True, by=user, at=at, answers=answers,
    )  # fmt: skip


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _queued(request: HttpRequest, person: Any, message: EmailMessage) -> HttpResponse:
    at = message.delivery.not_before
    is_soon = at is None or at < timezone.now() + timedelta(minutes=2)
    url = undo.offer(request, "mail", keys=[message.pk])
    if is_soon:
        said, lasts = f"Your mail goes to {person}.", "a few seconds to undo"
    else:
        said, lasts = (
            f"Your mail goes to {person} on {localtime(at):%a %-d %b at %H:%M}.",
            "undo until then",
        )
    toasts.say(request, said, undo_url=url, lasts=lasts)
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, kinds.page_of(person))


@undo.undoes("mail")
def _take_back(user: User, *, keys: list[int]) -> str:
    rows = EmailMessage.objects.filter(pk__in=keys, created_by=user)
    taken = take_back(list(rows.select_related("lead", "contact")), by=user)
    return "It was not sent." if taken else TOO_LATE


def _show(
    request: HttpRequest, person: Any, form: LetterForm, answers: EmailMessage | None
) -> HttpResponse:
    given = form["template"].value()
    template = MailTemplate.objects.filter(key=given).select_related("topic").first()
    topic = template.topic if template else None
    why_not = refusals([person], topic=topic, at=timezone.now()).get(key_of(person), "")
    context = {
        "person": person, "form": form, "url": request.path, "template": template, "topic": topic,
        "why_not": why_not, "answers": answers, "sender": kinds.person(request),
        "templates": MailTemplate.objects.filter(is_active=True), "given": given,
    }  # fmt: skip
    return render(request, "mailing/letter.html", context, status=422 if form.is_bound else 200)
