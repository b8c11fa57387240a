"""Files that came by mail: downloaded by whoever may see the message, never opened in the page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from headwater.capture.mail.sniffing import UNKNOWN
from headwater.capture.models import ReceivedMail
from headwater.records.models import EmailAttachment, EmailMessage
from headwater.web.records import kinds
from headwater.web.submissions.chosen import seen_by

# What browsers only draw. Anything else is a file of unknown kind, whatever its bytes say.
HARMLESS = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})


def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /attachments/<pk>: the bytes as they came."""
    user = kinds.person(request)
    messages = EmailMessage.objects.alive().visible_to(user)
    file = get_object_or_404(EmailAttachment, pk=pk, message__in=messages)
    if file.content is None:
        raise Http404("This file was too large to be kept apart from its message.")
    kind = file.content_type if file.content_type in HARMLESS else UNKNOWN
    return _download(bytes(file.content), file.name, kind)


def raw_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /submissions/<pk>/message: the whole message, for a mail program."""
    user = kinds.person(request)
    mail: Any = get_object_or_404(ReceivedMail, submission__in=seen_by(user).filter(pk=pk))
    return _download(bytes(mail.raw), f"message-{pk}.eml", UNKNOWN)


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = _disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _disposition(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
