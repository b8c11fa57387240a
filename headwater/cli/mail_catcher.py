"""`headwater mail-catcher`: takes any mail, keeps it as a file, shows it on a small page.

For the demo and for development: nothing ever leaves the machine.
"""

import argparse
import signal
import threading
import time
from http.server import ThreadingHTTPServer
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from headwater.cli.database import state
from headwater.cli.mail_page import page_for
from headwater.cli.ports import refuse_busy
from headwater.cli.supervision import die_with_parent

LARGEST = 25_000_000  # bytes


class Keeper:
    """Writes every message to `folder`, under a name that sorts by its arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Called by aiosmtpd with a whole message."""
        name = f"{time.time_ns():020d}-{next(self.numbers):04d}.eml"
        content = envelope.content or b""
        draft = self.folder / f".{name}"
        draft.write_bytes(content if isinstance(content, bytes) else content.encode())
        draft.rename(self.folder / name)  # a reader never sees half a message
        return "250 kept"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen; on this machine only."""
    parser.add_argument("--port", type=int, default=2525, help="for mail (default 2525)")
    parser.add_argument("--page-port", type=int, default=8025, help="for the page (default 8025)")


def run(options: argparse.Namespace) -> None:
    """Catch mail until SIGTERM or Ctrl-C."""
    die_with_parent()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    refuse_busy("127.0.0.1", options.port)
    refuse_busy("127.0.0.1", options.page_port, option="--page-port")
    folder = state() / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    catcher = Controller(
        Keeper(folder), hostname="127.0.0.1", port=options.port, data_size_limit=LARGEST
    )
    page = ThreadingHTTPServer(("127.0.0.1", options.page_port), page_for(folder))
    catcher.start()
    threading.Thread(target=page.serve_forever, daemon=True).start()
    print(
        f"Mail to 127.0.0.1:{options.port} is kept in {folder} "
        f"and shown at http://127.0.0.1:{options.page_port}",
        flush=True,
    )
    stop.wait()
    catcher.stop()
    page.shutdown()
    page.server_close()
