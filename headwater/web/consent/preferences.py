"""The visitor's own page: by what may we reach you? Its address comes with every mail.

A mail program may press it by itself (RFC 8058): one POST, no cookie, no page. That is why it asks
for no CSRF token: the signed address is the proof.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from headwater.nurture.mailing.unsubscribing import choose
from headwater.people.models import Organization
from headwater.records import consenting
from headwater.records.consent import Channel, Consent, Source, standing
from headwater.records.consent_link import record_of
from headwater.records.models import Topic, TopicChoice

ASKED = (Channel.EMAIL, Channel.PHONE, Channel.MESSAGE, Channel.POST)
ONE_CLICK = "List-Unsubscribe"
TEXT = "May we reach you by {channel}?"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """GET: the page. POST: channels and topics that are ticked, `stop` for none, or one click."""
    record = record_of(token)
    if record is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get(ONE_CLICK) == "One-Click":
            consenting.say_for_all(record, Channel.EMAIL, is_given=False, source=Source.LINK)
            return HttpResponse("You get no more e-mail from us.", content_type="text/plain")
        _keep(request, record)
        return redirect(f"{request.path}?saved")
    stands = standing(record, Consent.objects.about(record))
    context = {
        "record": record, "channels": [stands[channel] for channel in ASKED],
        "topics": _topics(record),
        "is_saved": "saved" in request.GET, "organization": Organization.current(),
    }  # fmt: skip
    response = render(request, "consent/preferences.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _keep(request: HttpRequest, record: Any) -> None:
    """Only what changes is recorded; a channel that was never spoken of and stays off is not."""
    _keep_topics(request, record)
    stands = standing(record, Consent.objects.about(record))
    wanted = [] if "stop" in request.POST else request.POST.getlist("channel")
    for channel in ASKED:
        is_given = channel.value in wanted
        is_news = not stands[channel].is_given if is_given else not stands[channel].is_withdrawn
        if is_news and (is_given or stands[channel].state or "stop" in request.POST):
            text = TEXT.format(channel=channel.label)
            consenting.say_for_all(
                record, channel, is_given=is_given, source=Source.LINK, text=text
            )


def _topics(record: Any) -> list[tuple[Topic, TopicChoice | None, bool]]:
    """Each topic, what was said of it, and whether it is ticked."""
    if not record.email:
        return []
    rows = TopicChoice.objects.of_addresses([record.email.lower()])
    said = {row.topic_id: row for row in rows}
    found = []
    for topic in Topic.objects.filter(is_active=True):
        row = said.get(topic.pk)
        found.append((topic, row, not row.is_withdrawal if row else not topic.needs_consent))
    return found


def _keep_topics(request: HttpRequest, record: Any) -> None:
    """A topic that was on and is not ticked is ended, also when it needed no word to be on."""
    wanted = [] if "stop" in request.POST else request.POST.getlist("topic")
    given, ended = [], []
    for topic, _, is_on in _topics(record):
        if topic.key in wanted and not is_on:
            given.append(topic)
        elif topic.key not in wanted and is_on:
            ended.append(topic)
    for topics, is_given in ((given, True), (ended, False)):
        if topics:
            choose(record.email, topics, is_given=is_given, source=Source.LINK)
