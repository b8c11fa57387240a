"""Which message of ours does this mail answer? By its signed address, else by its thread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone

from headwater.capture.mail.bounces import Bounce
from headwater.capture.mail.letter import Letter
from headwater.capture.mail.mailbox import Mailbox
from headwater.capture.mail.received_mail import ReceivedMail
from headwater.people.models import Organization, User
from headwater.records import reply_address
from headwater.records.models import EmailMessage

MOST_AN_HOUR = 30  # from one address; people do not write that much, machines in a loop do


@dataclass(slots=True)
class World:
    """What sorting needs to know of us, read once for a batch."""

    reply_address: str = ""
    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    colleagues: dict[str, User] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    by_id: dict[str, EmailMessage] = field(default_factory=dict)
    by_key: dict[int, EmailMessage] = field(default_factory=dict)
    busy: frozenset[str] = frozenset()

    def answered_by(self, letter: Letter) -> EmailMessage | None:
        """The message that a letter answers: the signed one, else the nearest of its thread."""
        for address in letter.headers.delivered_to():
            key = reply_address.message_of(address, self.reply_address)
            if key in self.by_key:
                return self.by_key[key]
        for message_id in reversed(letter.references):
            if message_id in self.by_id:
                return self.by_id[message_id]
        return None

    def bounced(self, letter: Letter, bounce: Bounce) -> EmailMessage | None:
        """The message of ours that came back."""
        found = [self.by_id[each] for each in bounce.message_ids if each in self.by_id]
        outgoing = next((message for message in found if not message.is_incoming), None)
        answered = self.answered_by(letter)
        return outgoing or (answered if answered and not answered.is_incoming else None)


def world_of(letters: Sequence[Letter], bounces: Iterable[Bounce | None]) -> World:
    """Everything about these letters in a fixed number of queries."""
    base = Organization.current().reply_address
    mailboxes = {mailbox.address.lower(): mailbox for mailbox in Mailbox.objects.all()}
    _, system = parseaddr(settings.DEFAULT_FROM_EMAIL)
    colleagues = {user.email.lower(): user for user in User.objects.all()}
    world = World(
        base, mailboxes, colleagues, frozenset({*mailboxes, base.lower(), system.lower()})
    )
    _read_messages(world, letters, bounces)
    world.busy = _busy(letters)
    return world


def _read_messages(
    world: World, letters: Sequence[Letter], bounces: Iterable[Bounce | None]
) -> None:
    ids = {each for letter in letters for each in (*letter.references, letter.message_id) if each}
    ids |= {each for bounce in bounces if bounce for each in bounce.message_ids}
    addresses = {each for letter in letters for each in letter.headers.delivered_to()}
    signed = {reply_address.message_of(each, world.reply_address) for each in addresses} - {None}
    if not ids and not signed:
        return
    rows = EmailMessage.objects.filter(Q(message_id__in=ids) | Q(pk__in=signed))
    # The message that began a thread counts before a copy of it.
    for message in rows.select_related("lead", "contact", "opportunity").order_by("-pk"):
        world.by_id[message.message_id] = message
        world.by_key[message.pk] = message


def _busy(letters: Sequence[Letter]) -> frozenset[str]:
    senders = {letter.sender.address.lower() for letter in letters} - {""}
    since = timezone.now() - timedelta(hours=1)
    rows = ReceivedMail.objects.filter(sender__in=senders, received_at__gte=since)
    counted = rows.values_list("sender").annotate(n=Count("pk")).filter(n__gt=MOST_AN_HOUR)
    return frozenset(sender for sender, _ in counted)
