"""What is known beside an inquiry: what people said about senders, and who sent the same words."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from headwater.capture.suspicion.models import KnownSender, SentMessage, SpamSettings, UsedProof
from headwater.database import statements
from headwater.jobs import job
from headwater.people.standing import kept

MESSAGE = 60  # characters from which the same words twice are no coincidence
SAME_WITHIN = timedelta(days=1)
ENOUGH = 20  # senders of one message; nobody needs to count further
FORGOTTEN = timedelta(days=2)

# The rows that this statement adds are not seen by it: it counts the others, and Python these.
SENT = """
WITH told AS (
  SELECT * FROM unnest(%s::text[], %s::text[]) AS one (fingerprint, sender)
), kept AS (
  INSERT INTO capture_sentmessage (fingerprint, sender, sent_at)
  SELECT fingerprint, sender, %s::timestamptz FROM told
  ON CONFLICT (fingerprint, sender) DO UPDATE SET sent_at = excluded.sent_at
)
SELECT one.fingerprint, (
  SELECT count(*) FROM (
    SELECT 1 FROM capture_sentmessage AS earlier
    WHERE earlier.fingerprint = one.fingerprint AND earlier.sent_at > %s::timestamptz
      AND (earlier.fingerprint, earlier.sender) NOT IN (SELECT fingerprint, sender FROM told)
    LIMIT %s::int
  ) AS others
)
FROM (SELECT DISTINCT fingerprint FROM told) AS one
"""


@kept
def settings() -> SpamSettings:
    """The settings of spam, kept in memory until they change."""
    return SpamSettings.current()


@kept
def known_senders() -> dict[str, str]:
    """Value → verdict of every sender that people know, kept in memory until it changes."""
    return dict(KnownSender.objects.values_list("value", "verdict"))


def verdict_on(email: str, address: str | None) -> tuple[str, str]:
    """(value, verdict) that people gave to this sender: the most exact one decides."""
    known = known_senders()
    found = ((each, known[each]) for each in values_of(email, address) if each in known)
    return next(found, ("", ""))


def values_of(email: str, address: str | None) -> Iterable[str]:
    """Under what a sender may be known: the e-mail, its domain and those above, the address."""
    labels = email.rpartition("@")[2].split(".")
    above = [".".join(labels[start:]) for start in range(min(len(labels) - 1, 6))]
    return [each for each in (email, *above, address) if each]


def senders_of(sent: Sequence[tuple[str, str]], at: datetime) -> dict[str, int]:
    """Fingerprint → how many sent this message within a day, from (fingerprint, sender) pairs.

    One statement for all of them, none when no message is long enough to be told apart.
    """
    told = sorted({(mark, sender[:254]) for mark, sender in sent if mark and sender})
    if not told:
        return {}
    marks, senders = zip(*told, strict=True)
    columns = [list(marks), list(senders), at, at - SAME_WITHIN, ENOUGH]
    counts = dict(statements.run(SENT, columns))
    return {mark: counts[mark] + marks.count(mark) for mark in counts}


def fingerprint(message: str) -> str:
    """The same for messages that differ in case and spaces only; '' for short ones."""
    if len(message) < MESSAGE:
        return ""
    plain = " ".join(message.lower().split()).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(plain, digest_size=16).hexdigest()


@job("capture.forget_senders", cron="23 3 * * *")
def forget(timestamp: int) -> None:
    """Daily: fingerprints that are no longer compared, proofs that have ended anyway."""
    SentMessage.objects.filter(sent_at__lt=timezone.now() - FORGOTTEN).delete()
    UsedProof.objects.filter(ends_at__lt=timezone.now() - FORGOTTEN).delete()
