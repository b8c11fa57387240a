"""Mail to sales@: an inquiry that became a conversation, one that was passed on, and a newsletter.

Each arrives as bytes at the mail door, like any other.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage as Mail
from email.utils import format_datetime, make_msgid

from headwater import intake
from headwater.capture.mail.arrival import Arrived, take
from headwater.capture.models import Mailbox
from headwater.people.models import Organization
from headwater.records.models import EmailMessage, Lead
from headwater.sample.company import People
from headwater.sample.time_travel import at

SALES = "sales@juniper.example"
TOM = "Tom Okafor <tom@harbor-cold.example.com>"
SUBJECT = "Re: Panels for two cold stores"
FILE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
ASKED = """Hello,

we run two cold stores in Linden and pay more for power every year. What would panels with a
battery cost, and when could somebody come by? Our last bill is attached.

Best regards,
Tom Okafor
Plant manager, Harbor Cold Storage Ltd.
T: +1 303 555 0142 | M: +1 303 555 0199
www.harbor-cold.example.com
"""
ANSWERED = """Dear Tom,

thank you for the bill. I can visit you on Tuesday at ten. Would that suit you?

Best regards,
{name}
"""
AGREED = """Tuesday at ten is fine. The plan of the roof is attached; please ring at gate 2.

Tom

On Monday {name} wrote:
> thank you for the bill. I can visit you on Tuesday at ten. Would that suit you?
"""
PASSED_ON = """For us?

---------- Forwarded message ---------
From: Elena Varga <elena@varga-foods.example.com>
Date: yesterday
Subject: Your talk at the fair
To: Mia Torres <marketing@juniper.example>

Dear Mia,

you spoke about batteries for bakeries. Please send somebody who can tell me what one would cost.

Kind regards
Elena Varga
Head of operations, Varga Foods Inc.
+1 303 555 0177
"""


def arrive(people: People, until: datetime) -> None:
    """A week of mail; the answers that were sent at once have long been sent."""
    Organization.objects.update(reply_address="reply@in.juniper.example")
    Mailbox.objects.create(
        address=SALES, way=Mailbox.Way.DOOR, created_at=until - timedelta(days=90)
    )
    _talk(people, until)
    mia = f"{people.mia.name} <{people.mia.email}>"
    _bring(until - timedelta(hours=22), _mail(mia, "Fwd: Your talk at the fair", PASSED_ON))
    news = _mail("Roof Weekly <news@roof-weekly.example>", "Ten roofs", "All the news about roofs.")
    news["List-Id"] = "<news.roof-weekly.example>"
    _bring(until - timedelta(hours=6), news)


def _talk(people: People, until: datetime) -> None:
    """Tom asks, whose lead it is answers with sales@ in copy, and Tom agrees."""
    asked = _mail(TOM, "Panels for two cold stores", ASKED, ("power-bill.pdf", FILE))
    lead = _bring(until - timedelta(hours=29), asked)
    owner = people.owen if lead and lead.owner_id == people.owen.pk else people.mara
    answer = _mail(f"{owner.name} <{owner.email}>", SUBJECT, ANSWERED.format(name=owner.name))
    answer.replace_header("To", TOM)
    answer["Cc"] = SALES
    answer["In-Reply-To"] = asked["Message-ID"]
    _bring(until - timedelta(hours=27), answer)
    agreed = _mail(TOM, SUBJECT, AGREED.format(name=owner.name), ("roof-plan.pdf", FILE))
    agreed["In-Reply-To"] = answer["Message-ID"]
    agreed["References"] = f"{asked['Message-ID']} {answer['Message-ID']}"
    _bring(until - timedelta(minutes=50), agreed)


def _mail(sender: str, subject: str, text: str, *files: tuple[str, bytes]) -> Mail:
    mail = Mail()
    mail["From"], mail["To"], mail["Subject"] = sender, SALES, subject
    mail["Message-ID"] = make_msgid(domain="mx.example")
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return mail


def _bring(moment: datetime, mail: Mail) -> Lead | None:
    """One message at its moment; the lead that it belongs to, if any."""
    mail["Date"] = format_datetime(moment)
    with at(moment):
        submission = take(Arrived(mail.as_bytes(), SALES, "lmtp"))
    with at(moment + timedelta(seconds=4)):  # what it asks comes before what is answered
        intake.drain()
        waiting = EmailMessage.objects.filter(state=EmailMessage.State.WAITING)
        waiting.update(state=EmailMessage.State.SENT, sent_at=moment)
    submission.refresh_from_db()
    lead: Lead | None = submission.lead
    return lead
