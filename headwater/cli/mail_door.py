"""`headwater mail-door`: your mail server delivers messages here, by LMTP or SMTP."""

import argparse
import signal
import ssl
import threading
from pathlib import Path

from headwater.cli import django_ready
from headwater.cli.ports import refuse_busy
from headwater.cli.refusal import Refusal
from headwater.cli.supervision import die_with_parent


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and which of the two protocols to speak."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=2424)
    parser.add_argument("--smtp", action="store_true", help="speak SMTP instead of LMTP")
    parser.add_argument("--certificate", type=Path, help="PEM file: offer STARTTLS")
    parser.add_argument("--key", type=Path, help="PEM file of the certificate's key")


def run(options: argparse.Namespace) -> None:
    """Take mail until SIGTERM or Ctrl-C; what has been answered with 250 is kept."""
    die_with_parent()
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    refuse_busy(options.host, options.port)
    django_ready.load()
    from headwater.capture.mail.door import Door

    way = "smtp" if options.smtp else "lmtp"
    door = Door(host=options.host, port=options.port, way=way, tls=_tls(options))
    door.start()
    print(f"Taking mail by {way.upper()} at {options.host}:{options.port}", flush=True)
    stop.wait()
    door.stop()


def _tls(options: argparse.Namespace) -> ssl.SSLContext | None:
    if not options.certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(options.certificate, options.key)
    except (OSError, ssl.SSLError) as error:
        raise Refusal(f"the certificate cannot be used: {error}.") from None
    return context
