"""Warming up: two programs with people on their way, and one of them who writes back."""

from datetime import datetime, timedelta
from email.message import EmailMessage as Mail
from email.utils import format_datetime, make_msgid

from headwater import intake, nurturing
from headwater.capture.mail.arrival import Arrived, take
from headwater.nurture import auto_response
from headwater.nurture.models import Delivery, Enrolment, Program
from headwater.nurture.programs import advancing, changing, enrolling, exits, keeping, starters
from headwater.nurture.programs.changing import Planned
from headwater.records.models import EmailMessage, Lead
from headwater.sample.company import People
from headwater.sample.letters import SALES
from headwater.sample.time_travel import at

BEGUN = 21  # days ago
# Program → whom it takes by itself: few, so that the demo writes to few when its worker starts.
CRITERIA = {"download": "LeadSource = 'Download'", "again": ""}
A_DAY = 3  # people who come in


def arrive(people: People, until: datetime) -> None:
    """Marketing makes both from the ready-made ones and puts people in; three weeks go by."""
    begin = until - timedelta(days=BEGUN)
    with at(begin):
        programs = [_make(key, people) for key in CRITERIA]
    for day in range(BEGUN):
        morning = begin + timedelta(days=day)
        _put_in(programs[day % 3 == 2], morning, people)
        _live(morning + timedelta(hours=2))
        if day == BEGUN // 2:
            _replies(programs[0], morning + timedelta(hours=4))


def _put_in(program: Program, moment: datetime, people: People) -> None:
    calm = Lead.objects.open().filter(created_at__lt=moment, cadence_runs=None, enrolments=None)
    some = list(calm.exclude(email="").order_by("pk")[:A_DAY])
    with at(moment):
        enrolling.enrol(program, some, by=people.mia, because="nobody could be reached")


def _make(key: str, people: People) -> Program:
    program = starters.make(key, by=people.mia)
    program.criteria = CRITERIA[key]
    keeping.save(program, by=people.mia)
    if key == "again":
        plan = changing.planned(program)
        plan[0].amount = 3  # the first mail comes soon
        asks = Planned(kind="branch", did="clicked", mail_key=plan[1].key)
        call = Planned(
            kind="task", text="Call: read our story", amount=1, parent=asks.key, answer="yes"
        )
        plan[3:3] = [asks, call]
        changing.publish(program, plan, by=people.mia)
        program.refresh_from_db()
    keeping.run(program, by=people.mia)
    return program


def _live(moment: datetime) -> None:
    """A day: who answered leaves, whose time has come goes on, and the mail goes out."""
    with at(moment):
        exits.sweep(moment)
        while advancing.advance(moment, nurturing.HANDS):
            pass
        waiting = Delivery.objects.filter(
            program__in=Program.objects.values("name"), message__state="waiting"
        )
        for key in waiting.values_list("message_id", flat=True):
            if message := auto_response.claim(key):
                auto_response.settle(message, None)


def _replies(program: Program, moment: datetime) -> None:
    """One of them writes back."""
    rows = Enrolment.objects.running().filter(program=program, passes__kind="email", problem="")
    row = rows.select_related("lead").first()
    if row is None:
        return
    written = EmailMessage.objects.filter(key__startswith=f"program:{row.pk}:").latest("pk")
    mail = Mail()
    mail["From"], mail["To"], mail["Subject"] = row.lead.email, SALES, f"Re: {written.subject}"
    mail["Message-ID"], mail["In-Reply-To"] = make_msgid(domain="mx.example"), written.message_id
    mail["Date"] = format_datetime(moment)
    mail.set_content("Thank you, that helps. Could somebody call me on Thursday?\n")
    with at(moment):
        take(Arrived(mail.as_bytes(), SALES, "lmtp"))
    with at(moment + timedelta(seconds=4)):
        intake.drain()
