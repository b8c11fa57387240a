"""`headwater serve`: the web server; a production start refuses what must not go public."""

import argparse
import gc
import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from headwater.cli import django_ready, served_before, spool_watch
from headwater.cli.database import ensure
from headwater.cli.ports import refuse_busy
from headwater.cli.refusal import Refusal

DEMO_PASSWORD = "headwater-demo"  # noqa: S105
HEADERS_WITHIN = 10_000  # milliseconds; who begins a request and goes silent holds nothing longer


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 for every interface")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    parser.add_argument(
        "--https", action="store_true", help="with a self-signed certificate under .headwater/tls"
    )


def run(options: argparse.Namespace) -> None:
    """Listen until SIGTERM or Ctrl-C; requests in flight are answered first."""
    from headwater.cli.supervision import die_with_parent

    die_with_parent()
    if options.https:
        os.environ["HEADWATER_HTTPS"] = "1"
    refuse_busy(options.host, options.port)
    is_there = reach_database()
    django_ready.load()
    from django.conf import settings
    from django.db import connections

    if is_there:
        refuse_unfit()
        served_before.note()
    if settings.MODE != "development":  # where a mistake in the code should be a page
        preload()
    connections.close_all()  # none of its processes may inherit one
    spool_watch.begin()
    listen(options.host, options.port, options.workers, https=options.https)


def reach_database() -> bool:
    """Whether the database is there; refuses without it unless this has served here before.

    The machine may come up before its database does, and visitors should find the forms.
    """
    try:
        ensure()
    except Refusal as refusal:
        if not served_before.is_known():
            raise
        print(f"headwater: {refusal}", file=sys.stderr)
        print("Until it is back, forms are shown from memory and posts are kept.", file=sys.stderr)
        return False
    return True


def preload() -> None:
    """Import everything before the processes fork, so that they share it and start at once.

    What is there then stays: Python need not look through all of it for garbage again and again,
    which takes a fifth of a second in the middle of somebody's page.
    """
    from django.urls import get_resolver

    import_module("headwater.rsgi")
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()


def refuse_unfit() -> None:
    """A database of another version always; a secret or password known to all in production."""
    from django.conf import settings

    if not django_ready.is_migrated():
        raise Refusal("the database is not up to date: run `headwater migrate` first.")
    if settings.MODE not in ("production", "demo", "development"):
        raise Refusal(f"HEADWATER_MODE is {settings.MODE!r}: production, demo or development?")
    if settings.MODE != "production":
        return
    if not settings.SECRET_KEY_GIVEN:
        raise Refusal(
            "SECRET_KEY is not set; production needs a long random one that stays the same, e.g. "
            "from `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'`."
        )
    if settings.DEBUG:
        raise Refusal("DEBUG is on, which shows secrets to visitors; production refuses it.")
    if known := users_with_demo_password():
        raise Refusal(
            f"{', '.join(known[:5])} may sign in with the password of the demo, which everybody "
            "knows: give them new ones (`headwater changepassword EMAIL`) or deactivate them."
        )


def users_with_demo_password() -> list[str]:
    """Who would be open to everybody. Each stored hash is tried once and remembered as good."""
    from django.conf import settings
    from django.contrib.auth.hashers import check_password

    from headwater.people.user import User

    seen_file = Path(settings.STATE) / "passwords-checked"
    seen = set(seen_file.read_text().split()) if seen_file.exists() else set()
    stored = list(User.objects.filter(is_active=True).values_list("email", "password"))
    marks = {password: hashlib.sha256(password.encode()).hexdigest() for _, password in stored}
    unknown = [pair for pair in stored if marks[pair[1]] not in seen]
    with ThreadPoolExecutor() as pool:
        verdicts = list(pool.map(lambda pair: check_password(DEMO_PASSWORD, pair[1]), unknown))
    bad = [pair for pair, verdict in zip(unknown, verdicts, strict=True) if verdict]
    good = {marks[password] for _, password in stored} - {marks[password] for _, password in bad}
    seen_file.parent.mkdir(parents=True, exist_ok=True)
    seen_file.write_text("\n".join(sorted(good)))
    return [email for email, _ in bad]


def listen(host: str, port: int, workers: int, *, https: bool) -> None:
    """Granian, with a worker that dies started again."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    certificate = key = None
    if https:
        from headwater.cli.certificate import self_signed

        certificate, key = self_signed(Path(settings.STATE) / "tls")
        print(f"Certificate for clients to trust: {certificate}", flush=True)
    print(f"Listening at http{'s' if https else ''}://{host}:{port}", flush=True)
    Granian(
        "headwater.rsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN),
        ssl_cert=certificate,
        ssl_key=key,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
    ).serve()
