"""`headwater migrate salesforce`: an org comes in by its own API, and is reconciled to the row."""

import argparse
import datetime as dt
import getpass
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.cli import django_ready
from headwater.cli.acting_user import acting_user
from headwater.cli.refusal import Refusal
from headwater.cli.sample_load import progress

if TYPE_CHECKING:
    from headwater.moving.sign_in import Keys

# What is secret is never an argument: everybody on the machine can read those.
SECRETS = ("client_secret", "refresh_token", "access_token", "password", "security_token")
PLAIN = ("client_id", "username")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which org, and how much of it. Secrets come from the environment or are asked for."""
    parser.add_argument("--url", required=True, help="https://yourdomain.my.salesforce.com")
    parser.add_argument(
        "--client-id", default="", help="of a connected app; or SALESFORCE_CLIENT_ID"
    )
    parser.add_argument("--username", default="", help="to sign in by password; or "
                        "SALESFORCE_USERNAME")  # fmt: skip
    parser.add_argument(
        "--dry-run", action="store_true", help="count what would come, change nothing"
    )
    parser.add_argument("--since", type=_moment, metavar="DAY", help="only what was changed since")
    parser.add_argument("--resume", action="store_true", default=True,
                        help="go on where the last run stopped (it does so by itself)")  # fmt: skip
    parser.add_argument("--report", type=Path, metavar="FILE", help="the report; .json as data")
    parser.add_argument("--page", type=int, default=2000, help="rows of one call (default 2000)")
    parser.add_argument("--by", default="", metavar="EMAIL", help="who moves; default: first admin")
    parser.epilog = (
        "Secrets: SALESFORCE_CLIENT_SECRET, SALESFORCE_REFRESH_TOKEN, SALESFORCE_ACCESS_TOKEN, "
        "SALESFORCE_PASSWORD and SALESFORCE_SECURITY_TOKEN in the environment, or asked for."
    )


def run(options: argparse.Namespace) -> int:
    """Move in and print the reconciliation; 1 where something did not arrive."""
    django_ready.load()
    from headwater.moving import balance, look
    from headwater.moving.run import move
    from headwater.moving.sign_in import sign_in
    from headwater.moving.trouble import Trouble

    user = acting_user(options.by)
    if user is None or not user.is_admin:
        raise Refusal("a move needs an admin: `headwater user add EMAIL --role admin`.")
    try:
        org = sign_in(options.url, keys(options))
        if options.dry_run:
            print(look.told(look.look(org, since=options.since)))
            return 0
        page = min(max(options.page, 1), 2000)
        moved = move(
            org, url=options.url, by=user, since=options.since, report=progress(), page=page
        )
    except Trouble as trouble:
        raise Refusal(str(trouble)) from None
    text = balance.told(moved)
    print(text)
    if options.report:
        is_json = options.report.suffix == ".json"
        options.report.write_text(json.dumps(moved.report, indent=1) if is_json else text + "\n")
    return 0 if moved.report["balanced"] else 1


def keys(options: argparse.Namespace) -> "Keys":
    """What to sign in with, from the environment; asked for where a person sits there."""
    from headwater.moving.sign_in import Keys

    found = {name: _named(name) for name in (*SECRETS, *PLAIN)}
    found |= {name: said for name in PLAIN if (said := getattr(options, name))}
    if not any(
        found[name] for name in ("access_token", "refresh_token", "client_secret", "password")
    ):
        found |= _asked(found)
    return Keys(**found)


def _named(name: str) -> str:
    """`SALESFORCE_CLIENT_ID`, else `CLIENT_ID` as `api-client add --format env` prints it."""
    return os.environ.get(f"SALESFORCE_{name.upper()}") or (
        os.environ.get(name.upper(), "") if name.startswith(("client", "refresh")) else ""
    )


def _asked(found: dict[str, str]) -> dict[str, str]:
    if not sys.stdin.isatty():
        raise Refusal("there is nothing to sign in with: set SALESFORCE_CLIENT_ID and "
                      "SALESFORCE_CLIENT_SECRET, or see --help.")  # fmt: skip
    if found["username"]:
        return {"password": getpass.getpass(f"Password of {found['username']}: "),
                "security_token": getpass.getpass("Security token (empty for none): ")}  # fmt: skip
    client = found["client_id"] or input("Client id of the connected app: ").strip()
    return {"client_id": client, "client_secret": getpass.getpass("Client secret: ")}


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
