"""/setup/mailboxes: whose mail becomes leads, how that goes, and where replies come in."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from headwater.capture.mail import imap, polling
from headwater.capture.models import Mailbox
from headwater.people.models import Organization
from headwater.records.models import Submission
from headwater.records.submission import Door, State
from headwater.web import toasts
from headwater.web.setup import mailbox_oauth
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.mailbox_forms import MailboxForm, RepliesForm

SECRET = frozenset({"password", "oauth_secret"})


def state() -> str:
    """How mailboxes stand, in Setup's index."""
    boxes = list(Mailbox.objects.in_use())
    failing = sum(1 for box in boxes if box.problem)
    return f"{failing} of {len(boxes)} cannot be read" if failing else f"{len(boxes)} in use"


@require_safe
def mailbox_list(request: HttpRequest) -> HttpResponse:
    """Every mailbox with what came of its mail and its last problem."""
    return _page(request, RepliesForm(instance=Organization.current()))


@for_admins
def new_mailbox(request: HttpRequest) -> HttpResponse:
    """One more mailbox."""
    return _edit(request, Mailbox())


@for_admins
def edit_mailbox(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a mailbox; its password stays unless another one is given."""
    return _edit(request, get_object_or_404(Mailbox, pk=pk))


@require_POST
@for_admins
def trial(request: HttpRequest) -> HttpResponse:
    """Does it work, as the form stands now? Nothing is kept."""
    pk = request.POST.get("mailbox", "")
    kept = Mailbox.objects.filter(pk=int(pk)).first() if pk.isdecimal() else None
    form = MailboxForm(request.POST, instance=kept or Mailbox())
    if not form.is_valid():
        errors = [f"{form[name].label}: {words[0]}" for name, words in form.errors.items()]
        return render(request, "setup/mailbox_trial.html", {"problem": " ".join(errors)})
    return render(request, "setup/mailbox_trial.html", _tried(form.instance))


@require_POST
@for_admins
def poll_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it at once instead of within the minute."""
    mailbox = get_object_or_404(Mailbox, pk=pk, way=Mailbox.Way.IMAP)
    count = polling.poll(mailbox)
    mailbox.refresh_from_db()
    if mailbox.problem:
        toasts.say(request, mailbox.problem, kind="bad")
    else:
        words = "1 message came in." if count == 1 else f"{count} messages came in."
        toasts.say(
            request, f"{mailbox} works. {words}" if count else f"{mailbox} works. Nothing new."
        )
    return toasts.done(request, reverse("mailboxes"))


@require_POST
@for_admins
def replies(request: HttpRequest) -> HttpResponse:
    """Where replies to our automatic mail come in."""
    form = RepliesForm(request.POST, instance=Organization.current())
    if not form.is_valid():
        return _page(request, form)
    changes = {
        "reply_address": [str(form.initial["reply_address"]), form.cleaned_data["reply_address"]]
    }
    with transaction.atomic():
        note("organization.changed", form.save(), by=asker(request), changes=changes)
    toasts.say(request, "Saved.")
    return toasts.done(request, reverse("mailboxes"))


def _page(request: HttpRequest, form: RepliesForm) -> HttpResponse:
    rows = Submission.objects.filter(door=Door.EMAIL).values("form").order_by()
    counts = {
        row["form"].lower(): row
        for row in rows.annotate(
            all=Count("pk"),
            leads=Count("pk", filter=Q(state=State.CREATED)),
            aside=Count("pk", filter=Q(state=State.QUARANTINED)),
        )
    }
    boxes = [(box, counts.get(box.address.lower())) for box in Mailbox.objects.all()]
    context = {"boxes": boxes, "form": form, "may": asker(request).can_configure}
    status = 422 if form.is_bound else 200
    return render(request, "setup/mailboxes.html", context, status=status)


def _edit(request: HttpRequest, mailbox: Mailbox) -> HttpResponse:
    is_new = mailbox.pk is None
    form = MailboxForm(request.POST or None, instance=mailbox)
    if request.method == "POST" and form.is_valid():
        changes = {
            name: [str(form.initial.get(name, "")), str(form.cleaned_data[name])]
            for name in form.changed_data if name not in SECRET
        }  # fmt: skip
        with transaction.atomic():
            box = form.save()
            event = f"mailbox.{'created' if is_new else 'changed'}"
            note(event, box, by=asker(request), changes=changes)
        _say_how_it_works(request, box)
        return toasts.done(request, reverse("mailboxes"))
    title = "New mailbox" if is_new else f"Mailbox {form.initial['address']}"
    context = {"form": form, "title": title, "action": request.path, "mailbox": mailbox,
               "back": mailbox_oauth.back(request)}  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "setup/mailbox_form.html", context, status=status)


def _say_how_it_works(request: HttpRequest, box: Mailbox) -> None:
    """A mailbox is tried when it is saved, so that nobody waits for leads that cannot come."""
    if not (box.is_imap and box.is_active):
        toasts.say(request, f"Saved {box}.")
        return
    tried = _tried(box)
    if tried.get("problem"):
        polling.note_trouble(box, tried["problem"])
        toasts.say(request, f"Saved, but it cannot be read: {tried['problem']}", kind="bad")
    else:
        Mailbox.objects.filter(pk=box.pk).update(problem="", failing_since=None)
        toasts.say(request, f"Saved {box}. {tried['success']}")


def _tried(box: Mailbox) -> dict[str, Any]:
    if not box.is_imap:
        return {"success": "Nothing to test: your mail server delivers to the mail door."}
    try:
        folder = imap.try_out(box)
    except imap.Trouble as trouble:
        return {"problem": str(trouble)}
    messages = "1 message" if folder.count == 1 else f"{folder.count:,} messages"
    return {"success": f"It works: {messages} in {box.folder}."}
