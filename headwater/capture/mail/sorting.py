"""Is this mail an inquiry, a reply, a bounce, or something to set aside? Decided here, not done."""

from dataclasses import dataclass, field
from enum import Enum

from headwater.capture.mail import automatic
from headwater.capture.mail.bounces import Bounce
from headwater.capture.mail.headers import Person
from headwater.capture.mail.letter import Letter
from headwater.capture.mail.quoting import original_of
from headwater.capture.mail.threads import MOST_AN_HOUR, World
from headwater.people.models import User
from headwater.records.models import EmailMessage


class Kind(Enum):
    """What a letter is to us."""

    INQUIRY = "inquiry"
    REPLY = "reply"
    COLLEAGUE = "colleague"
    BOUNCE = "bounce"
    ASIDE = "aside"


@dataclass(slots=True)
class Verdict:
    """`person` is who asks (in a forwarded mail, the original sender); `answers` is the message of
    a thread that it belongs to; `reason` says in plain words why it is no inquiry."""

    kind: Kind
    reason: str = ""
    person: Person = field(default_factory=Person)
    subject: str = ""
    text: str = ""
    answers: EmailMessage | None = None
    bounce: Bounce | None = None
    colleague: User | None = None
    doubts: list[str] = field(default_factory=list)


def sort(
    letter: Letter, bounce: Bounce | None, world: World, *, mailbox: str, is_released: bool
) -> Verdict:
    """The verdict on one letter; what a person has let in is not set aside again."""
    answers = world.answered_by(letter)
    if not is_released and (known := _not_written(letter, bounce, answers, world)):
        return known
    colleague = world.colleagues.get(letter.sender.address.lower())
    if colleague and (forwarded := _forwarded(letter, colleague, world)):
        return forwarded
    if answers is not None and is_lasting(answers):
        kind = Kind.COLLEAGUE if colleague else Kind.REPLY
        return _verdict(kind, letter, answers=answers, colleague=colleague)
    person = _writer(letter, world, mailbox)
    if not is_released and (reason := _objection(letter, person, world, mailbox)):
        return Verdict(Kind.ASIDE, reason)
    doubts = ["It answers a mail of ours about a lead that was deleted since."] if answers else []
    return _verdict(Kind.INQUIRY, letter, person=person, doubts=doubts)


def _not_written(
    letter: Letter, bounce: Bounce | None, answers: EmailMessage | None, world: World
) -> Verdict | None:
    """What no person has written, whatever thread it stands in."""
    copy = world.by_id.get(letter.message_id)
    if copy is not None and not copy.is_incoming:
        return Verdict(Kind.ASIDE, "It is our own mail, which came back to us.")
    if bounce is not None:
        return _bounced(letter, bounce, world)
    reason = automatic.answering_machine(letter)
    return Verdict(Kind.ASIDE, reason, answers=answers) if reason else None


def is_lasting(message: EmailMessage) -> bool:
    """Whether the message still hangs on a record that is there."""
    return any(
        record is not None and not record.is_deleted
        for record in (message.lead, message.contact, message.opportunity)
    )


def _bounced(letter: Letter, bounce: Bounce, world: World) -> Verdict:
    """Anybody can make up a bounce: it counts only where it is about a message that we sent."""
    message = world.bounced(letter, bounce)
    told = f"Mail to {bounce.address or 'somebody'} came back: {bounce.reason}".rstrip(": ")
    if message is None:
        return Verdict(Kind.ASIDE, f"{told}. Headwater did not send that mail."[:1000])
    return Verdict(Kind.BOUNCE, told, answers=message, bounce=bounce)


def _forwarded(letter: Letter, colleague: User, world: World) -> Verdict | None:
    """A colleague passes somebody's mail on: the lead is that somebody."""
    original = original_of(letter)
    if original is None or original.sender.address.lower() in {*world.colleagues, *world.own}:
        return None
    return Verdict(
        Kind.INQUIRY, person=original.sender, subject=original.subject or letter.subject,
        text=original.text, colleague=colleague,
        doubts=[f"{colleague.name} forwarded it; the sender was read from the forwarded message."],
    )  # fmt: skip


def _writer(letter: Letter, world: World, mailbox: str) -> Person:
    """Who wrote it: where our own web server or list is the sender, whom an answer would go to."""
    sender, other = letter.sender, letter.reply_to
    domain = mailbox.rpartition("@")[2].lower()
    is_ours = sender.address.lower() in world.own or (
        bool(domain) and sender.address.lower().endswith(f"@{domain}")
        and sender.address.lower() not in world.colleagues
    )  # fmt: skip
    is_somebody = other.address and other.address.lower() not in {*world.own, *world.colleagues}
    if is_ours and is_somebody:
        return other if other.name else Person(sender.name.partition(" via ")[0], other.address)
    return sender


def _objection(letter: Letter, person: Person, world: World, mailbox: str) -> str:
    """'' or why this becomes no lead by itself."""
    address = person.address.lower()
    if not address:
        return "It does not say who wrote it."
    if colleague := world.colleagues.get(address):
        return f"{colleague.name} of ours wrote it, and no forwarded message was found in it."
    if address in world.own:
        return "It came from our own address, so that an answer would come back to us."
    if person is letter.sender and (reason := automatic.no_reply(letter)):
        return reason
    if address in world.busy:
        return f"More than {MOST_AN_HOUR} mails an hour came from {address}."
    return automatic.mass_mail(letter, mailbox) or automatic.spam(letter)


def _verdict(
    kind: Kind,
    letter: Letter,
    *,
    person: Person | None = None,
    answers: EmailMessage | None = None,
    colleague: User | None = None,
    doubts: list[str] | None = None,
) -> Verdict:
    return Verdict(
        kind, person=person or letter.sender, subject=letter.subject, text=letter.text,
        answers=answers, colleague=colleague, doubts=doubts or [],
    )  # fmt: skip
