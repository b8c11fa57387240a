"""A real IMAP server (Dovecot) with its own folder and port; each test is another user of it."""

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

PASSWORD = "secret-of-sales-9"
CONFIG = """
base_dir = {home}/run
state_dir = {home}/state
instance_name = {home}
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
shutdown_clients = yes
first_valid_uid = 0
first_valid_gid = 0
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  # Without it a refused sign-in slows down whoever comes next, from here all of them.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
}}
"""


def binary() -> str:
    """The path of Dovecot; installed by apt-get where it is missing and we are root."""
    found = _found()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "dovecot-imapd"]
        if subprocess.run(install, env=quiet, capture_output=True, check=False).returncode:
            subprocess.run(
                ["apt-get", "update", "-qq"], env=quiet, capture_output=True, check=False
            )
            subprocess.run(install, env=quiet, capture_output=True, check=False)
        found = _found()
    if not found:
        pytest.skip(
            "Dovecot is not installed, and only root on Debian can install it (dovecot-imapd)"
        )
    return found


def _found() -> str:
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which("dovecot", path=path) or ""


OAUTH = """
introspection_mode = get
introspection_url = http://127.0.0.1:{port}/introspect?token=
username_attribute = user
active_attribute = active
active_value = true
"""


class Dovecot:
    """One server; `deliver` puts a message into INBOX of `user` as another mail program would."""

    password = PASSWORD

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.user = home, _free_port(), "first"
        self.introspection_port = _free_port()  # where it asks about tokens
        (home / "oauth2.conf").write_text(OAUTH.format(port=self.introspection_port))
        # As root, Dovecot refuses to run its sessions as root: nobody's account serves.
        who = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        group = subprocess.run(
            ["id", "-gn", who.pw_name], capture_output=True, text=True, check=True
        )
        (home / "mail").mkdir()
        config = home / "dovecot.conf"
        config.write_text(
            CONFIG.format(
                home=home, port=self.port, user=who.pw_name, group=group.stdout.strip(),
                uid=who.pw_uid, gid=who.pw_gid, password=PASSWORD,
            )
        )  # fmt: skip
        if os.geteuid() == 0:
            os.chown(home / "mail", who.pw_uid, who.pw_gid)
        home.chmod(0o755)
        self.process = subprocess.Popen(
            [binary(), "-F", "-c", str(config)], stderr=subprocess.DEVNULL
        )
        self._await()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def deliver(self, raw: bytes) -> None:
        with self._signed_in() as box:
            assert box.append("INBOX", "", "", raw)[0] == "OK"

    def flags(self) -> dict[int, set[bytes]]:
        """UID → flags, as another program sees them, but for \\Recent."""
        with self._signed_in() as box:
            box.select("INBOX", readonly=True)
            told = box.uid("FETCH", "1:*", "(FLAGS)")[1]
        found = {}
        for line in filter(None, told):
            flags = set(imaplib.ParseFlags(line)) - {b"\\Recent"}
            found[int(line.split(b"UID ")[1].split()[0].rstrip(b")"))] = flags
        return found

    def make_folder(self, name: str) -> None:
        with self._signed_in() as box:
            box.create('"' + {"Léads": "L&AOk-ads"}.get(name, name) + '"')

    def count(self, folder: str) -> int:
        with self._signed_in() as box:
            return int(box.select(f'"{folder}"', readonly=True)[1][0] or 0)

    def rebuild_inbox(self, messages: list[bytes]) -> None:
        """What a restored backup looks like: other numbers, another UIDVALIDITY."""
        shutil.rmtree(self.home / "mail" / self.user)
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds
        for raw in messages:
            self.deliver(raw)

    def _signed_in(self) -> imaplib.IMAP4:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        box.login(self.user, PASSWORD)
        return box

    def _await(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                self._signed_in().logout()
            except (OSError, imaplib.IMAP4.error):
                time.sleep(0.1)
            else:
                return
        log = self.home / "log"
        said = log.read_text()[-2_000:] if log.exists() else ""
        self.stop()
        pytest.fail(f"Dovecot did not start: {said}")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
