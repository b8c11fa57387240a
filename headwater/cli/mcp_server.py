"""`headwater mcp`: the lead story as tools for assistants, over standard input and output.

The tools act in the name of one person, named by `--user` or by a token in HEADWATER_TOKEN.
"""

import argparse
import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from headwater import __version__
from headwater.cli import django_ready
from headwater.cli.mcp_deeds import Deeds
from headwater.cli.mcp_reading import Reading
from headwater.cli.mcp_reports import Reports
from headwater.cli.refusal import Refusal

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from headwater.people.user import User

READING = ("find", "lead", "due_today", "query")
REPORTS = ("reports", "report")
DEEDS = (
    "create_lead", "update", "log_call", "add_task", "add_note", "move_status", "assign",
    "preview_conversion", "convert", "undo_conversion",
)  # fmt: skip
TOLD = (
    "Headwater keeps leads from the first inquiry to the opportunity. Look before you write: "
    "`find` people first, read a `lead` before you change it, and show `preview_conversion` to "
    "a person before `convert`. All you do is written in the records' story under your user."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """In whose name the tools act."""
    parser.add_argument("--user", default="", metavar="EMAIL", help="else HEADWATER_TOKEN says it")


def run(options: argparse.Namespace) -> None:
    """Serve until the other side hangs up."""
    django_ready.load()
    user, reads_only = _person(options.user, os.environ.get("HEADWATER_TOKEN", ""))
    server(user, reads_only=reads_only).run("stdio")


def server(user: "User", *, reads_only: bool = False) -> "MCPServer[Any]":
    """The tools in the name of `user`; who may change nothing is offered nothing that does."""
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

    found: MCPServer[Any] = MCPServer("headwater", instructions=TOLD, version=__version__)
    reading, reports, deeds = Reading(user), Reports(user), Deeds(user)
    looking = [getattr(reading, name) for name in READING]
    for tool in (*looking, *(getattr(reports, name) for name in REPORTS)):
        hints = ToolAnnotations(read_only_hint=True)
        found.add_tool(_guarded(tool, user), annotations=hints)
    for name in DEEDS if user.can_edit and not reads_only else ():
        found.add_tool(_guarded(getattr(deeds, name), user))
    return found


def _guarded(tool: Callable[..., Any], user: "User") -> Callable[..., Any]:
    """The tool with its refusals as plain sentences; the database is asked in one thread."""
    from asgiref.sync import sync_to_async

    @functools.wraps(tool)
    async def called(**given: Any) -> Any:
        return await sync_to_async(_answer)(tool, user, given)

    return called


def _answer(tool: Callable[..., Any], user: "User", given: dict[str, Any]) -> Any:
    from django.db import DatabaseError, OperationalError, connection
    from mcp.server.mcpserver.exceptions import ToolError

    from headwater.api.problem_json import Told
    from headwater.api.problems import Problems
    from headwater.catalog.objects import UnknownName
    from headwater.criteria.errors import CriteriaError
    from headwater.records.problem import Refused

    try:
        _refuse_gone(user)
        return tool(**given)
    except Problems as error:
        raise ToolError(" ".join(each["message"] for each in error.body)) from None
    except (Refused, CriteriaError, UnknownName, Told) as error:
        raise ToolError(str(error)) from None
    except OperationalError:  # it was away, or was started anew, while nobody asked
        connection.close()
        raise ToolError("The database was away; please ask again.") from None
    except (DatabaseError, ValueError) as error:
        raise ToolError(f"That does not fit: {str(error).splitlines()[0][:200]}") from None


def _refuse_gone(user: "User") -> None:
    """Rights may have changed while the assistant worked."""
    from headwater.records.problem import Problem, Refused

    user.refresh_from_db(fields=["is_active", "role"])
    if not user.is_active:
        message = f"{user.email} may not sign in any more."
        raise Refused([Problem("", "INVALID_SESSION_ID", message)])


def _person(email: str, token: str) -> tuple["User", bool]:
    """Who is meant, and whether the token may only read."""
    from headwater.api import tokens
    from headwater.people.user import User

    if email:
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise Refusal(f"nobody active has the address {email}.")
        return user, False
    holder = tokens.holder_of(token) if token else None
    if holder is None or not holder.sees_data:
        raise Refusal("say whose rights the tools have: --user EMAIL, or a token that holds in "
                      "HEADWATER_TOKEN.")  # fmt: skip
    return holder.user, holder.reads_only
