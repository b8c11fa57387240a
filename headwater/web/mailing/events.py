"""The door by which a mail provider reports what became of mail; django-anymail reads its words.

Who speaks is proved by the provider's signature or by a secret that both sides know; a provider
for which neither is set up is refused.
"""

from typing import Any

from anymail.signals import (  # type: ignore[import-untyped]
    AnymailTrackingEvent,
    EventType,
    RejectReason,
)
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from headwater.nurture.mailing.reports import Report, take

VIEWS = {
    "amazon_ses": "AmazonSES", "brevo": "Brevo", "mailersend": "MailerSend", "mailgun": "Mailgun",
    "mailjet": "Mailjet", "mailtrap": "Mailtrap", "postal": "Postal", "postmark": "Postmark",
    "resend": "Resend", "sparkpost": "SparkPost",
    "unisender_go": "UnisenderGo",
}  # fmt: skip
WHAT = {
    EventType.BOUNCED: "bounced", EventType.REJECTED: "bounced", EventType.FAILED: "bounced",
    EventType.COMPLAINED: "complained", EventType.UNSUBSCRIBED: "unsubscribed",
}  # fmt: skip
FOR_GOOD = frozenset({RejectReason.INVALID, RejectReason.BOUNCED})
UNPROVEN = "Set webhook_secret in EMAIL_URL: nothing else proves who reports here."


@csrf_exempt
def mail_events(request: HttpRequest, provider: str) -> HttpResponse:
    """POST /mail/events/<provider>: only the one by which mail goes out."""
    if provider != settings.EMAIL_PROVIDER or provider not in VIEWS:
        raise Http404
    reader: Any = import_string(f"anymail.webhooks.{provider}.{VIEWS[provider]}TrackingWebhookView")
    if reader.warn_if_no_basic_auth and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return HttpResponseForbidden(UNPROVEN, content_type="text/plain")
    door = type("Door", (reader,), {"post": _post})
    answer: HttpResponse = door.as_view()(request)  # type: ignore[attr-defined]
    return answer


def _post(self: Any, request: HttpRequest) -> HttpResponse:
    self.run_validators(request)
    take(report for event in self.parse_events(request) if (report := _report(event)))
    return HttpResponse()


def _report(event: AnymailTrackingEvent) -> Report | None:
    what = WHAT.get(event.event_type or "")
    if what is None or not event.recipient:
        return None
    said = str((event.metadata or {}).get("message", ""))
    words = event.mta_response or event.description or event.reject_reason or "It came back."
    return Report(
        what, event.recipient, event.timestamp or timezone.now(), words=str(words),
        is_hard=event.reject_reason in FOR_GOOD,
        message=int(said) if said.isdecimal() else None,
    )  # fmt: skip
