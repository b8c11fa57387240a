"""`headwater mail-door`: what it answers with 250 is safe, also with PostgreSQL killed."""

import os
import signal
import smtplib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from headwater.cli.ports import free_port
from headwater.database import postgres
from headwater.database.postgres_home import find_home
from tests.cli.test_postgres import until

SALES = "sales@juniper.example"
MAILBOX = (
    "INSERT INTO capture_mailbox (address, way, host, security, username, password_sealed,"
    " password_variable, sign_in, oauth_client, oauth_secret_sealed, oauth_tenant,"
    " refresh_sealed, access_sealed, folder, afterwards, moved_to, takes_old, lead_source,"
    " answers, auto_response, is_active, last_uid, problem, failure_count, created_at)"
    " VALUES (%s, 'door', '', 'tls', '', '', '', 'password', '', '', '', '', '', 'INBOX', 'seen',"
    " '', false, 'E-mail', true, '', true, 0, '', 0, now())"
)


def deliver(port: int, name: str) -> None:
    """Hand a message over as a mail server does; raises unless it is answered with 250."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{name}@harbor.example.org", SALES, name
    mail["Message-ID"] = f"<{name}@harbor.example.org>"
    mail.set_content("Please call me.")
    with smtplib.LMTP("127.0.0.1", port, timeout=30) as server:
        assert server.send_message(mail) == {}


def received(url: str) -> int:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT count(*) FROM records_submission").fetchone()
        return int(found[0]) if found else 0


@pytest.mark.processes
def test_with_postgresql_killed_mail_is_kept_and_comes_in_once(
    url: str, environment: dict[str, str], state: Path
) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(MAILBOX, [SALES])
    port, variables = free_port(), {**environment, "DATABASE_URL": url}
    command = [sys.executable, "-P", "-m", "headwater"]
    door = subprocess.Popen([*command, "mail-door", "--port", str(port)], env=variables,
                            stdout=subprocess.PIPE, text=True)  # fmt: skip
    try:
        assert door.stdout and f"LMTP at 127.0.0.1:{port}" in door.stdout.readline()
        deliver(port, "before")
        assert received(url) == 1

        pid = postgres.running_pid(find_home(state))
        assert pid
        os.kill(pid, signal.SIGKILL)
        deliver(port, "during")
        deliver(port, "during")  # the mail server was not sure, and tries again
        assert len(list((state / "spool").glob("*.json"))) == 2

        postgres.start(state)
        deliver(port, "after")
        worker = subprocess.Popen([*command, "worker"], env=variables, stderr=subprocess.DEVNULL)
        try:
            assert until(lambda: not list((state / "spool").glob("*.json")), 60)
        finally:
            worker.terminate()
            worker.wait(60)
        assert received(url) == 3
        door.terminate()
        assert door.wait(20) == 0
    finally:
        door.kill()
        door.wait()
        if door.stdout:
            door.stdout.close()
