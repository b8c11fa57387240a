"""Juniper Solar writes: a newsletter template, letters, topics, addresses that get nothing."""

from datetime import datetime, timedelta

from django.db import transaction

from headwater.nurture.auto_response import claim, settle
from headwater.nurture.mailing import noting
from headwater.nurture.mailing.outgoing import Outgoing
from headwater.nurture.mailing.sending import send
from headwater.nurture.mailing.suppressing import suppress
from headwater.nurture.mailing.unsubscribing import choose
from headwater.nurture.models import MailTemplate
from headwater.nurture.templates import save
from headwater.records.bots import Seen
from headwater.records.consent import Source
from headwater.records.models import EmailMessage, Lead, Topic
from headwater.sample.company import People
from headwater.sample.time_travel import at

READER = Seen("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "198.51.100.0/24", "")
PAGE = "https://juniper.example/battery/prices"
TEXT = """Hello {{FirstName|there}},

thank you for the talk. What we spoke of stands here, with prices:
https://juniper.example/battery/prices

When would a visit of the roof suit you?

{{Owner.Name|Your team}}, {{Organization.Name}}
"""
HTML = """<body style="font-family: sans-serif">
<p>Hello {{FirstName|there}},</p>
<p>thank you for the talk. What we spoke of stands here:
<a href="https://juniper.example/battery/prices">batteries and their prices</a>.</p>
<p>When would a visit of the roof suit you?</p>
<p>{{Owner.Name|Your team}}, {{Organization.Name}}</p></body>
"""


def arrive(people: People, until: datetime) -> None:
    """Two letters that were read, one for tomorrow; a reader who chose, and a list of addresses."""
    template = save(
        MailTemplate(
            key="after_talk", name="After a talk", subject="{{Company|You}}: what we spoke of",
            text=TEXT, html=HTML,
        ),
        by=people.mia,
    )  # fmt: skip
    leads = Lead.objects.open().owned_by(people.mara).exclude(email="").order_by("-score", "pk")
    chosen = list(leads.filter(has_opted_out_of_email=False)[:3])
    newsletter = Topic.objects.get(key="newsletter")
    for lead in chosen:
        choose(lead.email, [newsletter], is_given=True, source=Source.FORM, text="Send me news")
    with at(until - timedelta(days=2)):
        for lead in chosen[:2]:
            _write(lead, template, people)
    if chosen[2:]:
        later = until + timedelta(hours=18)
        with transaction.atomic():
            send([Outgoing(chosen[2], f"sample:later:{chosen[2].pk}", template=template,
                           by=people.mara, at=later)])  # fmt: skip
    suppress(
        ["press@harbor-news.example", "old.buyer@northfield.example", "info@spamtrap.example"],
        "Asked on the phone never to be written to", by=people.mia,
    )  # fmt: skip


def _write(lead: Lead, template: MailTemplate, people: People) -> None:
    """One letter, taken by the mail server at once, opened and followed some hours later."""
    choose(lead.email, list(Topic.objects.filter(key="inquiry")), is_given=True,
           source=Source.LINK)  # fmt: skip
    with transaction.atomic():
        (message,) = send([
            Outgoing(lead, f"sample:talk:{lead.pk}", template=template, by=people.mara,
                     topic=Topic.objects.get(key="inquiry"))
        ])  # fmt: skip
    held = claim(message.pk) if isinstance(message, EmailMessage) else None
    if held is None:
        return
    settle(held, None)
    with at(held.created_at + timedelta(hours=3)):
        noting.opening(held.pk, READER)
        noting.click(held, PAGE, READER)
