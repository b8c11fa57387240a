"""What a caller wants sent, and the answer when it may not be."""

from dataclasses import dataclass
from datetime import datetime

from headwater.nurture.mail_template import MailTemplate
from headwater.people.models import User
from headwater.records.models import Contact, EmailMessage, Lead, Topic

Person = Lead | Contact


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail to one person: a template, or subject and text (and HTML) of its own.

    `key` is unique for ever: the same key is written once, however often it is asked for. `by` is
    the colleague in whose name it goes (None: the person's owner). `at` None is now. `answers` is
    the message of a thread that it continues. Own words are merged too; `is_own`: they go although
    a template is named, which then says the topic alone.
    """

    person: Person
    key: str
    template: MailTemplate | None = None
    subject: str = ""
    text: str = ""
    html: str = ""
    by: User | None = None
    topic: Topic | None = None
    at: datetime | None = None
    program: str = ""
    answers: EmailMessage | None = None
    is_own: bool = False

    @property
    def about(self) -> Topic | None:
        """Its topic: as said here, else the template's."""
        return self.topic or (self.template.topic if self.template else None)


@dataclass(frozen=True, slots=True)
class Refused:
    """Not sent, and why, in one sentence to show."""

    person: Person
    reason: str
    key: str = ""
