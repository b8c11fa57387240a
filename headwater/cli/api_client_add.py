"""`headwater api-client add NAME`: a program that may use the API, in the name of a user."""

import argparse
from typing import TYPE_CHECKING

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal

if TYPE_CHECKING:
    from headwater.people.user import User


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it is called, and whose rights it has."""
    parser.add_argument("name", help="what people will know it by, e.g. 'Website'")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose rights it has")
    parser.add_argument(
        "--format", choices=("text", "env"), default="text", help="env: lines for a shell to read"
    )


def run(options: argparse.Namespace) -> None:
    """Make the client and print its secret, this one time."""
    django_ready.load()
    from headwater.people.user import User

    user = User.objects.filter(email__iexact=options.user, is_active=True).first()
    if user is None:
        raise Refusal(f"nobody active has the address {options.user}.")
    key, secret = added(options.name, user)
    if options.format == "env":
        print(f"CLIENT_ID={key}\nCLIENT_SECRET={secret}\nREFRESH_TOKEN={refresh_token(key, user)}")
        return
    print(f"{options.name} may act as {user.email}. Its secret is shown only now:")
    print(f"client_id      {key}")
    print(f"client_secret  {secret}")


def added(name: str, user: "User") -> tuple[str, str]:
    """The id and the secret of a new client, of which only a hash is stored."""
    from oauth2_provider.generators import generate_client_secret
    from oauth2_provider.models import get_application_model

    clients = get_application_model()
    if clients.objects.filter(name=name).exists():
        raise Refusal(f"there is a client {name!r} already.")
    secret = generate_client_secret()
    client = clients.objects.create(
        name=name,
        user=user,
        client_type=clients.CLIENT_CONFIDENTIAL,
        authorization_grant_type=clients.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    return client.client_id, secret


def refresh_token(key: str, user: "User") -> str:
    """A token by which the client gets access in the name of `user` until it is revoked."""
    from oauth2_provider.models import get_application_model

    from headwater.api import tokens

    return tokens.issue_refresh(user, get_application_model().objects.get(client_id=key))
