"""`headwater COMMAND …`: what there is, and the way to the module that does it."""

import argparse
import difflib
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, Protocol, cast

from headwater import __version__
from headwater.cli.refusal import Refusal


class Command(NamedTuple):
    """A line of the help page; `module` is None for a command of Django's own."""

    name: str
    purpose: str
    module: str | None
    needs_database: bool = True


GROUPS: dict[str, tuple[Command, ...]] = {
    "Try it": (
        Command("demo", "a sample company at http://localhost:8000", "demo", False),
        Command("sample load", "fill an empty database with the sample company", "sample_load"),
    ),
    "Run it": (
        Command("serve", "the web server (--https with a self-signed certificate)", "serve", False),
        Command("worker", "bring submissions in, send mail, do all background work", "worker"),
        Command("mail-door", "take mail from your mail server by LMTP or SMTP", "mail_door"),
        Command("migrate", "bring the database up to this version", "migrate"),
        Command(
            "mail-catcher", "keep outgoing mail in a folder and show it", "mail_catcher", False
        ),
    ),
    "People and data": (
        Command("user add", "add somebody who may sign in", "user_add"),
        Command("api-client add", "let a program in by the API", "api_client_add"),
        Command("api-client list", "which programs there are, last used when", "api_client_list"),
        Command("api-client rotate", "a new secret; the old one holds a week", "api_client_rotate"),
        Command("api-client revoke", "shut a program out, its tokens too", "api_client_revoke"),
        Command("import", "bring in a table or exported JSON; take it back", "import_file"),
        Command("migrate salesforce", "all of a Salesforce org, to the last row", "move_in"),
        Command("mcp", "the lead story as tools for assistants, by stdio", "mcp_server"),
        Command("match", "compare everybody with everybody; duplicates wait for people", "match"),
        Command("config", "rules, statuses, fields … as text: export, plan, apply", "config"),
        Command("backup", "the whole organisation into a folder, while it works", "backup"),
        Command("restore", "a backup into an empty database", "restore"),
        Command("shell", "Python with Headwater's models", None),
    ),
    "Work on it (in a checkout)": (
        Command("dev", "the demo, restarted on every change of the code", "dev", False),
        Command("test", "the tests; arguments go to pytest", "run_tests", False),
        Command("check", "style, types, templates, contracts, migrations, audit", "checks"),
        Command("bench", "measure; figures as JSON lines, each beside its floor", "bench"),
        Command("makemigrations", "write migrations for changed models", None),
        Command("structure", "write down what the migrations make", "structure"),
    ),
}
COMMANDS = {command.name: command for group in GROUPS.values() for command in group}


class Module(Protocol):
    """What a command's module offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, options: argparse.Namespace) -> int | None:
        """Do it; the result is the exit code."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command named by `arguments` (of the process, where none are given)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwater.settings")
    from headwater.database.postgres_home import CannotStart

    try:
        sys.exit(dispatch(given))
    except (Refusal, CannotStart) as refusal:
        print(f"headwater: {refusal}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def dispatch(given: list[str]) -> int:
    """Find the command and run it; help where there is none."""
    if not given or given[0] in ("-h", "--help", "help"):
        print(help_page())
        return 0
    if given[0] == "--version":
        print(f"Headwater {__version__}")
        return 0
    for length in (2, 1):
        command = COMMANDS.get(" ".join(given[:length]))
        if command and command.module:
            return run(command, given[length:])
    return run_django(given)


def run(command: Command, rest: list[str]) -> int:
    """Import the command's module, read its options, do it."""
    module = cast(Module, import_module(f"headwater.cli.{command.module}"))
    parser = argparse.ArgumentParser(
        prog=f"headwater {command.name}",
        description=(command.purpose[0].upper() + command.purpose[1:] + ".").replace("%", "%%"),
    )
    module.arguments(parser)
    options, unknown = parser.parse_known_args(rest)
    if hasattr(options, "passed_on"):  # all of them, also those that look like ours
        options.passed_on = rest
    elif unknown:
        parser.error(f"what is {' '.join(unknown)}? See headwater {command.name} --help")
    if command.needs_database:
        from headwater.cli.database import ensure

        ensure()
    return module.run(options) or 0


def run_django(given: list[str]) -> int:
    """Any other command is Django's; one that nobody knows gets a suggestion."""
    from django.core.management import execute_from_command_line, get_commands

    known: dict[str, Any] = dict(get_commands())
    if given[0] not in known:
        raise Refusal(f"there is no command {given[0]!r}.{suggestion(given, [*known])}")
    if not {"-h", "--help"} & set(given):
        from headwater.cli.database import ensure

        ensure()
    execute_from_command_line(["headwater", *given])
    return 0


def suggestion(given: list[str], known: list[str]) -> str:
    """What was probably meant."""
    begun = [name for name in COMMANDS if name.startswith(f"{given[0]} ")]
    close = difflib.get_close_matches(" ".join(given[:2]), [*COMMANDS, *known], 1)
    close = close or difflib.get_close_matches(given[0], [*COMMANDS, *known], 1)
    meant = begun or close
    hint = f" Did you mean `headwater {meant[0]}`?" if meant else ""
    return f"{hint} `headwater --help` lists them."


def help_page() -> str:
    """Everything at a glance."""
    lines = [
        "Headwater: every lead answered, none lost, and every decision explained.",
        "",
        "headwater COMMAND [options]        headwater COMMAND --help says more",
    ]
    width = max(map(len, COMMANDS)) + 2
    for title, commands in GROUPS.items():
        lines += ["", title]
        lines += [f"  {command.name:<{width}}{command.purpose}" for command in commands]
    lines += [
        "",
        "Every command of Django works too, e.g. headwater dbshell. DATABASE_URL names a",
        "PostgreSQL server; without it an embedded one runs, see docs/install.md.",
    ]
    return "\n".join(lines)
