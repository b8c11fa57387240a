"""/setup/mailboxes/<pk>/connect: a person allows reading a mailbox, at Google or Microsoft."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headwater.capture.mail import imap, oauth, polling
from headwater.capture.models import Mailbox
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

UNDER_WAY = "mailbox-connecting"  # in the session


def back(request: HttpRequest) -> str:
    """The address that has to be registered there as redirect URI."""
    path = reverse("mailbox_allowed")
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}"
    return request.build_absolute_uri(path)


# A link and no form: browsers would apply form-action to the redirect to the provider, too.
@never_cache
@require_safe
@for_admins
def connect(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the provider, and remember who went there for which mailbox."""
    mailbox = get_object_or_404(Mailbox, pk=pk, way=Mailbox.Way.IMAP)
    if not mailbox.has_oauth:
        toasts.say(request, f"{mailbox} signs in by password.", kind="bad")
        return toasts.done(request, reverse("mailboxes"))
    state, verifier = secrets.token_urlsafe(24), oauth.verifier()
    request.session[UNDER_WAY] = {"mailbox": pk, "state": state, "verifier": verifier}
    address = oauth.address_to_ask(mailbox, back=back(request), state=state, verifier=verifier)
    return HttpResponseRedirect(address)


@never_cache
@require_safe
@for_admins
def allowed(request: HttpRequest) -> HttpResponse:
    """Where the provider sends them back to, with a code or with why not."""
    under_way = request.session.pop(UNDER_WAY, {})
    given = request.GET
    mailbox = Mailbox.objects.filter(pk=under_way.get("mailbox")).first()
    if mailbox is None or not secrets.compare_digest(
        given.get("state", "").encode(), str(under_way.get("state", "")).encode()
    ):
        toasts.say(request, "That was not begun here, or was done already.", kind="bad")
        return toasts.done(request, reverse("mailboxes"))
    try:
        if "code" not in given:
            words = given.get("error_description", "").partition("\n")[0]
            raise oauth.refuse(given.get("error", "no answer"), mailbox, words)
        verifier = under_way["verifier"]
        oauth.connect(mailbox, given["code"], back=back(request), verifier=verifier)
        folder = imap.try_out(mailbox)
    except (oauth.NotAllowed, imap.Trouble) as trouble:
        polling.note_trouble(mailbox, str(trouble))
        toasts.say(request, str(trouble), kind="bad")
        return toasts.done(request, reverse("mailboxes"))
    Mailbox.objects.filter(pk=mailbox.pk).update(
        problem="", failing_since=None, failure_count=0, poll_again_at=None
    )
    note("mailbox.connected", mailbox, by=asker(request), changes={})
    toasts.say(request, f"{mailbox} is connected: {folder.count:,} messages in {mailbox.folder}.")
    return toasts.done(request, reverse("mailboxes"))
