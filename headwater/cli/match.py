"""`headwater match`: everybody against everybody, now; likely duplicates wait for people then."""

import argparse
from typing import TYPE_CHECKING

from headwater.cli import django_ready
from headwater.cli.acting_user import acting_user
from headwater.cli.refusal import Refusal
from headwater.cli.sample_load import progress

if TYPE_CHECKING:
    from headwater.match.match_run import MatchRun
    from headwater.people.user import User

ENGINES = ("duckdb", "spark")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the heavy work is done, and who asks."""
    parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="default: duckdb")
    parser.add_argument("--by", default="", metavar="EMAIL", help="default: the first admin")
    parser.add_argument("--cancel", action="store_true", help="stop the run that is under way")


def run(options: argparse.Namespace) -> int:
    """Compare and print what was found; a run that was interrupted goes on where it was."""
    from headwater.cli.supervision import die_with_parent

    die_with_parent()
    django_ready.load()
    from headwater.match.base import deeds
    from headwater.match.match_run import MatchRun

    user = acting_user(options.by)
    busy = MatchRun.objects.filter(state=MatchRun.State.RUNNING).first()
    try:
        if options.cancel:
            return _cancel(busy, user)
        run = busy if busy and _is_left(busy) else deeds.begin(by=user, engine=options.engine)
    except deeds.NotNow as refusal:
        raise Refusal(str(refusal)) from None
    if run == busy:
        print("The run that was interrupted goes on.")
    return tell(deeds.work(run, report=progress()))


def tell(run: "MatchRun") -> int:
    """Print the outcome; 1 unless it is done."""
    if run.state == run.State.FAILED:
        raise Refusal(f"the run stopped: {run.problem}")
    if run.state != run.State.DONE:
        print(f"{run.get_state_display()}: {run.step}.")
        return 1
    print(run.summary)
    totals = run.totals
    told = (f"{totals.get(tier, 0):,} {tier}" for tier in ("certain", "likely", "possible"))
    print(f"  pairs: {', '.join(told)}; {totals.get('groups', 0):,} groups")
    print(f"  seconds: {', '.join(f'{step} {took}' for step, took in run.seconds.items())}")
    return 0


def _is_left(busy: "MatchRun") -> bool:
    """Whether nobody works at it any more."""
    from headwater.match.base import deeds

    with deeds.holding(busy) as is_mine:
        return is_mine


def _cancel(busy: "MatchRun | None", user: "User | None") -> int:
    from headwater.match.base import deeds

    if busy is None:
        raise Refusal("no run is under way.")
    deeds.cancel(busy, by=user)
    print("It stops within seconds; nothing of it has been written.")
    return 0
