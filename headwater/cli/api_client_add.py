"""`headwater api-client add NAME`: a program that may use the API, in the name of a user."""

import argparse

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """What it is called, and whose rights it has."""
    parser.add_argument("name", help="what people will know it by, e.g. 'Website'")
    parser.add_argument("--user", required=True, metavar="EMAIL", help="whose rights it has")
    parser.add_argument(
        "--format", choices=("text", "env"), default="text", help="env: lines for a shell to read"
    )


def run(options: argparse.Namespace) -> None:
    """Make the client and print its secrets, this one time."""
    django_ready.load()
    from oauth2_provider.generators import generate_client_secret
    from oauth2_provider.models import get_application_model

    from headwater.api import tokens
    from headwater.people.user import User

    user = User.objects.filter(email__iexact=options.user, is_active=True).first()
    if user is None:
        raise Refusal(f"nobody active has the address {options.user}.")
    clients = get_application_model()
    if clients.objects.filter(name=options.name).exists():
        raise Refusal(f"there is a client {options.name!r} already.")
    secret = generate_client_secret()  # only its hash is stored
    client = clients.objects.create(
        name=options.name,
        user=user,
        client_type=clients.CLIENT_CONFIDENTIAL,
        authorization_grant_type=clients.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    refresh_token = tokens.issue_refresh(user, client)
    if options.format == "env":
        print(f"CLIENT_ID={client.client_id}")
        print(f"CLIENT_SECRET={secret}")
        print(f"REFRESH_TOKEN={refresh_token}")
        return
    print(f"{client.name} may act as {user.email}. Its secrets are shown only now:")
    print(f"client_id      {client.client_id}")
    print(f"client_secret  {secret}")
    print(f"refresh_token  {refresh_token}")
