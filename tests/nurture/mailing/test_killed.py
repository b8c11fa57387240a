"""Workers that are killed in the middle: nothing goes twice, nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from headwater.nurture.auto_response import send as deliver
from headwater.nurture.mail_server import CLAIM_LASTS
from headwater.nurture.mailing.outgoing import Outgoing
from headwater.nurture.mailing.sending import send
from headwater.nurture.models import Delivery
from headwater.records.models import EmailMessage, Lead
from tests.nurture.conftest import Mailbox
from tests.postgres import database_url

MANY = 40
WORKER = """
import sys
import django
django.setup()
from headwater.nurture.auto_response import send
send([int(each) for each in sys.argv[1].split(",")])
"""


def worker(keys: list[int], port: int) -> subprocess.Popen[bytes]:
    """A process of its own that delivers these messages to the test's mail server."""
    env = os.environ | {
        "DATABASE_URL": database_url(), "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "headwater.settings", "HEADWATER_MODE": "development",
    }  # fmt: skip
    said = ",".join(map(str, keys))
    return subprocess.Popen([sys.executable, "-c", WORKER, said], env=env)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_sends_nothing_twice_and_skips_nothing(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], mailbox: Mailbox, settings: Any
) -> None:
    leads = [make_lead(email=f"p{n}@x.example") for n in range(MANY)]
    with transaction.atomic():
        send([Outgoing(lead, f"k{lead.pk}", subject="a", text="b") for lead in leads])
    keys = list(EmailMessage.objects.order_by("pk").values_list("pk", flat=True))
    for goal in (5, 15, 25):
        killed = worker(keys, settings.EMAIL_PORT)
        until = time.monotonic() + 30
        while len(mailbox.mails) < goal and time.monotonic() < until:
            time.sleep(0.002)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    connection.close()
    assert len(mailbox.mails) < MANY
    deliver(keys)
    _let_claims_run_out()
    deliver(keys)
    ids = [mail["Message-ID"] for mail in mailbox.mails]
    assert set(ids) == set(EmailMessage.objects.values_list("message_id", flat=True))
    # Killed between the server's "250" and our note of it, a mail may come once more: by the same
    # Message-ID, at most one for each kill, and mailboxes show it once.
    assert len(ids) - len(set(ids)) <= 3
    assert not EmailMessage.objects.exclude(state="sent").exists()


def _let_claims_run_out() -> None:
    past = timezone.now() - CLAIM_LASTS - timedelta(seconds=1)
    Delivery.objects.filter(again_at__isnull=False).update(claimed_at=past, again_at=past)
