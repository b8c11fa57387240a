"""`headwater user add EMAIL`: somebody who may sign in."""

import argparse
import getpass
import sys

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who it is. The password is asked for, or read from a pipe, so that no shell keeps it."""
    parser.add_argument("email")
    parser.add_argument("--first-name", default="")
    parser.add_argument("--last-name", default="", help="default: the address up to its @")
    parser.add_argument(
        "--role", default="rep", help="admin, marketing, manager, rep (default) or read_only"
    )
    parser.add_argument("--manager", default="", metavar="EMAIL", help="whom they report to")


def run(options: argparse.Namespace) -> None:
    """Add the user, or say what is wrong with the data."""
    django_ready.load()
    from django.core.exceptions import ValidationError

    from headwater.people.user import User

    role = role_named(options.role)
    manager = User.objects.filter(email__iexact=options.manager).first()
    if options.manager and manager is None:
        raise Refusal(f"nobody has the address {options.manager}.")
    if User.objects.filter(email__iexact=options.email).exists():
        raise Refusal(f"{options.email} is a user already.")
    details = {
        "first_name": options.first_name,
        "last_name": options.last_name or options.email.partition("@")[0],
        "role": role,
        "manager": manager,
    }
    try:
        password = chosen_password(User(email=options.email, **details))
        user = User.objects.create_user(options.email, password, **details)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from None
    print(f"{user.email} may sign in as {user.get_role_display()}.")


def role_named(name: str) -> str:
    """The role's stored value, from its value or its label in any case."""
    from headwater.people.user import Role

    wanted = name.lower().replace("-", "_").replace(" ", "_")
    for value, label in Role.choices:
        if wanted in (value.lower(), str(label).lower().replace("-", "_").replace(" ", "_")):
            return str(value)
    raise Refusal(f"there is no role {name!r}: {', '.join(Role.values)}.")


def chosen_password(user: object) -> str:
    """Ask twice on a terminal, read one line from a pipe; the usual rules hold."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.validators import validate_email

    validate_email(getattr(user, "email", ""))
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise Refusal("the two passwords differ.")
    else:
        password = sys.stdin.readline().rstrip("\n")
    validate_password(password, user)  # type: ignore[arg-type]
    return password
