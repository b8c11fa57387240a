"""Workers are killed while a program writes to many: nobody is written to twice, nobody is missed.

Two kills: in the middle of the steps (a portion is one transaction), and in the middle of sending.
"""

import signal
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import psycopg
import pytest

from headwater.cli.ports import free_port
from tests.cli.test_postgres import until

PEOPLE = 450
KILLS = 2
MADE = f"""
from headwater.cli import django_ready
django_ready.load()
from headwater.nurture.models import MailTemplate, Program, SendingLimits, Step
from headwater.people.models import User
from headwater.records.models import Lead
mia = User.objects.create_user("mia@juniper.example", "a long pass word", role="marketing")
SendingLimits.objects.create(pk=1, person_mails=0, mailbox_mails=0, quiet_from="00:00",
                             quiet_until="00:00", is_quiet_on_weekends=False)
template = MailTemplate.objects.create(key="hello", name="Hello", subject="Hello", text="Hello")
program = Program.objects.create(name="Warm up", is_active=True, criteria="LeadSource = 'Webinar'")
for place, values in enumerate((dict(kind="email", template=template),
                                dict(kind="task", text="Call")), 1):
    Step.objects.create(program=program, key=f"s{{place}}", place=place, **values)
Lead.objects.bulk_create(
    Lead(last_name=f"P{{n}}", company="X", email=f"p{{n}}@harbor.example.org", owner=mia,
         lead_source="Webinar") for n in range({PEOPLE}))
"""
# What a killed worker held is free again after ten minutes; nobody waits for that here.
TEN_MINUTES_LATER = (
    "UPDATE nurture_delivery SET again_at = now() WHERE again_at IS NOT NULL"
    " AND message_id IN (SELECT id FROM records_emailmessage WHERE state = 'waiting')"
)


def number(url: str, sql: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute(sql).fetchone()
        return int(found[0]) if found else 0


def start(environment: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as out:
        command = [sys.executable, "-P", "-m", "headwater", "worker"]
        return subprocess.Popen(command, env=environment, stderr=out)


def kill(worker: "subprocess.Popen[bytes]") -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)


@pytest.mark.processes
def test_killed_twice_every_person_gets_one_mail_and_one_task(
    url: str, environment: dict[str, str], state: Path
) -> None:
    port, folder, log = free_port(), state / "mail", state / "worker.log"
    log.touch()
    variables = {
        **environment, "DATABASE_URL": url, "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }  # fmt: skip
    subprocess.run([sys.executable, "-P", "-c", MADE], env=variables, check=True)
    catcher = subprocess.Popen(
        [sys.executable, "-P", "-m", "headwater", "mail-catcher", "--port", str(port),
         "--page-port", str(free_port())], env=variables, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    worker = start(variables, log)
    try:
        written = "SELECT count(*) FROM records_emailmessage"
        assert until(lambda: number(url, written) > 0, 100), log.read_text()
        kill(worker)
        # Whole portions, or nothing of them: whoever was written to stands one step on.
        done = "SELECT count(*) FROM nurture_steppass WHERE kind = 'email'"
        assert number(url, written) == number(url, done)

        worker = start(variables, log)
        assert until(lambda: len(list(folder.glob("*.eml"))) > 20, 100), log.read_text()
        kill(worker)

        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(TEN_MINUTES_LATER)
        worker = start(variables, log)
        sent = "SELECT count(*) FROM records_emailmessage WHERE state = 'sent'"
        assert until(lambda: number(url, sent) == PEOPLE, 240), log.read_text()
        worker.terminate()
        worker.wait(60)
    finally:
        worker.kill()
        worker.wait()
        catcher.terminate()
        catcher.wait()
    mails = [message_from_bytes(path.read_bytes()) for path in folder.glob("*.eml")]
    assert len({mail["To"] for mail in mails}) == PEOPLE
    # Written once each. A mail server may have said 250 in the very moment of a kill: that one
    # comes again under the same Message-ID, which mailboxes show once.
    assert len({mail["Message-ID"] for mail in mails}) == PEOPLE
    assert sum(Counter(mail["Message-ID"] for mail in mails).values()) <= PEOPLE + KILLS
    assert number(url, "SELECT count(DISTINCT lead_id) FROM records_task") == PEOPLE
    assert number(url, "SELECT count(*) FROM records_task") == PEOPLE
    assert number(url, "SELECT count(*) FROM nurture_enrolment WHERE state = 'finished'") == PEOPLE
