"""`headwater api-client add NAME`: a program that may use the API, in the name of a user."""

import argparse
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal

if TYPE_CHECKING:
    from headwater.people.user import User


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it is called, whose rights it has, and how it gets in."""
    parser.add_argument("name", help="what people will know it by, e.g. 'Website'")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose rights it has")
    parser.add_argument(
        "--format", choices=("text", "env"), default="text", help="env: lines for a shell to read"
    )
    parser.add_argument("--scopes", default="", help="e.g. 'read' or 'api refresh_token' (usual)")
    parser.add_argument("--ends", type=date.fromisoformat, metavar="DATE", help="its last day")
    parser.add_argument("--per-day", type=int, metavar="N", help="how many calls it has a day")
    parser.add_argument("--redirect", action="append", default=[], metavar="URL",
                        help="where people come back to who let it in by browser")  # fmt: skip
    parser.add_argument("--certificate", type=Path, metavar="FILE",
                        help="PEM certificate or public key for signing in by JWT")  # fmt: skip
    parser.add_argument("--for-anyone", action="store_true",
                        help="it may sign in by JWT as any active user")  # fmt: skip
    parser.add_argument("--public", action="store_true",
                        help="an app on people's devices: no secret, PKCE instead")  # fmt: skip


def run(options: argparse.Namespace) -> None:
    """Make the client and print its secret, this one time."""
    django_ready.load()
    from headwater.people.user import User

    user = User.objects.filter(email__iexact=options.user, is_active=True).first()
    if user is None:
        raise Refusal(f"nobody active has the address {options.user}.")
    key, secret = added(options.name, user, options)
    if options.format == "env":
        print(f"CLIENT_ID={key}\nCLIENT_SECRET={secret}\nREFRESH_TOKEN={refresh_token(key, user)}")
        return
    print(f"{options.name} may act as {user.email}. Its secret is shown only now:")
    print(f"client_id      {key}")
    print(f"client_secret  {secret}")


def added(name: str, user: "User", options: argparse.Namespace | None = None) -> tuple[str, str]:
    """The id and the secret of a new client, of which only a hash is stored."""
    from oauth2_provider.models import get_application_model

    from headwater.api import client_terms

    if get_application_model().objects.filter(name=name).exists():
        raise Refusal(f"there is a client {name!r} already.")
    said = dict(vars(options)) if options else {}
    client, secret = client_terms.added(
        name, user, redirects=_redirects(said.get("redirect") or []),
        is_public=bool(said.get("public")), **_terms(said),
    )  # fmt: skip
    return client.client_id, secret


def _redirects(given: list[str]) -> str:
    from headwater.api import redirects

    try:
        return redirects.cleaned("\n".join(given))
    except ValueError as wrong:
        raise Refusal(str(wrong)) from None


def _terms(said: dict[str, Any]) -> dict[str, Any]:
    """The columns of ClientTerms that the options name."""
    from headwater.api import client_terms, oauth_assertion

    terms: dict[str, Any] = {"for_anyone": bool(said.get("for_anyone"))}
    if per_day := said.get("per_day"):
        terms["per_day"] = per_day
    if isinstance(ends := said.get("ends"), date):
        terms["ends_at"] = datetime.combine(ends, time.max, UTC)
    try:
        if scopes := said.get("scopes"):
            terms["scopes"] = " ".join(client_terms.scopes_in(str(scopes)))
    except ValueError as unknown:
        raise Refusal(f"there is no scope {unknown}.") from None
    if isinstance(path := said.get("certificate"), Path):
        try:
            terms["certificate"] = path.read_text()
            oauth_assertion.public_key(path.read_text())
        except (OSError, ValueError) as error:
            raise Refusal(f"{path} is no RSA certificate or key in PEM: {error}") from None
    return terms


def refresh_token(key: str, user: "User") -> str:
    """A token by which the client gets access in the name of `user` until it is revoked."""
    from oauth2_provider.models import get_application_model

    from headwater.api import tokens

    return tokens.issue_refresh(user, get_application_model().objects.get(client_id=key))
